"""Keeps finished answers for half a minute, so that a crowd costs as much as one reader."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

FRESH = timedelta(seconds=30)
# Handed out while somebody makes a newer one; older than this, everybody waits for that one.
STALE = timedelta(minutes=5)
_MOST_BYTES = 24 * 1024 * 1024
_LARGEST = _MOST_BYTES // 4
_WORTH_PACKING = 512

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A finished answer with its mark, plain and packed; the same content has the same mark."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    packed: bytes
    mark: str
    made_at: datetime

    def answer(self, request: Request) -> Response:
        """Return what a browser is sent: nothing but the mark where it has the content already."""
        headers = {**self.headers, "etag": self.mark, "vary": "Accept-Encoding"}
        if self.status == 200 and self.mark in _marks(request):
            headers.pop("content-type", None)
            return Response(status_code=304, headers=headers)
        if self.packed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                self.packed, self.status, headers={**headers, "content-encoding": "gzip"}
            )
        return Response(self.body, self.status, headers=headers)


def _marks(request: Request) -> set[str]:
    given = request.headers.get("if-none-match", "")
    return {one.strip() for one in given.split(",")}


def copied(response: Response, now: datetime) -> Copy:
    """Return an answer as it is kept."""
    body = bytes(response.body)
    packed = gzip.compress(body, mtime=0) if len(body) >= _WORTH_PACKING else b""
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    mark = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    return Copy(response.status_code, headers, body, packed, mark, now)


class Kept:
    """The finished answers of this process; forgotten when they are old or the office acts."""

    def __init__(self, fresh: timedelta = FRESH) -> None:
        self._fresh = fresh
        self._copies: OrderedDict[Key, Copy] = OrderedDict()
        self._bytes = 0
        self._guard = threading.Lock()
        self._underway: dict[Key, Future[Copy]] = {}
        self._forgotten = 0

    def fresh(self, key: Key, now: datetime) -> Copy | None:
        """Return what was made a moment ago, or None."""
        copy = self._copies.get(key)
        return copy if copy is not None and now - copy.made_at < self._fresh else None

    def get(self, key: Key, clock: Callable[[], datetime], make: Callable[[], Response]) -> Copy:
        """Return an answer: a fresh one, or one made now, by one reader for all who wait."""
        with self._guard:
            awaited = self._underway.get(key)
            own: Future[Copy] = Future()
            if awaited is None:
                self._underway[key] = own
            forgotten = self._forgotten
        if awaited is not None:
            old = self._copies.get(key)
            return old if old and clock() - old.made_at < STALE else awaited.result()
        try:
            made = self.fresh(key, clock()) or copied(make(), clock())
            self._keep(key, made, forgotten)
        except BaseException as fault:
            own.set_exception(fault)
            raise
        else:
            own.set_result(made)
            return made
        finally:
            with self._guard:
                if self._underway.get(key) is own:
                    del self._underway[key]

    def forget(self) -> None:
        """Forget everything: something was published or taken back."""
        with self._guard:
            self._copies.clear()
            # Whoever asks from now on waits for nothing that was read before.
            self._underway.clear()
            self._bytes = 0
            self._forgotten += 1

    def _keep(self, key: Key, copy: Copy, forgotten: int) -> None:
        if copy.status != 200 or _size(copy) > _LARGEST:
            return  # what is not there must not crowd out what is, nor one answer all the others
        with self._guard:
            if forgotten != self._forgotten:
                return  # it was read before what made everything be forgotten
            old = self._copies.pop(key, None)
            self._bytes += _size(copy) - (_size(old) if old else 0)
            self._copies[key] = copy
            while self._bytes > _MOST_BYTES:
                _, dropped = self._copies.popitem(last=False)
                self._bytes -= _size(dropped)


def _size(copy: Copy) -> int:
    return len(copy.body) + len(copy.packed)
