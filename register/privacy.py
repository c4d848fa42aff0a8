"""Pure: how personal fields look to somebody who need not read them."""

_KEEP = 4


def mask_number(digits: str) -> str:
    """Return a number of which only the last four digits show."""
    kept = digits[-_KEEP:] if len(digits) > _KEEP else ""
    return "•" * max(len(digits) - len(kept), 4 if digits else 0) + kept


def mask_name(name: str) -> str:
    """Return a name of which only each word's first letter shows."""
    return " ".join(word[0] + "•" * min(len(word) - 1, 6) for word in name.split())


def mask_email(address: str) -> str:
    """Return an e-mail address of which only the domain shows."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}" if domain else ""
