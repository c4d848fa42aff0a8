"""The room's own clock, which tests may move forward without waiting."""

import time


class Clock:
    """Wall time and monotonic time, both shifted by what `advance` was told."""

    def __init__(self) -> None:
        self._shift = 0.0

    def now(self) -> float:
        return time.time() + self._shift

    def monotonic(self) -> float:
        return time.monotonic() + self._shift

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self._shift += seconds
