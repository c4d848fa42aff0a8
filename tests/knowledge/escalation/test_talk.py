"""Reading a conversation costs the same however many files came with it."""

from sqlalchemy import event

from knowledge.escalation import opening
from office.files import Cabinet
from office.people import StaffMember
from office.unit import Office
from tests.knowledge.escalation.desk import do, open_one, read
from tests.people import BU_SARI


def comes_with_a_file(office: Office, cabinet: Cabinet, name: str) -> None:
    kept = cabinet.keep(name, b"%PDF-1.4\n")
    do(office, BU_SARI, lambda unit: opening.add_line(unit, "", file=kept))


def test_a_conversation_with_many_files_is_read_in_as_many_queries_as_with_one(
    office: Office, pak_budi: StaffMember, cabinet: Cabinet
) -> None:
    number = open_one(office)
    comes_with_a_file(office, cabinet, "satu.pdf")
    asked: list[str] = []
    event.listen(office.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    read(office, pak_budi, number)
    with_one = len(asked)
    for name in ("dua.pdf", "tiga.pdf"):
        comes_with_a_file(office, cabinet, name)
    asked.clear()
    talk = read(office, pak_budi, number)
    assert [line.file.name for line in talk.lines if line.file] == [
        "satu.pdf", "dua.pdf", "tiga.pdf",
    ]  # fmt: skip
    assert len(asked) == with_one
