"""What each act changes in the model, beside the act itself on the real desk."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from knowledge.escalation import claiming, closing, opening, rating, replying
from knowledge.escalation.words import Lane, Reason
from office.files import Kept
from tests.knowledge.talk_life import DESK, SUPERVISORS, Life
from tests.knowledge.talk_model import LANES, RATED, RATED_FOR, UNDO, Line, Talk, ran_out

Draw = Callable[..., Any]
PHOTO = Kept("b" * 64, "foto.jpg", "image/jpeg", 2000)
PAPER = Kept("a" * 64, "jadwal.pdf", "application/pdf", 1000)
FREE = {"queued", "awaiting_citizen"}


class Acts:
    """What citizens and staff do, done where it is right and refused where it is not."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.model = life.model
        self.draw: Draw = lambda *_: None
        self._words = 0

    def words(self, kind: str) -> str:
        """Return words that were never written before."""
        self._words += 1
        return f"{kind} ke-{self._words}"

    def wrote(self, talk: Talk, author: str, text: str, by: str | None = None) -> Line:
        """Enter a line that was just written, under the number it got."""
        line = Line(author, text, self.life.now, by, self.life.newest())
        talk.lines.append(line)
        return line

    def seen(self, talk: Talk) -> int:
        return max((line.id for line in talk.lines), default=0)

    # The citizen.

    def ask(self, who: str) -> None:
        """Ask for a person, and say what for, as the chat's door does."""
        now, open_one = self.life.now, self.model.current(who)
        lane = self.draw(st.sampled_from(["general", "general", "urgent", "spam"]))
        self.life.attempt(who, opening.open_for, reason=Reason.ASKED, lane=Lane(lane), lawful=True)
        if open_one is not None:
            return
        ended = self.model.lately(who, now)
        if ended is not None:
            ended.lane = min(lane, ended.lane, key=LANES.index)
            ended.take_up_again(now)
            ended.say("escalation_reopened", now)
        else:
            own = [one.number for one in self.model.talks if one.citizen == who]
            number = len(self.model.talks) + 1
            talk = Talk(number, who, self.model.hours, now, own[-1] if own else None)
            talk.lane, talk.waiting = lane, now
            talk.enqueue(now, promise=True)
            talk.say("escalation_opened", now)
            self.model.talks.append(talk)
        self.life.check()
        self.write(who)

    def write(self, who: str) -> None:
        """Write something, perhaps on a delicate topic, perhaps with a photo."""
        talk, now = self.model.current(who), self.life.now
        kind = self.draw(st.sampled_from(["Tanya"] * 15 + ["Soal korupsi"]))
        file = self.draw(st.sampled_from([None, None, PHOTO]))
        text = self.words(kind)
        act = opening.add_line
        _, heard = self.life.attempt(who, act, text, file=file, lawful=True, again=False)
        assert (heard is None) == (talk is None)
        if talk is None:
            return
        self.wrote(talk, "citizen", text)
        is_new, talk.waiting = talk.waiting is None, talk.waiting or now
        if talk.status == "awaiting_citizen":
            talk.reminded = False
            talk.enqueue(now, promise=True)
        elif is_new and talk.status == "held":
            talk.promised = None

    def hurry(self, who: str) -> None:
        """Write of an emergency: the lane rises, and never falls."""
        talk = self.model.current(who)
        self.life.attempt(who, opening.raise_lane, Lane.URGENT, lawful=True)
        if talk is not None and talk.lane != "urgent":
            talk.lane = "urgent"
            if talk.status == "awaiting_opd":
                talk.waiting = talk.waiting or self.life.now
            if talk.status in {"queued", "awaiting_opd"}:
                talk.enqueue(self.life.now, promise=True)

    def leave(self, who: str) -> None:
        talk = self.model.current(who)
        _, ticket = self.life.attempt(who, opening.leave, lawful=True)
        assert (ticket is None) == (talk is None)
        if talk is not None:
            talk.let_leave(self.life.now)
            talk.end(self.life.now, "left")

    def can_rate(self, talk: Talk, who: str) -> bool:
        own = who == talk.citizen and talk.outcome in RATED
        lately = talk.closed_at is not None and self.life.now - talk.closed_at <= RATED_FOR
        return own and lately and self.model.current(who) is None

    def rate(self, talk: Talk, who: str) -> None:
        score = self.draw(st.sampled_from([1, 2, 2, 3, 4]))
        same = talk.scores[-1:] == [score]
        lawful = self.can_rate(talk, who) and (same or len(talk.scores) < 4)
        act = rating.rate
        if self.life.attempt(who, act, talk.number, score=score, lawful=lawful)[0]:
            if not same:
                talk.scores.append(score)
            if score <= 2 and self.draw(st.booleans()):
                self.comment(talk, who)

    def comment(self, talk: Talk, who: str) -> None:
        low = bool(talk.scores) and talk.scores[-1] <= 2
        text = self.words("Kurang jelas")
        lawful = self.can_rate(talk, who) and low
        if self.life.attempt(who, rating.comment, talk.number, text=text, lawful=lawful)[0]:
            self.wrote(talk, "citizen", text)
            talk.barred = talk.previous
            talk.take_up_again(self.life.now)
            talk.say("escalation_to_another", self.life.now)

    def take_offer(self, talk: Talk, who: str) -> None:
        offer = talk.offers[-1] if talk.offers else 0
        lawful = bool(offer) and who == talk.citizen
        act = closing.became_request
        if self.life.attempt(who, act, offer, request_id=7, lawful=lawful, again=False)[0]:
            talk.became = True
            if talk.is_open:
                talk.let_leave(self.life.now)
                talk.end(self.life.now, "became_request")

    # Taking and giving back.

    def claim(self, talk: Talk, who: str) -> None:
        if ran_out(talk, self.life.now):
            talk.lapse(self.life.now)
        wins = talk.status in FREE and talk.barred != who
        assert self.life.attempt(who, claiming.claim, talk.number, lawful=True)[1] == wins
        if wins:
            talk.hold(who, self.life.now)

    def claim_next(self, who: str) -> None:
        now = self.life.now
        free = self.model.free_for(who, now)
        _, number = self.life.attempt(who, claiming.claim_next, lawful=True, again=False)
        assert number == (free[0].number if free else None)
        if free:
            if ran_out(free[0], now):
                free[0].lapse(now)
            free[0].hold(who, now)

    def keep(self, talk: Talk, who: str) -> None:
        self.life.attempt(who, claiming.keep, talk.number, lawful=True, again=False)
        if talk.holder == who:
            talk.work(self.life.now)

    def release(self, talk: Talk, who: str) -> None:
        lawful = talk.holder == who
        if self.life.attempt(who, claiming.release, talk.number, lawful=lawful)[0]:
            if talk.waiting is None:
                talk.wait(self.life.now)
            else:
                talk.enqueue(self.life.now, promise=False)

    def hand_over(self, talk: Talk, who: str) -> None:
        to = self.draw(st.sampled_from([None, *DESK]))
        note = self.note_words()
        lawful = talk.holder == who and (to is None or to != talk.barred)
        named = {"note": note, "to": self.life.crew.number(to)}
        if not self.life.attempt(who, claiming.hand_over, talk.number, lawful=lawful, **named)[0]:
            return
        self.wrote(talk, "note", note)
        is_owed, talk.waiting = talk.waiting is not None, talk.waiting or self.life.now
        talk.enqueue(self.life.now, promise=not is_owed)
        talk.meant = to

    def take_over(self, talk: Talk, who: str) -> None:
        lawful = talk.status == "held" and who not in {talk.holder, talk.barred}
        reason = self.note_words()
        act = claiming.take_over
        if self.life.attempt(who, act, talk.number, reason=reason, lawful=lawful)[0]:
            self.wrote(talk, "note", reason)
            talk.hold(who, self.life.now)

    def move_lane(self, talk: Talk, who: str) -> None:
        lane = self.draw(st.sampled_from(LANES))
        act, lawful = claiming.move_lane, talk.is_open
        if self.life.attempt(who, act, talk.number, lane=Lane(lane), lawful=lawful)[0]:
            talk.lane = lane

    def reopen(self, talk: Talk, who: str) -> None:
        lawful = not talk.is_open and self.model.current(talk.citizen) is None
        if self.life.attempt(who, closing.reopen, talk.number, lawful=lawful)[0]:
            talk.take_up_again(self.life.now)
            talk.say("escalation_reopened_by_staff", self.life.now)

    # What staff write.

    def note_words(self) -> str:
        text = self.words("Rahasia dapur")
        self.life.noted.add(text)
        return text

    def note(self, talk: Talk, who: str) -> None:
        text, lawful = self.note_words(), talk.holder == who
        if self.life.attempt(who, replying.note, talk.number, text, lawful=lawful, again=False)[0]:
            self.wrote(talk, "note", text)
            talk.work(self.life.now)

    def sent(self, talk: Talk, text: str, by: str, *, file: bool) -> None:
        """Enter a reply that goes to the citizen."""
        now = self.life.now
        line = self.wrote(talk, "staff", text, by)
        line.posts.append(talk.say("staff_reply", now, after=UNDO, text=text))
        if file:
            line.posts.append(talk.say("staff_file", now, after=UNDO))
        line.waited, talk.waiting = talk.waiting, None

    def reply(self, talk: Talk, who: str) -> None:
        text, now = self.words("Jawaban"), self.life.now
        file = self.draw(st.sampled_from([None, None, PAPER]))
        then_wait = self.draw(st.booleans())
        seen = self.draw(st.sampled_from([self.seen(talk)] * 3 + [talk.newest("citizen") - 1]))
        lawful = talk.holder == who and seen >= talk.newest("citizen")
        lawful = lawful and not talk.is_delicate(text)
        named = {"seen_line": seen, "file": file, "then_wait": then_wait}
        if not self.life.attempt(who, replying.reply, talk.number, text, lawful=lawful, **named)[0]:
            return
        self.sent(talk, text, who, file=file is not None)
        talk.work(now)
        if then_wait:
            talk.wait(now)

    def take_back(self, talk: Talk, who: str) -> None:
        line = self.some_reply(talk)
        lawful = line is not None and line.by == who
        left = line is not None and not line.withdrawn and line.posts[0].state != "waiting"
        number = line.id if line else 0
        act = replying.take_back
        done, text = self.life.attempt(who, act, talk.number, number, lawful=lawful and not left)
        if not done or line is None:
            return
        assert text == line.text
        if line.withdrawn:
            return
        line.withdrawn = True
        for post in line.posts:
            post.state = "obsolete"
        self._unsay(talk, line)

    def _unsay(self, talk: Talk, line: Line) -> None:
        """Let what a reply had answered be unanswered again; an end goes with it that it began."""
        after = [one for one in talk.replies() if one.id > line.id]
        if after:
            waits = [at for at in (after[0].waited, line.waited) if at]
            after[0].waited = min(waits, default=None)
        elif talk.is_open:
            waits = [at for at in (talk.waiting, line.waited) if at]
            talk.waiting = min(waits, default=None)
            if talk.waiting and talk.status == "awaiting_citizen":
                talk.enqueue(self.life.now, promise=False)
        elif talk.outcome in RATED and line.waited and not self.model.current(talk.citizen):
            self._unsay_the_end(talk)
            talk.take_up_again(self.life.now, promise=False)
            talk.waiting, talk.meant = line.waited, line.by

    def _unsay_the_end(self, talk: Talk) -> None:
        for post in self.model.chats.get(talk.citizen, []):
            follows = post.key in {"escalation_closed", "escalation_rating"}
            if follows and post.talk == talk.number and post.state == "waiting":
                post.state = "obsolete"

    def send_now(self, talk: Talk, who: str) -> None:
        line = self.some_reply(talk)
        lawful = line is not None and line.by == who
        number = line.id if line else 0
        if self.life.attempt(who, replying.send_now, talk.number, number, lawful=lawful)[0]:
            said = [one for one in talk.lines if one.author == "staff" and one.by == who]
            for post in [post for one in said if line and one.id <= line.id for post in one.posts]:
                if post.state == "waiting" and post.due > self.life.now:
                    post.due = self.life.now

    def some_reply(self, talk: Talk) -> Line | None:
        """Return the newest reply, or any."""
        own = [line for line in talk.lines if line.author == "staff"]
        return self.draw(st.sampled_from([*own, own[-1], own[-1]])) if own else None

    def mark_sensitive(self, talk: Talk, who: str) -> None:
        act, mark = replying.mark_sensitive, self.draw(st.booleans())
        lawful = talk.holder == who and (mark or who in SUPERVISORS)
        if self.life.attempt(who, act, talk.number, sensitive=mark, lawful=lawful, again=False)[0]:
            talk.sensitive = mark
