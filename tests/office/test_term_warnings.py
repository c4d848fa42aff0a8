"""Terms counted in hours: the group hears of each once before it ends and once when it lapsed."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from office import breaches, data_requests
from office.clock import StandingClock
from office.data_requests import About
from office.outbox import outbox, place
from office.people import StaffMember
from office.term_warnings import WARN_BEFORE
from office.unit import Office
from tests.office.breached import incident, recorded
from tests.office.test_staff_chats import GROUP, code, connect
from tests.people import BU_SARI, CLOCKWORK, MONDAY_MORNING


def said(office: Office, of: str) -> list[tuple[str, dict[str, object]]]:
    """Return what the group was told of a matter: each text with its facts."""
    with office.reading(CLOCKWORK) as unit:
        rows = unit.session.execute(
            select(outbox).where(
                outbox.c.chat_id == GROUP, outbox.c.once.startswith(f"{of}-", autoescape=True)
            )
            .order_by(outbox.c.id)
        )  # fmt: skip
        notices = [json.loads(unit.vault.unseal(row.sealed, place(row.once))) for row in rows]
    return [(key, data) for key, data, *_ in notices]


@pytest.mark.parametrize("of", ["data_breach", "data_request"])
def test_the_group_hears_once_a_day_before_and_once_when_it_lapsed(
    office: Office, pak_budi: StaffMember, clock: StandingClock, of: str
) -> None:
    connect(office, code(office, pak_budi))
    if of == "data_breach":
        recorded(office, pak_budi, incident(known_at=MONDAY_MORNING))
    else:
        with office.unit(BU_SARI) as unit:
            data_requests.receive(unit, About.ACCESS, "Data apa yang disimpan tentang saya?")
    run = {"data_breach": breaches.run, "data_request": data_requests.run}[of]
    warned = []
    moment = timedelta(seconds=1)
    until_warned = timedelta(hours=72) - WARN_BEFORE - moment
    for wait in (until_warned, moment, WARN_BEFORE - moment, moment, timedelta(hours=9)):
        clock.advance(wait)
        with office.unit(CLOCKWORK) as unit:
            warned.append(run(unit))
    assert warned == [0, 1, 0, 1, 0]
    facts = {"number": 1, "until": "2026-11-26", "hour": "09.00 WIB"}
    assert said(office, of) == [(f"group_{of}_due", facts), (f"group_{of}_lapsed", facts)]
