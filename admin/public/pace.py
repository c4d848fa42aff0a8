"""How often one address may ask for what costs something; held in memory, written nowhere."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

SPAN = timedelta(minutes=1)
# Whole villages share one address of a telephone company.
MOST = 120
_REMEMBERED = 20_000
_LONGEST = 45  # letters of the longest address there is


class Pace:
    """Counts what each address asked for in the present minute."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._counts: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._guard = threading.Lock()

    def allows(self, address: str, now: datetime) -> bool:
        """Count one question; tell whether it may be answered."""
        place = network(address)
        with self._guard:
            since, count = self._counts.get(place, (now, 0))
            if now - since >= SPAN:
                since, count = now, 0
            self._counts[place] = (since, count + 1)
            self._counts.move_to_end(place)
            while len(self._counts) > _REMEMBERED:
                self._counts.popitem(last=False)
            return count < self._most


def network(address: str) -> str:
    """Return whose address it is: of IPv6 a household has a whole network."""
    try:
        found = ip_address(address)
    except ValueError:
        # A proxy may hand on whatever it was told: what is remembered of it has an end.
        return address[:_LONGEST]
    if isinstance(found, IPv6Address):
        # One of IPv4 that is only written otherwise stays one of its own.
        return str(found.ipv4_mapped or int(found) >> 64)
    return address
