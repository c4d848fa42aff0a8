"""Describes whose letter it is: the office, how to reach it, and who signs."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

_WESTERN = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: name with titles, position, and NIP where there is one."""

    name: str
    position: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The office as its letters show it.

    `parent` is the line above the office's name (`Pemerintah Kabupaten ...`), `city` the place
    before the date, `logo` a PNG or SVG file, `seal_line` what stands above the signatory's
    name. `zone` is the office's time zone, in which every instant is printed.
    """

    office_name: str
    address: str
    phone: str
    email: str
    website: str
    city: str
    ppid: Signatory
    superior: Signatory
    parent: str = ""
    logo: bytes | None = None
    seal_line: str = ""
    zone: ZoneInfo = _WESTERN
