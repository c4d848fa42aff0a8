"""How often a program may ask: counted by the minute, in memory, for each key or network."""

import threading
from collections import OrderedDict
from datetime import datetime

from admin.public.pace import network

OPEN_PER_MINUTE = 120  # for one network that shows no key
_A_MINUTE = 60
_REMEMBERED = 20_000


class Pace:
    """The questions of the present minute; keys apart, so that no stranger makes one forgotten."""

    def __init__(self) -> None:
        self._minute = 0
        self._keys: OrderedDict[str, int] = OrderedDict()
        self._strangers: OrderedDict[str, int] = OrderedDict()
        self._guard = threading.Lock()

    def of_key(self, number: int, most: int, now: datetime) -> int:
        """Count a question of a key; return 0, or for how many seconds nothing is answered."""
        return self._wait(self._keys, str(number), most, now)

    def of_address(self, address: str, now: datetime, *, guesses: bool = False) -> int:
        """Count a question without a key, or with none that exists; return as `of_key` does."""
        place = f"{'key' if guesses else 'open'} {network(address)}"
        return self._wait(self._strangers, place, OPEN_PER_MINUTE, now)

    def _wait(self, asked: OrderedDict[str, int], who: str, most: int, now: datetime) -> int:
        second = int(now.timestamp())
        minute = second // _A_MINUTE
        with self._guard:
            # A thread that read the clock just before the minute changed is no new minute.
            if minute not in (self._minute, self._minute - 1):
                self._minute = minute
                self._keys.clear()
                self._strangers.clear()
            count = asked.get(who, 0) + 1
            asked[who] = count
            asked.move_to_end(who)
            while len(asked) > _REMEMBERED:
                asked.popitem(last=False)
        return 0 if count <= most else _A_MINUTE - second % _A_MINUTE
