"""Runs over the retention schedule, in small transactions: asked for, carried on, reported."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from office import retention
from office.clock import local_date
from office.people import Permission
from office.refusals import NotAllowed, NotFound
from office.retention import BATCH, Found, Piece, Pieces
from office.retention_tables import RetentionRun
from office.unit import Unit

log = logging.getLogger(__name__)

_LISTED = 60
_ASKERS = frozenset({Permission.PROTECT_DATA, Permission.KEEP_TIME})


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found and did about one piece; `failed` names what went wrong."""

    name: str
    days: int
    found: int | None
    oldest: date | None
    gone: int
    failed: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it is shown and printed."""

    number: int
    is_dry: bool
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    results: tuple[Result, ...]

    @property
    def gone(self) -> int:
        """Return how many rows it erased."""
        return sum(one.gone for one in self.results)

    @property
    def found(self) -> int:
        """Return how many rows it found over their term."""
        return sum(one.found or 0 for one in self.results)


def ask(unit: Unit, *, is_dry: bool = True) -> int:
    """Ask for a run; return its number. One that waits already is the same.

    Only the program itself asks for a real one: people look first what would go.
    """
    if not _ASKERS & unit.actor.permissions:
        raise NotAllowed("permission_missing", permission=Permission.PROTECT_DATA.value)
    if not is_dry:
        unit.require(Permission.KEEP_TIME)
    waiting = unit.session.scalar(
        select(RetentionRun).where(
            RetentionRun.finished_at.is_(None), RetentionRun.is_dry.is_(is_dry)
        )
    )
    if waiting is not None:
        return waiting.id
    row = RetentionRun(is_dry=is_dry, asked_by=unit.actor.label, asked_at=unit.now, report="[]")
    unit.session.add(row)
    unit.flush()
    unit.record("retention.asked", f"retention_run:{row.id}", dry=is_dry)
    return row.id


def tonight(unit: Unit) -> None:
    """Ask for the night's run, once for each date."""
    last = unit.session.scalar(
        select(RetentionRun.asked_at)
        .where(RetentionRun.is_dry.is_(False))
        .order_by(RetentionRun.id.desc())
        .limit(1)
    )
    if last is None or local_date(last, unit.zone) != unit.today:
        ask(unit, is_dry=False)


def step(unit: Unit, *, pieces: Pieces) -> bool:
    """Do the next small part of the run that waits; tell whether there is more to do."""
    unit.require(Permission.KEEP_TIME)
    run = unit.session.scalar(
        select(RetentionRun)
        .where(RetentionRun.finished_at.is_(None))
        .order_by(RetentionRun.id)
        .limit(1)
    )
    if run is None:
        return False
    if run.started_at is None:
        run.started_at = unit.now
        lines = [_line(name, days) for name, days in retention.terms_of(unit).items()]
    else:
        lines = json.loads(run.report)
    current = next((one for one in lines if not one["done"]), None)
    if current is None:
        _finish(unit, run, lines)
    else:
        _take(unit, current, pieces[current["name"]], is_dry=run.is_dry)
    run.report = json.dumps(lines)
    return True


def _line(name: str, days: int) -> dict[str, Any]:
    return {
        "name": name, "days": days, "found": None, "oldest": None, "gone": 0,
        "done": False, "failed": "",
    }  # fmt: skip


def _take(unit: Unit, current: dict[str, Any], piece: Piece, *, is_dry: bool) -> None:
    """Count a piece, or erase a batch of it; what fails is noted and keeps nothing else back."""
    before = unit.now - timedelta(days=current["days"])
    try:
        with unit.attempt():
            if current["found"] is None:
                current |= _counted(unit, piece.count(unit, before))
                current["done"] = is_dry or not current["found"]
            else:
                erased = piece.erase(unit, before)
                current["gone"] += erased
                current["done"] = erased < BATCH
    except Exception as error:
        # One piece must not keep all others for ever.
        log.exception("the retention of %s failed", current["name"])
        current |= {"done": True, "failed": type(error).__name__}


def _counted(unit: Unit, found: Found) -> dict[str, Any]:
    oldest = found.oldest
    if isinstance(oldest, datetime):
        oldest = local_date(oldest, unit.zone)
    return {"found": found.count, "oldest": oldest.isoformat() if oldest else None}


def _finish(unit: Unit, run: RetentionRun, lines: list[dict[str, Any]]) -> None:
    run.finished_at = unit.now
    act = "retention.looked" if run.is_dry else "retention.destroyed"
    gone = {one["name"]: one["gone"] for one in lines if one["gone"]}
    failed = [one["name"] for one in lines if one["failed"]]
    unit.record(act, f"retention_run:{run.id}", gone=gone, failed=failed)


def runs(unit: Unit) -> list[Run]:
    """Return the latest runs, newest first."""
    unit.require(Permission.PROTECT_DATA)
    rows = unit.session.scalars(
        select(RetentionRun).order_by(RetentionRun.id.desc()).limit(_LISTED)
    )
    return [_shown(row) for row in rows]


def run(unit: Unit, number: int) -> Run:
    """Return one run; raise `NotFound`."""
    if not _ASKERS & unit.actor.permissions:
        raise NotAllowed("permission_missing", permission=Permission.PROTECT_DATA.value)
    row = unit.session.get(RetentionRun, number)
    if row is None:
        raise NotFound("retention_run_unknown")
    return _shown(row)


def _shown(row: RetentionRun) -> Run:
    results = tuple(_result(one) for one in json.loads(row.report))
    return Run(
        row.id, row.is_dry, row.asked_by, row.asked_at, row.started_at, row.finished_at, results
    )


def _result(one: Mapping[str, Any]) -> Result:
    oldest = date.fromisoformat(one["oldest"]) if one["oldest"] else None
    return Result(one["name"], one["days"], one["found"], oldest, one["gone"], one["failed"])
