"""What a working day must have left behind: each message one outcome, each reply once, no loss."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from benchmarks.day_people import Click, Said
from bot.practice.room import PracticeRoom
from knowledge.escalation import lines
from knowledge.escalation.replying import UNDO
from knowledge.escalation.tables import Escalation, EscalationLine
from knowledge.escalation.words import Author, EscalationStatus
from office import inbox, journal, outbox, posted
from office.people import Clockwork
from office.unit import Office, Unit

_READER = Clockwork("benchmark")
AGAIN = "dikirim ulang"
# What a citizen may be told beside a message that staff read: that it was heard.
_HEARD = frozenset({"staff_heard", "staff_still_open", "staff_write_now", "staff_continues"})


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of everything that was said that day."""

    messages: int
    by_bot: int
    by_staff: int
    replies: int
    taken_back: int
    repeated: int
    receipts: int
    left_open: dict[str, int]
    too_many: int


def waiting(office: Office) -> int:
    """Return how much is still to be taken up or posted."""
    with office.reading(_READER) as unit:
        return inbox.waiting_count(unit) + outbox.open_count(unit.session)


def unheard(office: Office) -> int:
    """Return how many messages are still to be taken up."""
    with office.reading(_READER) as unit:
        return inbox.waiting_count(unit)


def resend_unsure(office: Office) -> int:
    """Send again what was repeated once and is unsure, as staff do at the desk."""
    with office.unit(_READER) as unit:
        letters = posted.stuck(unit.session, unit.vault, size=10_000)
        return sum(outbox.resend(unit.session, one.number, now=unit.now) for one in letters)


def check(office: Office, room: PracticeRoom, said: Said) -> Outcomes:
    """Return what became of the day; raise `AssertionError` for anything lost or doubled."""
    with office.reading(_READER) as unit:
        by_bot, by_staff = _check_messages(unit, said)
        replies, taken_back, repeated = _check_replies(unit, room)
        assert journal.verify(unit.session).sound
        receipts = _check_receipts(unit, room, said.escalating)
        still = Counter(unit.session.scalars(select(Escalation.status)))
    del still[EscalationStatus.CLOSED]
    return Outcomes(
        len(said.texts), by_bot, by_staff, replies, taken_back, repeated, receipts,
        dict(still), room.world.counters.refusals[429],
    )  # fmt: skip


def _check_messages(unit: Unit, said: Said) -> tuple[int, int]:
    """Every message was taken up once, and either answered or laid before staff, never both."""
    rows = unit.session.execute(select(inbox.inbox)).all()
    assert not inbox.parked(unit), inbox.parked(unit)
    taken = Counter(row.update_id for row in rows)
    assert not set(said.texts) - set(taken), "messages were lost"
    assert set(taken.values()) <= {1}, "messages were taken up twice"
    told = _told(unit)
    relayed = Counter(
        (line.escalation_id, lines.text_of(unit, line))
        for line in unit.session.scalars(
            select(EscalationLine).where(EscalationLine.author == Author.CITIZEN)
        )
    )
    words = Counter(text for _, text in relayed.elements())
    by_bot = by_staff = 0
    for row in rows:
        if row.update_id not in said.texts:
            continue  # what Telegram itself tells the bot
        text = said.texts[row.update_id]
        answers = told.get(inbox.occasion(row.id, row.received_at), [])
        is_relayed = row.update_id in said.for_staff and words[text] > 0
        assert words[text] <= 1 or row.update_id not in said.for_staff, f"{text} stands twice"
        if is_relayed:
            assert set(answers) <= _HEARD, f"staff and bot both took {text!r}: {answers}"
        else:
            assert answers or text == "petugas", f"{text!r} had no outcome"
        by_staff += is_relayed
        by_bot += not is_relayed
    return by_bot, by_staff


def _told(unit: Unit) -> dict[str, list[str]]:
    """Return what each occasion was answered with: the keys of its notices."""
    told: dict[str, list[str]] = {}
    rows = unit.session.execute(select(outbox.outbox).where(outbox.outbox.c.once.startswith("in:")))
    for row in rows:
        key = json.loads(unit.vault.unseal(row.sealed, outbox.place(row.once)))[0]
        told.setdefault(row.once.split(":")[1], []).append(key)
    return told


def _check_replies(unit: Unit, room: PracticeRoom) -> tuple[int, int, int]:
    """Every reply that stands arrived, once but for what says that it is sent again."""
    rows = unit.session.scalars(
        select(EscalationLine).where(EscalationLine.author == Author.STAFF)
    ).all()
    persons = {row.id: row.person for row in unit.session.scalars(select(Escalation))}
    heard = _heard(room)
    standing = Counter(lines.text_of(unit, row) for row in rows if row.withdrawn_at is None)
    assert set(standing.values()) <= {1}, "a reply was written twice"
    repeated = taken_back = 0
    for row in rows:
        text = lines.text_of(unit, row)
        said = [one for one in heard.get(persons[row.escalation_id], []) if text in one]
        if row.withdrawn_at is not None:
            assert not said, f"{text!r} was taken back and left all the same"
            taken_back += 1
            continue
        assert said, f"{text!r} was lost"
        plain = [one for one in said if AGAIN not in one]
        assert len(plain) <= 1, f"{text!r} was sent twice"
        repeated += len(said) - 1
    return sum(standing.values()), taken_back, repeated


def _check_receipts(unit: Unit, room: PracticeRoom, escalating: Sequence[int]) -> int:
    heard = _heard(room)
    tickets = {row.person: row.ticket for row in unit.session.scalars(select(Escalation))}
    assert set(tickets) == set(escalating), "somebody who wanted a person has no conversation"
    for person, ticket in tickets.items():
        receipts = [one for one in heard.get(person, []) if ticket in one]
        assert receipts, f"the receipt of {ticket} never arrived"
    return len(tickets)


def _heard(room: PracticeRoom) -> dict[int, list[str]]:
    heard: dict[int, list[str]] = {}
    for row in room.world.transcript.after(0):
        if row["method"] == "sendMessage":
            heard.setdefault(row["chat_id"], []).append(row["text"])
    return heard


@dataclass(frozen=True, slots=True)
class Delivery:
    """How long a reply took, and what stood in its way."""

    seconds: float
    hurried: bool
    first_try: bool
    while_gone: bool
    # An earlier reply in the same chat could still be taken back: order is kept, also in a hurry.
    behind_another: bool


def deliveries(
    office: Office, room: PracticeRoom, clicks: Sequence[Click], gone: Sequence[tuple[float, float]]
) -> list[Delivery]:
    """Return the time from each click to its arrival, without the ten seconds of the undo."""
    arrived: dict[str, tuple[float, int]] = {}
    for row in room.world.transcript.after(0):
        if row["method"] == "sendMessage" and "Jawaban" in row["text"]:
            words = row["text"][row["text"].index("Jawaban") :]
            arrived.setdefault(words, (row["at"], row["chat_id"]))
    tries = _tries(office)
    delivered = [click for click in clicks if click.text in arrived]  # the others: taken back
    last: dict[int, float] = {}
    found = []
    for click in sorted(delivered, key=lambda one: one.at):
        at, chat = arrived[click.text]
        due = click.hurried_at or click.at + UNDO.total_seconds()
        is_gone = any(since < at and click.at < until for since, until in gone)
        found.append(
            Delivery(
                max(0.0, at - due), click.hurried_at is not None, tries[click.text] == 1, is_gone,
                last.get(chat, 0.0) > due,
            )
        )  # fmt: skip
        last[chat] = max(due, last.get(chat, 0.0))
    return found


def _tries(office: Office) -> dict[str, int]:
    with office.reading(_READER) as unit:
        query = select(outbox.outbox).where(outbox.outbox.c.once.contains(":line:"))
        found = {}
        for row in unit.session.execute(query):
            _, data, _, _ = json.loads(unit.vault.unseal(row.sealed, outbox.place(row.once)))
            found[data.get("text", "")] = row.tries + row.repeats
        return found
