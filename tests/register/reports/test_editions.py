"""A report's life: begun, written, looked at by a second person, frozen, and opened anew."""

from datetime import UTC, date, datetime, timedelta

import pytest

from office import journal
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from register import requests
from register.reports import editions, shelf
from register.reports.words import Entered, Field, Span, State
from tests.people import BU_SARI, CLOCKWORK, a_form
from tests.register.reports.sample import ENTERED, HEAD, seen

FEBRUARY = datetime(2027, 2, 10, 2, 0, tzinfo=UTC)


def begun(office: Office, member: StaffMember, span: Span = Span.MONTH, place: int = 11) -> int:
    with office.unit(member) as unit:
        return editions.begin(unit, span, 2026, place)


def written_whole(office: Office, member: StaffMember, number: int) -> None:
    """Write every text and enter every number."""
    with office.unit(member) as unit:
        for field in Field:
            editions.write(unit, number, field, f"Isi {field}", seen=0)
        editions.enter(unit, number, dict(ENTERED), {})


def proposed(office: Office, member: StaffMember, clock: StandingClock) -> int:
    """Return a yearly report that somebody wrote and proposed in February."""
    clock.instant = FEBRUARY
    number = begun(office, member, Span.YEAR, 1)
    written_whole(office, member, number)
    with office.unit(member) as unit:
        editions.propose(unit, number)
    return number


def finished(office: Office, one: StaffMember, other: StaffMember, clock: StandingClock) -> int:
    number = proposed(office, one, clock)
    with office.unit(other) as unit:
        editions.finish(
            unit, number, HEAD, {"questions": 12}, is_read=True, seen=seen(unit, number)
        )
    return number


def acts(office: Office) -> list[str]:
    with office.reading(CLOCKWORK) as unit:
        lines = journal.page(unit.session, act="report.", subject="", before=None, size=50)
    return [line.act for line in reversed(lines)]


def test_a_report_is_begun_once(office: Office, pak_budi: StaffMember) -> None:
    number = begun(office, pak_budi)
    assert begun(office, pak_budi) == number
    with office.reading(pak_budi) as unit:
        known = shelf.find(unit, number)
    assert (known.title, known.state, known.edition) == ("November 2026", State.DRAFT, 1)
    assert acts(office) == ["report.begun"]


def test_none_is_begun_before_its_period(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit, pytest.raises(NotNow, match="report_too_early"):
        editions.begin(unit, Span.YEAR, 2027)
    with office.unit(pak_budi) as unit, pytest.raises(NotValid, match="choice_unclear"):
        editions.begin(unit, Span.HALF, 2026, 3)


def test_who_only_reads_writes_nothing(
    office: Office, pak_budi: StaffMember, pak_agus: StaffMember
) -> None:
    number = begun(office, pak_budi)
    with office.unit(pak_agus) as unit, pytest.raises(NotAllowed):
        editions.write(unit, number, Field.POLICY, "Kebijakan", seen=0)
    with office.unit(pak_agus) as unit, pytest.raises(NotAllowed):
        editions.begin(unit, Span.MONTH, 2026, 10)
    with office.reading(pak_agus) as unit:
        assert shelf.find(unit, number).number == number


def test_every_version_of_a_text_is_kept_with_who_and_when(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> None:
    number = begun(office, pak_budi)
    with office.unit(pak_budi) as unit:
        editions.write(unit, number, Field.POLICY, " Kebijakan lama ", seen=0)
    clock.advance(timedelta(hours=1))
    with office.unit(bu_dewi) as unit:
        editions.write(unit, number, Field.POLICY, "Kebijakan baru", seen=1)
    with office.reading(pak_budi) as unit:
        found = shelf.history(unit, number, Field.POLICY)
    assert [(one.ordinal, one.body, one.by) for one in found] == [
        (2, "Kebijakan baru", bu_dewi.staff_id), (1, "Kebijakan lama", pak_budi.staff_id),
    ]  # fmt: skip
    assert found[0].at - found[1].at == timedelta(hours=1)


def test_nobody_writes_over_what_another_wrote_meanwhile(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = begun(office, pak_budi)
    with office.unit(pak_budi) as unit:
        editions.write(unit, number, Field.POLICY, "Dari Budi", seen=0)
    with office.unit(bu_dewi) as unit, pytest.raises(NotNow, match="version_moved"):
        editions.write(unit, number, Field.POLICY, "Dari Dewi", seen=0)
    with office.unit(bu_dewi) as unit, pytest.raises(NotNow, match="version_moved"):
        editions.write(unit, number, Field.POLICY, "", seen=0)


def test_the_same_text_again_makes_no_version(office: Office, pak_budi: StaffMember) -> None:
    number = begun(office, pak_budi)
    for _ in range(2):
        with office.unit(pak_budi) as unit:
            editions.write(unit, number, Field.POLICY, "Sama saja", seen=0)
    with office.reading(pak_budi) as unit:
        assert len(shelf.history(unit, number, Field.POLICY)) == 1


@pytest.mark.parametrize(
    "body",
    ["Pemohon dengan NIK 3507152102900001", "Hubungi 081234567890", "surel sari@contoh.id"],
)
def test_a_text_with_somebodys_data_is_not_kept(
    office: Office, pak_budi: StaffMember, body: str
) -> None:
    number = begun(office, pak_budi)
    with office.unit(pak_budi) as unit, pytest.raises(NotValid, match="report_names_somebody"):
        editions.write(unit, number, Field.DISPUTES, body, seen=0)
    with office.unit(pak_budi) as unit, pytest.raises(NotValid, match="too_long"):
        editions.write(unit, number, Field.DISPUTES, "a" * 8001, seen=0)


def test_numbers_are_entered_and_taken_out_again(office: Office, pak_budi: StaffMember) -> None:
    number = begun(office, pak_budi)
    with office.unit(pak_budi) as unit:
        editions.enter(unit, number, {Entered.KI_FILED: 0, Entered.COURT_FILED: 3}, {})
    with office.unit(pak_budi) as unit:
        editions.enter(unit, number, {Entered.COURT_FILED: None}, {Entered.COURT_FILED: 1})
    with office.reading(pak_budi) as unit:
        assert shelf.facts(unit, number, HEAD).entered == {Entered.KI_FILED: 0}
    with office.unit(pak_budi) as unit, pytest.raises(NotValid, match="number_unclear"):
        editions.enter(unit, number, {Entered.KI_FILED: -1}, {Entered.KI_FILED: 1})


def test_a_report_is_not_proposed_while_its_period_runs(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    number = begun(office, pak_budi)
    with office.unit(pak_budi) as unit, pytest.raises(NotNow, match="report_period_runs"):
        editions.propose(unit, number)
    clock.instant = datetime(2026, 11, 30, 2, tzinfo=UTC)
    with office.unit(pak_budi) as unit, pytest.raises(NotNow, match="report_period_runs"):
        editions.propose(unit, number)
    clock.instant = datetime(2026, 12, 1, 2, tzinfo=UTC)
    with office.unit(pak_budi) as unit:
        editions.propose(unit, number)


def test_the_yearly_report_lacks_nothing_when_it_is_proposed(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    clock.instant = FEBRUARY
    number = begun(office, pak_budi, Span.YEAR, 1)
    with office.unit(pak_budi) as unit, pytest.raises(NotNow, match="report_incomplete") as no:
        editions.propose(unit, number)
    assert no.value.facts == {"texts": 12, "numbers": 11}
    written_whole(office, pak_budi, number)
    with office.unit(pak_budi) as unit:
        editions.propose(unit, number)


def test_a_second_person_finishes_it_and_the_same_one_may_not(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> None:
    number = proposed(office, pak_budi, clock)
    with office.unit(pak_budi) as unit, pytest.raises(NotAllowed, match="report_other_finisher"):
        editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))
    with office.unit(pak_budi) as unit, pytest.raises(NotNow, match="report_no_draft"):
        editions.write(unit, number, Field.POLICY, "Berubah", seen=1)
    with office.unit(bu_dewi) as unit:
        editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))
    with office.unit(bu_dewi) as unit, pytest.raises(NotNow, match="report_not_proposed"):
        editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))
    assert acts(office)[-2:] == ["report.proposed", "report.finished"]


def test_what_was_sent_back_is_written_on(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember, clock: StandingClock
) -> None:
    number = proposed(office, pak_budi, clock)
    with office.unit(bu_ratna) as unit:
        editions.send_back(unit, number, "Angka keliru", seen=seen(unit, number))
    with office.unit(pak_budi) as unit:
        editions.write(unit, number, Field.POLICY, "Diperbaiki", seen=1)
        editions.propose(unit, number)
    with office.unit(bu_ratna) as unit:
        editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))


def test_a_finished_report_stays_as_it_was_whatever_comes_later(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> None:
    number = finished(office, pak_budi, bu_dewi, clock)
    with office.reading(pak_budi) as unit:
        before = shelf.facts(unit, number, HEAD)
    with office.unit(pak_budi) as unit:
        requests.enter(
            unit, a_form(delivery_method="pickup"), draft_key="late-paper", channel="walk_in",
            received=date(2026, 12, 30),
        )  # fmt: skip
    with office.reading(pak_budi) as unit:
        after = shelf.facts(unit, number, HEAD)
    assert after == before
    assert after.requests.total == 0
    assert not after.is_draft
    assert after.asked == {"questions": 12}


def test_a_new_edition_has_a_reason_the_texts_and_figures_of_its_own(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> None:
    number = finished(office, pak_budi, bu_dewi, clock)
    with office.unit(BU_SARI) as unit:
        requests.submit(unit, a_form(), draft_key="later")
    with office.unit(pak_budi) as unit, pytest.raises(NotValid, match="required"):
        editions.open_anew(unit, number, " ")
    with office.unit(pak_budi) as unit:
        second = editions.open_anew(unit, number, "Angka sengketa keliru")
    with office.unit(pak_budi) as unit, pytest.raises(NotNow, match="report_not_newest"):
        editions.open_anew(unit, number, "Sekali lagi")
    with office.reading(pak_budi) as unit:
        known = shelf.find(unit, second)
        facts = shelf.facts(unit, second, HEAD)
        assert not shelf.find(unit, number).is_newest
        assert [one.number for one in shelf.finished(unit)] == [number]
    assert (known.edition, known.reason, known.state) == (2, "Angka sengketa keliru", "draft")
    assert facts.texts[Field.POLICY] == "Isi policy"
    assert facts.entered == ENTERED


def test_the_public_reads_the_newest_finished_edition_and_no_draft(
    office: Office,
    pak_budi: StaffMember,
    bu_dewi: StaffMember,
    bu_ratna: StaffMember,
    clock: StandingClock,
) -> None:
    draft = begun(office, pak_budi)
    number = finished(office, pak_budi, bu_dewi, clock)
    with office.unit(bu_dewi) as unit:
        second = editions.open_anew(unit, number, "Perbaikan")
        editions.propose(unit, second)
    with office.unit(bu_ratna) as unit:
        editions.finish(unit, second, HEAD, is_read=True, seen=seen(unit, second))
    with office.reading(CLOCKWORK) as unit:
        assert [(one.number, one.edition) for one in shelf.finished(unit)] == [(second, 2)]
        assert shelf.published_facts(unit, number).edition == 1
        with pytest.raises(NotFound, match="report_unknown"):
            shelf.published_facts(unit, draft)


def test_the_copy_for_the_commission_is_noted_after_it_was_finished(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> None:
    number = proposed(office, pak_budi, clock)
    with office.unit(bu_dewi) as unit, pytest.raises(NotNow, match="report_not_finished"):
        editions.sent_to_commission(unit, number, date(2027, 2, 10), "")
    with office.unit(bu_dewi) as unit:
        editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))
    for day, code in ((date(2027, 2, 11), "date_ahead"), (date(2027, 2, 9), "report_sent_before")):
        with office.unit(bu_dewi) as unit, pytest.raises(NotValid, match=code):
            editions.sent_to_commission(unit, number, day, "")
    with office.unit(bu_dewi) as unit:
        editions.sent_to_commission(unit, number, date(2027, 2, 10), "480/12/2027")
    with office.reading(bu_dewi) as unit:
        known = shelf.find(unit, number)
    assert (known.commission_on, known.commission_letter) == (date(2027, 2, 10), "480/12/2027")


def test_the_year_list_says_what_is_owed_and_in_how_many_days(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    clock.instant = FEBRUARY
    number = begun(office, pak_budi, Span.QUARTER, 2)
    with office.reading(pak_budi) as unit:
        slots = shelf.year(unit, 2026)
        assert shelf.years(unit)[:2] == [2027, 2026]
    assert len(slots) == 1 + 2 + 4 + 12
    assert (slots[0].due, slots[0].days_left) == (date(2027, 3, 31), 49)
    assert [one.editions[0].number for one in slots if one.editions] == [number]
    assert all(one.has_begun for one in slots)


def test_the_text_of_the_report_before_is_offered(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    october = begun(office, pak_budi, Span.MONTH, 10)
    with office.unit(pak_budi) as unit:
        editions.write(unit, october, Field.POLICY, "Kebijakan Oktober", seen=0)
    november = begun(office, pak_budi)
    with office.reading(pak_budi) as unit:
        assert shelf.text_before(unit, november, Field.POLICY) == "Kebijakan Oktober"
        assert shelf.text_before(unit, october, Field.POLICY) == ""
        assert shelf.text_before(unit, november, Field.BUDGET) == ""


def test_the_journal_has_no_word_of_a_text(office: Office, pak_budi: StaffMember) -> None:
    number = begun(office, pak_budi)
    with office.unit(pak_budi) as unit:
        editions.write(unit, number, Field.POLICY, "Rahasia dapur", seen=0)
    with office.reading(CLOCKWORK) as unit:
        lines = journal.page(unit.session, act="report.", subject="", before=None, size=50)
    assert "Rahasia" not in "".join(line.facts for line in lines)
    assert '"policy"' in lines[0].facts
