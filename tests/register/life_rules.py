"""The rules of a random life: what citizens, officers, the superior, and time may do next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from office.workdays import DayOff, DayOffKind
from register import completeness, decisions, handover, objections, parts, requests, survey
from register.objection_words import Ground, SuperiorDecision
from register.satisfaction import Element, Score
from register.words import Decision, ExtensionGround, PaymentMethod
from tests.people import a_form
from tests.register.desk import (
    CLEAN,
    FACTS,
    FREE,
    MISSING,
    NOT_DOCUMENTED,
    PAGE,
    PAID,
    REASON,
    SUSPECT,
    reply,
)  # fmt: skip
from tests.register.life_desk import Life
from tests.register.life_model import OPEN, Claim, Matter

which = st.integers(0, 3)
citizens = st.sampled_from(["sari", "joko"])
anybody = st.sampled_from(["budi", "sari", "ratna", "dewi", "budi", "joko", "sari", "lina"])
spans = st.sampled_from(
    [timedelta(hours=step) for step in (1, 5, 11, 24, 24, 48, 72, 120, 240, 480, 1000)]
)
letters = st.sets(st.sampled_from("abcdefg"), min_size=1, max_size=3)
PARTIAL = replace(
    FREE, decision=Decision.GRANTED_PARTIAL, redaction="Nama pasien ditutup (huruf h)."
)
UPHELD = (SuperiorDecision.UPHELD_FULL, SuperiorDecision.UPHELD_PARTIAL)
has_matter = precondition(lambda self: self.life.model.matters)
has_claim = precondition(lambda self: self.life.model.claims)


class Lives(RuleBasedStateMachine):
    """One random life of an office."""

    opened: Callable[[], Life]

    def __init__(self) -> None:
        super().__init__()
        self.life = type(self).opened()
        self.model = self.life.model
        self.parts: list[tuple[int, Matter]] = []

    def teardown(self) -> None:
        self.life.desk.office.engine.dispose()

    def matter(self, number: int) -> Matter:
        return self.model.matters[number % len(self.model.matters)]

    def claim(self, number: int) -> Claim:
        return self.model.claims[number % len(self.model.claims)]

    def tried(
        self, name: str, who: str, act: Callable[..., Any], matter: Matter, **named: Any
    ) -> bool:
        """Try an act on a request; return whether it was done."""
        also = named.pop("also", True)
        lawful = also and self.model.lawful(name, matter, who, self.life.today)
        return self.life.attempt(who, act, matter.number, lawful=lawful, **named)

    # The citizen.

    @rule(who=citizens)
    @precondition(lambda self: len(self.life.model.matters) < 4)
    def submit(self, who: str) -> None:
        number = len(self.model.matters) + 1
        self.life.attempt(who, requests.submit, a_form(), draft_key=f"draft-{number}", lawful=True)
        matter = Matter(number, who, self.life.today)
        matter.recount(self.model.almanac)
        self.model.matters.append(matter)

    @rule(which=which, who=anybody)
    @has_matter
    def repair(self, which: int, who: str) -> None:
        matter = self.matter(which)
        if self.tried("repair", who, completeness.repair, matter, text="Ini kekurangannya."):
            matter.status, matter.repaired = "registered", self.life.today
            matter.complete = self.life.today
            matter.arrived = matter.arrived or self.life.today
            matter.said.append("request_repaired")
            matter.recount(self.model.almanac)

    @rule(which=which, who=anybody)
    @has_matter
    def confirm(self, which: int, who: str) -> None:
        matter = self.matter(which)
        if self.tried("confirm", who, requests.confirm, matter, note="Menelepon."):
            self.model.close(matter, self.life.today)

    @rule(which=which, who=citizens)
    @has_matter
    def withdraw(self, which: int, who: str) -> None:
        matter = self.matter(which)
        if self.tried("withdraw", who, requests.withdraw, matter, note="Sudah cukup."):
            matter.status, matter.decision = "withdrawn", "withdrawn"
            matter.ended = self.life.today
            matter.said.append("request_withdrawn")

    @rule(which=which, who=citizens)
    @has_matter
    def answer_the_survey(self, which: int, who: str) -> None:
        matter = self.matter(which)
        case = f"request:{matter.number}"
        lawful = case in self.model.invited and who == matter.owner
        scores = dict.fromkeys(Element, Score(3))
        if self.life.attempt(who, survey.answer, case, scores, lawful=lawful):
            self.model.invited.discard(case)

    # The officers and the superior.

    @rule(which=which, who=anybody)
    @has_matter
    def take_up(self, which: int, who: str) -> None:
        matter = self.matter(which)
        if self.tried("take_up", who, requests.take_up, matter):
            matter.status = "in_process"
            matter.complete = matter.repaired or self.life.today
            matter.said.append("request_taken_up")
            matter.recount(self.model.almanac)

    @rule(which=which, who=anybody)
    @has_matter
    def find_incomplete(self, which: int, who: str) -> None:
        matter = self.matter(which)
        act = completeness.find_incomplete
        if self.tried("find_incomplete", who, act, matter, missing=MISSING):
            matter.status, matter.letter = "incomplete", self.life.today
            matter.said.append("request_incomplete")
            matter.recount(self.model.almanac)

    @rule(which=which, who=anybody)
    @has_matter
    def extend(self, which: int, who: str) -> None:
        matter = self.matter(which)
        ground = ExtensionGround.NOT_YET_HELD
        if self.tried("extend", who, decisions.extend, matter, ground=ground, reason=REASON):
            matter.extended = True
            matter.said.append("request_extended")
            matter.recount(self.model.almanac)

    def notify(self, matter: Matter, status: str, decision: str, key: str) -> None:
        """Note that a notice was given today."""
        matter.status, matter.decision = status, decision
        matter.notice = matter.notice or self.life.today
        matter.widen(self.model.almanac)
        until = self.model.almanac.after(self.life.today, 30)
        matter.window = max(until, matter.window or until)
        matter.said.append(key)

    @rule(which=which, who=anybody, how=st.sampled_from(["free", "paid", "partial"]))
    @has_matter
    def grant(self, which: int, who: str, how: str) -> None:
        matter = self.matter(which)
        partial = replace(PARTIAL, exemption=self.life.desk.exemption)
        given = {"free": FREE, "paid": PAID, "partial": partial}[how]
        if self.tried("grant", who, decisions.grant, matter, grant=given):
            matter.fee = 10_000 if how == "paid" else 0
            matter.promised = self.life.today + timedelta(days=given.provide_days)
            self.notify(matter, "notified", given.decision.value, "request_granted")

    @rule(which=which, who=anybody, exempt=st.booleans())
    @has_matter
    def refuse(self, which: int, who: str, exempt: bool) -> None:
        matter = self.matter(which)
        refusal = self.life.desk.refusal() if exempt else NOT_DOCUMENTED
        if not self.tried("refuse", who, decisions.refuse, matter, refusal=refusal):
            return
        matter.proposer = who
        if exempt:
            matter.status = "refusal_proposed"
            matter.said.append("request_under_review")
        else:
            self.notify(matter, "refused", "refused_not_documented", "request_refused")

    @rule(which=which, who=st.sampled_from(["ratna", "ratna", "budi", "sari"]))
    @has_matter
    def approve_refusal(self, which: int, who: str) -> None:
        matter = self.matter(which)
        if self.tried("approve_refusal", who, decisions.approve_refusal, matter):
            self.notify(matter, "refused", "refused_exempt", "request_refused")

    @rule(which=which, who=st.sampled_from(["ratna", "ratna", "budi", "sari"]))
    @has_matter
    def return_refusal(self, which: int, who: str) -> None:
        matter = self.matter(which)
        act = decisions.return_refusal
        if self.tried("return_refusal", who, act, matter, note="Pertimbangkan lagi."):
            matter.status, matter.proposer = "in_process", None
            matter.said.append("request_back_in_process")

    @rule(which=which, who=anybody)
    @has_matter
    def record_payment(self, which: int, who: str) -> None:
        matter = self.matter(which)
        named = {"method": PaymentMethod.CASH, "receipt_number": "K-1"}
        if self.tried("record_payment", who, handover.record_payment, matter, **named):
            matter.paid = True
            matter.said.append("request_paid")

    @rule(which=which, who=anybody, clean=st.booleans())
    @has_matter
    def prepare(self, which: int, who: str, clean: bool) -> None:
        matter = self.matter(which)
        named = {"document": PAGE, "inspection": CLEAN if clean else SUSPECT, "again": False}
        if self.tried("prepare", who, handover.prepare, matter, **named):
            matter.ready += clean
            matter.held += not clean

    @rule(which=which, who=anybody, how=st.sampled_from(["", "Diserahkan di loket."]))
    @has_matter
    def provide(self, which: int, who: str, how: str) -> None:
        matter = self.matter(which)
        settled = matter.paid or not matter.fee
        also = bool(settled and not matter.held and (matter.ready or how))
        if self.tried("provide", who, handover.provide, matter, how=how, also=also):
            matter.status, matter.provided, matter.ready = "provided", self.life.today, 0
            matter.widen(self.model.almanac)
            matter.said.append("request_provided")

    @rule(which=which, who=anybody)
    @has_matter
    def assign(self, which: int, who: str) -> None:
        matter = self.matter(which)
        office = self.life.desk.lina.regional_office
        named = {"description": "Data puskesmas", "regional_office": office, "again": False}
        if self.tried("assign", who, parts.assign, matter, **named):
            self.parts.append((len(self.parts) + 1, matter))
            wished = self.model.almanac.before(matter.due, 3)
            stored = self.life.desk.part(len(self.parts))
            assert stored.due == max(wished, self.life.today)

    @rule(who=st.sampled_from(["lina", "hadi", "lina", "budi"]), answers=st.booleans())
    @precondition(lambda self: self.parts)
    def answer_part(self, who: str, answers: bool) -> None:
        number, matter = self.parts[-1]
        waits = self.life.desk.part(number).status == "assigned"
        lawful = who == "lina" and waits and matter.status in OPEN
        if answers:
            self.life.attempt(who, parts.answer, number, text="Terlampir.", lawful=lawful)
        else:
            self.life.attempt(who, parts.send_back, number, reason="Bukan kami.", lawful=lawful)

    # Objections.

    @rule(which=which, who=citizens, letters=letters)
    @has_matter
    @precondition(lambda self: len(self.life.model.claims) < 4)
    def object_to(self, which: int, who: str, letters: set[str]) -> None:
        matter = self.matter(which)
        number = len(self.model.claims) + 1
        form = objections.ObjectionForm([one for one in Ground if one.letter in letters], FACTS)
        key = f"objection-{number}"
        lawful = who == matter.owner
        act = objections.raise_about
        if not self.life.attempt(who, act, matter.number, form, draft_key=key, lawful=lawful):
            return
        today, almanac = self.life.today, self.model.almanac
        windows = matter.windows(today, almanac)
        past = all(windows.get(letter, today) < today for letter in letters)
        due, careful = almanac.after(today, 30), almanac.after(today, 30, cautious=True)
        claim = Claim(number, matter, today, letters, past, due, careful)
        matter.claims.append(claim)
        self.model.claims.append(claim)

    @rule(
        which=which,
        who=st.sampled_from(["ratna", "ratna", "budi", "sari"]),
        decision=st.sampled_from(SuperiorDecision),
    )
    @has_claim
    def decide(self, which: int, who: str, decision: SuperiorDecision) -> None:
        claim = self.claim(which)
        matter, today = claim.matter, self.life.today
        grounds = [one for one in Ground if one.letter in claim.grounds]
        answer = reply(decision, *grounds, order_due=today, exemption=self.life.desk.exemption)
        lawful = self.model.lawful_claim("decide", claim, who)
        if not self.life.attempt(who, objections.decide, claim.number, reply=answer, lawful=lawful):
            return
        claim.status, claim.answered = "answered", today
        claim.dispute = self.model.almanac.after(today, 14)
        claim.said.append("objection_answered")
        if decision in UPHELD and matter.status not in {"in_process", "withdrawn"}:
            matter.status, matter.ended = "in_process", None
            matter.said.append("request_reopened")
            matter.recount(self.model.almanac)
            matter.widen(self.model.almanac)

    @rule(which=which, who=anybody, act=st.sampled_from(["accept", "contest", "withdraw"]))
    @has_claim
    def react(self, which: int, who: str, act: str) -> None:
        claim = self.claim(which)
        lawful = self.model.lawful_claim(act, claim, who)
        doing = getattr(objections, act)
        named = {"note": "Lewat telepon."} if act == "withdraw" else {}
        if self.life.attempt(who, doing, claim.number, lawful=lawful, **named):
            claim.accepts = claim.accepts or act == "accept"
            ended = {"accept": "closed", "contest": "contested", "withdraw": "withdrawn"}
            said = {"accept": "accepted", "contest": "contested", "withdraw": "withdrawn"}
            claim.status = ended[act]
            claim.said.append(f"objection_{said[act]}")

    # Time, the calendar, and the machine room.

    @rule(span=spans, wakes=st.booleans(), delivers=st.booleans())
    def time_passes(self, span: timedelta, wakes: bool, delivers: bool) -> None:
        self.life.advance(span)
        if delivers:
            self.life.deliver()
        if wakes:
            self.life.wake()

    @rule(days=st.integers(1, 40), leave=st.booleans())
    def a_day_off_is_added(self, days: int, leave: bool) -> None:
        day = self.life.today + timedelta(days=days)
        if day not in self.model.almanac.firm | self.model.almanac.leave:
            kind = DayOffKind.COLLECTIVE_LEAVE if leave else DayOffKind.AD_HOC
            self.life.change_calendar(add=[DayOff(day, kind, "Hari libur tambahan")], remove=[])

    @rule()
    def the_next_day_off_is_taken_back(self) -> None:
        almanac = self.model.almanac
        coming = sorted(day for day in almanac.firm | almanac.leave if day > self.life.today)
        self.life.change_calendar(add=[], remove=coming[:1])

    @rule()
    def the_last_act_is_handed_in_again(self) -> None:
        self.life.hand_in_again()

    @rule()
    def the_office_is_restarted(self) -> None:
        self.life.restart()

    @invariant()
    def everything_is_as_the_law_has_it(self) -> None:
        self.life.check_rows()
        self.life.check_stories()
        self.life.check_notices()
        self.life.check_remedies()
        self.life.check_numbers()
        self.life.check_journal()
