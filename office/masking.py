"""Pure: takes personal patterns out of a text before it is kept or logged."""

import re

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]{2,}")
# Sixteen digits however spaced are a NIK (or a card); shorter runs that begin like a
# telephone number are one.
_LONG_NUMBER = re.compile(r"(?<![\d.,])\d(?:[ .\-]?\d){12,18}(?![\d])")
_PHONE = re.compile(r"(?<!\d)(?:\+?62|0)(?:[ .\-]?\d){7,13}(?!\d)")


def mask(text: str) -> str:
    """Return the text with NIK, telephone numbers and e-mail addresses blotted out."""
    text = _EMAIL.sub("[surel]", text)
    text = _LONG_NUMBER.sub("[nomor]", text)
    return _PHONE.sub("[telepon]", text)
