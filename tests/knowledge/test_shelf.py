"""The shelf: only published entries of the packs that are on, and it tells when it moved."""

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge import shelf, upkeep
from knowledge.finder import Finder
from knowledge.leaf import leaves
from knowledge.learned import Memory
from knowledge.publishing import move_shelf
from knowledge.words import Band
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from tests.knowledge.samples import PACK, SLUG, an_edition, drafted, published
from tests.people import CLOCKWORK

DEFAULT = Settings.model_fields["packs"].default
REGIONAL = {"contoh-madiun", "contoh-blitar"}


def read(office: Office, *packs: str) -> shelf.Shelf:
    with office.reading(CLOCKWORK) as unit:
        return shelf.read(unit, packs)


def test_packs_of_other_regions_are_off_until_somebody_switches_them_on(office: Office) -> None:
    packs = {leaf.slug: leaf.pack for leaf in leaves()}
    assert set(packs.values()) >= REGIONAL
    usual = {article.pack for article in read(office, *DEFAULT).articles.values()}
    assert usual == set(DEFAULT)
    madiun = read(office, *DEFAULT, "contoh-madiun").articles.values()
    assert {article.pack for article in madiun} == {*usual, "contoh-madiun"}
    assert len(read(office, "all").articles) >= 47
    assert read(office).articles == {}


def test_what_is_off_is_not_found_either(office: Office) -> None:
    title = next(leaf.edition.title for leaf in leaves() if leaf.pack == "contoh-madiun")
    found = [hit.slug for hit in read(office, *DEFAULT).ask(title).hits]
    assert not [slug for slug in found if slug.startswith("bst-")]
    assert read(office, "contoh-madiun").ask(title).band is Band.ANSWER


def test_only_published_entries_answer(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    drafted(office, pak_budi, an_edition(), "uji-draf")
    published(office, pak_budi, bu_dewi, an_edition())
    assert set(read(office, PACK).articles) == {SLUG}
    with office.unit(bu_dewi) as unit:
        upkeep.archive(unit, SLUG, "usang")
    assert read(office, PACK).articles == {}


def test_an_article_says_all_that_its_edition_says(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    edition = an_edition(valid_until=date(2026, 12, 31), status_of="ppid-waktu")
    published(office, pak_budi, bu_dewi, an_edition())
    published(office, pak_budi, bu_dewi, edition)
    article = read(office, PACK).articles[SLUG]
    assert article == shelf.article(SLUG, PACK, "", 2, edition)
    for field in dataclasses.fields(edition):
        assert getattr(article, field.name) == getattr(edition, field.name)


def test_an_article_stays_on_the_shelf_after_its_last_day_and_says_so() -> None:
    last = date(2026, 12, 31)
    article = shelf.article(SLUG, PACK, "", 1, an_edition(valid_until=last, review_by=last))
    assert not article.expired(last)
    assert article.expired(last + timedelta(days=1))
    assert not article.overdue(last)
    assert article.overdue(last + timedelta(days=1))
    assert not shelf.article(SLUG, PACK, "", 1, an_edition()).expired(date.max)


def test_a_shelf_without_a_database_holds_the_same(office: Office) -> None:
    held, loose = read(office, "ppid"), shelf.from_leaves(leaves(), ["ppid"])
    unnumbered = {
        slug: dataclasses.replace(article, edition=0) for slug, article in held.articles.items()
    }
    # Those with a placeholder are in the files and not out.
    assert unnumbered.items() <= loose.articles.items()
    for article in held.articles.values():
        assert held.ask(article.title).hits[0].slug == article.slug


def test_a_shelf_can_be_tried_with_another_edition_and_stays_as_it_was(office: Office) -> None:
    held = read(office, "ppid")
    tried = shelf.with_edition(held, SLUG, PACK, "", an_edition())
    assert SLUG not in held.articles
    assert tried.ask("daftar becak wisata").hits[0].slug == SLUG
    changed = shelf.with_edition(held, "ppid-waktu", "ppid", "", an_edition())
    assert set(changed.articles) == set(held.articles)
    assert changed.articles["ppid-waktu"].body == an_edition().body
    assert changed.articles["ppid-waktu"].edition == held.articles["ppid-waktu"].edition


def test_the_version_tells_that_the_shelf_moved(office: Office) -> None:
    held = read(office, "all")
    assert held.version > 0
    with office.unit(CLOCKWORK) as unit:
        move_shelf(unit)
    with office.reading(CLOCKWORK) as unit:
        assert shelf.current_version(unit) == held.version + 1


def test_a_title_is_known_as_long_as_its_article_is_there(office: Office) -> None:
    held = read(office, "ppid")
    assert held.title("ppid-waktu") == held.articles["ppid-waktu"].title
    assert held.title("sudah-hilang") == "sudah-hilang"


def test_a_shelf_is_learned_without_what_was_archived(
    office: Office, tmp_path: Path, pak_budi: StaffMember, bu_dewi: StaffMember,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    # What is learned is no matter here, only from which entries.
    monkeypatch.setattr(Finder, "refined", lambda finder: finder)
    published(office, pak_budi, bu_dewi, an_edition())
    published(office, pak_budi, bu_dewi, an_edition(title="Becak malam?"), "uji-malam")
    held = read(office, PACK)
    with office.unit(bu_dewi) as unit:
        upkeep.archive(unit, SLUG, "usang")
    with office.reading(CLOCKWORK) as unit:
        after = shelf.renewed(unit, held, [PACK])
    assert SLUG in after.finder.base.slugs, "it only leaves the articles at once"
    memory = Memory(tmp_path)
    assert SLUG not in after.refined(memory).finder.base.slugs
    assert read(office, PACK).recalled(memory) is not None
