"""Webhooks: written with the act, identifiers and dates only, tried for days, then given up."""

import base64
import hashlib
import hmac
import json
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from office import webhook_queue, webhook_signing, webhooks
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from office.webhook_queue import Parcel
from office.webhooks import DeliveryState, Event, Hook, Webhook, WebhookDelivery
from tests.people import CLOCKWORK, MONDAY_MORNING, staff_member

ADDRESS = "https://dinas.contoh.go.id/terima"
EVERYTHING = frozenset(Event)


@pytest.fixture
def pak_tono(office: Office) -> StaffMember:
    """The system's administrator."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "tono", "Tono TI", Role.SYSADMIN)


def made(office: Office, by: StaffMember, *events: Event, address: str = ADDRESS) -> str:
    with office.unit(by) as unit:
        return webhooks.make(
            unit, name="Dasbor dinas", address=address, events=frozenset(events) or EVERYTHING
        )


def announced(office: Office, event: Event = Event.CASE_CREATED, **facts: webhooks.Fact) -> None:
    with office.unit(CLOCKWORK) as unit:
        webhooks.announce(unit, event, "0001/PPID/XI/2026", facts)


def shown(office: Office, by: StaffMember) -> list[Hook]:
    with office.reading(by) as unit:
        return webhooks.every(unit)


def next_for(office: Office, hook: int = 1) -> Parcel | None:
    with office.reading(CLOCKWORK) as unit:
        return webhook_queue.take(unit, hook)


def fails(office: Office, number: int, status: int | None = 500) -> None:
    with office.unit(CLOCKWORK) as unit:
        webhook_queue.failed(unit, number, "status", status=status)


def test_what_happened_is_written_for_those_who_want_to_know_it(
    office: Office, pak_tono: StaffMember
) -> None:
    made(office, pak_tono, Event.CASE_CREATED)
    made(office, pak_tono, Event.ENTRY_PUBLISHED)
    announced(office, received=date(2026, 11, 23))
    first, second = shown(office, pak_tono)
    assert (first.waiting, second.waiting) == (1, 0)
    parcel = next_for(office)
    assert parcel is not None
    assert json.loads(parcel.body) == {
        "type": "case.created",
        "timestamp": "2026-11-23T02:00:00Z",
        "data": {"subject": "0001/PPID/XI/2026", "received": "2026-11-23"},
    }


def test_what_is_taken_back_is_told_to_nobody(office: Office, pak_tono: StaffMember) -> None:
    made(office, pak_tono)
    with pytest.raises(RuntimeError), office.unit(CLOCKWORK) as unit:
        webhooks.announce(unit, Event.CASE_CREATED, "0001/PPID/XI/2026", {})
        raise RuntimeError
    assert shown(office, pak_tono)[0].waiting == 0


@pytest.mark.parametrize("words", ["Sari Wulandari", "Jalan Melati 5", "", "a@b.id", "x" * 81])
def test_what_could_be_somebodys_words_is_never_told(
    office: Office, pak_tono: StaffMember, words: str
) -> None:
    made(office, pak_tono)
    with pytest.raises(ValueError, match="no identifier"):
        announced(office, who=words)
    assert shown(office, pak_tono)[0].waiting == 0


def test_a_secret_is_shown_once_and_lies_sealed(office: Office, pak_tono: StaffMember) -> None:
    secret = made(office, pak_tono)
    announced(office)
    with office.reading(CLOCKWORK) as unit:
        sealed = unit.session.scalars(select(Webhook.sealed_secret)).one()
    assert secret.startswith("whsec_")
    assert secret.encode() not in sealed
    parcel = next_for(office)
    assert parcel is not None
    assert parcel.secret == secret
    assert secret not in repr(parcel)
    assert ADDRESS not in repr(parcel)


def test_a_signature_is_what_the_standard_says() -> None:
    key, body = bytes(range(32)), b'{"type":"case.created"}'
    secret = "whsec_" + base64.b64encode(key).decode()
    found = webhook_signing.headers(secret, "msg_1", MONDAY_MORNING, body)
    expected = hmac.new(key, b"msg_1.1795399200." + body, hashlib.sha256).digest()
    assert found == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1795399200",
        "webhook-signature": "v1," + base64.b64encode(expected).decode(),
    }


def test_a_message_is_tried_ever_more_seldom_for_three_days_and_then_given_up(
    office: Office, pak_tono: StaffMember, clock: StandingClock
) -> None:
    made(office, pak_tono)
    announced(office)
    begun, waits, messages = clock.now(), [], set()
    for _ in range(60):
        parcel = next_for(office)
        if parcel is None:
            break
        messages.add(parcel.message)
        fails(office, parcel.number)
        (delivery,) = shown(office, pak_tono)[0].latest
        if delivery.state is DeliveryState.GIVEN_UP:
            break
        waits.append(delivery.not_before - clock.now())
        clock.instant = delivery.not_before
    assert 8 <= len(waits) <= 25
    assert timedelta(seconds=8) <= waits[0] <= timedelta(seconds=12)
    assert all(later > earlier for earlier, later in pairwise(waits[:7]))
    assert max(waits) <= timedelta(hours=8) * 1.2
    assert timedelta(days=2) < clock.now() - begun <= timedelta(days=3)
    assert len(messages) == 1, "the same message, so that its receiver knows it again"
    assert shown(office, pak_tono)[0].given_up == 1
    assert next_for(office) is None


def test_no_number_of_tries_is_too_large_to_wait_for(
    office: Office, pak_tono: StaffMember, clock: StandingClock
) -> None:
    made(office, pak_tono)
    announced(office)
    with office.unit(CLOCKWORK) as unit:
        row = unit.session.scalars(select(WebhookDelivery)).one()
        row.tries = 100_000
    fails(office, 1)
    (delivery,) = shown(office, pak_tono)[0].latest
    assert delivery.not_before - clock.now() <= timedelta(hours=10)


def test_a_message_that_was_given_up_can_be_sent_again(
    office: Office, pak_tono: StaffMember, clock: StandingClock
) -> None:
    made(office, pak_tono)
    announced(office)
    with office.unit(pak_tono) as unit, pytest.raises(NotNow, match="webhook_not_given_up"):
        webhooks.repeat(unit, 1)
    before = next_for(office)
    clock.advance(timedelta(days=4))
    fails(office, 1)
    with office.unit(pak_tono) as unit:
        assert webhooks.repeat(unit, 1) == 1
    after = next_for(office)
    assert before is not None
    assert after is not None
    assert after.message == before.message
    fails(office, 1)
    assert shown(office, pak_tono)[0].latest[0].state is DeliveryState.WAITING


def test_a_receiver_that_is_gone_is_left_alone(office: Office, pak_tono: StaffMember) -> None:
    made(office, pak_tono)
    announced(office)
    announced(office)
    fails(office, 1, status=410)
    (hook,) = shown(office, pak_tono)
    assert hook.paused_at is not None
    assert (hook.given_up, hook.waiting) == (1, 1)
    with office.reading(CLOCKWORK) as unit:
        assert webhook_queue.due(unit) == []


def test_a_pause_holds_what_waits_and_collects_nothing(
    office: Office, pak_tono: StaffMember, clock: StandingClock
) -> None:
    made(office, pak_tono)
    announced(office)
    with office.unit(pak_tono) as unit:
        webhooks.pause(unit, 1)
    with office.unit(pak_tono) as unit:
        with pytest.raises(NotNow, match="webhook_paused"):
            webhooks.pause(unit, 1)
        with pytest.raises(NotNow, match="webhook_paused"):
            webhooks.try_out(unit, 1)
    announced(office)
    assert next_for(office) is None
    clock.advance(timedelta(days=10))
    with office.unit(pak_tono) as unit:
        webhooks.resume(unit, 1)
    with office.unit(pak_tono) as unit, pytest.raises(NotNow, match="webhook_running"):
        webhooks.resume(unit, 1)
    fails(office, 1)
    (hook,) = shown(office, pak_tono)
    assert hook.waiting == 1, "what waited is tried on, and the days count from the resuming"


def test_a_removed_webhook_leaves_nothing_behind(office: Office, pak_tono: StaffMember) -> None:
    made(office, pak_tono)
    announced(office)
    with office.unit(pak_tono) as unit:
        webhooks.remove(unit, 1)
    with office.unit(CLOCKWORK) as unit:
        # One that was under way when it was removed.
        webhook_queue.arrived(unit, 1, status=200)
        assert unit.session.scalar(select(func.count(WebhookDelivery.id))) == 0
    with office.unit(pak_tono) as unit, pytest.raises(NotFound):
        webhooks.remove(unit, 1)


def test_what_was_sent_long_ago_is_forgotten_and_what_waits_is_not(
    office: Office, pak_tono: StaffMember, clock: StandingClock
) -> None:
    made(office, pak_tono)
    announced(office)
    announced(office)
    with office.unit(CLOCKWORK) as unit:
        webhook_queue.arrived(unit, 1, status=204)
    clock.advance(webhook_queue.KEPT_FOR + timedelta(seconds=1))
    with office.unit(CLOCKWORK) as unit:
        webhook_queue.forget(unit, before=unit.now - webhook_queue.KEPT_FOR)
    assert [one.number for one in shown(office, pak_tono)[0].latest] == [2]


def test_only_who_manages_the_interface_keeps_webhooks(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    made(office, pak_tono)
    with pytest.raises(NotAllowed):
        made(office, pak_budi)
    for act in (webhooks.pause, webhooks.resume, webhooks.remove, webhooks.try_out):
        with office.unit(pak_budi) as unit, pytest.raises(NotAllowed):
            act(unit, 1)
    with pytest.raises(NotAllowed):
        shown(office, pak_budi)


def test_a_webhook_of_nothing_or_without_a_name_is_not_made(
    office: Office, pak_tono: StaffMember
) -> None:
    with office.unit(pak_tono) as unit:
        with pytest.raises(NotValid, match="webhook_of_nothing"):
            webhooks.make(unit, name="Dinas", address=ADDRESS, events=frozenset())
        with pytest.raises(NotValid, match="too_short"):
            webhooks.make(unit, name=" a ", address=ADDRESS, events=EVERYTHING)
