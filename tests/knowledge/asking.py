"""Citizens who ask about tricycles: what is logged, and the clusters that come of it."""

from datetime import timedelta
from functools import cache

from sqlalchemy import select

from knowledge import miss_queue, misses, questions
from knowledge.curation_tables import ClusterMember
from knowledge.finder import Card, Finder, Hit
from knowledge.miss_queue import Listed
from knowledge.tables import questions as table
from knowledge.verdict import Verdict
from knowledge.words import Band
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK

WISH = "izin menarik becak malam hari"
OTHER = "jadwal perpustakaan keliling"


@cache
def finder() -> Finder:
    """Return a finder that knows of tricycles and waste."""
    return Finder(
        [
            Card("uji-becak", "Bagaimana mendaftarkan becak wisata?", ("daftar becak wisata",)),
            Card("uji-sampah", "Kapan sampah diangkut?", ("jadwal truk sampah",)),
        ]
    )


def ask(
    office: Office, text: str, *, key: str, who: Citizen = BU_SARI, band: Band = Band.UNKNOWN,
    slugs: tuple[str, ...] = (), follow_up: str = "",
) -> int:  # fmt: skip
    """Log a question with what followed; return its number."""
    hits = tuple(Hit(slug, 0.9 - place / 10, "", ()) for place, slug in enumerate(slugs))
    with office.unit(who) as unit:
        questions.log(unit, key=key, text=text, route="search", verdict=Verdict(band, hits))
    if follow_up:
        with office.unit(who) as unit:
            questions.follow_up(unit, key, follow_up)
    with office.reading(CLOCKWORK) as unit:
        return unit.session.execute(select(table.c.id).where(table.c.key == key)).scalar_one()


def night(office: Office, clock: StandingClock) -> int:
    """Let the clockwork gather what was missed, two hours later; return how many."""
    clock.advance(timedelta(hours=2))
    with office.unit(CLOCKWORK) as unit:
        return misses.cluster(unit, finder())


def waiting(office: Office, who: StaffMember) -> list[Listed]:
    """Return the clusters that wait for staff."""
    with office.reading(who) as unit:
        return miss_queue.waiting(unit)


def missed(office: Office, clock: StandingClock, who: StaffMember, text: str = WISH) -> int:
    """Ask what nobody answers, let the night pass, and return the cluster's number."""
    ask(office, text, key=f"kunci {text}"[:40])
    night(office, clock)
    return next(row.id for row in waiting(office, who) if row.title == text)


def members(office: Office) -> dict[int, int]:
    """Return each question's cluster."""
    with office.reading(CLOCKWORK) as unit:
        rows = unit.session.execute(select(ClusterMember.question_id, ClusterMember.cluster_id))
        return {row[0]: row[1] for row in rows}
