"""Pure: a gate that lets no message out which Telegram could count as one too many.

Telegram counts messages when they arrive. We know when one left and when its answer came back,
and that it was counted between the two. So the thirty-first after it waits until a second has
passed since the latest instant at which it can have been counted: however long any way takes, now
more and now less, no second sees more. What a way takes at least is not waited for.
"""

from collections import deque

# Of the shortest way lately seen so much is the network's, which no message is spared; the rest is
# work at either end, now here and now there.
_SURE, _WORK = 0.95, 0.02
_LATELY = 200
# Whoever gets no answer for so long supposes that the message was counted by then.
_LONGEST_WAY = 3.0


class Passage:
    """One message on its way."""

    __slots__ = ("counted", "left")

    def __init__(self, left: float) -> None:
        self.left = left
        # The latest instant at which Telegram can have counted it.
        self.counted = left + _LONGEST_WAY


class Gate:
    """Remembers who passed; times are seconds of one clock."""

    def __init__(self, overall: int, second: float) -> None:
        self._second = second
        self._passed: deque[Passage] = deque(maxlen=overall)
        self._ways: deque[float] = deque(maxlen=_LATELY)

    def free_at(self, now: float) -> float:
        """Return when the next may pass; `now` or earlier means at once."""
        if len(self._passed) < (self._passed.maxlen or 1):
            return now
        return self._passed[0].counted + self._second

    def passes(self, now: float) -> Passage:
        """Let a message out."""
        passage = Passage(now)
        self._passed.append(passage)
        return passage

    def answered(self, passage: Passage, now: float) -> None:
        """Note that Telegram answered a message: it was counted before."""
        self._ways.append(now - passage.left)
        passage.counted = now - max(0.0, _SURE * min(self._ways) - _WORK)
