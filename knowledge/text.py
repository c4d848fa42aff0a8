"""Pure normalisation of chat Indonesian: case, spelling, slang, particles."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[a-z0-9]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_STOPWORDS = frozenset(
    "yang di ke dari dan atau itu ini ya kah sih dong deh kok nih tuh lah pun si para untuk buat "
    "dengan oleh pada dalam saya aku kami kita anda kamu mau ingin mohon tolong minta bisa boleh "
    "apa apakah bagaimana gimana cara caranya adalah ada tidak sudah belum akan jadi kalau agar "
    "supaya juga saja lagi bu pak min admin kak mas mbak selamat pagi siang sore malam halo hai "
    "permisi terima kasih the a an is are to of for how what do i my can please".split()
)


@cache
def slang() -> dict[str, str]:
    """Return everyday spellings and their plain words."""
    text = (files("knowledge") / "slang.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def words(text: str) -> list[str]:
    """Return the plain words of a message: folded, unstretched, slang spelt out."""
    folded = unicodedata.normalize("NFKD", text.lower())
    folded = "".join(mark for mark in folded if not unicodedata.combining(mark))
    found: list[str] = []
    for word in _WORD.findall(folded):
        plain = _STRETCHED.sub(r"\1", word)
        found += slang().get(plain, plain).split()
    return found


def content(plain: list[str]) -> list[str]:
    """Return the words that carry meaning; all of them if none would be left."""
    return [word for word in plain if word not in _STOPWORDS] or plain


def normalise(text: str) -> str:
    """Return a message as plain words in one line."""
    return " ".join(words(text))
