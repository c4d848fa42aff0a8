"""The outbox: one order per chat, each occasion once, and what became of every notice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from office import outbox, posted, retention_pieces, silence
from office.clock import StandingClock
from office.outbox import Due, Kind, Notice
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK

ONE, TWO = BU_SARI.person, 700_000_002


def post(
    office: Office,
    *onces: str,
    chat: int = ONE,
    kind: Kind = Kind.ANSWER,
    after: timedelta = timedelta(0),
) -> None:
    with office.unit(CLOCKWORK) as unit:
        for once in onces:
            unit.post(Notice(chat, "glad", once, kind, {"once": once}, after=after))


def heads(office: Office, size: int = 100) -> list[Due]:
    """Return what may leave now, opened without starting it."""
    with office.reading(CLOCKWORK) as unit:
        found = outbox.heads(unit.session, now=unit.now, size=size)
        rows = {row.id: row for row in unit.session.execute(select(outbox.outbox))}
        return [outbox._due(rows[head.number], unit.vault) for head in found]


def names(office: Office, size: int = 100) -> list[str]:
    return [due.data["once"] for due in heads(office, size)]


def change(office: Office, work: Callable[[Session], object]) -> object:
    with office.unit(CLOCKWORK) as unit:
        return work(unit.session)


def number_of(office: Office, once: str) -> int:
    with office.reading(CLOCKWORK) as unit:
        return unit.session.execute(
            select(outbox.outbox.c.id).where(outbox.outbox.c.once == once)
        ).scalar_one()


def start(office: Office, number: int) -> list[Due]:
    with office.unit(CLOCKWORK) as unit:
        return outbox.start(unit.session, [number], now=unit.now, vault=unit.vault)


def begin(office: Office, once: str) -> int:
    number = number_of(office, once)
    (due,) = start(office, number)
    assert (due.number, due.data) == (number, {"once": once})
    return number


def arrive(office: Office, number: int, said: str = "halo") -> None:
    with office.unit(CLOCKWORK) as unit:
        outbox.sent(unit.session, number, message_id=5, said=said, now=unit.now, vault=unit.vault)


def test_one_chat_hears_in_the_order_in_which_things_were_said(office: Office) -> None:
    post(office, "a", "b", "c")
    for once in ("a", "b", "c"):
        assert names(office) == [once]
        number = begin(office, once)
        assert names(office) == []
        arrive(office, number)
    assert names(office) == []


def test_an_occasion_is_posted_once(office: Office) -> None:
    post(office, "a", "a")
    post(office, "a", chat=TWO)
    assert [(due.chat_id, due.data["once"]) for due in heads(office)] == [(ONE, "a")]
    arrive(office, begin(office, "a"))
    post(office, "a")
    assert names(office) == []


def test_receipts_leave_before_answers_and_answers_before_menus(office: Office) -> None:
    for chat, kind in enumerate((Kind.MENU, Kind.ANSWER, Kind.RECEIPT, Kind.ERASE), start=1):
        post(office, str(chat), chat=chat, kind=kind)
    assert [due.kind for due in heads(office)] == [
        Kind.ERASE,
        Kind.RECEIPT,
        Kind.ANSWER,
        Kind.MENU,
    ]
    assert names(office, size=2) == ["4", "3"]


def test_what_a_person_wrote_does_not_wait_behind_what_the_bot_says_to_others(
    office: Office,
) -> None:
    post(office, "bot", chat=ONE, kind=Kind.ANSWER)
    post(office, "person", chat=ONE + 1, kind=Kind.REPLY)
    assert names(office) == ["person", "bot"]


def test_rank_never_overtakes_inside_a_chat(office: Office) -> None:
    post(office, "menu", kind=Kind.MENU)
    post(office, "receipt", kind=Kind.RECEIPT)
    assert names(office) == ["menu"]


def test_a_notice_carries_everything_and_lies_sealed(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        data = {"text": "Sari <b>"}
        keys = {"reply": [["@back"]]}
        unit.post(Notice(ONE, "staff_reply", "x", Kind.ANSWER, data, keys, 7, "jv"))
    due = heads(office)[0]
    assert (due.key, due.data, due.keyboard) == ("staff_reply", data, keys)
    assert (due.file_id, due.language, due.tries, due.repeats) == (7, "jv", 0, 0)
    with office.reading(CLOCKWORK) as unit:
        row = unit.session.execute(select(outbox.outbox)).one()
    assert b"Sari" not in row.sealed
    assert row.by == BU_SARI.label


def test_a_second_poster_starts_nothing_twice(office: Office) -> None:
    post(office, "a")
    number = begin(office, "a")
    assert start(office, number) == []


def test_a_notice_put_back_waits_its_time_and_holds_its_chat_but_nobody_else(
    office: Office, clock: StandingClock
) -> None:
    post(office, "a", "b")
    post(office, "other", chat=TWO)
    number = begin(office, "a")
    later = clock.now() + timedelta(seconds=30)
    change(office, lambda s: outbox.again(s, number, not_before=later, failure="x" * 500))
    assert names(office) == ["other"]

    clock.advance(timedelta(seconds=30))
    assert sorted(names(office)) == ["a", "other"]
    assert [due.tries for due in heads(office) if due.data["once"] == "a"] == [1]


def test_a_repeat_is_counted_apart_from_a_try(office: Office) -> None:
    post(office, "a")
    number = begin(office, "a")
    now = office.clock.now()
    change(office, lambda s: outbox.again(s, number, not_before=now, failure="?", repeated=True))
    assert [(due.tries, due.repeats) for due in heads(office)] == [(1, 1)]


@pytest.mark.parametrize("mark", [outbox.undeliverable, outbox.unsure])
def test_what_failed_lets_the_next_pass_and_can_be_sent_again(
    office: Office, mark: Callable[..., None]
) -> None:
    post(office, "a", "b")
    number = begin(office, "a")
    now = office.clock.now()
    change(office, lambda s: mark(s, number, failure="Forbidden" * 50, now=now))
    assert names(office) == ["b"]
    with office.reading(CLOCKWORK) as unit:
        letter = posted.stuck(unit.session, unit.vault)[0]
    assert (letter.once, letter.key, letter.chat_id, letter.text) == ("a", "glad", ONE, None)
    assert letter.failure is not None
    assert len(letter.failure) == 200
    assert change(office, lambda s: outbox.resend(s, number, now=now)) is True
    assert change(office, lambda s: outbox.resend(s, number, now=now)) is False
    assert names(office) == ["a"]
    with office.reading(CLOCKWORK) as unit:
        assert posted.stuck(unit.session, unit.vault) == []


def test_what_arrived_cannot_be_sent_again(office: Office) -> None:
    post(office, "a")
    number = begin(office, "a")
    arrive(office, number)
    now = office.clock.now()
    assert change(office, lambda s: outbox.resend(s, number, now=now)) is False


def test_the_words_that_were_sent_are_kept_sealed_as_evidence(office: Office) -> None:
    post(office, "a")
    arrive(office, begin(office, "a"), said="Permohonan Anda dikabulkan")
    with office.reading(CLOCKWORK) as unit:
        sealed = unit.session.scalar(select(outbox.outbox.c.sealed_text))
        letter = posted.about(unit.session, unit.vault, "a")[0]
    assert b"dikabulkan" not in sealed
    assert (letter.text, letter.state) == ("Permohonan Anda dikabulkan", "sent")


def test_what_a_killed_poster_had_in_the_air_is_found(office: Office) -> None:
    post(office, "a")
    post(office, "b", chat=TWO)
    number = begin(office, "a")
    with office.reading(CLOCKWORK) as unit:
        assert outbox.interrupted(unit.session) == [(number, 0, Kind.ANSWER)]
        assert outbox.open_count(unit.session) == 2


def test_what_nobody_can_read_any_more_is_undeliverable_and_holds_up_no_other(
    office: Office,
) -> None:
    post(office, "a")
    post(office, "b", chat=TWO)
    spoilt = update(outbox.outbox).where(outbox.outbox.c.once == "a").values(sealed=b"\x01\x00")
    change(office, lambda s: s.execute(spoilt))
    numbers = [number_of(office, once) for once in ("a", "b")]
    with office.unit(CLOCKWORK) as unit:
        started = outbox.start(unit.session, numbers, now=unit.now, vault=unit.vault)
    assert [due.chat_id for due in started] == [TWO]
    with office.reading(CLOCKWORK) as unit:
        (letter,) = posted.stuck(unit.session, unit.vault)
    assert (letter.number, letter.key, letter.failure) == (numbers[0], "unreadable", "unreadable")
    with office.unit(CLOCKWORK) as unit:
        assert retention_pieces.empty_texts(unit, numbers[:1]) == 1


def test_a_pause_is_remembered_and_only_ever_prolonged(
    office: Office, clock: StandingClock
) -> None:
    soon, late = clock.now() + timedelta(seconds=5), clock.now() + timedelta(seconds=60)
    with office.reading(CLOCKWORK) as unit:
        assert silence.kept_until(unit.session) is None
    for until, kept in ((soon, soon), (late, late), (soon, late)):
        change(office, lambda s, until=until: silence.keep(s, until))
        with office.reading(CLOCKWORK) as unit:
            assert silence.kept_until(unit.session) == kept


def test_a_new_poster_learns_what_left_lately(office: Office, clock: StandingClock) -> None:
    post(office, "a")
    post(office, "b", chat=TWO)
    arrive(office, begin(office, "a"))
    clock.advance(timedelta(seconds=90))
    started = clock.now()
    arrive(office, begin(office, "b"))
    with office.reading(CLOCKWORK) as unit:
        recent = posted.recently_sent(unit.session, now=unit.now, span=timedelta(minutes=1))
    assert recent == [(TWO, started)]


def test_an_occasion_s_letters_are_found_by_how_its_name_begins(office: Office) -> None:
    post(office, "request:1:v1", "request:1:v2", "request:10:v1", "request_1:v1")
    with office.reading(CLOCKWORK) as unit:
        found = posted.about(unit.session, unit.vault, "request:1:")
        assert posted.about(unit.session, unit.vault, "request_1%") == []
    assert [letter.once for letter in found] == ["request:1:v1", "request:1:v2"]


def test_news_waits_until_nothing_else_does_in_its_chat(office: Office) -> None:
    post(office, "news", "more news", kind=Kind.NEWS)
    post(office, "answer")
    post(office, "other news", chat=TWO, kind=Kind.NEWS)
    assert names(office) == ["answer", "other news"]
    number = begin(office, "answer")
    assert names(office) == ["other news"]
    arrive(office, number)
    assert names(office) == ["news", "other news"]
    begin(office, "news")
    post(office, "second answer")
    assert names(office) == ["other news"]


def test_an_alarm_waits_for_answers_and_not_for_news(office: Office) -> None:
    post(office, "news", kind=Kind.NEWS)
    post(office, "alarm", "next alarm", kind=Kind.ALARM)
    assert names(office) == ["alarm"]
    post(office, "answer")
    assert names(office) == ["answer"]
    for once in ("answer", "alarm", "next alarm", "news"):
        assert names(office) == [once]
        arrive(office, begin(office, once))


def test_a_notice_in_the_air_is_not_the_next_to_be_due(office: Office) -> None:
    post(office, "a")
    begin(office, "a")

    change(office, lambda s: s.execute(update(outbox.outbox).values(state="sent")))
    with office.reading(CLOCKWORK) as unit:
        assert outbox.open_count(unit.session) == 0
