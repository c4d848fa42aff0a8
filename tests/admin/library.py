"""What the tests of the curation pages share: people, a small library, forms and reading a page."""

import re
from datetime import date
from html import unescape

from httpx import Response
from starlette.testclient import TestClient

from knowledge import curate, questions
from knowledge.edition import Edition
from knowledge.finder import Hit
from knowledge.verdict import Verdict
from knowledge.words import Band
from office.people import Citizen, StaffMember
from office.unit import Office
from tests.knowledge.samples import PACK, SLUG, an_edition, published, submitted

REVIEW_BY = date(2027, 5, 1)
WORDS = {
    "title": "Bagaimana mendaftarkan becak wisata?",
    "body": "Becak wisata didaftarkan di kantor dinas pariwisata.",
    "phrasings": "urus becak wisata\nizin becak turis gimana",
    "owner": "Dinas Pariwisata",
    "source": "Peraturan bupati tentang becak wisata",
    "info_class": "berkala",
    "as_of": "2026-11-01",
    "review_by": "2027-05-01",
    "pack": PACK,
}
OTHER = an_edition(
    title="Di mana membuat kartu perpustakaan?",
    body="Kartu perpustakaan dibuat di perpustakaan daerah.",
    phrasings=("bikin kartu perpustakaan", "anggota perpus daftar di mana"),
)


def asked(
    office: Office, key: str, text: str, band: Band = Band.UNKNOWN, slug: str = SLUG, who: int = 7
) -> None:
    """Let a citizen ask something that was answered, offered or not known."""
    with office.unit(Citizen(who)) as unit:
        verdict = Verdict(band, (Hit(slug, 0.93, "", ()),))
        questions.log(unit, key=key, text=text, route="search", verdict=verdict)


def a_pair(office: Office, author: StaffMember, reviewer: StaffMember) -> None:
    """Publish two entries of the test's own pack."""
    published(office, author, reviewer, an_edition())
    published(office, author, reviewer, OTHER, "uji-perpus")


def waiting(office: Office, author: StaffMember, edition: Edition) -> int:
    """Submit the next version of the entry on tourist pedicabs; return its id."""
    with office.unit(author) as unit:
        number = curate.draft(unit, SLUG, edition, base=1)
    with office.unit(author) as unit:
        curate.submit(unit, number, packs=[PACK])
    return number


def said(page: str) -> str:
    """Return what a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", page)).split())


def value_of(page: str, name: str) -> str:
    """Return what stands in a field of a form."""
    area = re.search(rf'<textarea name="{name}"[^>]*>([^<]*)</textarea>', page)
    if area is not None:
        return unescape(area[1])
    found = re.search(rf'<input [^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return unescape(found[1])


def follow(client: TestClient, answer: Response) -> str:
    """Go where an answer leads; return that page."""
    assert answer.status_code == 303, said(answer.text)
    page = client.get(answer.headers["location"])
    assert page.status_code == 200, answer.headers["location"]
    return page.text


__all__ = [
    "OTHER", "PACK", "SLUG", "WORDS", "a_pair", "an_edition", "asked", "follow", "published",
    "said", "submitted", "value_of", "waiting",
]  # fmt: skip
