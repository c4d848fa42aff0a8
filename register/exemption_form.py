"""Pure: what an exemption must say before it may be proposed or established."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from office.refusals import NotValid
from register import list_terms
from register.list_words import NeverExempt, PeriodType
from register.words import RefusalGround

SHORTEST_TEXT = 20
LONGEST = {
    "title": 300,
    "description": 4000,
    "holding_unit": 200,
    "other_statute": 1000,
    "consequence_if_open": 4000,
    "consequence_if_closed": 4000,
    "test_sheet_no": 100,
}
LONGEST_DECREE_NO = 100
LONGEST_NOTE = 1500
_LONGEST_TESTERS = 4000
# Lampiran II weighs the consequences on both sides in sentences, not in a word.
_REASONED = ("description", "consequence_if_open", "consequence_if_closed")

_HINTS = {
    NeverExempt.COURT_RULING: r"\bputusan\b.*\b(?:pengadilan|peradilan|hakim|mahkamah)",
    NeverExempt.DECREE_OR_POLICY: (
        r"\b(?:surat edaran|ketetapan|surat keputusan|sk (?:bupati|wali ?kota|kepala)"
        r"|peraturan (?:daerah|bupati|wali ?kota|gubernur|menteri)|perda|perbup|perwal(?:i|kot)?)\b"
    ),
    NeverExempt.END_OF_INVESTIGATION: r"\b(?:sp3|penghentian (?:penyidikan|penuntutan))\b",
    NeverExempt.SPENDING_PLAN: r"\b(?:rencana (?:pengeluaran|kerja dan anggaran)|rka|dpa)\b",
    NeverExempt.FINANCIAL_REPORT: r"\blaporan keuangan\b",
    NeverExempt.RECOVERED_ASSETS: r"\bpengembalian\b.*\bkorupsi\b",
    NeverExempt.DECLARED_OPEN: r"\b(?:dinyatakan terbuka|sudah diumumkan)\b",
}


@dataclass(frozen=True, slots=True)
class Examiner:
    """Somebody who took part in the consequence test (Lampiran II)."""

    name: str
    position: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed: the columns of the consequence sheet."""

    title: str
    description: str
    holding_unit: str
    ground: RefusalGround
    other_statute: str
    consequence_if_open: str
    consequence_if_closed: str
    period_type: PeriodType
    expires_on: date | None = None
    test_sheet_no: str = ""
    testers: tuple[Examiner, ...] = ()


@dataclass(frozen=True, slots=True)
class Decree:
    """The decision by which an exemption is established (Lampiran III)."""

    number: str
    day: date


def faults(draft: Draft, today: date) -> Iterator[NotValid]:
    """Yield everything that keeps an exemption from being proposed, field by field."""
    yield from _faults_of_texts(draft)
    if not draft.ground.is_exemption:
        yield NotValid("ground", "choice_unclear")
        return
    by_statute = draft.period_type is PeriodType.BY_STATUTE
    if (draft.ground is RefusalGround.EXEMPT_J or by_statute) and not draft.other_statute.strip():
        yield NotValid("other_statute", "statute_needed")
    fault = list_terms.fault_of_period(draft.ground, draft.period_type, draft.expires_on, today)
    if fault:
        yield _not_valid(*fault, draft.ground)


def _faults_of_texts(draft: Draft) -> Iterator[NotValid]:
    if not draft.title.strip():
        yield NotValid("title", "required")
    for name in _REASONED:
        length = len(getattr(draft, name).strip())
        if length == 0:
            yield NotValid(name, "required")
        elif length < SHORTEST_TEXT:
            yield NotValid(name, "too_short", shortest=SHORTEST_TEXT)
    for name, longest in LONGEST.items():
        length = len(getattr(draft, name))
        if length > longest:
            yield NotValid(name, "too_long", longest=longest, length=length)
    if len(testers_text(draft.testers)) > _LONGEST_TESTERS:
        yield NotValid("testers", "too_long", longest=_LONGEST_TESTERS, length=len(draft.testers))


def faults_of_decree(draft: Draft, decree: Decree, today: date) -> Iterator[NotValid]:
    """Yield what keeps an exemption from being established: test sheet, testers, decree.

    There is no decision without a test before it (UU 14/2008 Pasal 19; PP 61/2010 Pasal 3).
    """
    if not draft.test_sheet_no.strip():
        yield NotValid("test_sheet_no", "test_sheet_needed")
    if not draft.testers:
        yield NotValid("testers", "testers_needed")
    if not decree.number.strip():
        yield NotValid("decree_no", "required")
    if len(decree.number) > LONGEST_DECREE_NO:
        length = len(decree.number)
        yield NotValid("decree_no", "too_long", longest=LONGEST_DECREE_NO, length=length)
    if decree.day > today:
        yield NotValid("decree_date", "date_ahead")
    for start in (decree.day, today):
        fault = list_terms.fault_of_period(draft.ground, draft.period_type, draft.expires_on, start)
        if fault:
            yield _not_valid(*fault, draft.ground)
            return


def _not_valid(field: str, code: str, ground: RefusalGround) -> NotValid:
    facts = {"letter": ground.letter}
    years = [row.years for row in list_terms.LONGEST if row.ground is ground]
    return NotValid(field, code, **facts, years=years[-1] if years else 0)


def never_exempt(draft: Draft) -> list[NeverExempt]:
    """Return what of UU 14/2008 Pasal 18 ayat (1) an exemption seems to be; for people to judge."""
    text = f"{draft.title} {draft.description}".lower()
    return [kind for kind, pattern in _HINTS.items() if re.search(pattern, text)]


def read_testers(text: str) -> tuple[Examiner, ...]:
    """Return the testers of a text: one a line, name and position parted by a semicolon."""
    lines = [line.partition(";") for line in text.splitlines() if line.strip(" ;")]
    return tuple(Examiner(name.strip(), position.strip()) for name, _, position in lines)


def testers_text(testers: tuple[Examiner, ...]) -> str:
    """Return testers as people type them, one a line."""
    return "\n".join(f"{one.name}; {one.position}".strip("; ") for one in testers)


def pack(testers: tuple[Examiner, ...]) -> str:
    """Return testers as they are kept."""
    return json.dumps([[one.name, one.position] for one in testers], ensure_ascii=False)


def unpack(kept: str) -> tuple[Examiner, ...]:
    """Return the kept testers."""
    return tuple(Examiner(name, position) for name, position in json.loads(kept))
