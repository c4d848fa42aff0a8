"""The bell between processes: what one commits wakes the other, at once and not before."""

import threading

from office import inbox, outbox
from office.bell import Bell
from office.inbox import Arrived
from office.outbox import Notice
from office.unit import Office
from tests.people import CLOCKWORK


def test_posting_and_arriving_ring_in_another_process_on_postgresql(office: Office) -> None:
    posted, arrived = threading.Event(), threading.Event()
    bell = Bell(office.engine, {outbox.CHANNEL: posted.set, inbox.CHANNEL: arrived.set})
    bell.start()
    try:
        if office.engine.dialect.name == "sqlite":
            return  # One process only: it rings its own bells, and this one has no thread.
        for turn in range(50):
            with office.unit(CLOCKWORK) as unit:
                unit.post(Notice(1, "glad", f"once:{turn}"))
                inbox.keep(unit, [Arrived("m:1:1", 1, 1, 1, b"{}")])
            if posted.wait(0.2) and arrived.wait(0.2):
                break
        assert posted.is_set()
        assert arrived.is_set()
    finally:
        bell.stop()
