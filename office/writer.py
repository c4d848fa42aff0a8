"""One writer thread per process: runs jobs and commits all that are waiting together."""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import OperationalError

from office.people import Actor
from office.unit import Office, Unit

T = TypeVar("T")
log = logging.getLogger(__name__)

_LARGEST_GROUP = 256
_TRIES = 5


@dataclass(slots=True, eq=False)
class _Job(Generic[T]):
    work: Callable[[Unit], T]
    actor: Actor
    future: Future[T]


class Writer:
    """Takes jobs from any thread; a future tells when each is committed.

    A job may be run more than once before it counts: a group that fails as a whole is taken
    back and its jobs are run one by one. So a job touches nothing but its unit.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        # Called in the writer's thread after a commit that put something into the outbox.
        self.posted: Callable[[], None] = lambda: None
        self._has_mail = False
        self._stopped = False
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what was handed in, then end the thread."""
        self._stopped = True
        self._jobs.put(None)
        self._thread.join()

    def submit(self, work: Callable[[Unit], T], actor: Actor) -> Future[T]:
        """Hand in a job; the future holds its result once it is durable."""
        if self._stopped:
            raise RuntimeError("the writer takes nothing in any more")
        future: Future[T] = Future()
        self._jobs.put(_Job(work, actor, future))
        return future

    def do(self, work: Callable[[Unit], T], actor: Actor) -> T:
        """Hand in a job and wait until it is durable."""
        return self.submit(work, actor).result()

    def _run(self) -> None:
        while True:
            group, more = self._next_group()
            ready = [job for job in group if job.future.set_running_or_notify_cancel()]
            if ready:
                self._has_mail = False
                self._commit(ready)
                self._tell_postman()
            if not more:
                return

    def _next_group(self) -> tuple[list[_Job[Any]], bool]:
        first = self._jobs.get()
        if first is None:
            return [], False
        group = [first]
        while len(group) < _LARGEST_GROUP:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return group, False
            group.append(job)
        return group, True

    def _commit(self, group: list[_Job[Any]]) -> None:
        try:
            outcomes = self._attempt(group)
        except Exception:  # noqa: BLE001 - whichever job it was is found by running them singly
            for job in group:
                self._commit_alone(job)
            return
        for job, outcome in zip(group, outcomes, strict=True):
            job.future.set_result(outcome)

    def _commit_alone(self, job: _Job[Any]) -> None:
        for attempt in range(1, _TRIES + 1):
            try:
                (outcome,) = self._attempt([job])
            except OperationalError as error:
                # Two processes met on the same rows, or the database is coming back.
                if attempt == _TRIES:
                    job.future.set_exception(error)
                    return
                threading.Event().wait(0.05 * 2**attempt)
            except Exception as error:  # noqa: BLE001 - it belongs to whoever handed the job in
                job.future.set_exception(error)
                return
            else:
                job.future.set_result(outcome)
                return

    def _attempt(self, group: list[_Job[Any]]) -> list[Any]:
        with self._office.batch() as batch:
            outcomes = [job.work(self._office.unit_in(batch, job.actor)) for job in group]
            self._has_mail = self._has_mail or batch.has_mail
        return outcomes

    def _tell_postman(self) -> None:
        """Ring once everything is settled; a bell that breaks spoils nothing that is committed."""
        if not self._has_mail:
            return
        self._has_mail = False
        try:
            self.posted()
        except Exception:
            log.exception("the postman could not be told")
