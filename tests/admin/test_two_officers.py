"""Two officers decide the same request at the same moment, in two real processes."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import select
from starlette.testclient import TestClient

from admin.app import build
from office import journal
from office.people import Citizen, StaffMember
from office.settings import Settings
from office.unit import Office
from office.vault import open_vault
from office.writer import Writer
from register.tables import Request, RequestEvent
from tests.admin.street import REASON, Street, sign_in
from tests.databases import office_on
from tests.people import CLOCKWORK

OFFICERS = ("budi", "dewi")
REQUESTS = 20
PATIENCE = 120


@contextmanager
def at_work(login: str, folder: Path, url: str, key: Path) -> Iterator[TestClient]:
    """Be an officer in a process of one's own, with one's own panel on the shared database."""
    office = office_on(url, open_vault(key))
    writer = Writer(office)
    writer.start()
    settings = Settings(data_dir=folder, _env_file=None)
    yield sign_in(build(settings, office, writer), login)
    writer.stop()
    office.engine.dispose()


def decide(
    login: str, folder: Path, gate: Barrier, url: str, key: Path, numbers: list[int]
) -> None:
    """Decide every request at the moment the colleague does."""
    yes = {"version": "1", "decision": "granted_full", "soft": "1", "do": "kirim"}
    no = {"version": "1", "ground": "not_held", "reason": REASON, "do": "kirim"}
    said = []
    with at_work(login, folder, url, key) as client:
        for count, number in enumerate(numbers):
            gate.wait(PATIENCE)
            if (login == "budi") == (count % 4 < 2):
                answer = client.post(f"/register/{number}/kabulkan", data=yes)
            else:
                answer = client.post(f"/register/{number}/tolak", data=no)
            said.append(str(answer.status_code))
    (folder / f"{login}.said").write_text("\n".join(said))


def claim(login: str, folder: Path, gate: Barrier, url: str, key: Path) -> None:
    """Take the next conversation, again and again, until none waits."""
    taken = []
    with at_work(login, folder, url, key) as client:
        gate.wait(PATIENCE)
        while "pesan=claimed" in (
            address := client.post("/antrean/berikutnya").headers["location"]
        ):
            taken.append(address)
    (folder / f"{login}.said").write_text("\n".join(taken))


def run_both(work: Callable[..., None], folder: Path, *args: object) -> list[list[str]]:
    """Let two officers work in two processes; return what the panel answered to each."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(2)
    officers = [
        context.Process(target=work, args=(login, folder, gate, *args)) for login in OFFICERS
    ]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join(PATIENCE)
        assert officer.exitcode == 0
        officer.close()
    return [(folder / f"{login}.said").read_text().split() for login in OFFICERS]


def test_two_officers_in_two_processes_make_one_decision_and_one_notice(
    office: Office,
    database: str,
    key_file: Path,
    tmp_path: Path,
    street: Street,
    pak_budi: StaffMember,
    bu_dewi: StaffMember,
) -> None:
    numbers = [street.request(f"d{n}", Citizen(900_000 + n)) for n in range(REQUESTS)]
    budis, dewis = run_both(decide, tmp_path, database, key_file, numbers)
    answers = [sorted(pair) for pair in zip(budis, dewis, strict=True)]
    assert answers == [["303", "409"]] * REQUESTS

    with office.reading(CLOCKWORK) as unit:
        assert journal.verify(unit.session).sound
        lines = journal.page(unit.session, act="request.", size=1000)
        happened = unit.session.execute(
            select(RequestEvent.request_id, RequestEvent.event).order_by(RequestEvent.id)
        ).all()
        for request in unit.session.scalars(select(Request)):
            given = request.status == "notified"
            decision = "granted" if given else "refused"
            events = [row.event for row in happened if row.request_id == request.id]
            entered = [line for line in lines if line.subject == f"request:{request.id}"]
            assert events == ["submitted", decision]
            assert {line.act: line.actor for line in entered[:-1]} == {
                f"request.{decision}": f"staff:{request.decided_by}"
            }
            assert (request.decision == "granted_full") == given
            told = street.keys(f"request:{request.id}:v")
            assert told[1:] == ["request_granted" if given else "request_refused"]


def test_one_waiting_citizen_has_one_officer_of_two(
    office: Office,
    database: str,
    key_file: Path,
    tmp_path: Path,
    street: Street,
    pak_budi: StaffMember,
    bu_dewi: StaffMember,
) -> None:
    numbers = [street.asks("Halo", citizen=Citizen(900_000 + n)) for n in range(REQUESTS)]
    budis, dewis = run_both(claim, tmp_path, database, key_file)
    taken = budis + dewis
    assert sorted(taken) == sorted(f"/percakapan/{number}?pesan=claimed" for number in numbers)
