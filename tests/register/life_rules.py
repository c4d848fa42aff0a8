"""The rules of a random life: who does what next, how time passes, and what then must hold."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from office.workdays import DayOff, DayOffKind
from tests.register.life_acts import Acts, Draw
from tests.register.life_desk import Life
from tests.register.life_model import MAY, OBJECTION_RULES, RULES

spans = st.sampled_from(
    [timedelta(hours=step) for step in (3, 11, 24, 24, 48, 48, 72, 120, 240, 480, 1100)]
)
_RARE = {"withdraw", "withdraw an objection", "assign", "confirm"}
_MOST = 3  # cases at a time: enough to meet, few enough to come far


class Lives(RuleBasedStateMachine):
    """One random life of an office."""

    opened: Callable[[], Life]

    def __init__(self) -> None:
        super().__init__()
        self.life = type(self).opened()
        self.model = self.life.model
        self.acts = Acts(self.life)

    def teardown(self) -> None:
        self.life.desk.office.engine.dispose()

    def lawful(self) -> list[tuple[str, int, str]]:
        """Return what could lawfully be done now: an act, the case, and who."""
        today = self.life.today
        found = [
            (act, place, who)
            for act in RULES
            for place, matter in enumerate(self.model.matters)
            for who in MAY
            if self.model.lawful(act, matter, who, today)
            and (act != "provide" or (not matter.held and (matter.paid or not matter.fee)))
        ]
        found += [
            (f"{act} an objection", place, who)
            for act in OBJECTION_RULES
            for place, claim in enumerate(self.model.claims)
            for who in MAY
            if self.model.lawful_claim(act, claim, who)
        ]
        if len(self.model.claims) < _MOST:
            found += [
                ("object_to", place, matter.owner)
                for place, matter in enumerate(self.model.matters)
            ]
        found += [
            ("answer_the_survey", place, matter.owner)
            for place, matter in enumerate(self.model.matters)
            if f"request:{matter.number}" in self.model.invited
        ]
        return found

    def act(self, name: str, place: int, who: str, draw: Draw) -> None:
        """Do an act, lawful or not."""
        self.acts.draw = draw
        if name.endswith(" an objection"):
            claim = self.model.claims[place]
            act = name.removesuffix(" an objection")
            if act == "decide":
                self.acts.decide(claim, who)
            else:
                self.acts.react(claim, who, act)
        else:
            getattr(self.acts, name)(self.model.matters[place], who)

    @rule(who=st.sampled_from(["sari", "joko"]))
    @precondition(lambda self: len(self.model.matters) < _MOST)
    def somebody_files(self, who: str) -> None:
        self.acts.submit(who)

    def act_lawfully(self, draw: Draw, *, patient: bool) -> None:
        """Let somebody do what is theirs to do; few give up."""
        found = self.lawful()
        if patient:
            found = [row for row in found if row[0] not in _RARE]
        names = sorted({row[0] for row in found})
        if names:
            name = draw(st.sampled_from(names))
            _, place, who = draw(st.sampled_from([row for row in found if row[0] == name]))
            self.act(name, place, who, draw)

    @rule(data=st.data(), patient=st.integers(0, 5))
    @precondition(lambda self: self.model.matters)
    def somebody_does_what_is_theirs(self, data: st.DataObject, patient: int) -> None:
        self.act_lawfully(data.draw, patient=bool(patient))

    @rule(data=st.data(), patient=st.integers(0, 5))
    @precondition(lambda self: self.model.matters)
    def and_so_on(self, data: st.DataObject, patient: int) -> None:
        self.act_lawfully(data.draw, patient=bool(patient))

    @rule(data=st.data(), patient=st.integers(0, 5))
    @precondition(lambda self: self.model.matters)
    def and_somebody_else_does(self, data: st.DataObject, patient: int) -> None:
        self.act_lawfully(data.draw, patient=bool(patient))

    def nearly_lawful(self) -> list[tuple[str, int, str]]:
        """Return what only a guard or another's name stands against."""
        today = self.life.today
        return [
            (act, place, who)
            for act, (origins, permissions) in RULES.items()
            for place, matter in enumerate(self.model.matters)
            for who in MAY
            if matter.status in origins
            and MAY[who] & permissions
            and not self.model.lawful(act, matter, who, today)
        ]

    @rule(data=st.data())
    @precondition(lambda self: self.nearly_lawful())
    def somebody_goes_too_far(self, data: st.DataObject) -> None:
        name, place, who = data.draw(st.sampled_from(self.nearly_lawful()))
        self.act(name, place, who, data.draw)

    @rule(data=st.data(), place=st.integers(0, _MOST - 1), who=st.sampled_from(sorted(MAY)))
    @precondition(lambda self: self.model.matters)
    def somebody_tries(self, data: st.DataObject, place: int, who: str) -> None:
        names = [*RULES, "answer_the_survey"]
        if self.model.claims:
            names += [f"{act} an objection" for act in OBJECTION_RULES]
        name = data.draw(st.sampled_from(names))
        cases = self.model.claims if name.endswith(" an objection") else self.model.matters
        self.act(name, place % len(cases), who, data.draw)

    @rule(data=st.data(), who=st.sampled_from(["lina", "hadi", "lina", "budi"]))
    @precondition(lambda self: self.acts.parts)
    def an_office_answers(self, data: st.DataObject, who: str) -> None:
        self.acts.draw = data.draw
        self.acts.answer_part(who)

    @rule(span=spans, wakes=st.booleans(), delivers=st.booleans())
    @precondition(lambda self: self.model.matters)
    def time_passes(self, span: timedelta, wakes: bool, delivers: bool) -> None:
        self.life.advance(span)
        if delivers:
            self.life.deliver()
        if wakes:
            self.life.wake()

    @rule(days=st.integers(1, 40), change=st.sampled_from(["holiday", "leave", "taken back"]))
    @precondition(lambda self: self.model.matters)
    def the_calendar_changes(self, days: int, change: str) -> None:
        almanac = self.model.almanac
        known = almanac.firm | almanac.leave
        day = self.life.today + timedelta(days=days)
        coming = sorted(known_day for known_day in known if known_day > self.life.today)
        if change == "taken back" and coming:
            self.life.change_calendar(add=[], remove=coming[:1])
        elif change != "taken back" and day not in known:
            kind = DayOffKind.COLLECTIVE_LEAVE if change == "leave" else DayOffKind.AD_HOC
            self.life.change_calendar(add=[DayOff(day, kind, "Hari libur tambahan")], remove=[])

    @rule(restarts=st.booleans())
    @precondition(lambda self: self.model.matters)
    def the_last_act_is_handed_in_again(self, restarts: bool) -> None:
        if restarts:
            self.life.restart()
        self.life.hand_in_again()

    @invariant()
    def everything_is_as_the_law_has_it(self) -> None:
        self.life.check_rows()
        self.life.check_stories()
        self.life.check_notices()
        self.life.check_remedies()
        self.life.check_journal()
