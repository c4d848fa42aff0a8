"""Pure: what can be said about a NIK by looking at it; a warning, never a verdict."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_LENGTH = 16
_WOMEN = 40
# The 38 provinces of the Ministry of Home Affairs.
_PROVINCES = frozenset(
    {*range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82}
    | set(range(91, 97))
)


class Doubt(StrEnum):
    """Why a NIK looks mistyped."""

    FORMAT = "E_FORMAT"
    LENGTH = "E_LENGTH"
    PROVINCE = "E_PROVINCE"
    REGION = "E_REGION"
    DATE = "E_DATE"
    SERIAL = "E_SERIAL"


@dataclass(frozen=True, slots=True)
class Reading:
    """The digits, a doubt if there is one, and what the digits say of birth and sex."""

    digits: str
    doubt: Doubt | None
    birth_date: date | None = None
    is_woman: bool | None = None

    @property
    def is_pattern(self) -> bool:
        """Tell whether the digits are all alike, as those of a made-up number are."""
        return len(set(self.digits)) == 1


def plain(text: str) -> str:
    """Return a NIK without the separators people type."""
    return re.sub(r"[\s.\-]", "", text)


def read(text: str, today: date) -> Reading:
    """Return what a NIK says; `doubt` is a reason to ask again, not to reject."""
    digits = plain(text)
    if not re.fullmatch(r"[0-9]+", digits):
        return Reading(digits, Doubt.FORMAT)
    if len(digits) != _LENGTH:
        return Reading(digits, Doubt.LENGTH)
    if int(digits[:2]) not in _PROVINCES:
        return Reading(digits, Doubt.PROVINCE)
    if "00" in (digits[2:4], digits[4:6]):
        return Reading(digits, Doubt.REGION)
    birth = _birth_date(digits, today)
    if birth is None:
        return Reading(digits, Doubt.DATE)
    doubt = Doubt.SERIAL if digits[12:] == "0000" else None
    return Reading(digits, doubt, birth, int(digits[6:8]) > _WOMEN)


def _birth_date(digits: str, today: date) -> date | None:
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    day = day - _WOMEN if day > _WOMEN else day
    for century in (2000, 1900):
        try:
            birth = date(century + year, month, day)
        except ValueError:
            continue
        if birth <= today:
            return birth
    return None
