"""What staff see of the log of questions."""

from datetime import date, timedelta

import pytest

from knowledge import questions, reading
from knowledge.finder import Hit
from knowledge.reading import Wanted
from knowledge.verdict import decide
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotAllowed
from office.unit import Office
from tests.people import BU_SARI


def ask(office: Office, text: str, *hits: Hit) -> None:
    with office.unit(BU_SARI) as unit:
        questions.log(unit, key=text[:40], text=text, route="search", verdict=decide(list(hits)))


def test_the_log_is_searched_by_band_and_words_and_turned_by_number(
    office: Office, pak_agus: StaffMember
) -> None:
    sure = Hit("ppid-waktu", 0.9, "waktu", ("waktu",))
    ask(office, "berapa lama dijawab", sure)
    ask(office, "100% anggaran_desa")
    ask(office, "entahlah", Hit("ppid-biaya", 0.5, "biaya", ("biaya",)))
    with office.reading(pak_agus) as unit:
        everything = reading.asked(unit)
        assert [row.band for row in everything] == ["pilih", "tidak_tahu", "jawab"]
        assert [row.text for row in reading.asked(unit, Wanted(band="jawab"))] == [
            "berapa lama dijawab"
        ]
        assert len(reading.asked(unit, Wanted(text="ANGGARAN_"))) == 1
        assert reading.asked(unit, Wanted(text="a%b")) == []
        older = reading.asked(unit, before=everything[0].id)
        assert [row.id for row in older] == [row.id for row in everything[1:]]
    assert everything[2].considered == [("ppid-waktu", 0.9)]
    assert everything[1].slug is None


def test_the_questions_of_some_days_are_those_asked_between_two_midnights_of_the_office(
    office: Office, clock: StandingClock, pak_agus: StaffMember
) -> None:
    clock.advance(timedelta(hours=14, minutes=59))  # 23.59 on the 23rd in Jakarta
    ask(office, "sebelum tengah malam")
    clock.advance(timedelta(minutes=1))
    ask(office, "sesudah tengah malam")
    first, second = date(2026, 11, 23), date(2026, 11, 24)
    with office.reading(pak_agus) as unit:

        def found(wanted: Wanted) -> list[str]:
            rows = [row.text for row in reading.asked(unit, wanted)]
            assert len(rows) == reading.counted(unit, wanted)
            return rows

        assert found(Wanted(since=first, until=first)) == ["sebelum tengah malam"]
        assert found(Wanted(since=second)) == ["sesudah tengah malam"]
        assert len(found(Wanted(until=second))) == 2
        assert len(found(Wanted(language="id", band="tidak_tahu"))) == 2
        assert found(Wanted(language="jv")) == []


def test_who_answers_no_question_log_reads_none(office: Office) -> None:
    with office.reading(BU_SARI) as unit, pytest.raises(NotAllowed):
        reading.asked(unit)
    with office.reading(BU_SARI) as unit, pytest.raises(NotAllowed):
        reading.counted(unit, Wanted())
