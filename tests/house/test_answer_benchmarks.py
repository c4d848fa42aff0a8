"""The answer engine's benchmarks: their measures on cases made by hand, their command on files."""

import json
import subprocess
import sys
from math import isnan
from pathlib import Path

import pytest

from benchmarks import answers
from benchmarks.answering import noise, weight
from benchmarks.answering.ablation import RECIPES, Ground, tried
from benchmarks.answering.data import (
    BadLine,
    Entry,
    Question,
    drawn,
    few,
    joined,
    read_entries,
    read_questions,
)
from benchmarks.answering.metrics import (
    Answer,
    auroc,
    calibration_error,
    most_certain,
    quality,
    stretched,
)
from benchmarks.answering.sections import asked_file
from benchmarks.answering.speed import recombined

ENTRIES = [
    {"slug": "jam", "phrasings": ["jam buka kantor", "kapan kantor buka", "jam layanan"]},
    {"slug": "biaya", "phrasings": ["berapa biaya salinan"], "title": "Biaya salinan"},
    {"slug": "biaya", "phrasings": ["ongkos fotokopi", "berapa biaya salinan"]},
    {"slug": "keberatan-cara", "phrasings": [], "text": "Cara mengajukan keberatan."},
]
QUESTIONS = [
    {"text": "jam brapa kantor buka", "slug": "jam", "style": "sms"},
    {"text": "biaya salinan", "slug": "biaya", "style": "formal"},
    {"text": "resep rendang", "slug": None, "style": "luar"},
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    places = tmp_path / "entries.jsonl", tmp_path / "questions.jsonl"
    for place, rows in zip(places, (ENTRIES, QUESTIONS), strict=True):
        place.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return places


def found(*slugs: str, score: float = 0.5, sure: bool | None = None) -> Answer:
    ranked = tuple((slug, score - place / 10) for place, slug in enumerate(slugs))
    return Answer(ranked, sure)


def test_every_positive_above_every_negative_is_one_and_a_tie_is_half() -> None:
    assert auroc([0.9, 0.8, 0.1], [True, True, False]) == 1
    assert auroc([0.1, 0.9], [True, False]) == 0
    assert auroc([0.4, 0.4, 0.4], [True, False, True]) == 0.5
    # Of four pairs, three are in order and one is a tie.
    assert auroc([0.9, 0.5, 0.5, 0.1], [True, True, False, False]) == pytest.approx(3.5 / 4)


def test_where_nothing_is_off_topic_there_is_nothing_to_tell_apart() -> None:
    assert isnan(auroc([0.1, 0.2], [True, True]))


def test_chances_that_come_true_are_calibrated() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)
    assert calibration_error([1.0, 1.0], [False, False]) == pytest.approx(1)
    # One bin is 0.1 too low, the other, as large, 0.3 too high.
    chances = [0.9, 0.9, 0.3, 0.3]
    assert calibration_error(chances, [True, True, False, False]) == pytest.approx(0.2)


def test_scores_are_stretched_from_nothing_to_one() -> None:
    assert stretched([-1.0, 0.0, 3.0]) == [0, 0.25, 1]
    assert stretched([5.0, 5.0]) == [0, 0]


def test_the_surest_are_answered_and_no_more_than_wanted() -> None:
    assert most_certain([0.1, 0.9, 0.5, 0.7], 0.5) == [False, True, False, True]
    assert most_certain([0.4, 0.4, 0.4], 0.34) == [True, False, False]


def test_first_places_and_reciprocal_places_leave_off_topic_questions_out() -> None:
    answers_ = [found("a", "b"), found("b", "c", "d", "a"), found("b"), found("a")]
    figures = quality(answers_, ["a", "a", "c", None])
    assert figures.top1 == pytest.approx(1 / 3)
    assert figures.recall3 == pytest.approx(1 / 3)
    assert figures.mrr10 == pytest.approx((1 + 1 / 4 + 0) / 3)


def test_an_answer_is_wrong_where_it_is_another_entry_or_where_none_is_right() -> None:
    answers_ = [
        found("a", sure=True), found("b", sure=True), found("b", sure=True), found("b", sure=False),
    ]  # fmt: skip
    figures = quality(answers_, ["a", "a", None, "a"])
    assert figures.coverage == 0.75
    assert figures.wrong == 0.5


def test_a_baseline_answers_as_many_as_it_is_told() -> None:
    answers_ = [found("a", score=9), found("b", score=8), found("a", score=1), Answer(())]
    figures = quality(answers_, ["a", "a", "a", None], coverage=0.5, probable=False)
    assert figures.coverage == 0.5
    assert figures.wrong == 0.25


def test_entries_of_one_slug_are_joined_and_none_is_without_a_text(
    files: tuple[Path, Path],
) -> None:
    entries = {one.slug: one.texts for one in read_entries(files[0])}
    assert entries["biaya"] == ("Biaya salinan", "berapa biaya salinan", "ongkos fotokopi")
    assert entries["keberatan-cara"] == ("Cara mengajukan keberatan.",)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "no JSON"),
        ("[]", "object in braces"),
        ('{"phrasings": []}', '"slug"'),
        ('{"slug": "b", "phrasings": "jam buka"}', '"phrasings" must be a list'),
        ('{"slug": "b", "phrasings": [1]}', '"phrasings" must be a list'),
        ('{"slug": "b", "title": 4}', '"title"'),
    ],
)
def test_a_bad_entry_is_named_by_its_line(tmp_path: Path, line: str, fault: str) -> None:
    place = tmp_path / "entries.jsonl"
    place.write_text(f'{{"slug": "a", "phrasings": ["x"]}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(BadLine, match="line 3: ") as told:
        read_entries(place)
    assert fault in str(told.value)


@pytest.mark.parametrize("line", ['{"text": "jam"}', '{"slug": "a"}', '{"text": "", "slug": "a"}'])
def test_a_bad_question_ends_the_command_with_its_line(
    files: tuple[Path, Path], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with files[1].open("a", encoding="utf-8") as more:
        more.write(line + "\n")
    given = ["--entries", str(files[0]), "--questions", str(files[1])]
    assert answers.main(given) == 2
    assert f"{files[1]}, line 4: " in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadLine, match=r"nowhere\.jsonl"):
        read_questions(tmp_path / "nowhere.jsonl")


def test_the_command_puts_every_system_beside_ours(files: tuple[Path, Path]) -> None:
    written = files[0].with_name("figures.json")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.answers", "--entries", files[0], "--questions",
         files[1], "--rounds", "1", "--json", written],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "3 entries with 7 phrasings; 3 questions, 1 of them off-topic" in done.stdout
    systems = {one["system"]: one for one in json.loads(written.read_text())["systems"]}
    for name in ("ours (plain)", "ours (refined)"):
        assert systems[name]["top1"] == 1
        assert systems[name]["p50_ms"] > 0
        assert systems[name]["index"] > 0
    assert systems["RapidFuzz token_set_ratio"]["recall3"] == 1
    for one in systems.values():
        # A package may be missing, a system may not break.
        assert not (one["word"] or "").startswith("failed"), one
    assert "sms" in done.stdout


def test_the_command_needs_no_baselines_and_takes_one_entry(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files[0].write_text(json.dumps(ENTRIES[0]), encoding="utf-8")
    given = ["--entries", str(files[0]), "--questions", str(files[1])]
    assert answers.main([*given, "--rounds", "1", "--no-baselines", "--limit", "2"]) == 0
    told = capsys.readouterr().out
    assert "1 entries with 3 phrasings; 2 questions" in told
    assert "LinearSVC" not in told
    assert "failed" not in told


def test_an_ingredient_that_is_left_out_is_missed() -> None:
    entries = [
        Entry("jam", ("jam buka kantor", "kapan kantor buka")),
        Entry("biaya", ("biaya salinan dokumen", "membayar salinan")),
    ]
    asked = [Question("piro ragade", "biaya"), Question("jam pira bukak", "jam")]
    ground = Ground([entries], {"two": asked})
    figures = {one.name: tried(one, ground)["two"] for one in RECIPES if one.background}
    assert figures["everything"].top1 == 1
    assert figures["Javanese list"].top1 < 1


def test_slips_are_the_same_for_the_same_seed_and_leave_short_words_alone() -> None:
    text = "saya mau ajukan permohonan informasi publik"
    assert noise.noisy(text, 1, 1) == noise.noisy(text, 1, 1) != noise.noisy(text, 1, 2)
    assert noise.noisy(text, 0, 1) == text
    slipped = noise.noisy(text, 1, 1).split()
    assert slipped[1] == "mau"
    assert all(one != two for one, two in zip(slipped, text.split(), strict=True) if two != "mau")


def test_draws_take_so_many_phrasings_and_questions() -> None:
    taught = joined(
        [Question(f"soal {number}", "a") for number in range(9)] + [Question("x", None)]
    )
    assert [one.slug for one in taught] == ["a"]
    assert len(few(taught, 4, 1)[0].phrasings) == 4
    asked = [Question(str(number), None) for number in range(9)]
    assert len(drawn(asked, 3)) == 3
    assert drawn(asked, None) == asked


def test_the_part_for_development_may_be_called_val(tmp_path: Path) -> None:
    (tmp_path / "one.dev.jsonl").touch()
    assert asked_file(tmp_path, "one", "dev").name == "one.dev.jsonl"
    assert asked_file(tmp_path, "two", "dev").name == "two.val.jsonl"
    assert asked_file(tmp_path, "two", "test").name == "two.test.jsonl"


def test_larger_bases_are_recombined_alike_each_time() -> None:
    entries = recombined(200)
    assert sum(len(one.phrasings) for one in entries) == 200
    assert entries == recombined(200)


def test_the_weight_of_every_dependency_is_told() -> None:
    rows = {name: float(alone) for name, alone, _ in weight.sizes()}
    assert rows["numpy"] > 1
    assert rows["all together"] >= rows["numpy"] + rows["rapidfuzz"]
