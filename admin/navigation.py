"""The way through the panel: what each visitor may open, daily work at hand, the rest in groups."""

from collections.abc import Mapping
from dataclasses import dataclass

from office.people import Permission as Needs

# As many stand side by side in one row; whoever may open more finds the rest in groups.
SIDE_BY_SIDE = 8


@dataclass(frozen=True, slots=True)
class _Way:
    """A page of the panel, who is led to it, and the rooms behind it."""

    room: str
    needs: frozenset[Needs]
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A way as it is shown: whether the visitor is there, and how much waits behind it."""

    room: str
    is_here: bool
    waiting: int = 0

    @property
    def href(self) -> str:
        """Return the address."""
        return f"/{self.room}"


@dataclass(frozen=True, slots=True)
class Group:
    """Ways that are one step further."""

    name: str
    links: tuple[Link, ...]

    @property
    def is_here(self) -> bool:
        """Tell whether the visitor is in one of its rooms."""
        return any(link.is_here for link in self.links)

    @property
    def waiting(self) -> int:
        """Return how much waits behind its links."""
        return sum(link.waiting for link in self.links)


@dataclass(frozen=True, slots=True)
class Menu:
    """Everything a visitor is led to."""

    at_hand: tuple[Link, ...]
    groups: tuple[Group, ...]

    @property
    def links(self) -> tuple[Link, ...]:
        """Return every link, those in groups as well."""
        return (*self.at_hand, *(link for group in self.groups for link in group.links))

    @property
    def here(self) -> tuple[Link, ...]:
        """Return the link to the room in which the visitor is, if one leads there."""
        return tuple(link for link in self.links if link.is_here)

    @property
    def waiting(self) -> int:
        """Return how much waits anywhere."""
        return sum(link.waiting for link in self.links)


def _way(room: str, *needs: Needs, behind: str = "") -> _Way:
    return _Way(room, frozenset(needs), tuple(behind.split()))


_DAILY = (
    _way("", Needs.OWN_ACCOUNT),
    _way("antrean", Needs.ANSWER_CITIZENS, behind="percakapan"),
    _way("register", Needs.READ_REGISTER, behind="keberatan berkas surat"),
    _way("bagian", Needs.ANSWER_PARTS),
    _way(
        "entri",
        Needs.READ_QUESTIONS,
        behind="tinjau antrean-jawaban pertanyaan uji pengetahuan audit-jawaban",
    ),
)
_GROUPED = {
    "information": (
        _way("daftar", Needs.READ_REGISTER, Needs.KEEP_LISTS),
        _way("program", Needs.CURATE, behind="agenda"),
        _way("siaran", Needs.BROADCAST, Needs.APPROVE_BROADCASTS),
    ),
    "oversight": (
        _way("dasbor", Needs.READ_REGISTER, behind="survei"),
        _way("laporan", Needs.READ_REGISTER),
        _way("jurnal", Needs.READ_JOURNAL),
        _way("izin-identitas", Needs.ASK_TO_REVEAL, Needs.ALLOW_REVEALING),
        _way("data-pribadi", Needs.PROTECT_DATA, behind="retensi"),
    ),
    "settings": (
        _way("kalender", Needs.KEEP_CALENDAR, behind="hitung"),
        _way("orang", Needs.MANAGE_STAFF, behind="opd wewenang"),
        _way("grup-petugas", Needs.CONNECT_GROUPS),
        _way("pembatasan", Needs.RESTRICT_CITIZENS),
        _way("sakelar", Needs.SWITCH_FUNCTIONS),
        _way("kunci-api", Needs.MANAGE_API, behind="webhook"),
        _way("gangguan", Needs.OPERATE),
    ),
}


def menu(permissions: frozenset[Needs], path: str, waiting: Mapping[str, int]) -> Menu:
    """Return where somebody with these permissions is led; a group of one is no group."""
    here = path.split("/")[1]

    def links(ways: tuple[_Way, ...]) -> tuple[Link, ...]:
        return tuple(
            Link(way.room, here in (way.room, *way.behind), waiting.get(way.room, 0))
            for way in ways
            if way.needs & permissions
        )

    daily = links(_DAILY)
    groups = [Group(name, found) for name, ways in _GROUPED.items() if (found := links(ways))]
    if len(daily) + sum(len(group.links) for group in groups) <= SIDE_BY_SIDE:
        return Menu((*daily, *(link for group in groups for link in group.links)), ())
    alone = [link for group in groups for link in group.links if len(group.links) == 1]
    return Menu((*daily, *alone), tuple(group for group in groups if len(group.links) > 1))
