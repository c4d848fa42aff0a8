"""What has neither words nor a file: a line for staff, and a kind word anywhere else."""

from typing import Any

import pytest

from tests.bot.conftest import Guest, Hall
from tests.bot.officer import hire


async def brings(hall: Hall, guest: Guest, **content: Any) -> list[str]:
    """Let a message of any kind arrive, as Telegram would bring it."""
    brings.count += 1  # type: ignore[attr-defined]
    user = {"id": guest.number, "is_bot": False, "first_name": "Sari"}
    chat = {"id": guest.number, "type": "private", "first_name": "Sari"}
    message = {
        "message_id": 5000 + brings.count,  # type: ignore[attr-defined]
        "date": int(hall.clock.now().timestamp()), "chat": chat, "from": user, **content,
    }  # fmt: skip
    await hall.street.do("updates", message=message)
    return await guest.hears()


brings.count = 0  # type: ignore[attr-defined]

PLACE = {"latitude": -7.5, "longitude": 110.25}
STICKER = {
    "file_id": "s", "file_unique_id": "u", "type": "regular", "width": 8, "height": 8,
    "is_animated": False, "is_video": False, "emoji": "👍",
}  # fmt: skip
POLL = {
    "id": "1", "question": "Setuju?", "total_voter_count": 0, "is_closed": False,
    "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
    "allows_revoting": False, "members_only": False, "options": [
        {"text": "ya", "voter_count": 0, "persistent_id": "a"},
        {"text": "tidak", "voter_count": 0, "persistent_id": "b"},
    ],
}  # fmt: skip
WORDLESS = [
    ({"sticker": STICKER}, "(stiker 👍)"),
    ({"location": PLACE}, "(lokasi: -7.500000, 110.250000)"),
    ({"contact": {"phone_number": "0812", "first_name": "Joko"}}, "(kontak: Joko, 0812)"),
    ({"poll": POLL}, "(jajak pendapat: Setuju? [ya; tidak])"),
    ({"dice": {"emoji": "🎲", "value": 6}}, "(dadu 🎲 6)"),
    (
        {"venue": {"location": PLACE, "title": "Balai desa", "address": "Jl. Raya 1"},
         "location": PLACE},
        "(tempat: Balai desa, Jl. Raya 1; -7.500000, 110.250000)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("content", "line"), WORDLESS, ids=[line for _, line in WORDLESS])
async def test_what_has_no_words_is_a_line_for_staff_and_never_silence_elsewhere(
    hall: Hall, content: dict[str, Any], line: str
) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.says("halo")
    (alone,) = await brings(hall, sari, **content)
    assert "Terima kasih" in alone
    await sari.says("petugas")
    (heard,) = await brings(hall, sari, **content)
    assert "diteruskan ke petugas" in heard
    assert budi.lines() == [line]


async def test_a_note_of_telegram_s_own_is_no_line(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "saya butuh data")
    assert await brings(hall, sari, pinned_message={**_inaccessible(sari), "date": 0}) == []
    assert budi.lines() == ["saya butuh data"]


def _inaccessible(guest: Guest) -> dict[str, Any]:
    return {"message_id": 1, "chat": {"id": guest.number, "type": "private"}}
