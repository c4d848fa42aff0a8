"""Pure: takes out of a text what must not be kept: personal patterns, invisible controls."""

import re
import unicodedata
from pathlib import PurePath

# Bounded as addresses are, so that thousands of letters without a blank cost nothing.
_EMAIL = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,255}\.[^\s@<>.]{2,63}")
# What nobody sees between two digits, and what stands between groups of them on one line.
_UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_BETWEEN = r"(?:[^\w\n]|_){1,3}"
_MARK = r" .\-‐-―−\u00a0\u2000-\u200a\u202f\u3000"
# Sixteen digits however spaced are a NIK (or a card); shorter runs that begin like a
# telephone number are one. Groups of three are an amount of money.
_LONG_NUMBER = re.compile(
    r"(?<![\d.,])(?!\d{1,3}(?:\.\d{3})+(?!\.?\d))"
    rf"\d(?:[{_UNSEEN}]{{0,2}}[{_MARK}/]?[{_UNSEEN}]{{0,2}}\d){{12,18}}(?!\d)"
)
# Whatever else stands between its groups, a NIK has a province and a day of birth (women's plus
# forty); neither amounts of money nor dates or years are written like that.
_REGION = r"(?:1[1-9]|2[01]|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])"
_DAY, _MONTH = r"(?:[04][1-9]|[1256]\d|[37][01])", r"(?:0[1-9]|1[0-2])"
_NIK = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:"
    rf"{_REGION}\d{{4}}{_DAY}{_MONTH}\d{{6}}"
    rf"|{_REGION}\d\d{_BETWEEN}\d\d{_DAY}{_BETWEEN}{_MONTH}\d\d{_BETWEEN}\d{{4}}"
    rf"|{_REGION}\d{{4}}{_BETWEEN}{_DAY}{_MONTH}\d\d{_BETWEEN}\d{{4}}"
    rf"|{_REGION}(?P<mark>{_BETWEEN})\d\d(?P=mark)\d\d(?P=mark){_DAY}{_MONTH}\d\d(?P=mark)\d{{4}}"
    r")(?!\d)"
)
# A date begins like a telephone number, as an amount's later groups do, and is none.
_PHONE = re.compile(
    r"(?<!\d)(?!0\d[.\-]\d\d[.\-](?:19|20)\d\d(?![ .\-–()]{0,2}\d))"
    r"(?!(?<=\d\.)\d{3}(?:\.\d{3})+(?!\.?\d))"
    rf"\(?(?:\+?62|0)(?:[{_MARK}(){_UNSEEN}]{{0,2}}\d){{7,13}}(?!\d)"
)
# Between other marks only a mobile number's groups tell it; what ends in a year is a letter's.
_MOBILE = re.compile(
    rf"(?<![\d/])(?:\+?62{_BETWEEN}|0)8[1-9]\d{_BETWEEN}\d{{3,4}}{_BETWEEN}"
    r"(?!(?:19|20)\d\d(?!\d))\d{3,5}(?!\d)"
)


def mask(text: str) -> str:
    """Return the text with NIK, telephone numbers and e-mail addresses blotted out."""
    text = _EMAIL.sub("[surel]", text)
    text = _NIK.sub("[nomor]", _LONG_NUMBER.sub("[nomor]", text))
    return _MOBILE.sub("[telepon]", _PHONE.sub("[telepon]", text))


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


def as_read(text: str) -> str:
    """Return the text as the eye reads it: usual forms of letters and digits, no unseen marks."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(mark for mark in text if unicodedata.category(mark) != "Cf")


def holds_long_number(text: str) -> bool:
    """Tell whether a text holds a number as long as a NIK or a card's."""
    return _LONG_NUMBER.search(text) is not None or _NIK.search(text) is not None
