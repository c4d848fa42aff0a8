"""The librarian: what was published is answered within a second, verdicts change how sure it is."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import pytest

import bot.librarian
from bot.librarian import Librarian
from bot.takeup import CurrentShelf
from knowledge import upkeep
from knowledge.finder import Finder
from knowledge.learned import Memory
from office.people import StaffMember
from office.unit import Office
from tests.knowledge.samples import SLUG, an_edition, published

PACKS = ("ppid", "uji")


@pytest.fixture
def librarian(office: Office, tmp_path: Path) -> Librarian:
    return Librarian(office, PACKS, tmp_path)


@pytest.fixture
async def current(librarian: Librarian) -> AsyncIterator[CurrentShelf]:
    held = CurrentShelf(librarian.read())
    work = asyncio.create_task(librarian.run(held))
    yield held
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


async def becomes(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 - another task moves it
            await asyncio.sleep(0.02)


async def test_what_was_published_is_found_without_a_restart_and_what_was_archived_is_not(
    office: Office, current: CurrentShelf, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    await asyncio.to_thread(published, office, pak_budi, bu_dewi, an_edition())
    await becomes(lambda: SLUG in current.now.articles)
    assert current.now.ask("daftar becak wisata").hits[0].slug == SLUG
    with office.unit(bu_dewi) as unit:
        upkeep.archive(unit, SLUG, "usang")
    await becomes(lambda: SLUG not in current.now.articles)
    assert SLUG not in [hit.slug for hit in current.now.ask("daftar becak wisata").hits]


async def test_weights_that_the_gate_has_learned_are_taken_up_without_waiting_for_quiet(
    office: Office, librarian: Librarian, current: CurrentShelf, tmp_path: Path,
    pak_budi: StaffMember, bu_dewi: StaffMember, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(bot.librarian, "_QUIET", 1_000_000)
    await asyncio.to_thread(published, office, pak_budi, bu_dewi, an_edition())
    await asyncio.to_thread(lambda: librarian.read().refined(Memory(tmp_path / "learned")))
    await becomes(lambda: current.now.finder.taught.right is not None)
    assert SLUG in current.now.articles


def test_remembered_weights_are_there_from_the_first_moment(
    office: Office, librarian: Librarian, tmp_path: Path
) -> None:
    plain = librarian.read()
    assert plain.finder.taught.right is None
    plain.refined(Memory(tmp_path / "learned"))
    assert Librarian(office, PACKS, tmp_path).read().finder.taught.right is not None


def test_nothing_is_learned_before_the_first_answer(
    librarian: Librarian, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "learned"
    folder.mkdir()
    # Weights that cannot be read: cut short by a power cut, or of other entries.
    (folder / f"bobot-{librarian.read().key}.npz").write_bytes(b"PK")
    monkeypatch.setattr(Finder, "refined", lambda *_: pytest.fail("learned while all wait"))
    assert librarian.read().finder.taught.right is None
