"""Entries as files: what goes out comes in again the same, and every fault has its place."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import csv_sheets, leaf, markdown_sheets
from knowledge.edition import LANGUAGES, Edition, Translation, faults
from knowledge.sheets import Parsed, Sheet
from tests.knowledge.samples import PACK, SLUG, an_edition


def sheet(slug: str = SLUG, edition: Edition | None = None) -> Sheet:
    return Sheet(slug, PACK, "", edition or an_edition())


def told(parsed: Parsed) -> list[tuple[str, int, str, str]]:
    return [(one.spot.file, one.spot.line, one.field, one.code) for one in parsed.faults]


def packed(**files: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return held.getvalue()


def markdown(**changes: str) -> str:
    """Return the file of an entry, with lines of its header put in another's place."""
    with zipfile.ZipFile(io.BytesIO(markdown_sheets.write([sheet()]))) as archive:
        text = archive.read(f"{PACK}/{SLUG}.md").decode()
    for name, line in changes.items():
        old = next(one for one in text.splitlines() if one.startswith(f"{name} ="))
        text = text.replace(old, line)
    return text


_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp"))
_NASTY = st.sampled_from(
    ["=1+1", "+62", "-x", "@y", "'kutip", '"', ";", "+++", "\\", "'=", "a\x7fb"]
)


def line(longest: int = 60) -> st.SearchStrategy[str]:
    """Texts of one line, as a form hands them over: without blanks at their ends."""
    plain = st.text(_LETTERS, min_size=1, max_size=longest)
    return (plain | _NASTY).map(lambda text: " ".join(text.split())).filter(bool)


def block() -> st.SearchStrategy[str]:
    return (
        st.lists(line(), min_size=1, max_size=4)
        .map("\n".join)
        .filter(lambda text: not any(one.rstrip() == "---" for one in text.split("\n")))
    )


days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
translations = st.dictionaries(
    st.sampled_from(LANGUAGES),
    st.builds(Translation, title=line(), body=block(), long=st.just("") | block()),
)
editions = st.builds(
    Edition,
    title=line(), body=block(), long=st.just("") | block(),
    phrasings=st.lists(line(), min_size=1, max_size=5).map(tuple),
    not_this=st.lists(line(), max_size=3).map(tuple),
    info_class=line(20), owner=line(), source=line(),
    related=st.lists(line(20), max_size=2).map(tuple),
    as_of=days, review_by=days, valid_from=st.none() | days, valid_until=st.none() | days,
    superseded_by=st.just("") | line(20), status_of=st.just("") | line(20),
    translations=translations,
).filter(lambda edition: not faults(edition))  # fmt: skip
sheets = st.lists(
    st.builds(
        Sheet,
        slug=st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}[a-z0-9]", fullmatch=True),
        pack=st.sampled_from(["uji", "ppid"]), region=st.just("") | line(20), edition=editions,
    ),
    min_size=1, max_size=3, unique_by=lambda one: one.slug,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(sheets)
def test_what_goes_out_as_markdown_comes_in_the_same(out: list[Sheet]) -> None:
    back = markdown_sheets.read(markdown_sheets.write(out))
    assert back.faults == ()
    assert [one for one, _ in back.sheets] == sorted(out, key=lambda one: (one.pack, one.slug))


@settings(deadline=None, max_examples=60)
@given(sheets, st.sampled_from([";", ",", "\t"]))
def test_what_goes_out_as_a_table_comes_in_the_same(out: list[Sheet], separator: str) -> None:
    back = csv_sheets.read(csv_sheets.write(out, separator=separator))
    assert back.faults == ()
    assert [one for one, _ in back.sheets] == sorted(out, key=lambda one: one.slug)


@pytest.mark.parametrize("write", [markdown_sheets.write, csv_sheets.write])
def test_every_starter_entry_survives_both_ways(write: object) -> None:
    out = [Sheet(one.slug, one.pack, one.region, one.edition) for one in leaf.leaves()]
    read = markdown_sheets.read if write is markdown_sheets.write else csv_sheets.read
    back = read(write(out))  # type: ignore[operator]
    assert back.faults == ()
    assert sorted((one for one, _ in back.sheets), key=lambda one: one.slug) == sorted(
        out, key=lambda one: one.slug
    )


def test_a_file_that_goes_out_is_a_starter_file(tmp_path: Path) -> None:
    edition = an_edition(translations={"jv": Translation("Pripun?", "Mekaten.", "Dawa.")})
    with zipfile.ZipFile(io.BytesIO(markdown_sheets.write([sheet(edition=edition)]))) as archive:
        archive.extractall(tmp_path)
    found = leaf.read(tmp_path / PACK / f"{SLUG}.md")
    assert (found.slug, found.pack, found.edition) == (SLUG, PACK, edition)


def test_equal_entries_give_equal_files() -> None:
    both = [sheet(), sheet("uji-lain")]
    assert markdown_sheets.write(both) == markdown_sheets.write(both[::-1])
    assert csv_sheets.write(both) == csv_sheets.write(both[::-1])


def test_no_cell_is_a_formula_for_a_spreadsheet() -> None:
    edition = an_edition(title="=HYPERLINK(1)", phrasings=("@SUM(1)", "+62"), owner="-1")
    text = csv_sheets.write([sheet(edition=edition)]).decode()
    assert text.startswith("\ufeffslug;pack")
    for cell in ("'=HYPERLINK(1)", "'@SUM(1)", "'-1"):
        assert cell in text


def test_a_table_as_offices_write_it_is_understood() -> None:
    table = csv_sheets.write([sheet()]).decode("utf-8-sig")
    changed = table.replace("2026-11-01", "01/11/2026").replace("2027-05-01", "1-5-2027")
    assert csv_sheets.read(changed.encode()).sheets[0][0] == sheet()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("owner", 'owner = "Dinas', (6, "", "header_unclear")),
        ("owner", 'ownr = "Dinas"', (6, "ownr", "field_unknown")),
        ("as_of", 'as_of = "kemarin"', (12, "as_of", "date_unclear")),
        ("title", "title = 7", (4, "title", "text_unclear")),
        ("pack", 'pack = ""', (3, "pack", "required")),
        ("slug", 'slug = "Uji Becak"', (2, "slug", "slug_unclear")),
        ("pack", 'pack = "../../../tmp/x"', (3, "pack", "slug_unclear")),
        ("slug", 'slug = "uji-lain"', (2, "slug", "slug_not_file")),
        ("title", f'title = "{"x" * 201}"', (4, "title", "too_long")),
        ("review_by", "review_by = 2026-01-01", (13, "review_by", "date_before")),
    ],
)
def test_a_fault_in_a_header_is_told_with_file_line_and_field(
    name: str, text: str, expected: tuple[int, str, str]
) -> None:
    given = markdown(**{name: text})
    found = markdown_sheets.read(packed(**{f"{SLUG}.md": given}))
    assert (f"{SLUG}.md", *expected) in told(found)


def test_all_faults_are_told_at_once() -> None:
    files = {
        f"{SLUG}.md": markdown(owner='owner = ""', as_of='as_of = "x"'),
        "tanpa-kepala.md": "Halo",
        "yatim.jv.md": '+++\ntitle = "Pripun?"\n+++\nIsi\n',
    }
    found = markdown_sheets.read(packed(**files))
    assert {(file, code) for file, _, _, code in told(found)} == {
        (f"{SLUG}.md", "date_unclear"),
        ("tanpa-kepala.md", "header_missing"),
        ("yatim.jv.md", "translation_of_nothing"),
    }


def test_a_translation_with_faults_is_told_by_its_own_file() -> None:
    files = {f"{SLUG}.md": markdown(), f"{SLUG}.jv.md": '+++\njudul = "x"\ntitle = 3\n+++\nIsi'}
    found = markdown_sheets.read(packed(**files))
    assert told(found) == [
        (f"{SLUG}.jv.md", 2, "judul", "field_unknown"),
        (f"{SLUG}.jv.md", 3, "title", "text_unclear"),
    ]
    found = markdown_sheets.read(packed(**{**files, f"{SLUG}.xx.md": "+++\n+++\nIsi"}))
    assert (f"{SLUG}.md", 0, "xx", "language_unknown") in told(found)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK nothing", "zip_unclear"),
        (packed(), "no_entries"),
        (packed(**{"catatan.txt": "x"}), "no_entries"),
        (packed(**{"besar.md": "x" * 200_001}), "file_too_large"),
    ],
)
def test_what_is_no_library_is_refused(data: bytes, code: str) -> None:
    assert [one.code for one in markdown_sheets.read(data).faults] == [code]


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown_sheets, "LARGEST", 1_000)
    data = packed(**{"a.md": "x" * 900, "b.md": "x" * 900})
    assert [one.code for one in markdown_sheets.read(data).faults] == ["zip_too_large"]


def test_a_fault_in_a_table_is_told_with_line_and_column() -> None:
    table = csv_sheets.write([sheet(), sheet("uji-lain")]).decode("utf-8-sig")
    head, *rows = table.split("\r\n")
    broken = "\r\n".join(
        [head, *rows[:1], rows[1].replace("2026-11-01", "31/31/2026"), rows[0], ""]
    )
    found = csv_sheets.read(broken.encode(), "isi.csv")
    # Two phrasings in a cell make each entry two lines long.
    assert told(found) == [
        ("isi.csv", 4, "as_of", "date_unclear"),
        ("isi.csv", 6, "slug", "slug_twice"),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"judul;isi\nA;B\n", {"column_unknown", "column_missing"}),
        (b"slug;slug\na;b\n", {"column_twice", "required"}),
        (b"slug;pack\n", {"no_entries"}),
        (b"slug;pack\na;b;c\n", {"too_many_cells", "required"}),
        (b'slug;pack\n"a"x;b\n', {"table_unclear"}),
        (b"\xff\xfe", {"not_utf8"}),
        (b"", {"column_missing"}),
    ],
)
def test_what_is_no_table_of_entries_is_refused(data: bytes, expected: set[str]) -> None:
    assert {one.code for one in csv_sheets.read(data).faults} == expected
