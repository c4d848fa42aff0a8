"""Pure: a long text in portions that Telegram takes, cut where a reader would pause."""

_PAUSES = ("\n\n", "\n", " ")


def portions(text: str, longest: int) -> list[str]:
    """Return a text in portions of at most so many units of Telegram's counting (UTF-16)."""
    found, rest = [], text.strip()
    while units(rest) > longest:
        end = _cut(rest, longest)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, rest] if rest else found


def units(text: str) -> int:
    """Return how long a text is in Telegram's counting (UTF-16)."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, longest: int) -> int:
    """Return where to cut: at the last pause in the second half, or else in mid-word."""
    head = text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", errors="ignore")
    ends = (head.rfind(pause) for pause in _PAUSES)
    return next((end for end in ends if end > len(head) // 2), len(head))
