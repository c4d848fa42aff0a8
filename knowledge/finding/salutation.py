"""Pure: takes off to whom a message is said, which is not what it asks: "petugas, ...?"."""

import re

_HAIL = r"(?:(?:halo+|hai|hi|hello|permisi|maaf|assalamu ?alaikum|selamat \w+)[ ,.!]+)?"
_TITLE = r"(?:(?:pak|bu|bapak|ibu|mas|mbak|kak|min)\s+)?"
_WHOM = r"(?:petugas|admin|mimin|operator|cs|min)(?:\s+(?:ppid|yth))?"
# Without a comma it may be asked about ("petugas ppid itu siapa"), unless somebody begins to wish.
_END = r"(?:\s*[,:;!.\-–]+\s*|\s+(?=(?:saya|aku|kami|kulo|kula|mau|ingin|pengen|tolong|mohon)\b))"
_SALUTATION = re.compile(f"{_HAIL}{_TITLE}{_WHOM}{_END}", re.IGNORECASE)
# What is left of a message that says no more than that somebody wants to be heard.
_SAYS_NOTHING = frozenset(
    "saya aku kami kulo kula mau ingin pengen tolong mohon minta tanya nanya bertanya menanyakan "
    "dibantu bantu bantuan bantuannya dong ya yah nih sesuatu hal ada bisa boleh izin".split()
)


def without_salutation(text: str) -> str:
    """Return what a message asks; the whole of it where nothing is asked besides."""
    found = _SALUTATION.match(text.strip())
    if found is None:
        return text
    rest = text.strip()[found.end() :]
    words = set(re.findall(r"[^\W_]+", rest.casefold()))
    return rest if words - _SAYS_NOTHING else text
