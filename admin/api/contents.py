"""The table of the open interface: every path, what it takes and gives, and the scope it needs."""

from admin.api import everybody, offices
from admin.api.asked import (
    AnswersAsked,
    Asked,
    DeadlinesAsked,
    ListAsked,
    OneAnswer,
    OneRequest,
    RegisterAsked,
    StatisticsAsked,
    YearAsked,
)
from admin.api.operations import Operation
from admin.api.shapes import (
    Accuracy,
    AnswerPage,
    Deadlines,
    ListPage,
    OfficeRegisterPage,
    OfficeStatistics,
    RegisterPage,
    Reports,
    Statistics,
    Topics,
)
from knowledge.published import Published
from office.api_keys import Scope
from register.offices_register import OfficeRow
from register.open_register import OpenRow

ROOT = "/api/v1"
_HOUR = 3600
_ONE = {"year": "2026", "sequence": "1"}


def operations() -> list[Operation]:
    """Return every operation; one without a scope is open to everybody on purpose."""
    return [*_open(), *_for_offices()]


def _open() -> list[Operation]:
    return [
        Operation("register", "/register", RegisterAsked, RegisterPage, everybody.register),
        Operation(
            "request", "/register/{year}/{sequence}", OneRequest, OpenRow, everybody.request,
            can_miss=True, example=_ONE,
        ),
        Operation("topics", "/topics", Asked, Topics, everybody.topics),
        Operation("answers", "/answers", AnswersAsked, AnswerPage, everybody.answers),
        Operation(
            "answer", "/answers/{slug}", OneAnswer, Published, everybody.answer,
            can_miss=True, example={"slug": "ppid-cara-minta-informasi"},
        ),
        Operation(
            "public_information", "/public-information", ListAsked, ListPage,
            everybody.public_information,
        ),
        Operation(
            "deadlines", "/deadlines", DeadlinesAsked, Deadlines, everybody.deadlines,
            fresh=_HOUR, can_miss=True, example={"start": "2026-11-23"},
        ),
        Operation(
            "statistics", "/statistics", StatisticsAsked, Statistics, everybody.statistics,
        ),
        Operation("reports", "/reports", Asked, Reports, everybody.reports, fresh=_HOUR),
        Operation("accuracy", "/accuracy", Asked, Accuracy, everybody.accuracy, fresh=_HOUR),
    ]  # fmt: skip


def _for_offices() -> list[Operation]:
    return [
        Operation(
            "office_register", "/offices/register", RegisterAsked, OfficeRegisterPage,
            offices.register, Scope.REGISTER,
        ),
        Operation(
            "office_request", "/offices/register/{year}/{sequence}", OneRequest, OfficeRow,
            offices.request, Scope.REGISTER, can_miss=True, example=_ONE,
        ),
        Operation(
            "office_statistics", "/offices/statistics", YearAsked, OfficeStatistics,
            offices.statistics, Scope.STATISTICS,
        ),
    ]  # fmt: skip
