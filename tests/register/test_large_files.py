"""What is too large for Telegram leaves by a link that works once."""

from office import links
from office.files import Kept
from register import decisions, handover
from tests.register.desk import CLEAN, FREE, Desk

SMALL = Kept("a" * 64, "kecil.pdf", "application/pdf", handover.TELEGRAM_LIMIT)
LARGE = Kept("b" * 64, "besar.pdf", "application/pdf", handover.TELEGRAM_LIMIT + 1)


def handed_over(desk: Desk, document: Kept) -> list[str]:
    number = desk.filed()
    desk.by(desk.budi, handover.prepare, number, document=document, inspection=CLEAN)
    desk.by(desk.budi, decisions.grant, number, grant=FREE)
    desk.by(desk.budi, handover.provide, number)
    return desk.deliver()


def test_a_file_that_telegram_takes_is_sent_itself(desk: Desk) -> None:
    said = handed_over(desk, SMALL)
    assert "request_document" in said
    assert "request_link" not in said


def test_a_larger_one_is_offered_by_a_link_and_the_link_is_not_kept(desk: Desk) -> None:
    said = handed_over(desk, LARGE)
    assert "request_link" in said
    assert "request_document" not in said
    with desk.office.reading(desk.budi) as unit:
        (row,) = unit.session.query(links.OneTimeLink).all()
        assert row.subject.startswith("release:")
        assert len(row.token_hash) == 64
