"""The keys in place of the letters: those of a talk with staff, and the menu afterwards."""

import json

from sqlalchemy import select

from bot.handlers import handover
from bot.keyboards import MENU
from office import outbox
from office.people import StaffMember
from office.unit import Office
from tests.knowledge.escalation.desk import answered, open_one
from tests.people import CLOCKWORK


def keys_under(office: Office, key: str) -> object:
    table = outbox.outbox
    with office.reading(CLOCKWORK) as unit:
        for row in unit.session.execute(select(table.c.once, table.c.sealed)):
            said = json.loads(unit.vault.unseal(row.sealed, outbox.place(row.once)))
            if said[0] == key:
                return said[2]
    raise AssertionError(key)


def test_whoever_is_handed_over_gets_the_keys_of_a_talk_and_the_menu_after_it(
    office: Office, pak_budi: StaffMember
) -> None:
    answered(office, pak_budi, open_one(office))
    assert keys_under(office, "escalation_opened") == handover.keyboard()
    assert keys_under(office, "escalation_closed") == json.loads(json.dumps(MENU))
