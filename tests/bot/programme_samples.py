"""What every text about programmes and the agenda is given; `words` come from outside."""

from typing import Any


def card_sample(words: str, **changes: Any) -> dict[str, Any]:
    """Return the data of a programme's card."""
    return {
        **dict.fromkeys(
            "name region what who when where how budget contact source owner".split(), words
        ),
        "as_of": "2026-11-21", "valid_from": "2026-01-01", "valid_until": "2026-12-31",
        "status": "digantikan", "successor": words, **changes,
    }  # fmt: skip


def _event(words: str, status: str = "moved") -> dict[str, Any]:
    return {
        "title": words, "starts_on": "2026-12-07", "ends_on": "2026-12-08", "time": "08.00",
        "place": words, "status": status,
    }  # fmt: skip


def programme_samples(words: str) -> dict[str, dict[str, Any]]:
    """Return the data of every text about programmes, the agenda and subscriptions."""
    told = {
        "programme": words, "title": words, "starts_on": "2026-12-14", "ends_on": "",
        "time": words, "place": words, "village": words, "note": words, "reason": words,
        "old_starts_on": "2026-12-07", "old_ends_on": "2026-12-08", "old_time": "",
        "old_place": words,
    }  # fmt: skip
    row = {"name": words, "region": words, "status": "unknown"}
    return {
        "programme_list": {"programmes": [row] * 2, "more": 3},
        "programme_card": card_sample(words),
        "inline_programme": card_sample(words),
        "inline_answer": {"title": words, "body": words, "source": words, "as_of": "2026-11-21"},
        "agenda_list": {
            "programme": words, "more": 2,
            "months": [{"month": "2026-12-01", "events": [_event(words), _event(words)]}],
            "past": [_event(words, "cancelled")],
        },
        "agenda_planned": told,
        "agenda_moved": told,
        "agenda_cancelled": told,
        "village_confirm": {"name": words},
        "village_choose": {"names": [words, words]},
        "village_refused": {"code": "too_many_subscriptions", "facts": {"most": 30}},
        "followed": {"name": words, "is_new": True},
        "unfollowed": {"name": words},
        "subscriptions": {"names": [words]},
        "entry_over": {"title": words, "until": "2026-01-01", "has_successor": True},
    }  # fmt: skip
