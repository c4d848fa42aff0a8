"""The rules of a desk's random life: who does what next, how time passes, what then holds."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.knowledge.talk_acts import Draw
from tests.knowledge.talk_ends import Ends
from tests.knowledge.talk_life import CITIZENS, DESK, Life, let_everybody_go_home
from tests.knowledge.talk_model import Talk

_OFFICES = ("lina", "hadi")
_CITIZEN = ("rate", "comment", "take_offer")
_ANYBODY = ("claim", "take_over", "move_lane", "reopen", "approve", "reject", "recall_question")
_WORK = (
    "release", "hand_over", "note", "reply", "mark_sensitive", "propose", "dispose", "wait",
    "close", "offer", "keep",
)  # fmt: skip
_OWN = ("take_back", "send_now", "recall_proposal")
_BLINK = timedelta(seconds=1)  # no two things happen at once
SPANS = st.sampled_from(
    [
        timedelta(seconds=4), timedelta(seconds=4), timedelta(seconds=11), timedelta(minutes=3),
        timedelta(minutes=16), timedelta(minutes=16), timedelta(hours=2), timedelta(hours=20),
        timedelta(days=1), timedelta(days=3), timedelta(days=12),
    ]
)  # fmt: skip


class Lives(RuleBasedStateMachine):
    """One random life of a desk."""

    opened: Callable[[], Life]

    def __init__(self) -> None:
        super().__init__()
        self.life = type(self).opened()
        self.model = self.life.model
        self.acts = Ends(self.life)

    def teardown(self) -> None:
        try:
            if self.model.talks:
                let_everybody_go_home(self.life)
        finally:
            self.life.office.engine.dispose()

    def sensible(self) -> list[tuple[str, int, str]]:
        """Return what somebody would do now: an act, the conversation, and who."""
        return [
            (act, place, who)
            for place, talk in enumerate(self.model.talks)
            for act, who in self._sensible(talk)
        ]

    def _sensible(self, talk: Talk) -> Iterator[tuple[str, str]]:
        if talk.holder:
            yield from ((act, talk.holder) for act in (*_WORK, "reply", "reply"))
        if talk.is_open and not talk.holder:
            yield from (("claim", who) for who in DESK if who != talk.barred)
        if talk.proposal:
            yield from ((act, who) for act in ("approve", "reject") for who in DESK)
        if talk.offices():
            yield from (("answer_as_office", one.office) for one in talk.offices())
        for line in talk.replies()[-2:]:
            if line.by and line.posts[0].state == "waiting":
                yield from (("take_back", line.by), ("send_now", line.by))
        if not talk.is_open:
            yield from (("rate", talk.citizen), ("comment", talk.citizen))
        if talk.offers and talk.is_open:
            yield "take_offer", talk.citizen

    def act(self, name: str, place: int, who: str, draw: Draw) -> None:
        self.life.clock.advance(_BLINK)
        self.acts.draw = draw
        getattr(self.acts, name)(self.model.talks[place], who)
        if draw(st.integers(0, 3)) == 0:
            self.life.hand_in_again()

    def act_sensibly(self, draw: Draw) -> None:
        found = self.sensible()
        name = draw(st.sampled_from(sorted({row[0] for row in found}) + self._often(found)))
        _, place, who = draw(st.sampled_from([row for row in found if row[0] == name]))
        self.act(name, place, who, draw)

    def _often(self, found: list[tuple[str, int, str]]) -> list[str]:
        """Return what should happen more often: much can only go wrong after it."""
        names = {row[0] for row in found}
        return [
            name for name in ("reply", "reply", "propose", "approve", "approve") if name in names
        ]

    @rule(data=st.data(), who=st.sampled_from(sorted(CITIZENS)))
    @precondition(lambda self: sum(talk.is_open for talk in self.model.talks) < len(CITIZENS))
    def a_citizen_asks_for_a_person(self, data: st.DataObject, who: str) -> None:
        self.acts.draw = data.draw
        self.acts.ask(who)

    @rule(data=st.data(), who=st.sampled_from(sorted(CITIZENS)))
    @precondition(lambda self: self.model.talks)
    def a_citizen_writes(self, data: st.DataObject, who: str) -> None:
        self.acts.draw = data.draw
        rarely = data.draw(st.integers(0, 9))
        what = {9: "leave", 8: "hurry", 7: "ask"}.get(rarely, "write")
        getattr(self.acts, what)(who)

    @rule(data=st.data())
    @precondition(lambda self: self.sensible())
    def somebody_does_what_is_theirs(self, data: st.DataObject) -> None:
        self.act_sensibly(data.draw)

    @rule(data=st.data())
    @precondition(lambda self: self.sensible())
    def and_so_on(self, data: st.DataObject) -> None:
        self.act_sensibly(data.draw)

    @rule(data=st.data())
    @precondition(lambda self: self.sensible())
    def and_on(self, data: st.DataObject) -> None:
        self.act_sensibly(data.draw)

    @rule(data=st.data())
    @precondition(lambda self: self.sensible())
    def and_on_and_on(self, data: st.DataObject) -> None:
        self.act_sensibly(data.draw)

    @rule(data=st.data())
    @precondition(lambda self: self.sensible())
    def and_somebody_else_does(self, data: st.DataObject) -> None:
        self.act_sensibly(data.draw)

    def too_far(self) -> list[tuple[str, int, str]]:
        """Return what only somebody's name, or what came before, stands against."""
        return [
            (act, place, who)
            for place, talk in enumerate(self.model.talks)
            for act, who in self._too_far(talk)
        ]

    def _too_far(self, talk: Talk) -> Iterator[tuple[str, str]]:
        others = [who for who in DESK if who != talk.holder]
        if talk.holder:
            yield from ((act, who) for act in (*_WORK, "claim", "take_over") for who in others)
        if talk.proposal:
            yield from ((act, talk.proposal[0]) for act in ("approve", "reject", "propose"))
        if talk.asked:
            yield from (("answer_as_office", who) for who in _OFFICES)
        if not talk.is_open:
            late = (*_WORK, "claim", "reopen", "approve")
            yield from ((act, who) for act in late for who in DESK)
        if talk.replies():
            yield from ((act, who) for act in _OWN for who in DESK)
        yield from ((act, who) for act in _CITIZEN for who in CITIZENS)

    @rule(data=st.data())
    @precondition(lambda self: self.too_far())
    def somebody_goes_too_far(self, data: st.DataObject) -> None:
        found = self.too_far()
        name = data.draw(st.sampled_from(sorted({row[0] for row in found})))
        _, place, who = data.draw(st.sampled_from([row for row in found if row[0] == name]))
        self.act(name, place, who, data.draw)

    @rule(data=st.data(), citizen=st.sampled_from(sorted(CITIZENS)), who=st.sampled_from(DESK))
    def a_conversation_takes_its_usual_course(
        self, data: st.DataObject, citizen: str, who: str
    ) -> None:
        self.acts.draw = data.draw
        self.acts.ask(citizen)
        talk = self.model.current(citizen)
        for act in (self.acts.claim, self.acts.reply, self.acts.close):
            self.life.check()
            self.life.clock.advance(_BLINK)
            if talk is not None:
                act(talk, who)
        if talk is not None and not talk.is_open:
            self.acts.rate(talk, citizen)

    def barred(self) -> list[tuple[str, int, str]]:
        """Return what is open to everybody but who has disappointed the citizen."""
        return [
            (act, place, who)
            for place, talk in enumerate(self.model.talks)
            if talk.is_open and talk.barred
            for act, who in self._barred(talk, talk.barred)
        ]

    def _barred(self, talk: Talk, who: str) -> Iterator[tuple[str, str]]:
        if talk.holder:
            yield from (("take_over", who), ("hand_over", talk.holder))
        else:
            yield "claim", who

    @rule(data=st.data())
    @precondition(lambda self: self.barred())
    def who_must_not_have_it_tries(self, data: st.DataObject) -> None:
        name, place, who = data.draw(st.sampled_from(self.barred()))
        self.act(name, place, who, data.draw)
        self.acts.claim_next(who)

    @rule(data=st.data(), place=st.integers(0, 9))
    @precondition(lambda self: self.model.talks)
    def somebody_tries(self, data: st.DataObject, place: int) -> None:
        name = data.draw(st.sampled_from(_ANYBODY))
        who = data.draw(st.sampled_from(DESK))
        self.act(name, place % len(self.model.talks), who, data.draw)

    @rule(who=st.sampled_from(DESK))
    @precondition(lambda self: self.model.talks)
    def somebody_takes_the_next(self, who: str) -> None:
        self.acts.claim_next(who)

    @rule(span=SPANS, wakes=st.booleans(), delivers=st.booleans())
    @precondition(lambda self: self.model.talks)
    def time_passes(self, span: timedelta, wakes: bool, delivers: bool) -> None:
        self.life.clock.advance(span)
        if span > timedelta(minutes=1):
            self.life.done = None  # no network hands anything in so late
        if wakes:
            self.life.wake()
        if delivers:
            self.life.deliver()

    @rule(restarts=st.booleans())
    @precondition(lambda self: self.life.done)
    def the_last_act_is_handed_in_again(self, restarts: bool) -> None:
        if restarts:
            self.life.restart()
            self.life.check_journal()
        self.life.hand_in_again()

    @invariant()
    def everything_is_as_it_should_be(self) -> None:
        self.life.check()
