"""What one process may do at a time: one holder, and no waiting for the dead."""

import subprocess
import sys
from pathlib import Path

import pytest

from office.sole import Sole, held, sole
from office.unit import Office

HOLDER = """
import sys
from pathlib import Path
from office.database import open_engine
from office.sole import sole
task = sole(open_engine(sys.argv[1]), Path(sys.argv[2]), "postman")
print("has it" if task.take() else "no", flush=True)
sys.stdin.read()
"""


def task(office: Office, folder: Path, name: str = "postman") -> Sole:
    return sole(office.engine, folder, name)


def test_one_at_a_time_has_a_task(office: Office, tmp_path: Path) -> None:
    first, second = task(office, tmp_path), task(office, tmp_path)
    assert first.take()
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    assert not first.take()
    second.release()


def test_different_tasks_do_not_hinder_each_other(office: Office, tmp_path: Path) -> None:
    tasks = [task(office, tmp_path, name) for name in ("postman", "poller", "clockwork")]
    assert [one.take() for one in tasks] == [True, True, True]
    for one in tasks:
        one.release()


def test_releasing_what_one_does_not_have_takes_nothing_from_anybody(
    office: Office, tmp_path: Path
) -> None:
    first, second = task(office, tmp_path), task(office, tmp_path)
    assert first.take()
    second.release()
    assert not second.take()
    first.release()
    first.release()
    assert second.take()
    second.release()


def test_a_task_is_given_back_however_the_block_is_left(office: Office, tmp_path: Path) -> None:
    first, second = task(office, tmp_path), task(office, tmp_path)
    with pytest.raises(RuntimeError), held(first):
        assert first.take()
        raise RuntimeError
    assert second.take()
    second.release()


def test_a_killed_process_is_followed_at_once(
    office: Office, database: str, tmp_path: Path
) -> None:
    mine = task(office, tmp_path)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, database, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "has it\n"
        assert not mine.take()
        holder.kill()
        holder.wait(10)
        assert _soon(mine)
    mine.release()


def _soon(wanted: Sole) -> bool:
    """Ask until it is had: PostgreSQL's own process notices the death a moment later."""
    import threading  # noqa: PLC0415

    for _ in range(100):
        if wanted.take():
            return True
        threading.Event().wait(0.05)
    return False


def test_postgresql_s_lock_is_lost_with_its_connection(office: Office, tmp_path: Path) -> None:
    if office.engine.dialect.name != "postgresql":
        pytest.skip("a file's lock has no connection to lose")
    first, second = task(office, tmp_path), task(office, tmp_path)
    assert first.take()
    with office.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )
    assert not first.take()
    assert _soon(second)
    assert not first.take()
    second.release()
