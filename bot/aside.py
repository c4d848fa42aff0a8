"""Long work beside the loop, in a thread that keeps no process from ending."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def aside(work: Callable[[], T]) -> asyncio.Future[T]:
    """Return what `work` will return or raise; whoever stops meanwhile does not wait for it.

    A thread of asyncio's own would be waited for, and what learns may take long.
    """
    made: Future[T] = Future()
    # Once it runs it cannot be cancelled; nobody hears what it returns then.
    made.set_running_or_notify_cancel()
    Thread(target=_do, args=(work, made), daemon=True).start()
    return asyncio.wrap_future(made)


def _do(work: Callable[[], T], made: Future[T]) -> None:
    try:
        value = work()
    except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
        made.set_exception(error)
    else:
        made.set_result(value)
