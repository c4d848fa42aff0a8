"""What other offices may ask with a key: the register with parts, and how parts stand."""

from admin.api.asked import OneRequest, RegisterAsked, YearAsked
from admin.api.operations import Call
from admin.api.shapes import OfficeRegisterPage, OfficeStatistics
from register import offices_register
from register.offices_register import OfficeRow
from register.open_register import OpenFilters


def register(call: Call, asked: RegisterAsked) -> OfficeRegisterPage:
    """Return a page of the register; a key of a regional office sees only what it answers."""
    year = asked.year or call.unit.today.year
    filters = OpenFilters(year, asked.status or "", asked.month, _bound(call))
    found = offices_register.page(call.unit, filters, before=asked.before, size=asked.limit)
    return OfficeRegisterPage(year, found.total, found.rows, found.older)


def request(call: Call, asked: OneRequest) -> OfficeRow:
    """Return one request with its parts; raise `NotFound`."""
    return offices_register.one(call.unit, asked.year, asked.sequence, regional_office=_bound(call))


def statistics(call: Call, asked: YearAsked) -> OfficeStatistics:
    """Return how the parts of a year's requests stand, office by office."""
    year = asked.year or call.unit.today.year
    rows = offices_register.tallies(call.unit, year, regional_office=_bound(call))
    return OfficeStatistics(year, rows)


def _bound(call: Call) -> int | None:
    return call.key.regional_office if call.key else None
