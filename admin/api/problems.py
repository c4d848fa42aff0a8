"""What a program is told when something cannot be answered (RFC 9457)."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec
from starlette.responses import Response

from admin.texts import texts

MEDIA_TYPE = "application/problem+json"
TITLES = {
    401: "Kunci API diperlukan",
    403: "Di luar lingkup kunci",
    404: "Tidak ditemukan",
    405: "Hanya GET",
    413: "Kiriman terlalu besar",
    422: "Permintaan tidak dapat dibaca",
    429: "Terlalu sering",
    500: "Kesalahan sistem",
}


class Code(StrEnum):
    """Why a request was not answered, for programs: what a code means never changes."""

    KEY_NEEDED = "key_needed"
    KEY_UNKNOWN = "key_unknown"
    SCOPE_MISSING = "scope_missing"
    NOT_FOUND = "not_found"
    DAY_OUTSIDE = "day_outside"
    PATH_UNKNOWN = "path_unknown"
    GET_ONLY = "get_only"
    TOO_LARGE = "too_large"
    NOT_VALID = "not_valid"
    TOO_OFTEN = "too_often"
    DEFECT = "defect"


STATUS_OF = {
    Code.KEY_NEEDED: 401,
    Code.KEY_UNKNOWN: 401,
    Code.SCOPE_MISSING: 403,
    Code.NOT_FOUND: 404,
    Code.DAY_OUTSIDE: 404,
    Code.PATH_UNKNOWN: 404,
    Code.GET_ONLY: 405,
    Code.TOO_LARGE: 413,
    Code.NOT_VALID: 422,
    Code.TOO_OFTEN: 429,
    Code.DEFECT: 500,
}


class FaultCode(StrEnum):
    """What is wrong with a parameter, for programs."""

    UNKNOWN = "unknown"
    REQUIRED = "required"
    GIVEN_TWICE = "given_twice"
    IN_PATH = "in_path"
    NO_VALUE = "no_value"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_NAME = "not_a_name"


class Fault(msgspec.Struct, frozen=True):
    """A part of a request that cannot be read."""

    field: str
    code: FaultCode
    reason: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a request was not answered."""

    title: str
    status: int
    code: Code
    detail: str
    # The code says it; there is no page behind each.
    type: str = "about:blank"
    errors: tuple[Fault, ...] = ()


class Declined(Exception):
    """A request that is answered with a problem."""

    def __init__(
        self,
        code: Code,
        *,
        errors: tuple[Fault, ...] = (),
        headers: Mapping[str, str] | None = None,
        **facts: object,
    ) -> None:
        super().__init__(code)
        status = STATUS_OF[code]
        self.problem = Problem(
            TITLES[status], status, code, texts("api_problem", code, facts), errors=errors
        )
        self.headers = dict(headers or {})


def codes_of(status: int) -> list[Code]:
    """Return the codes that come with a status."""
    return [code for code in Code if STATUS_OF[code] == status]


def answer(declined: Declined) -> Response:
    """Return the answer that says why; nobody keeps it."""
    return Response(
        msgspec.json.encode(declined.problem),
        declined.problem.status,
        {"Cache-Control": "no-store", **declined.headers},
        MEDIA_TYPE,
    )
