"""The retention schedule covers everything that names a citizen, and clears the cabinet safely."""

import importlib
from configparser import ConfigParser
from datetime import timedelta
from pathlib import Path

from bot import retention
from office import loose_files
from office import retention as schedule
from office.database import metadata
from office.files import Cabinet
from office.unit import Office

ROOT = Path(__file__).parents[2]
PICTURE = b"%PDF-1.4\nKTP"
NAMES = {"person", "chat_id", "open_person", "asker"}
# Which line of the schedule ends what a table knows of a citizen.
ENDS = {
    "broadcast_declined": "consents", "subscriptions": "consents", "wishes": "wishes",
    "chats": "chats", "identity_slips": "identity_slips", "inbox": "updates", "outbox": "notices",
    "questions": "question_texts", "restrictions": "restrictions",
    "survey_answers": "survey_comments", "data_requests": "data_requests",
    "data_breaches": "data_breaches", "data_breach_people": "data_breaches",
    "requests": "request_identity", "objections": "objection_identity",
    "letters": "request_identity", "corrected_identities": "request_identity",
    **dict.fromkeys(
        (
            "escalations", "escalation_lines", "escalation_ratings", "dispositions",
            "formal_offers", "proposed_replies",
        ),
        "conversations",
    ),
}  # fmt: skip
# Of staff and their groups, of keys, and what is forgotten within a day.
OF_STAFF = {
    "staff", "staff_chats", "staff_chat_tries", "staff_recovery_codes", "key_proof", "webhooks",
}  # fmt: skip


def test_every_line_of_the_schedule_has_its_piece() -> None:
    assert {one.name for one in schedule.schedule().lines} == set(retention.everything())


def test_whatever_names_a_citizen_or_is_sealed_has_its_end_in_the_schedule() -> None:
    # Every table there is, as alembic.ini names them.
    settings = ConfigParser(interpolation=None)
    settings.read(ROOT / "alembic.ini", encoding="utf-8")
    for name in settings["alembic"]["tables"].split():
        importlib.import_module(name)
    naming = {
        table.name
        for table in metadata.sorted_tables
        if any(column.name in NAMES or "place" in column.info for column in table.c)
    }
    assert naming == set(ENDS) | OF_STAFF
    known = retention.everything().keys() | {one.name for one in schedule.schedule().lasting}
    assert set(ENDS.values()) <= known


def test_what_refers_to_a_file_says_so_to_the_database() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if column.name.endswith("file_id") and column.name != "telegram_file_id"
    }
    referring = {f"{one.table.name}.{one.name}" for one in loose_files.referring()}
    assert named == referring


def test_a_file_that_is_being_uploaded_is_left_alone(cabinet: Cabinet, office: Office) -> None:
    kept = cabinet.keep("baru.pdf", PICTURE)
    long_ago = office.clock.now() - timedelta(days=365)
    assert retention.destroyed(cabinet, [kept.sha256], long_ago) == []
    assert cabinet.content(kept.sha256) == PICTURE


def test_a_half_written_file_of_a_killed_process_goes_after_its_time(
    cabinet: Cabinet, tmp_path: Path, office: Office
) -> None:
    kept = cabinet.keep("baru.pdf", PICTURE)
    folder = tmp_path / "files" / kept.sha256[:2]
    half = folder / f"{kept.sha256}.0011223344556677"
    half.write_bytes(b"halb")
    assert cabinet.clear_drafts(before=office.clock.now() - timedelta(days=365)) == 0
    assert cabinet.clear_drafts(before=office.clock.now() + timedelta(days=365)) == 1
    assert not half.exists()
    assert cabinet.content(kept.sha256) == PICTURE
