"""Acts that let others speak: a regional office, the citizen, and the bot again."""

from hypothesis import strategies as st

from knowledge.escalation import closing, disposing
from knowledge.escalation.words import Outcome
from tests.knowledge.talk_approving import Approvals
from tests.knowledge.talk_model import RATED, Asked, Talk


class Ends(Approvals):
    """Every act there is."""

    def dispose(self, talk: Talk, who: str) -> None:
        office = self.draw(st.sampled_from(sorted(self.life.crew.offices)))
        days = self.draw(st.integers(1, 4))
        lawful = talk.holder == who
        named = {
            "regional_office": self.life.crew.offices[office],
            "question": "Kapan imunisasi?",
            "working_days": days,
            "seen_line": self.seen(talk),
        }
        act = disposing.dispose
        done, number = self.life.attempt(who, act, talk.number, lawful=lawful, **named)
        if done:
            talk.asked.append(Asked(number, who, office))
            talk.lay_down()
            talk.status, talk.promised = "awaiting_opd", None
            talk.until = talk.hours.after_days(self.life.now, days)
            talk.say("escalation_disposed", self.life.now)

    def some_question(self, talk: Talk) -> Asked | None:
        return self.draw(st.sampled_from([*talk.asked, talk.asked[-1]])) if talk.asked else None

    def answer_as_office(self, talk: Talk, who: str) -> None:
        """Answer a question, or return it."""
        one = self.some_question(talk)
        answers = self.draw(st.booleans())
        lawful = one is not None and one in talk.offices() and one.office == who
        text = self.words("Kata dinas")
        act = disposing.answer if answers else disposing.send_back
        named = {"text" if answers else "reason": text}
        number = one.id if one else 0
        if self.life.attempt(who, act, number, lawful=lawful, **named)[0] and one:
            one.status = "answered" if answers else "returned"
            self.wrote(talk, "opd", text)
            if talk.status in {"awaiting_opd", "awaiting_citizen"}:
                talk.back_from_office(self.life.now, one.by, promise=True)
            else:
                talk.waiting = talk.waiting or self.life.now

    def recall_question(self, talk: Talk, who: str) -> None:
        lawful = bool(talk.offices())
        if self.life.attempt(who, disposing.recall, talk.number, lawful=lawful)[0]:
            for one in talk.offices():
                one.status = "recalled"
            if talk.status == "awaiting_opd":
                meant = talk.meant
                talk.back_from_office(self.life.now, meant, promise=False)

    def wait(self, talk: Talk, who: str) -> None:
        lawful = talk.holder == who and talk.waiting is None
        seen = self.seen(talk)
        if self.life.attempt(who, closing.wait, talk.number, seen_line=seen, lawful=lawful)[0]:
            talk.wait(self.life.now)

    def close(self, talk: Talk, who: str) -> None:
        outcome = self.draw(st.sampled_from([Outcome.ANSWERED] * 8 + [*Outcome]))
        reason = self.draw(st.sampled_from(["", "Bukan kewenangan kami."]))
        seen = self.draw(st.sampled_from([self.seen(talk)] * 5 + [talk.newest("citizen") - 1]))
        lawful = talk.holder == who and seen >= talk.newest("citizen") and not talk.proposal
        chosen = {"answered", "referred", "not_possible", "spam"}
        lawful = lawful and outcome in chosen and (outcome not in RATED or bool(talk.replies()))
        refuses = outcome == "not_possible"
        lawful = lawful and (not refuses or (bool(reason) and not talk.is_delicate(reason)))
        named = {"outcome": outcome, "seen_line": seen, "reason": reason}
        if self.life.attempt(who, closing.close, talk.number, lawful=lawful, **named)[0]:
            talk.end(self.life.now, outcome)
            talk.say("escalation_closed", self.life.now)
            if outcome in RATED:
                talk.say("escalation_rating", self.life.now)

    def offer(self, talk: Talk, who: str) -> None:
        lawful = talk.holder == who
        named = {"information": "Jadwal imunisasi 2026", "seen_line": 10**9}
        act = closing.offer_request
        done, number = self.life.attempt(who, act, talk.number, lawful=lawful, **named)
        if done:
            talk.offers.append(number)
            talk.say("escalation_to_request", self.life.now)
            talk.waiting = None
            talk.wait(self.life.now)
