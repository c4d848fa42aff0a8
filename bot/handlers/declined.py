"""How something that cannot be done now is told: the code of the reason with plain facts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.turn import Outcome, say
from office.refusals import Refusal


def declined(refused: Refusal | None, field: str = "") -> Mapping[str, Any] | None:
    """Return a refusal as plain data for a text, or None."""
    if refused is None:
        return None
    facts = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in refused.facts.items()
    }
    return {"code": refused.code, "facts": facts, "field": field}


def unknown() -> Outcome:
    """Answer for a case that is not there or is somebody else's: the same words for both."""
    return Outcome((say("case_unknown"),))
