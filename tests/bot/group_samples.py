"""What the texts for hasty and restricted citizens and for staff groups are given."""

from typing import Any


def group_samples(words: str = "ucapannya") -> dict[str, dict[str, Any]]:
    """Return the data of each text; `words` come from outside."""
    restricted = {"until": "2026-11-30", "hour": "10.15 WIB", "reason": words}
    cases = [{"number": 7, "ticket": "T-00007/2026"}] * 5
    named = {"count": 12, "cases": cases}
    lanes = {"urgent": 1, "formal": 2, "general": 3, "spam": 4}
    return {
        "too_fast": {"until": "10.15 WIB"},
        "slow_mode": {"until": "10.25 WIB"},
        "restricted": restricted,
        "restriction_started": restricted,
        "group_codes_too_many": {"minutes": 15},
        "group_connected": {"office_name": words},
        "group_alarm": {
            "urgent": named, "new": lanes, "nearly": named, "late": named, "undelivered": 3,
            "waiting": 12,
        },
        "group_digest": {
            "day": "2026-11-23", "waiting": lanes, "promised_today": 4, "late": 1, "lapsed": 2,
            "undelivered": 3, "load": 74, "law_today": 2, "law_late": 1,
            "oldest": {
                "number": 7, "ticket": "T-00007/2026", "day": "2026-11-20", "hour": "14.05",
            },
        },
        "group_office": {
            "office_name": words, "parts": 2, "questions": 1, "nearest": "2026-11-25",
            "is_late": False,
        },
    }  # fmt: skip
