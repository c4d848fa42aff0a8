"""What is secret lies readable nowhere: identity, codes, tokens, passwords, unfinished merges."""

import subprocess
from pathlib import Path

from sqlalchemy import select

import register
from office import outbox, staff
from office.database import metadata
from office.files import Kept
from office.journal import journal
from register import decisions, handover
from register.objection_words import Ground
from tests.people import CLOCKWORK, NIK
from tests.register.desk import CLEAN, FREE, Desk

ROOT = Path(register.__path__[0]).parent


def written(desk: Desk) -> dict[str, str]:
    """Return every text that lies readable in the database, by its column."""
    found: dict[str, str] = {}
    with desk.office.reading(CLOCKWORK) as unit:
        for column in (one for table in metadata.tables.values() for one in table.columns):
            values = unit.session.scalars(select(column))
            said = "\n".join(value for value in values if isinstance(value, str))
            if said:
                found[str(column)] = said
    return found


def where(secret: str, texts: dict[str, str]) -> set[str]:
    return {place for place, said in texts.items() if secret in said}


def test_17_what_is_secret_lies_readable_in_no_column(desk: Desk) -> None:
    number = desk.filed()
    desk.objected(number, Ground.REQUEST_NOT_ANSWERED)
    desk.deliver()
    texts = written(desk)
    for secret in (NIK, "Sari Wulandari", "Jalan Melati", "081234567890", "sari@contoh.id"):
        assert where(secret, texts) == set(), secret
    assert where(desk.request(number).tracking_code, texts) == {"requests.tracking_code"}


def test_18_a_download_s_token_is_kept_and_shown_nowhere_but_in_the_message(desk: Desk) -> None:
    number = desk.filed()
    large = Kept("b" * 64, "citra.zip", "application/zip", handover.TELEGRAM_LIMIT + 1)
    desk.by(desk.budi, handover.prepare, number, document=large, inspection=CLEAN)
    desk.by(desk.budi, decisions.grant, number, grant=FREE)
    desk.by(desk.budi, handover.provide, number)
    with desk.office.unit(CLOCKWORK) as unit:
        numbers = unit.session.scalars(select(outbox.outbox.c.id)).all()
        due = outbox.start(unit.session, numbers, now=unit.now, vault=unit.vault)
        (path,) = [one.data["path"] for one in due if one.key == "request_link"]
    token = path.rsplit("/", 1)[-1]
    assert len(token) >= 20
    assert where(token, written(desk)) == set()
    with desk.office.reading(desk.budi) as unit:
        lines = unit.session.scalars(select(journal.c.facts)).all()
    assert not [line for line in lines if token in line or "/ambil/" in line]


def test_22_no_file_carries_the_marks_of_an_unfinished_merge() -> None:
    marks = ["-e", "^<<<<<<< ", "-e", "^>>>>>>> ", "-e", "^=======$"]
    found = subprocess.run(
        ["git", "grep", "-nI", *marks, "--", "*.py", "*.j2", "*.toml", "*.css", "*.js", "*.sql"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (found.returncode, found.stdout) == (1, "")


def test_23_a_password_is_kept_as_argon2id_alone() -> None:
    assert staff.hash_password("kata-sandi-yang-panjang").startswith("$argon2id$")
