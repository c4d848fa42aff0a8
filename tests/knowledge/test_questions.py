"""Asked questions: kept without names and personal patterns, with what was considered."""

import json

import pytest
from sqlalchemy import select

from knowledge import questions
from knowledge.finder import Hit
from knowledge.questions import Told
from knowledge.tables import questions as table
from knowledge.verdict import decide
from knowledge.words import Band
from office.refusals import NotAllowed
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK, NIK, PAK_JOKO

HITS = [Hit("ppid-waktu", 0.91, "berapa lama", ("lama",)), Hit("ppid-biaya", 0.3, "biaya", ())]


def log(office: Office, text: str, key: str = "k1", hits: list[Hit] | None = None) -> None:
    with office.unit(BU_SARI) as unit:
        verdict = decide(HITS if hits is None else hits)
        questions.log(unit, key=key, text=text, route="search", verdict=verdict)


def row(office: Office) -> dict[str, object]:
    with office.reading(CLOCKWORK) as unit:
        return dict(unit.session.execute(select(table)).one()._mapping)


def test_a_question_is_kept_with_everything_that_was_considered(office: Office) -> None:
    log(office, "berapa lama dijawab?")
    kept = row(office)
    assert (kept["band"], kept["slug"], kept["confidence"]) == (Band.ANSWER, "ppid-waktu", 0.91)
    assert json.loads(str(kept["considered"])) == [["ppid-waktu", 0.91], ["ppid-biaya", 0.3]]
    assert kept["follow_up"] is None


def test_a_question_nobody_understood_is_kept_without_an_entry(office: Office) -> None:
    log(office, "xyzzy", hits=[])
    kept = row(office)
    assert (kept["band"], kept["slug"], kept["confidence"]) == (Band.UNKNOWN, None, 0.0)


def test_personal_patterns_are_masked_before_they_are_kept(office: Office) -> None:
    log(office, f"NIK {NIK}, wa 081234567890, sari@contoh.id kapan cair?")
    assert row(office)["text"] == "NIK [nomor], wa [telepon], [surel] kapan cair?"


def test_the_log_names_nobody_but_tells_the_same_asker_again(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        mine = questions.key_of(unit, f"{BU_SARI.person}:77")
        other = questions.key_of(unit, f"{BU_SARI.person}:78")
        first, second = questions._asker(unit), questions._asker(unit)
    with office.unit(PAK_JOKO) as unit:
        his = questions._asker(unit)
    assert mine != other
    assert first == second != his
    log(office, "halo", key=mine)
    assert str(BU_SARI.person) not in str(row(office))


def test_the_same_message_is_logged_once(office: Office) -> None:
    log(office, "berapa lama?", key="sama")
    log(office, "berapa lama?", key="sama")
    assert row(office)["key"] == "sama"


def test_a_very_long_question_is_cut(office: Office) -> None:
    log(office, "a b " * 2_000)
    assert len(str(row(office)["text"])) == 2_000


@pytest.mark.parametrize("what", ["helped", "not_this", "none_fits", "picked:3", "staff"])
def test_what_followed_is_noted(office: Office, what: str) -> None:
    log(office, "berapa lama?", key="satu")
    with office.unit(BU_SARI) as unit:
        questions.follow_up(unit, "satu", what)
        questions.follow_up(unit, "tak ada", "helped")
    assert row(office)["follow_up"] == what


def test_the_version_the_language_and_the_time_are_kept(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        told = Told(edition=3, language="jv", milliseconds=4.2)
        questions.log(unit, key="k1", text="x", route="search", verdict=decide(HITS), told=told)
    kept = row(office)
    assert (kept["edition"], kept["language"], kept["milliseconds"]) == (3, "jv", 4.2)
    with office.unit(BU_SARI) as unit:
        questions.follow_up(unit, "k1", "picked:2", edition=8)
        questions.follow_up(unit, "k1", "helped")
    assert (row(office)["edition"], row(office)["follow_up"]) == (8, "helped")


def test_one_s_own_question_can_be_read_again_and_nobody_else_s(office: Office) -> None:
    log(office, f"nik {NIK} ktp hilang", key="satu")
    with office.unit(BU_SARI) as unit:
        known = questions.own(unit, "satu")
        assert known is not None
        assert known.slugs == ("ppid-waktu", "ppid-biaya")
        assert NIK not in known.text
        assert questions.own(unit, "tak ada") is None
        assert questions.own(unit, "\0") is None
    with office.unit(PAK_JOKO) as unit:
        assert questions.own(unit, "satu") is None
        questions.follow_up(unit, "satu", "helped")
        questions.follow_up(unit, "\0", "helped")
    assert row(office)["follow_up"] is None


def test_only_citizens_ask(office: Office) -> None:
    with pytest.raises(NotAllowed), office.unit(CLOCKWORK) as unit:
        questions.log(unit, key="x", text="x", route="search", verdict=decide([]))
