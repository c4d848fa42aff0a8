"""The shelf that the pages hold: read once, renewed when something is published, never behind."""

import time
from pathlib import Path

import pytest

from admin.library import Library
from knowledge import curate, shelf
from knowledge.finding.learning import Way
from knowledge.learned import Memory
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from tests.admin.library import SLUG, an_edition
from tests.people import CLOCKWORK

_PACK = "pers"  # a starter pack, large enough to learn from and small enough to do it at once


@pytest.fixture
def library(tmp_path: Path, office: Office) -> Library:
    return Library(Settings(data_dir=tmp_path, packs=(_PACK,), _env_file=None), office)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """Where the bot keeps what it has learned."""
    return Memory(tmp_path / "learned")


def publish(office: Office, author: StaffMember, reviewer: StaffMember) -> None:
    with office.unit(author) as unit:
        number = curate.draft(unit, SLUG, an_edition(), pack=_PACK)
        curate.submit(unit, number, packs=[_PACK])
    with office.unit(reviewer) as unit:
        curate.approve(unit, number, override="untuk uji")


def test_the_shelf_is_read_once_and_renewed_when_something_is_published(
    library: Library, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    first = library.now()
    assert library.now() is first
    assert SLUG not in first.articles
    publish(office, pak_budi, bu_dewi)
    assert library.now().articles[SLUG].body == an_edition().body
    assert library.now().version > first.version
    assert library.now().ask("daftar becak wisata").hits[0].slug == SLUG


def test_what_the_bot_has_learned_is_taken_over_and_nothing_is_learned_for_a_page(
    library: Library, memory: Memory, office: Office
) -> None:
    plain = library.now()
    assert plain.finder.taught.way is Way.MIDDLES
    assert not memory.knows(plain.key), "a page must not wait until something is learned"
    with office.reading(CLOCKWORK) as unit:
        bots = shelf.read(unit, [_PACK]).refined(memory)
    for _ in range(500):
        if library.now().finder.taught.way is bots.finder.taught.way:
            break
        time.sleep(0.01)
    assert library.now().finder.taught.way is bots.finder.taught.way is not Way.MIDDLES
    question = "cara minta wawancara"
    found, theirs = library.now().ask(question), bots.ask(question)
    assert [hit.confidence for hit in found.hits] == [hit.confidence for hit in theirs.hits]


def test_the_gate_asks_a_learned_shelf_and_what_it_learned_waits_for_the_publication(
    library: Library, memory: Memory, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    learned = library.learned()
    assert learned.held.finder.taught.way is not Way.MIDDLES
    assert library.now() is learned.held
    with office.unit(pak_budi) as unit:
        number = curate.draft(unit, SLUG, an_edition(), pack=_PACK)
    with office.reading(pak_budi) as unit:
        examined = curate.examine(unit, number, packs=[_PACK], learned=learned)
    assert [row.text for row in examined.report.regressions] == []
    with office.unit(pak_budi) as unit:
        curate.submit(unit, number, examined=examined)
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, number)
    with office.reading(CLOCKWORK) as unit:
        assert memory.knows(shelf.read(unit, [_PACK]).key)


def test_weak_entries_are_reckoned_once_for_each_shelf(
    library: Library, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    first, _ = library.weak()
    assert library.weak()[0] is first
    publish(office, pak_budi, bu_dewi)
    assert library.weak()[0] is not first
