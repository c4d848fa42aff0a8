"""The notice of a failure to protect data in the chats: in each language, once, and counted."""

import pytest

from office.breach_people import Progress
from office.people import Role, StaffMember
from office.unit import Office
from tests.bot.conftest import Hall
from tests.bot.desk import tap
from tests.office.breached import SECRET, approved, incident, progress, recorded, submitted
from tests.people import CLOCKWORK, staff_member

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def bu_rina(office: Office) -> StaffMember:
    """The data protection officer."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "rina", "Rina PPDP", Role.DATA_PROTECTION_OFFICER)


# The hall stands on SQLite, and so must those who work in it.
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_everybody_reads_it_once_in_their_language_and_who_blocked_the_bot_is_counted(
    hall: Hall, pak_budi: StaffMember, bu_rina: StaffMember
) -> None:
    sari, joko, gone = [await hall.newcomer(name) for name in ("Bu Sari", "Pak Joko", "Pak Tarno")]
    for one in (sari, joko, gone):
        await one.says("menu")
    await joko.says("bahasa")
    await tap(joko, "Basa Jawi")
    await hall.street.do(f"citizens/{gone.number}/block")
    await hall.settle()
    people = sari.number, joko.number, gone.number
    recorded(hall.office, pak_budi, incident(*people, known_at=hall.office.clock.now()))
    submitted(hall.office, pak_budi)
    approved(hall.office, bu_rina)
    for _ in range(2):
        await hall.restart()  # the clockwork begins with what is due
        await hall.until(lambda: progress(hall.office, bu_rina).waiting == 0)
    (said,) = await sari.hears()
    assert said.startswith("Pemberitahuan kegagalan pelindungan data pribadi")
    assert SECRET in said
    (said,) = await joko.hears()
    assert said.startswith("Wara-wara bab gagalipun pangreksan data pribadi")
    assert "dereng cumawis ing basa Jawi" in said
    assert progress(hall.office, bu_rina) == Progress(3, 0, 2)
