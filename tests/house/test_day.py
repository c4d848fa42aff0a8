"""A small working day, end to end: whatever fails or is killed, nothing is lost or doubled."""

from pathlib import Path

import pytest

from benchmarks.day import Plan, play
from tests.knowledge.library import remember

CHATS, OFFICERS = 150, 2


@pytest.mark.kill
async def test_a_day_of_citizens_and_officers_loses_nothing_and_says_nothing_twice(
    database: str, key_file: Path, tmp_path: Path
) -> None:
    remember(tmp_path)
    plan = Plan(CHATS, OFFICERS, seconds=20, kills=((0.5, "bot"),))
    day = await play(plan, database, key_file, tmp_path)
    seen = day.outcomes
    assert seen is not None
    assert seen.messages >= CHATS
    assert seen.messages == seen.by_bot + seen.by_staff
    assert seen.receipts > 0
    assert seen.replies >= seen.receipts, "every conversation was answered"
    assert not seen.left_open
