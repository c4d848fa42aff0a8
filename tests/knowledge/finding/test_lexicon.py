"""The word lists: well formed, no circles, and no ordinary word given away."""

from pathlib import Path

import pytest

from knowledge.finding.lexicon import LONGEST_IDIOM, usual

FOLDER = Path("knowledge/lexicon")
LISTS = sorted(FOLDER.glob("*.tsv"))


def rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_each_list_has_every_form_once_in_small_latin_letters(path: Path) -> None:
    forms = [row[0] for row in rows(path)]
    doubles = {form for form in forms if forms.count(form) > 1} if len(forms) < 1000 else set()
    assert len(set(forms)) == len(forms), sorted(doubles)
    assert [form for form in forms if form != form.lower() or not form.isascii()] == []


@pytest.mark.parametrize(
    "name", ["slang", "jawa", "inggris", "sinonim", "homograf_jawa", "homograf_inggris"]
)
def test_no_form_means_itself_and_no_idiom_is_longer_than_is_looked_for(name: str) -> None:
    found = rows(FOLDER / f"{name}.tsv")
    assert [row for row in found if len(row) > 1 and row[0] == row[1]] == []
    assert [row[0] for row in found if len(row[0].split()) > LONGEST_IDIOM] == []


def test_a_homograph_is_not_given_away_in_its_language_list() -> None:
    lists = usual()
    assert set(lists.javanese_homographs) & set(lists.javanese) == set()
    assert set(lists.english_homographs) & set(lists.english) == set()


def test_every_meaning_is_followed_to_its_end() -> None:
    lists = usual()
    indonesian = {**lists.synonyms, **lists.slang}
    for table in (lists.slang, lists.synonyms, lists.javanese, lists.english):
        loose = {
            form: word
            for form, meaning in table.items()
            for word in meaning
            if word in indonesian and word not in indonesian[word] and form not in meaning
        }
        assert loose == {}


def test_fields_have_names_that_several_words_share() -> None:
    named: dict[str, int] = {}
    for fields in usual().fields.values():
        for name in fields:
            named[name] = named.get(name, 0) + 1
    assert len(named) <= 200
    assert [name for name, count in named.items() if count < 2] == []
