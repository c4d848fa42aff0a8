"""What each act changes in the model, beside the act itself on the real desk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

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
)
from tests.register.life_desk import Life
from tests.register.life_model import OPEN, Claim, Matter

Draw = Callable[..., Any]
PARTIAL = replace(
    FREE, decision=Decision.GRANTED_PARTIAL, redaction="Nama pasien ditutup (huruf h)."
)
UPHELD = (SuperiorDecision.UPHELD_FULL, SuperiorDecision.UPHELD_PARTIAL)


def _draw_nothing(*_: object) -> object:
    raise AssertionError("nothing is left to chance here")


class Acts:
    """Every act, done on the desk where the law allows it and refused where it does not."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.model = life.model
        self.parts: list[tuple[int, Matter]] = []
        self.draw: Draw = _draw_nothing

    def tried(
        self, name: str, who: str, act: Callable[..., Any], matter: Matter, **named: Any
    ) -> bool:
        """Try an act on a request; return whether it was done."""
        also = named.pop("also", True)
        lawful = also and self.model.lawful(name, matter, who, self.life.today)
        return self.life.attempt(who, act, matter.number, lawful=lawful, **named)

    # The citizen.

    def submit(self, who: str) -> None:
        number = len(self.model.matters) + 1
        self.life.attempt(who, requests.submit, a_form(), draft_key=f"draft-{number}", lawful=True)
        matter = Matter(number, who, self.life.today)
        matter.recount(self.model.almanac)
        self.model.matters.append(matter)

    def repair(self, matter: Matter, who: str) -> None:
        if self.tried("repair", who, completeness.repair, matter, text="Ini kekurangannya."):
            matter.status, matter.repaired = "registered", self.life.today
            matter.complete = self.life.today
            matter.arrived = matter.arrived or self.life.today
            matter.said.append("request_repaired")
            matter.recount(self.model.almanac)

    def confirm(self, matter: Matter, who: str) -> None:
        if self.tried("confirm", who, requests.confirm, matter, note="Menelepon."):
            self.model.close(matter, self.life.today)

    def withdraw(self, matter: Matter, who: str) -> None:
        if self.tried("withdraw", who, requests.withdraw, matter, note="Sudah cukup."):
            matter.status, matter.decision = "withdrawn", "withdrawn"
            matter.ended = self.life.today
            matter.said.append("request_withdrawn")

    def answer_the_survey(self, matter: Matter, who: str) -> None:
        case = f"request:{matter.number}"
        lawful = case in self.model.invited and who == matter.owner
        scores = dict.fromkeys(Element, Score(3))
        if self.life.attempt(who, survey.answer, case, scores, lawful=lawful):
            self.model.invited.discard(case)

    # The officers and the superior.

    def take_up(self, matter: Matter, who: str) -> None:
        if self.tried("take_up", who, requests.take_up, matter):
            matter.status = "in_process"
            matter.complete = matter.repaired or self.life.today
            matter.said.append("request_taken_up")
            matter.recount(self.model.almanac)

    def find_incomplete(self, matter: Matter, who: str) -> None:
        act = completeness.find_incomplete
        if self.tried("find_incomplete", who, act, matter, missing=MISSING):
            matter.status, matter.letter = "incomplete", self.life.today
            matter.said.append("request_incomplete")
            matter.recount(self.model.almanac)

    def extend(self, matter: Matter, who: str) -> None:
        ground = ExtensionGround.NOT_YET_HELD
        if self.tried("extend", who, decisions.extend, matter, ground=ground, reason=REASON):
            matter.extended = True
            matter.said.append("request_extended")
            matter.recount(self.model.almanac)

    def notify(self, matter: Matter, status: str, decision: str, key: str) -> None:
        """Note that a notice was given today."""
        matter.status, matter.decision = status, decision
        matter.notice = matter.notice or self.life.today
        matter.newest = self.life.today
        matter.widen(self.model.almanac)
        until = self.model.almanac.after(self.life.today, 30)
        matter.window = max(until, matter.window or until)
        matter.said.append(key)

    def grant(self, matter: Matter, who: str) -> None:
        how = self.draw(st.sampled_from(["free", "paid", "partial"]))
        partial = replace(PARTIAL, exemption=self.life.desk.exemption)
        given = {"free": FREE, "paid": PAID, "partial": partial}[how]
        if self.tried("grant", who, decisions.grant, matter, grant=given):
            # What an earlier decision asked, and what was done about it, stands in the story only.
            matter.fee, matter.paid, matter.provided = 10_000 if how == "paid" else 0, False, None
            matter.promised = self.life.today + timedelta(days=given.provide_days)
            self.notify(matter, "notified", given.decision.value, "request_granted")

    def refuse(self, matter: Matter, who: str) -> None:
        exempt = self.draw(st.booleans())
        refusal = self.life.desk.refusal() if exempt else NOT_DOCUMENTED
        if not self.tried("refuse", who, decisions.refuse, matter, refusal=refusal):
            return
        matter.proposer, matter.fee, matter.paid = who, 0, False
        if exempt:
            matter.status = "refusal_proposed"
            matter.said.append("request_under_review")
        else:
            self.notify(matter, "refused", "refused_not_documented", "request_refused")

    def approve_refusal(self, matter: Matter, who: str) -> None:
        if self.tried("approve_refusal", who, decisions.approve_refusal, matter):
            self.notify(matter, "refused", "refused_exempt", "request_refused")

    def return_refusal(self, matter: Matter, who: str) -> None:
        act = decisions.return_refusal
        if self.tried("return_refusal", who, act, matter, note="Pertimbangkan lagi."):
            matter.status, matter.proposer = "in_process", None
            matter.said.append("request_back_in_process")

    def record_payment(self, matter: Matter, who: str) -> None:
        named = {"method": PaymentMethod.CASH, "receipt_number": "K-1"}
        if self.tried("record_payment", who, handover.record_payment, matter, **named):
            matter.paid = True
            matter.said.append("request_paid")

    def prepare(self, matter: Matter, who: str) -> None:
        clean = self.draw(st.integers(0, 4)) > 0
        named = {"document": PAGE, "inspection": CLEAN if clean else SUSPECT, "again": False}
        if self.tried("prepare", who, handover.prepare, matter, **named):
            matter.ready += clean
            matter.held += not clean

    def provide(self, matter: Matter, who: str) -> None:
        how = self.draw(st.sampled_from(["Diserahkan di loket.", ""]))
        settled = matter.paid or not matter.fee
        also = bool(settled and not matter.held and (matter.ready or how))
        if self.tried("provide", who, handover.provide, matter, how=how, also=also):
            matter.status, matter.provided, matter.ready = "provided", self.life.today, 0
            matter.widen(self.model.almanac)
            matter.said.append("request_provided")

    def assign(self, matter: Matter, who: str) -> None:
        office = self.life.desk.lina.regional_office
        named = {"description": "Data puskesmas", "regional_office": office, "again": False}
        if self.tried("assign", who, parts.assign, matter, **named):
            self.parts.append((len(self.parts) + 1, matter))
            wished = self.model.almanac.before(matter.due, 3)
            stored = self.life.desk.part(len(self.parts))
            assert stored.due == max(wished, self.life.today)

    def answer_part(self, who: str) -> None:
        answers = self.draw(st.booleans())
        number, matter = self.parts[-1]
        waits = self.life.desk.part(number).status == "assigned"
        lawful = who == "lina" and waits and matter.status in OPEN
        if answers:
            self.life.attempt(who, parts.answer, number, text="Terlampir.", lawful=lawful)
        else:
            self.life.attempt(who, parts.send_back, number, reason="Bukan kami.", lawful=lawful)

    # Objections.

    def object_to(self, matter: Matter, who: str) -> None:
        letters = self.draw(st.sets(st.sampled_from("abcdefg"), min_size=1, max_size=3))
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

    def decide(self, claim: Claim, who: str) -> None:
        decision = self.draw(st.sampled_from(SuperiorDecision))
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

    def react(self, claim: Claim, who: str, act: str) -> None:
        lawful = self.model.lawful_claim(act, claim, who)
        doing = getattr(objections, act)
        named = {"note" if act == "withdraw" else "text": "Lewat telepon."}
        if self.life.attempt(who, doing, claim.number, lawful=lawful, **named):
            claim.accepts = claim.accepts or act == "accept"
            ended = {"accept": "closed", "contest": "contested", "withdraw": "withdrawn"}
            said = {"accept": "accepted", "contest": "contested", "withdraw": "withdrawn"}
            claim.status = ended[act]
            claim.said.append(f"objection_{said[act]}")
