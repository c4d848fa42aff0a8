"""A model of the desk, written from what was promised with plain loops."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from tests.people import WIB
from tests.register.life_almanac import Almanac

LEASE = timedelta(minutes=15)
UNDO = timedelta(seconds=10)
SPEAKS = {
    "queued": "queue",
    "held": "staff",
    "awaiting_citizen": "staff",
    "awaiting_opd": "opd",
    "closed": "bot",
}
LANES = ("urgent", "formal", "general", "spam")
RATED = {"answered", "referred"}
RATED_FOR = timedelta(days=14)
_DAY, _NOW = timedelta(days=1), timedelta(0)


class Hours:
    """When somebody is at the desk, day by day."""

    def __init__(self) -> None:
        self._almanac = Almanac()

    def windows(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the hours of a day."""
        if not self._almanac.works(day):
            return []
        friday = day.weekday() == 4
        rows = [
            (time(8), time(11, 30) if friday else time(12)),
            (time(13), time(15) if friday else time(15, 30)),
        ]
        return [(_at(day, opens), _at(day, closes)) for opens, closes in rows]

    def has(self, at: datetime) -> bool:
        """Tell whether an instant lies in the hours, their ends counted."""
        local = at.astimezone(WIB).date()
        return any(opens <= at <= closes for opens, closes in self.windows(local))

    def after_days(self, at: datetime, count: int) -> datetime:
        """Return the end of the hours on the n-th working day after an instant's day."""
        day = at.astimezone(WIB).date()
        while count:
            day += _DAY
            count -= bool(self.windows(day))
        return self.windows(day)[-1][1]


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, WIB).astimezone(UTC)


@dataclass
class Post:
    """Something a citizen is told."""

    key: str
    due: datetime
    state: str = "waiting"
    text: str = ""
    talk: int = 0


@dataclass
class Line:
    """A line of a conversation; `waited` is what a reply put an end to."""

    author: str
    text: str
    at: datetime
    by: str | None = None
    id: int = 0
    posts: list[Post] = field(default_factory=list)
    withdrawn: bool = False
    waited: datetime | None = None


@dataclass
class Asked:
    """A question that lies with a regional office."""

    id: int
    by: str
    office: str
    status: str = "asked"


@dataclass
class Talk:
    """A conversation with staff."""

    number: int
    citizen: str
    hours: Hours
    opened: datetime
    follows: int | None
    status: str = "queued"
    lane: str = "general"
    waiting: datetime | None = None
    queued_at: datetime | None = None
    until: datetime | None = None
    # None: a promise was made in this step, and is taken over from the desk when it is lawful.
    promised: datetime | None = None
    late: datetime | None = None
    reminded: bool = False
    holder: str | None = None
    previous: str | None = None
    meant: str | None = None
    barred: str | None = None
    lapses: int = 0
    reopened: int = 0
    sensitive: bool = False
    outcome: str | None = None
    open_until: datetime | None = None
    closed_at: datetime | None = None
    # Who wrote it, what, and the newest line they had read.
    proposal: tuple[str, str, int] | None = None
    asked: list[Asked] = field(default_factory=list)
    offers: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    # Of the end that is rated now.
    scores: list[int] = field(default_factory=list)
    became: bool = False

    @property
    def is_open(self) -> bool:
        return self.status != "closed"

    @property
    def timer(self) -> datetime | None:
        """Return when the clockwork looks at it."""
        if self.status == "closed":
            return None
        if self.status != "queued":
            return self.until
        assert self.promised is not None
        assert self.queued_at is not None
        patient = self.hours.after_days(self.late, 1) if self.late else self.queued_at
        return max(self.promised, self.queued_at, patient)

    def replies(self) -> list[Line]:
        """Return the replies that stand."""
        return [line for line in self.lines if line.author == "staff" and not line.withdrawn]

    def newest(self, author: str) -> int:
        return max((line.id for line in self.lines if line.author == author), default=0)

    def offices(self) -> list[Asked]:
        """Return what still lies with an office."""
        return [one for one in self.asked if one.status in {"asked", "overdue"}]

    def is_delicate(self, text: str) -> bool:
        asked = [line.text for line in self.lines if line.author == "citizen"]
        return self.sensitive or any("korupsi" in words for words in [text, *asked])

    # From one state to the next.

    def lay_down(self) -> None:
        if self.status == "held":
            self.previous, self.holder = self.holder, None

    def enqueue(self, now: datetime, *, promise: bool) -> None:
        self.lay_down()
        self.status, self.queued_at = "queued", now
        if promise:
            self.promised = None

    def hold(self, who: str, now: datetime) -> None:
        self.lay_down()
        self.status, self.holder, self.meant = "held", who, None
        self.until = now + LEASE

    def work(self, now: datetime) -> None:
        if self.status == "held":
            self.until = now + LEASE

    def wait(self, now: datetime) -> None:
        self.lay_down()
        self.status, self.reminded = "awaiting_citizen", False
        self.until = self.hours.after_days(now, 1)

    def lapse(self, now: datetime) -> None:
        self.lapses += 1
        if self.waiting is None:
            self.wait(now)
        else:
            self.enqueue(now, promise=False)

    def end(self, now: datetime, outcome: str) -> None:
        self.lay_down()
        for one in self.offices():
            one.status = "recalled"
        self.proposal = None
        self.status, self.outcome, self.closed_at = "closed", outcome, now
        self.scores = []
        self.waiting = self.meant = None
        again = outcome not in {"spam", "left", "became_request"}
        self.open_until = self.hours.after_days(now, 3) if again else None

    def let_leave(self, now: datetime) -> None:
        """Let what could still be taken back leave before an end that is the citizen's."""
        for post in [post for line in self.replies() for post in line.posts]:
            if post.state == "waiting":
                post.due = min(post.due, now)

    def take_up_again(self, now: datetime, *, promise: bool = True) -> None:
        self.reopened += 1
        self.outcome = self.closed_at = self.open_until = None
        self.waiting, self.reminded = now, False
        self.enqueue(now, promise=promise)

    def say(self, key: str, now: datetime, *, after: timedelta = _NOW, text: str = "") -> Post:
        post = Post(key, now + after, text=text, talk=self.number)
        self.posts.append(post)
        return post

    # What the clockwork does.

    def wake(self, now: datetime) -> None:
        if self.timer is None or self.timer > now:
            return
        {
            "queued": self._apologise,
            "held": self.lapse,
            "awaiting_citizen": self._remind,
            "awaiting_opd": self._miss,
        }[self.status](now)

    def _apologise(self, now: datetime) -> None:
        self.late, self.queued_at, self.promised, self.barred = now, now, None, None
        self.say("escalation_overdue", now)

    def _remind(self, now: datetime) -> None:
        if self.proposal:
            self.waiting = now
            self.enqueue(now, promise=True)
            self.meant = self.proposal[0]
            return
        if self.reminded:
            self.end(now, "no_reply")
            self.say("escalation_closed", now)
            return
        self.reminded, self.until = True, self.hours.after_days(now, 2)
        self.say("escalation_reminder", now)

    def _miss(self, now: datetime) -> None:
        latest = self.offices()[-1]
        latest.status = "overdue"
        self.back_from_office(now, latest.by, promise=False)

    def back_from_office(self, now: datetime, officer: str | None, *, promise: bool) -> None:
        self.waiting = self.waiting or now
        self.enqueue(now, promise=promise)
        self.meant = officer


@dataclass
class Model:
    """Every conversation, and what each citizen was told, in order."""

    hours: Hours = field(default_factory=Hours)
    talks: list[Talk] = field(default_factory=list)
    chats: dict[str, list[Post]] = field(default_factory=dict)

    def current(self, citizen: str) -> Talk | None:
        """Return a citizen's open conversation."""
        return next((one for one in self.talks if one.citizen == citizen and one.is_open), None)

    def lately(self, citizen: str, now: datetime) -> Talk | None:
        """Return the conversation that goes on when the citizen simply writes."""
        found = [
            one
            for one in self.talks
            if one.citizen == citizen and one.open_until and one.open_until > now
        ]
        return found[-1] if found else None

    def free_for(self, who: str, now: datetime) -> list[Talk]:
        """Return what somebody may take next, in the order it is taken."""
        found = [
            one
            for one in self.talks
            if (one.status == "queued" or self._dropped(one, now))
            and one.barred != who
            and (one.meant in {None, who} or (one.promised is not None and one.promised < now))
        ]
        return sorted(found, key=lambda one: (LANES.index(one.lane), one.promised, one.number))

    def _dropped(self, one: Talk, now: datetime) -> bool:
        return ran_out(one, now) and one.waiting is not None

    def collect(self) -> None:
        """Put what was said in the last step into the chats it was said in."""
        for one in self.talks:
            for post in one.posts:
                self.chats.setdefault(one.citizen, []).append(post)
            one.posts = []

    def deliver(self, now: datetime) -> None:
        """Deliver what is due, in order: a talk's own words wait behind a reply of that talk."""
        for posts in self.chats.values():
            held = set()
            for post in posts:
                if post.state != "waiting":
                    continue
                if post.due > now:
                    held.add(post.talk)
                elif post.talk not in held:
                    post.state = "sent"


def ran_out(one: Talk, now: datetime) -> bool:
    """Tell whether somebody let go of a conversation without saying so."""
    return one.status == "held" and one.until is not None and one.until < now
