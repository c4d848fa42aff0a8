"""An invented answer of each operation, in the very types that are served."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from admin.api.shapes import (
    Accuracy,
    AnswerPage,
    Deadline,
    Deadlines,
    FinishedReport,
    ListEntry,
    ListPage,
    OfficeRegisterPage,
    OfficeStatistics,
    RegisterPage,
    ReportFile,
    Reports,
    SkippedDay,
    Statistics,
    Topics,
)
from admin.public.measures import Line, Measure
from knowledge.audit.agreement import Share
from knowledge.audit.findings import Published as Month
from knowledge.published import Listed, Published, Topic
from office.periods import Period
from office.workdays import DayOffKind
from register.list_words import AvailableForm, InformationClass
from register.offices_register import OfficeRow, PartRow, PartTally
from register.open_register import OpenRow
from register.reports.words import Format, Size, Span
from register.words import Decision, PartStatus, Status

_ASKED, _DUE, _TOLD = date(2026, 11, 2), date(2026, 11, 16), date(2026, 11, 9)
_GIVEN = date(2026, 11, 10)


@cache
def examples() -> dict[str, Any]:
    """Return the examples by the names of their operations."""
    listed = Listed("ppid-biaya", "Biaya permohonan", "ppid", date(2026, 1, 5))
    parts = OfficeRow(
        _request(), [PartRow(1, "Bappeda", PartStatus.ANSWERED, date(2026, 11, 6), _TOLD)]
    )
    return {
        "register": RegisterPage(2026, 1, [_request()], None),
        "request": _request(),
        "topics": Topics([Topic("ppid", (listed,))]),
        "answers": AnswerPage([_answer(listed)], None),
        "answer": _answer(listed),
        "public_information": ListPage([_entry()], None),
        "deadlines": Deadlines(_ASKED, 3, [_deadline()]),
        "statistics": Statistics(2025, None, [_measure()]),
        "reports": Reports([_report()]),
        "accuracy": Accuracy([_month()]),
        "office_register": OfficeRegisterPage(2026, 1, [parts], None),
        "office_request": parts,
        "office_statistics": OfficeStatistics(2026, [PartTally("Bappeda", 12, 2, 0, 9, 1, 0)]),
    }


def _request() -> OpenRow:
    return OpenRow(
        year=2026,
        sequence=1,
        number="0001/PPID/XI/2026",
        received=_ASKED,
        subject="Dokumen rencana kerja pemerintah daerah tahun 2026",
        information_class=InformationClass.PERIODIC,
        status=Status.PROVIDED,
        decision=Decision.GRANTED_FULL,
        due=_DUE,
        extended=False,
        notified=_TOLD,
        provided=_GIVEN,
        closed=None,
        working_days=5,
        on_time=True,
    )


def _answer(beside: Listed) -> Published:
    return Published(
        slug="ppid-cara-minta-informasi",
        topic="ppid",
        region="",
        title="Cara meminta informasi",
        body="Tulis /permohonan kepada bot, lalu jawab pertanyaannya satu per satu.",
        long="",
        source="UU 14/2008 Pasal 22",
        owner="PPID",
        info_class="always_available",
        as_of=date(2026, 1, 5),
        review_by=date(2026, 7, 5),
        is_overdue=False,
        ended_on=None,
        successor=None,
        related=(beside,),
        languages=("jv", "en"),
    )


def _entry() -> ListEntry:
    return ListEntry(
        ordinal=1,
        summary="Laporan kinerja tahun 2025",
        holding_unit="Bagian Organisasi",
        responsible_official="Kepala Bagian Organisasi",
        created_when_where="Maret 2026, Sekretariat Daerah",
        forms=[AvailableForm.SOFT],
        retention_period="5 tahun",
        information_class=InformationClass.PERIODIC,
        link="https://ppid.contoh.go.id/lkjip-2025.pdf",
        decree_no="188/41/2026",
        published_on=date(2026, 4, 1),
        reviewed_on=date(2026, 10, 1),
    )


def _deadline() -> Deadline:
    weekend = SkippedDay(date(2026, 11, 7), DayOffKind.WEEKEND, "Sabtu", "")
    return Deadline(
        name="notice",
        source="UU 14/2008 Pasal 22 ayat (7)",
        start=_ASKED,
        due=_DUE,
        safe=_DUE,
        working_days=10,
        before=False,
        estimated=False,
        counted=[date(2026, 11, 3)],
        skipped=[weekend],
    )


def _measure() -> Measure:
    lines = (Line("telegram", "Telegram", 41), Line("walk_in", "Datang langsung", None))
    return Measure("channel", Period(date(2025, 1, 1), date(2025, 12, 31)), lines)


def _report() -> FinishedReport:
    link = "https://ppid.contoh.go.id/publik/laporan/1/lengkap.pdf"
    file = ReportFile(Size.FULL, Format.PDF, link)
    period = Period(date(2025, 1, 1), date(2025, 12, 31))
    return FinishedReport("2025", Span.YEAR, period, 1, date(2026, 2, 27), [file])


def _month() -> Month:
    return Month(
        month=date(2026, 10, 1),
        n=100,
        population=4210,
        accuracy=Share(93, 100, 0.93, 0.863, 0.966),
        partly=4,
        wrong=2,
        should_not=1,
        agreed=95,
        kappa=0.71,
        low=0.52,
        high=0.9,
        finished_at=datetime(2026, 11, 5, 3, 0, tzinfo=UTC),
    )
