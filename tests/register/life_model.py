"""A model of what the law makes of a request, written from its articles with plain loops."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.register.life_almanac import Almanac

_DAY = timedelta(days=1)
OPEN = {"registered", "incomplete", "in_process", "refusal_proposed"}
MAY = {
    "sari": {"file"},
    "joko": {"file"},
    "budi": {"process", "decide"},
    "dewi": {"process", "decide"},
    "ratna": {"approve", "judge"},
    "lina": set(),
}
# From where an act is lawful, and who may do it; an applicant only with their own case.
_APPLICANT = {"file", "process"}
_DECIDABLE = {"registered", "in_process"}
RULES: dict[str, tuple[set[str], set[str]]] = {
    "take_up": ({"registered"}, {"process"}),
    "find_incomplete": ({"registered"}, {"process"}),
    "repair": ({"incomplete"}, _APPLICANT),
    "extend": (_DECIDABLE | {"refusal_proposed"}, {"decide"}),
    "grant": (_DECIDABLE, {"decide"}),
    "record_payment": ({"notified"}, {"process"}),
    "prepare": (OPEN | {"notified"}, {"process"}),
    "provide": ({"notified"}, {"process"}),
    "refuse": (_DECIDABLE, {"decide"}),
    "approve_refusal": ({"refusal_proposed"}, {"approve"}),
    "return_refusal": ({"refusal_proposed"}, {"approve"}),
    "confirm": ({"provided"}, _APPLICANT),
    "withdraw": (OPEN | {"notified"}, _APPLICANT),
    "assign": (OPEN, {"process"}),
}
OBJECTION_RULES: dict[str, tuple[set[str], set[str]]] = {
    "decide": ({"recorded"}, {"judge"}),
    "accept": ({"answered"}, _APPLICANT),
    "contest": ({"answered"}, _APPLICANT),
    "withdraw": ({"recorded"}, _APPLICANT),
}


@dataclass
class Claim:
    """An objection."""

    number: int
    matter: "Matter"
    received: date
    grounds: set[str]
    past: bool
    due: date
    careful: date
    status: str = "recorded"
    answered: date | None = None
    dispute: date | None = None
    accepts: bool = False
    marks: dict[str, date] = field(default_factory=dict)
    said: list[str] = field(default_factory=lambda: ["objection_receipt"])


@dataclass
class Matter:
    """A request."""

    number: int
    owner: str
    received: date
    status: str = "registered"
    letter: date | None = None
    posted: bool = False
    delivered: date | None = None
    arrived: date | None = None
    repaired: date | None = None
    complete: date | None = None
    extended: bool = False
    decision: str | None = None
    proposer: str | None = None
    notice: date | None = None
    newest: date | None = None
    promised: date | None = None
    provided: date | None = None
    ended: date | None = None
    fee: int = 0
    paid: bool = False
    held: int = 0
    ready: int = 0
    check: date = date.min
    due: date = date.min
    careful: date = date.min
    fix: date | None = None
    window: date | None = None
    claims: list[Claim] = field(default_factory=list)
    marks: dict[str, date] = field(default_factory=dict)
    said: list[str] = field(default_factory=lambda: ["request_receipt"])

    @property
    def is_owed(self) -> bool:
        """Tell whether the written notice is still owed."""
        return self.status in OPEN and self.notice is None

    def recount(self, almanac: Almanac) -> None:
        """Count every date anew, as long as the notice is owed."""
        if not self.is_owed:
            return
        runs_anew = self.letter is not None and self.complete is not None
        start = self.complete if runs_anew and self.complete else self.received
        self.check = almanac.after(self.received, 3)
        self.due = almanac.after(start, 10)
        self.careful = almanac.after(start, 10, cautious=True)
        if self.extended:
            self.due = almanac.after(self.due, 7)
            self.careful = almanac.after(self.careful, 7, cautious=True)
        known = self.arrived or self.letter
        if known is not None:
            self.fix = later(self.fix, almanac.after(known, 3))

    def widen(self, almanac: Almanac) -> None:
        """Give the applicant the days that a calendar adds to a running window."""
        found = self.base
        if found is not None:
            self.window = later(self.window, almanac.after(found, 30))

    @property
    def base(self) -> date | None:
        """Return the newest day on which the applicant was told or given something."""
        told = [day for day in (self.provided, self.newest) if day]
        return max(told) if told else self.ended

    def grounds(self, today: date) -> Iterator[tuple[str, date]]:
        """Name the grounds for an objection with the day each was found (Pasal 35)."""
        granted = self.decision in {"granted_full", "granted_partial"}
        if self.decision in {"refused_exempt", "granted_partial"} and self.newest:
            yield "a", self.newest
        if self.is_owed and self.status != "incomplete" and today > self.due:
            yield "c", self.due
        if granted and self.notice and self.provided:
            yield "d", self.provided
        if self.decision == "lapsed_incomplete" and self.ended:
            yield "e", self.ended
        if self.decision == "refused_not_documented" and self.newest:
            yield "e", self.newest
        if granted and self.promised and not self.provided and today > self.promised:
            yield "e", self.promised
        if self.fee and self.newest:
            yield "f", self.newest
        if self.notice and self.is_late_given:
            yield "g", self.provided or self.notice

    @property
    def is_late_given(self) -> bool:
        """Tell whether notice or information came after its day."""
        too_late = self.notice is not None and self.notice > self.due
        return too_late or bool(self.provided and self.promised and self.provided > self.promised)

    def windows(self, today: date, almanac: Almanac) -> dict[str, date]:
        """Return each ground with the last day on which it can be raised."""
        if self.status == "withdrawn":
            return {}
        return {
            ground: later(self.window if start == self.base else None, almanac.after(start, 30))
            for ground, start in self.grounds(today)
        }

    def remedies(self, today: date, almanac: Almanac) -> list[tuple[str, str, date]]:
        """Return what the applicant may lawfully do today, each with its last day, in order."""
        found_on = dict(self.grounds(today))
        raised = {
            letter
            for one in self.claims
            if one.status != "withdrawn"
            for letter in one.grounds
            if letter in found_on and one.received >= found_on[letter]
        }
        found = [
            ("object", ground, until)
            for ground, until in self.windows(today, almanac).items()
            if ground not in raised
        ]
        if self.status == "incomplete" and self.fix is not None:
            fresh = None if self.arrived else almanac.after(today, 3)
            found.append(("repair", "", later(fresh, self.fix)))
        for claim in self.claims:
            start = claim.answered or (claim.due if today > claim.due else None)
            if start and not claim.accepts and claim.status != "withdrawn":
                found.append(("dispute", "", later(claim.dispute, almanac.after(start, 14))))
        return sorted(row for row in found if row[2] >= today)

    def has_open_claim(self) -> bool:
        """Tell whether an objection runs."""
        return any(claim.status in {"recorded", "answered"} for claim in self.claims)


def later(one: date | None, other: date) -> date:
    """Return the later of two days, one of which may be missing."""
    return max(one, other) if one else other


class Model:
    """All cases, and what the clockwork makes of them when it wakes."""

    def __init__(self) -> None:
        self.almanac = Almanac()
        self.matters: list[Matter] = []
        self.claims: list[Claim] = []
        self.invited: set[str] = set()

    def lawful(self, act: str, matter: Matter, actor: str, today: date) -> bool:
        """Tell whether somebody may do something with a request on a day."""
        origins, permissions = RULES[act]
        own = actor == matter.owner or "file" not in MAY[actor]
        if not (own and MAY[actor] & permissions and matter.status in origins):
            return False
        if act == "find_incomplete":
            return today <= matter.check and matter.letter is None
        if act == "repair":
            return matter.arrived is None or (matter.fix is not None and today <= matter.fix)
        if act == "extend":
            return not matter.extended and matter.notice is None and today <= matter.due
        if act == "record_payment":
            return bool(matter.fee) and not matter.paid
        if act == "approve_refusal":
            return actor != matter.proposer
        return True

    def lawful_claim(self, act: str, claim: Claim, actor: str) -> bool:
        """Tell whether somebody may do something with an objection."""
        origins, permissions = OBJECTION_RULES[act]
        own = actor == claim.matter.owner or "file" not in MAY[actor]
        return own and bool(MAY[actor] & permissions) and claim.status in origins

    def recalendar(self, today: date) -> int:
        """Count everything anew after a change of the calendar; return how many dates moved."""
        moved = 0
        for matter in self.matters:
            before = matter.due
            matter.recount(self.almanac)
            moved += matter.due != before
            if matter.window and matter.window >= today:
                matter.widen(self.almanac)
        for claim in self.claims:
            before = claim.due
            if claim.status == "recorded":
                claim.due = self.almanac.after(claim.received, 30)
                claim.careful = self.almanac.after(claim.received, 30, cautious=True)
            moved += claim.due != before
            if claim.dispute and claim.dispute >= today and claim.answered:
                claim.dispute = later(claim.dispute, self.almanac.after(claim.answered, 14))
        return moved

    def wake(self, today: date, *, by_day: bool) -> None:
        """Do what the clockwork does."""
        for matter in self.matters:
            if matter.status == "incomplete" and matter.delivered and not matter.arrived:
                matter.arrived = later(matter.letter, matter.delivered)
                matter.recount(self.almanac)
            self._mark(matter, today)
        for claim in self.claims:
            if claim.status == "recorded":
                _mark_due(claim.marks, "due_soon", claim.due, today, self.almanac)
        if by_day:
            self._end(today)
            self._tell(today)

    def _mark(self, matter: Matter, today: date) -> None:
        if not matter.is_owed or matter.status == "incomplete":
            return
        if matter.status == "registered" and not matter.repaired and today > matter.check:
            matter.marks.setdefault("check_late", matter.check + _DAY)
        soon = "extended_due_soon" if matter.extended else "due_soon"
        _mark_due(matter.marks, soon, matter.due, today, self.almanac)

    def _end(self, today: date) -> None:
        for matter in self.matters:
            # A repair that Telegram took in on the last day may come a day later.
            over = matter.arrived and matter.fix and matter.fix < today - _DAY
            if matter.status == "incomplete" and over:
                matter.status, matter.decision = "lapsed", "lapsed_incomplete"
                matter.ended = today
                matter.window = self.almanac.after(today, 30)
                matter.said.append("request_lapsed")
        for matter in self.matters:
            over = matter.window is not None and matter.window < today
            answered = matter.status in {"provided", "refused", "lapsed"}
            if over and answered and not matter.has_open_claim():
                self.close(matter, today)
        for claim in self.claims:
            if claim.status == "answered" and claim.dispute and claim.dispute < today:
                claim.status = "closed"
                claim.said.append("objection_ended")

    def close(self, matter: Matter, today: date) -> None:
        """Close a request and invite to the survey."""
        matter.status = "closed"
        matter.ended = matter.ended or today
        matter.said.append("request_closed")
        self.invited.add(f"request:{matter.number}")

    def _tell(self, today: date) -> None:
        for matter in self.matters:
            if matter.is_owed and matter.status != "incomplete" and today > matter.due:
                matter.marks.setdefault("told_late", today)
        for claim in self.claims:
            if claim.status == "recorded" and today > claim.due:
                claim.marks.setdefault("told_late", today)


def _mark_due(marks: dict[str, date], soon: str, due: date, today: date, almanac: Almanac) -> None:
    if almanac.is_near(today, due):
        marks.setdefault(soon, min(today, due))
    if today > due:
        marks.setdefault("late", due + _DAY)
