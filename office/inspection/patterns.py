"""Pure: finds NIK, telephone numbers, e-mail addresses and bank accounts in a text."""

import re
from collections import Counter
from collections.abc import Callable

from office.inspection.findings import FindingKind
from office.masking import as_read

_SPACES = re.compile(r"[^\S\n\t]")
_DASHES = re.compile("[‐‑‒–—−]")

# A NIK is written in one piece, or in the groups printed on cards and forms. Groups of three
# are money; groups apart by blanks may be columns of a table, so they need the word itself.
_NIK = re.compile(
    r"(?<!\d)(?:\d{16}"
    r"|\d{4}(?P<four>[.\-])\d{4}(?P=four)\d{4}(?P=four)\d{4}"
    r"|\d{6}(?P<six>[.\- ])\d{6}(?P=six)\d{4}"
    r"|\d\d(?P<two>[.\-])\d\d(?P=two)\d\d(?P=two)\d{6}(?P=two)\d{4})(?!\d)(?![.\-]\d)"
)
_NIK_SAID = re.compile(
    r"\b(?:NIK|KTP|KK|kependudukan|keluarga)\b[^\d\n]{0,30}((?:\d ?){15}\d)(?!\d)", re.IGNORECASE
)
_DECIMALS = re.compile(r"(?<!\d)0[.,]$")

_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]+@((?:[\w\-]{1,63}\.){1,6}[^\W\d_]{2,24})")
_OFFICIAL = re.compile(r"(?:^|\.)(?:go|desa|mil)\.id$", re.IGNORECASE)

_MOBILE = re.compile(
    r"(?<!\d)(?<!\d\.)(?:\+ ?62|0)\)?[ .\-]?\(?8[1-9](?:[ .\-)]{0,2}\d){7,10}(?!\d)"
)
# Without plus or zero it may be an amount of money, so something must say that it is not.
_MOBILE_SAID = re.compile(
    r"(?:wa\.me/|phone=|\b(?:HP|WA|whatsapp|telepon|telp|tlp|ponsel|kontak)\b[^\d\n]{0,15})"
    r"62[ .\-]?8[1-9](?:[ .\-]?\d){7,10}(?!\d)",
    re.IGNORECASE,
)
_LANDLINE = re.compile(r"\+ ?62[ .\-]?\(?0?\)?[2-79]\d{1,2}\)?(?:[ .\-]?\d){5,8}(?!\d)")

# "Kode rekening" is a line of the budget, never anybody's account.
_ACCOUNT = re.compile(
    r"(?<!kode )(?<!kode\.)\b(?:no\.?rek|norek|rekening|(?:rek|bank|BRI|BCA|BNI|BTN|BSI|BPD)\b"
    r"|(?:Mandiri|Jatim|Muamalat|Danamon|Permata|CIMB)\b)"
    r"(?P<between>[^\d\n]{0,40})(?P<number>\d(?:[ .\-]?\d){9,15})(?!\d)(?![.,]\d)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_BUDGET_CODE = re.compile(r"\d\.\d{1,2}\.")
_DATE = re.compile(r"\d{1,2}[.\-]\d{1,2}[.\-](?:19|20)\d\d(?!\d)")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[ .\-](?:19|20)\d\d)+")
_MONEY = re.compile(r"\b(?:Rp|IDR)\.? ?$", re.IGNORECASE)


def personal(text: str) -> Counter[FindingKind]:
    """Return how many of each personal pattern a text holds."""
    text = _even(text)
    found: Counter[FindingKind] = Counter()

    def take(kind: FindingKind, pattern: re.Pattern[str], holds: Callable[..., bool]) -> None:
        """Count what a pattern finds and blank it out, so that nothing counts twice."""
        nonlocal text

        def blank(match: re.Match[str]) -> str:
            if not holds(match):
                return match.group()
            found[kind] += 1
            return "\n"

        text = pattern.sub(blank, text)

    take(FindingKind.NIK, _NIK_SAID, _is_said_nik)
    take(FindingKind.NIK, _NIK, _is_nik)
    take(FindingKind.OFFICE_CONTACT, _EMAIL, _is_official)
    take(FindingKind.EMAIL, _EMAIL, lambda _match: True)
    take(FindingKind.BANK_ACCOUNT, _ACCOUNT, _is_account)
    take(FindingKind.PHONE, _MOBILE_SAID, lambda _match: True)
    take(FindingKind.PHONE, _MOBILE, lambda _match: True)
    take(FindingKind.OFFICE_CONTACT, _LANDLINE, lambda _match: True)
    return found


def _even(text: str) -> str:
    """Return a text as the eye reads it, with one kind of blank and dash."""
    return _SPACES.sub(" ", _DASHES.sub("-", as_read(text)))


def _is_said_nik(match: re.Match[str]) -> bool:
    return _plausible(match.group(1))


def _is_nik(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 3) : match.start()]
    return not _DECIMALS.search(before) and _plausible(match.group())


def _plausible(number: str) -> bool:
    """Tell whether sixteen digits have a region and a day of birth (women's plus forty)."""
    digits = re.sub(r"\D", "", number)
    day, month = int(digits[6:8]), int(digits[8:10])
    region = digits[0] != "0" and "00" not in (digits[2:4], digits[4:6])
    return region and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _is_official(match: re.Match[str]) -> bool:
    return _OFFICIAL.search(match.group(1)) is not None


def _is_account(match: re.Match[str]) -> bool:
    number, between = match.group("number"), match.group("between")
    return not (
        _MONEY.search(between)
        or _THOUSANDS.fullmatch(number)
        or _BUDGET_CODE.match(number)
        or _DATE.match(number)
        or _YEARS.match(number)
    )
