"""Pure: takes out of a text what must not be kept: personal patterns, invisible controls."""

import re
import unicodedata
from pathlib import PurePath

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]{2,}")
# Sixteen digits however spaced are a NIK (or a card); shorter runs that begin like a
# telephone number are one.
_LONG_NUMBER = re.compile(r"(?<![\d.,])\d(?:[ ./\-–]?\d){12,18}(?!\d)")
_PHONE = re.compile(r"(?<!\d)\(?(?:\+?62|0)(?:[ .\-–()]{0,2}\d){7,13}(?!\d)")


def mask(text: str) -> str:
    """Return the text with NIK, telephone numbers and e-mail addresses blotted out."""
    text = _EMAIL.sub("[surel]", text)
    text = _LONG_NUMBER.sub("[nomor]", text)
    return _PHONE.sub("[telepon]", text)


def veil(name: str) -> str:
    """Return a file's name without what its owner wrote into it: only of what kind it is."""
    return f"berkas{PurePath(name).suffix.lower()[:6]}"


def clean(text: str) -> str:
    """Return the text without controls, lone surrogates and NUL; line ends count once."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        mark for mark in text if mark in "\n\t" or unicodedata.category(mark) not in {"Cc", "Cs"}
    )


def holds_long_number(text: str) -> bool:
    """Tell whether a text holds a number as long as a NIK or a card's."""
    return _LONG_NUMBER.search(text) is not None
