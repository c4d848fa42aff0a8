"""Reads a sealed text that may be spoilt, so that one which cannot be read hides no other."""

from cryptography.exceptions import InvalidTag

from office.vault import Vault


def text(vault: Vault, sealed: bytes | None, context: str) -> str | None:
    """Return a sealed text, "" where there is none, and None where it cannot be read."""
    if sealed is None:
        return ""
    try:
        return vault.unseal(sealed, context)
    except (InvalidTag, ValueError, IndexError):
        return None
