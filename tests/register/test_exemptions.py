"""Exempt information: two people, a test before it, an end to it, and how it is opened."""

from datetime import date, timedelta

import pytest

from office import daysoff, journal
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from office.workdays import working_days_left
from register import exemption_form, exemption_list, exemptions, labels, list_terms, list_watch
from register import list_words as words
from register.exemption_form import Decree, Examiner
from register.exemption_list import Filters, Record
from register.list_words import ExemptionStatus, NeverExempt, PeriodType
from register.words import RefusalGround
from tests.people import BU_SARI, CLOCKWORK, staff_member
from tests.register.lists import DECREE, NOTE, draft, established, proposed

TODAY = date(2026, 11, 23)
UNTIL = PeriodType.FIXED_UNTIL
NEEDED = PeriodType.AS_LONG_AS_NEEDED
STATUTE = PeriodType.BY_STATUTE


def record(office: Office, reader: StaffMember, number: int) -> Record:
    with office.reading(reader) as unit:
        return exemption_list.record(unit, number)


def stands(office: Office, reader: StaffMember, number: int) -> ExemptionStatus:
    return record(office, reader, number).row.status


def test_a_proposal_binds_nobody_until_the_superior_establishes_it(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = proposed(office, pak_budi)
    with pytest.raises(NotNow) as refused, office.reading(pak_budi) as unit:
        exemption_list.in_force(unit, number)
    assert refused.value.code == "exemption_not_in_force"
    with office.unit(bu_ratna) as unit:
        exemptions.establish(unit, number, version=1, decree=DECREE)
    with office.reading(pak_budi) as unit:
        found = exemption_list.in_force(unit, number)
        assert exemption_list.all_in_force(unit) == [found]
        assert exemption_list.all_in_force(unit, RefusalGround.EXEMPT_H) == [found]
        assert exemption_list.all_in_force(unit, RefusalGround.EXEMPT_A) == []
    assert (found.title, found.letter) == (draft().title, "h")
    assert (found.decree_no, found.decree_date) == (DECREE.number, DECREE.day)
    assert found.consequence_if_open == draft().consequence_if_open
    kept = record(office, bu_ratna, number)
    assert kept.draft == draft()
    assert (kept.proposed_by, kept.approved_by) == (pak_budi.staff_id, bu_ratna.staff_id)
    assert [one.event for one in kept.story] == ["proposed", "established"]
    with office.reading(CLOCKWORK) as unit:
        lines = [line.act for line in journal.page(unit.session, act="exemption.")]
    assert lines == ["exemption.established", "exemption.proposed"]


def test_nobody_establishes_or_opens_what_they_proposed_themselves(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        both = staff_member(unit, "dua", "Dua Jabatan", Role.PPID, Role.SUPERIOR)
    number = proposed(office, both)
    with pytest.raises(NotAllowed) as refused, office.unit(both) as unit:
        exemptions.establish(unit, number, version=1, decree=DECREE)
    assert refused.value.code == "second_person_needed"
    assert stands(office, both, number) is ExemptionStatus.PROPOSED
    with office.unit(bu_ratna) as unit:
        exemptions.establish(unit, number, version=1, decree=DECREE)
    with office.unit(both) as unit:
        exemptions.propose_opening(unit, number, version=2, reason=NOTE)
    with pytest.raises(NotAllowed), office.unit(both) as unit:
        exemptions.declassify(unit, number, version=3)
    assert stands(office, both, number) is ExemptionStatus.IN_FORCE


def test_only_the_ppid_proposes_and_only_the_superior_establishes(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    with pytest.raises(NotAllowed), office.unit(bu_ratna) as unit:
        exemptions.propose(unit, draft())
    number = proposed(office, pak_budi)
    with pytest.raises(NotAllowed), office.unit(bu_dewi) as unit:
        exemptions.establish(unit, number, version=1, decree=DECREE)
    with pytest.raises(NotAllowed), office.reading(BU_SARI) as unit:
        exemption_list.record(unit, number)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": " "}, "title", "required"),
        ({"description": ""}, "description", "required"),
        ({"consequence_if_open": "buruk"}, "consequence_if_open", "too_short"),
        ({"consequence_if_closed": ""}, "consequence_if_closed", "required"),
        ({"title": "x" * 301}, "title", "too_long"),
        ({"testers": (Examiner("x" * 4001, ""),)}, "testers", "too_long"),
        ({"ground": RefusalGround.NOT_HELD}, "ground", "choice_unclear"),
        (
            {"ground": RefusalGround.EXEMPT_J, "other_statute": ""},
            "other_statute",
            "statute_needed",
        ),
        ({"period_type": STATUTE, "other_statute": ""}, "other_statute", "statute_needed"),
        ({"period_type": UNTIL}, "expires_on", "required"),
        ({"period_type": UNTIL, "expires_on": TODAY}, "expires_on", "date_past"),
    ],
)
def test_a_proposal_without_its_consequence_test_is_refused(
    office: Office, pak_budi: StaffMember, changes: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(NotValid) as refused:
        proposed(office, pak_budi, **changes)
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize(
    ("letter", "period", "expires", "fault"),
    [
        ("a", UNTIL, date(2056, 11, 23), None),
        ("a", UNTIL, date(2056, 11, 24), ("expires_on", "longer_than_law")),
        ("a", NEEDED, date(2030, 1, 1), ("period_type", "period_not_for_ground")),
        ("b", STATUTE, None, None),
        ("b", NEEDED, None, ("expires_on", "never_permanent")),
        ("c", STATUTE, None, ("period_type", "period_not_for_ground")),
        ("d", NEEDED, None, ("expires_on", "never_permanent")),
        ("e", NEEDED, date(2030, 1, 1), None),
        ("f", UNTIL, None, ("expires_on", "required")),
        ("g", STATUTE, None, None),
        ("h", NEEDED, None, None),
        ("i", UNTIL, date(2090, 1, 1), None),
        ("j", STATUTE, None, None),
    ],
)
def test_the_law_says_how_long_each_letter_may_last(
    letter: str, period: PeriodType, expires: date | None, fault: tuple[str, str] | None
) -> None:
    ground = RefusalGround(f"exempt_{letter}")
    assert list_terms.fault_of_period(ground, period, expires, TODAY) == fault


@pytest.mark.parametrize(
    ("changes", "decree", "field"),
    [
        ({"test_sheet_no": ""}, DECREE, "test_sheet_no"),
        ({"testers": ()}, DECREE, "testers"),
        ({}, Decree(" ", DECREE.day), "decree_no"),
        ({}, Decree("x" * 101, DECREE.day), "decree_no"),
        ({}, Decree("1", date(2026, 11, 24)), "decree_date"),
        (
            {
                "ground": RefusalGround.EXEMPT_A,
                "period_type": UNTIL,
                "expires_on": date(2056, 11, 23),
            },
            DECREE,
            "expires_on",
        ),
    ],
)
def test_without_test_testers_or_decree_nothing_is_established(
    office: Office,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
    changes: dict[str, object],
    decree: Decree,
    field: str,
) -> None:
    number = proposed(office, pak_budi, **changes)
    with pytest.raises(NotValid) as refused, office.unit(bu_ratna) as unit:
        exemptions.establish(unit, number, version=1, decree=decree)
    assert refused.value.field == field
    assert stands(office, bu_ratna, number) is ExemptionStatus.PROPOSED


def test_a_returned_proposal_is_mended_and_proposed_again(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = proposed(office, pak_budi)
    with pytest.raises(NotValid), office.unit(bu_ratna) as unit:
        exemptions.send_back(unit, number, version=1, note="Kurang.")
    with office.unit(bu_ratna) as unit:
        exemptions.send_back(unit, number, version=1, note=NOTE)
    assert stands(office, pak_budi, number) is ExemptionStatus.RETURNED
    with pytest.raises(NotNow) as refused, office.unit(bu_ratna) as unit:
        exemptions.establish(unit, number, version=2, decree=DECREE)
    assert refused.value.code == "exemption_moved"
    with office.unit(pak_budi) as unit:
        exemptions.amend(unit, number, draft(title="Rekam medis"), version=2)
    found = record(office, pak_budi, number)
    assert (found.row.title, found.row.status) == ("Rekam medis", ExemptionStatus.PROPOSED)
    assert [(one.event, one.note) for one in found.story][1] == ("returned", NOTE)


def test_what_is_in_force_is_not_amended_and_a_stale_page_changes_nothing(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = established(office, pak_budi, bu_ratna)
    with pytest.raises(NotNow) as refused, office.unit(pak_budi) as unit:
        exemptions.amend(unit, number, draft(title="Lain"), version=2)
    assert refused.value.code == "exemption_moved"
    with pytest.raises(NotNow) as stale, office.unit(bu_ratna) as unit:
        exemptions.establish(unit, number, version=1, decree=DECREE)
    assert stale.value.code == "version_moved"
    with pytest.raises(NotFound), office.unit(pak_budi) as unit:
        exemptions.amend(unit, 4711, draft(), version=1)


def test_opening_takes_a_reason_and_a_second_person(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = established(office, pak_budi, bu_ratna)
    with pytest.raises(NotNow) as early, office.unit(bu_ratna) as unit:
        exemptions.declassify(unit, number, version=2)
    assert early.value.code == "opening_not_proposed"
    with office.unit(pak_budi) as unit:
        exemptions.propose_opening(unit, number, version=2, reason=NOTE)
    with pytest.raises(NotNow) as twice, office.unit(pak_budi) as unit:
        exemptions.propose_opening(unit, number, version=3, reason=NOTE)
    assert twice.value.code == "opening_proposed_already"
    with office.unit(bu_ratna) as unit:
        assert list_watch.overdue(unit).openings_to_decide == 1
        exemptions.keep_closed(unit, number, version=3, note=NOTE)
    with office.unit(pak_budi) as unit:
        exemptions.propose_opening(unit, number, version=4, reason=NOTE)
    with office.unit(bu_ratna) as unit:
        exemptions.declassify(unit, number, version=5)
    found = record(office, bu_ratna, number)
    assert (found.row.status, found.opened_on) == (ExemptionStatus.OPENED, TODAY)
    assert found.opened_by == bu_ratna.staff_id
    with pytest.raises(NotNow), office.reading(pak_budi) as unit:
        exemption_list.in_force(unit, number)


def test_past_its_end_an_exemption_has_expired_by_itself(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember, clock: StandingClock
) -> None:
    end = date(2027, 6, 30)
    number = established(office, pak_budi, bu_ratna, period_type=UNTIL, expires_on=end)
    clock.instant = clock.instant.replace(year=2027, month=6, day=30)
    assert stands(office, pak_budi, number) is ExemptionStatus.IN_FORCE
    clock.advance(timedelta(days=1))
    assert stands(office, pak_budi, number) is ExemptionStatus.EXPIRED
    with office.reading(pak_budi) as unit:
        assert exemption_list.all_in_force(unit) == []
        expired = exemption_list.page(unit, Filters(status="expired"))
        in_force = exemption_list.page(unit, Filters(status="in_force"))
        figures = list_watch.overdue(unit)
    assert ([row.id for row in expired.rows], in_force.rows) == ([number], [])
    assert (figures.exemptions_expired, figures.exemptions_ending) == (1, 0)


def test_the_desk_is_warned_thirty_working_days_before_the_end(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember, clock: StandingClock
) -> None:
    end = date(2027, 3, 31)
    number = established(office, pak_budi, bu_ratna, period_type=UNTIL, expires_on=end)
    release = record(office, pak_budi, number).row.release_by
    assert release is not None
    with office.reading(pak_budi) as unit:
        calendar = daysoff.calendar(unit, TODAY)
    assert working_days_left(release, end, calendar) == 30
    assert calendar.works(release)
    clock.instant = clock.instant.replace(year=release.year, month=release.month, day=release.day)
    clock.advance(timedelta(days=-1))
    assert not record(office, pak_budi, number).row.ends_soon
    clock.advance(timedelta(days=1))
    assert record(office, pak_budi, number).row.ends_soon
    with office.reading(pak_budi) as unit:
        assert list_watch.overdue(unit).exemptions_ending == 1


def test_the_list_is_searched_by_words_status_and_letter(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    first = established(office, pak_budi, bu_ratna)
    second = proposed(
        office, pak_budi, title="Soal seleksi", ground=RefusalGround.EXEMPT_I, holding_unit="BKD"
    )
    cases = [
        (Filters(), [second, first]),
        (Filters(text="188/45"), [first]),
        (Filters(text="SOAL"), [second]),
        (Filters(status="proposed"), [second]),
        (Filters(ground="exempt_h"), [first]),
        (Filters(status="?", ground="?"), [second, first]),
    ]
    with office.reading(pak_budi) as unit:
        for filters, wanted in cases:
            found = exemption_list.page(unit, filters)
            assert [row.id for row in found.rows] == wanted, filters
        assert list_watch.overdue(unit).exemptions_to_establish == 1
        assert not list_watch.overdue(unit).any


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Putusan Pengadilan Negeri 12/2025", NeverExempt.COURT_RULING),
        ("Surat edaran Sekda tentang cuti", NeverExempt.DECREE_OR_POLICY),
        ("SK Bupati tentang tim", NeverExempt.DECREE_OR_POLICY),
        ("SP3 perkara pasar", NeverExempt.END_OF_INVESTIGATION),
        ("Laporan keuangan kejaksaan", NeverExempt.FINANCIAL_REPORT),
        ("Laporan pengembalian uang hasil korupsi", NeverExempt.RECOVERED_ASSETS),
    ],
)
def test_what_may_never_be_exempt_is_pointed_out(title: str, kind: NeverExempt) -> None:
    assert exemption_form.never_exempt(draft(title=title)) == [kind]


def test_what_may_be_exempt_raises_no_eyebrow() -> None:
    assert exemption_form.never_exempt(draft()) == []


def test_testers_are_kept_as_they_were_typed() -> None:
    typed = "dr. Lina; Direktur RSUD\n\n ; \nHadi"
    testers = exemption_form.read_testers(typed)
    assert testers == (Examiner("dr. Lina", "Direktur RSUD"), Examiner("Hadi", ""))
    assert exemption_form.unpack(exemption_form.pack(testers)) == testers
    assert exemption_form.read_testers(exemption_form.testers_text(testers)) == testers


@pytest.mark.parametrize(
    ("kind", "enumeration"),
    [
        ("information_class", words.InformationClass),
        ("available_form", words.AvailableForm),
        ("period_type", words.PeriodType),
        ("exemption_status", words.ExemptionStatus),
        ("never_exempt", words.NeverExempt),
        ("list_kind", words.ListKind),
    ],
)
def test_every_word_of_the_lists_has_its_official_label(kind: str, enumeration: type) -> None:
    assert set(labels.table()[kind]) == set(enumeration)
