"""What every text about a conversation with staff is given in the office's life."""

from typing import Any

TICKET = "T-00001/2026"
PROMISE = {"from": "2026-11-23T02:00:00+00:00", "by": "2026-11-23T03:30:00+00:00"}
UNTIL = "2026-11-25T08:30:00+00:00"

HOURS = [
    *({"day": day, "windows": [["08.00", "12.00"], ["13.00", "15.30"]]} for day in range(4)),
    {"day": 4, "windows": [["08.00", "11.30"], ["13.00", "15.00"]]},
]


def desk_samples(words: str = "ucapannya") -> dict[str, dict[str, Any]]:
    """Return the data of each text; `words` come from outside."""
    promised = {"ticket": TICKET, "promise": PROMISE}
    return {
        "escalation_opened": promised,
        "escalation_reopened": promised,
        "escalation_reopened_by_staff": {"ticket": TICKET},
        "escalation_overdue": promised,
        "escalation_reminder": {"ticket": TICKET, "until": UNTIL},
        "escalation_disposed": {**promised, "opd": words},
        "escalation_closed": {
            "ticket": TICKET, "outcome": "not_possible", "reason": words, "until": UNTIL,
        },
        "escalation_rating": {"ticket": TICKET},
        "escalation_to_request": {"ticket": TICKET, "information": words, "offer": 1},
        "escalation_to_another": promised,
        "staff_reply": {"text": words},
        "staff_heard": {"promise": PROMISE, "opd": words},
        "staff_offer": {"promise": PROMISE, "hours": HOURS},
        "stray": {"of": ""},
        "rating_thanks": {"low": True},
        "rating_ask": {"too_long": True, "longest": 3500},
    }  # fmt: skip
