"""The shelf: only published entries of the packs that are on, and it tells when it moved."""

from sqlalchemy import update

from knowledge import seeding, shelf
from knowledge.tables import Entry
from knowledge.words import Band
from office.settings import Settings
from office.unit import Office
from tests.people import CLOCKWORK

DEFAULT = Settings.model_fields["packs"].default
REGIONAL = {"contoh-madiun", "contoh-blitar"}


def read(office: Office, *packs: str) -> shelf.Shelf:
    with office.reading(CLOCKWORK) as unit:
        return shelf.read(unit, packs)


def test_packs_of_other_regions_are_off_until_somebody_switches_them_on(office: Office) -> None:
    packs = {leaf.slug: leaf.pack for leaf in seeding.leaves()}
    assert set(packs.values()) >= REGIONAL
    usual = {packs[slug] for slug in read(office, *DEFAULT).articles}
    assert usual == {"ppid", "partisipasi", "layanan"}
    madiun = read(office, *DEFAULT, "contoh-madiun")
    assert {packs[slug] for slug in madiun.articles} == {*usual, "contoh-madiun"}
    assert len(read(office, "all").articles) == 47
    assert read(office).articles == {}


def test_what_is_off_is_not_found_either(office: Office) -> None:
    title = next(leaf.title for leaf in seeding.leaves() if leaf.pack == "contoh-madiun")
    found = [hit.slug for hit in read(office, *DEFAULT).ask(title).hits]
    assert not [slug for slug in found if slug.startswith("bst-")]
    assert read(office, "contoh-madiun").ask(title).band is Band.ANSWER


def test_only_published_entries_answer(office: Office) -> None:
    for status in ("draft", "retired"):
        with office.unit(CLOCKWORK) as unit:
            unit.session.execute(
                update(Entry).where(Entry.slug == "ppid-waktu").values(status=status)
            )
        assert "ppid-waktu" not in read(office, "all").articles


def test_a_shelf_without_a_database_holds_the_same(office: Office) -> None:
    held, loose = read(office, "ppid"), shelf.from_leaves(seeding.leaves(), ["ppid"])
    assert held.articles == loose.articles
    for leaf in seeding.leaves():
        assert held.ask(leaf.title) == loose.ask(leaf.title)


def test_the_version_tells_that_the_shelf_moved(office: Office) -> None:
    held = read(office, "all")
    assert held.version == 1
    with office.unit(CLOCKWORK) as unit:
        seeding._move_shelf(unit)
    with office.reading(CLOCKWORK) as unit:
        assert shelf.current_version(unit) == held.version + 1


def test_a_title_is_known_as_long_as_its_article_is_there(office: Office) -> None:
    held = read(office, "ppid")
    assert held.title("ppid-waktu") == held.articles["ppid-waktu"].title
    assert held.title("sudah-hilang") == "sudah-hilang"
