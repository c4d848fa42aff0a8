"""How long people wait for a person, what they were promised, and how much of it was kept."""

from collections.abc import Sequence

from benchmarks.table import percentile, table
from benchmarks.waiting import Handling, Played, expected_load, exponential, lognormal, play

_STAFF = (3, 5, 8, 10)
_SHARES = (0.05, 0.10, 0.15, 0.20, 0.30)
_WEEKS = 4
_HOPELESS = 1.5  # load at which a desk only falls behind
_HEADS = (
    "staff", "escalated", "load", "busy", "wait P50", "wait P90", "kept", "width P50", "width P90",
)  # fmt: skip


def report(staffs: Sequence[int] = _STAFF, weeks: int = _WEEKS) -> None:
    """Print one table for each way in which the minutes of a case vary."""
    for handling in (exponential, lognormal):
        rows = [_row(staff, share, handling, weeks) for staff in staffs for share in _SHARES]
        title = (
            f"2,000 chats a day, {weeks} weeks, 4 minutes each ({handling.__name__}); "
            "waits and widths in staffed minutes"
        )
        table(title, _HEADS, rows)


def _row(staff: int, share: float, handling: Handling, weeks: int) -> list[str]:
    expected = expected_load(staff, share)
    names = [str(staff), f"{share:.0%}"]
    if expected > _HOPELESS:
        hopeless = [f"{expected:.0%}", "collapses"]
        return [*names, *hopeless, *["-"] * (len(_HEADS) - len(names) - len(hopeless))]
    played = play(staff, share, handling, weeks=weeks)
    return [*names, f"{played.load:.0%}", f"{played.busy:.0%}", *_figures(played)]


def _figures(played: Played) -> list[str]:
    waits = [row.waited_minutes for row in played.cases]
    widths = [row.width_minutes for row in played.cases]
    return [
        f"{percentile(waits, 0.5):.0f}",
        f"{percentile(waits, 0.9):.0f}",
        f"{played.kept:.1%}",
        f"{percentile(widths, 0.5):.0f}",
        f"{percentile(widths, 0.9):.0f}",
    ]
