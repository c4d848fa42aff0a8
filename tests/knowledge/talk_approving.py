"""Acts in which a second person decides on a reply."""

from hypothesis import strategies as st

from knowledge.escalation import approving
from knowledge.escalation.signs import CHECKLIST
from tests.knowledge.talk_acts import FREE, Acts
from tests.knowledge.talk_model import Talk


class Approvals(Acts):
    """What one writes and another lets go."""

    def propose(self, talk: Talk, who: str) -> None:
        text = self.words("Jawaban soal korupsi")
        complete = self.draw(st.sampled_from([True, True, False]))
        checked = frozenset(CHECKLIST if complete else CHECKLIST[1:])
        lawful = talk.holder == who and complete and talk.proposal is None
        named = {"seen_line": self.seen(talk), "checked": checked}
        act = approving.propose
        if self.life.attempt(who, act, talk.number, text, lawful=lawful, **named)[0]:
            talk.proposal = (who, text, named["seen_line"])
            talk.work(self.life.now)

    def approve(self, talk: Talk, who: str) -> None:
        others = talk.proposal is not None and talk.proposal[0] != who
        lawful = others and talk.is_open and not self.answered_by_another(talk)
        named = {"seen_line": self.seen(talk)}
        act = approving.approve
        if not self.life.attempt(who, act, talk.number, lawful=lawful, **named)[0]:
            return
        assert talk.proposal is not None
        by, text, _ = talk.proposal
        self.sent(talk, text, by, file=False)
        talk.proposal = None
        if talk.status in FREE:
            talk.wait(self.life.now)

    def answered_by_another(self, talk: Talk) -> bool:
        """Tell whether a colleague replied after a proposal was written."""
        by, _, seen = talk.proposal or ("", "", 0)
        return any(line.id > seen and line.by != by for line in talk.replies())

    def reject(self, talk: Talk, who: str) -> None:
        lawful = talk.proposal is not None and talk.proposal[0] != who
        reason = self.note_words()
        act = approving.reject
        if self.life.attempt(who, act, talk.number, reason=reason, lawful=lawful)[0]:
            assert talk.proposal is not None
            self.wrote(talk, "note", reason)
            if talk.status == "queued":
                talk.meant = talk.proposal[0]
            talk.proposal = None

    def recall_proposal(self, talk: Talk, who: str) -> None:
        lawful = talk.proposal is not None and talk.proposal[0] == who
        if self.life.attempt(who, approving.recall, talk.number, lawful=lawful)[0]:
            talk.proposal = None
