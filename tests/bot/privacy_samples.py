"""What the texts about a citizen's own data are given in the office's life."""

from typing import Any

KEPT = {"drafts": 7, "question_texts": 90, "conversations": 365, "identity_papers": 365}
COUNTS = {"questions": 12, "conversations": 2, "subscriptions": 3, "wishes": 1}


def privacy_samples(words: str = "ucapannya") -> dict[str, dict[str, Any]]:
    """Return the data of each text; `words` come from outside."""
    term = {"number": 7, "until": "2026-11-26", "hour": "10.15 WIB"}
    case = {"kind": "request", "number": "0001/PPID/III/2026", "status": "registered"}
    return {
        "privacy": {"version": "2026-11", "kept": KEPT},
        "request_left": {"has_draft": True, "days": KEPT["drafts"]},
        "request_answered": {"days": KEPT["drafts"]},
        "privacy_own": {
            "cases": [case] * 8, "more": 3, "counts": COUNTS,
            "identity": {"name": words, "number": words, "phone": words, "email": words},
            "waiting": [{"code": "K7MN2PQR", "about": "correction"}],
        },
        "privacy_copy": {"own_data": "json", "person": 700_000_001},
        "privacy_copied": {},
        "privacy_consents": {"counts": COUNTS},
        "privacy_stopped": {"what": "subscriptions"},
        "privacy_tell": {"about": "correction"},
        "privacy_refused": {"code": "too_long", "facts": {"longest": 2000}, "field": "words"},
        "privacy_taken": {
            "code": "K7MN2PQR", "about": "correction", "has_file": True, **term,
        },
        "privacy_not_kept": {},
        "privacy_waits": {"code": "K7MN2PQR", "about": "correction"},
        "privacy_erase": {"counts": COUNTS, "cases": 2, "has_draft": True},
        "privacy_spared": {},
        "privacy_erased": {"code": "K7MN2PQR"},
        "data_request_settled": {
            "code": "K7MN2PQR", "about": "erasure", "status": "partly",
            "ground": "state_archive", "note": words,
        },
        "data_breach": {
            "data": words, "how": words, "handling": words, "advice": words,
            "happened": "2026-11-20", "known": "2026-11-22", "untranslated": True,
        },
        "group_data_breach_due": term,
        "group_data_breach_lapsed": term,
        "group_data_request_due": term,
        "group_data_request_lapsed": term,
    }  # fmt: skip
