"""Makes any text printable with the fonts that travel with the compiler."""

import re
import unicodedata
from functools import lru_cache

FOREIGN = "\N{REPLACEMENT CHARACTER}"
"""Stands on paper for a run of characters that no bundled font can show."""

# What every cut of Libertinus Serif can show, without scripts that run from right to left
# and without invisible characters; the tests print each of them.
_RANGES = (
    " -~\u00a0-\u00ac\u00ae-\u017f\u0218-\u021b\u02bb\u02bc\u0300-\u0331\u0384-\u038a\u038c"
    "\u038e-\u03a1\u03a3-\u03ce\u0401\u0403-\u040c\u040f-\u044f\u0451\u0453\u0455-\u0458"
    "\u045c\u045e\u1e00-\u1e9b\u1e9e\u1ea0-\u1ef9\u2010-\u2027\u2030-\u2037\u2039-\u203e"
    "\u2044\u2047-\u2049\u2070\u2071\u2074-\u208e\u20ab\u20ac\u20b1\u2103\u2109\u2113\u2116"
    "\u2120\u2122\u2126\u2153-\u2184\u2190-\u2199\u2202\u2206\u220f-\u2215\u221a\u221e"
    "\u2229-\u222b\u223c\u2248\u2260\u2264\u2265\u25a0\u25a1\u25b2\u25b3\u25b6\u25b7\u25bc"
    "\u25bd\u25c0\u25c1\u25cb\u25cc\u25cf\u2605\u2639-\u263b\u2660\u2663\u2665\u2666\u266a"
    "\ufffd"
)
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_FOREIGN_CHARACTER = re.compile(f"[^{_RANGES}\n]")
_FOREIGN_RUN = re.compile(f"[^{_RANGES}\n]+")
_LINE_ENDS = re.compile("\r\n|[\r\u000b\u000c\u0085\u2028\u2029]")
_BLANKS = re.compile("[\t\u1680\u2000-\u200a\u202f\u205f\u3000]")
_PILE = re.compile("([\u0300-\u0331]{2})[\u0300-\u0331]+")
_ENDLESS = 30
_WORD = re.compile(r"\W*[A-Za-z][a-z]+(?:[-/][A-Za-z]?[a-z]+)*\W*")
_CLUSTERS_OF_CONSONANTS = re.compile(r"[^aiueoAIUEO\W]{6}")
_AFTER_MARKS = re.compile(r"(?<=[/@._-])(?!$)")
_NATURAL_BREAK = re.compile(r"(?<=[/-])(?=[^\W\d_])")
_CLUSTER = re.compile("[^\u0300-\u0331][\u0300-\u0331]*|^[\u0300-\u0331]+")
_CAPITAL = re.compile("[A-Z]")
_CAPITALS_SHARE = 0.4
Run = str | dict[str, str] | dict[str, list[str]]


def purge(text: str) -> str:
    """Return the text with every character printable and every invisible one gone.

    Line ends become `\\n`; styled letters (full width, mathematical bold) become plain; a run of
    anything else that the fonts lack becomes one `FOREIGN` sign, so that a reader sees the gap.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _UNSEEN.sub("", _BLANKS.sub(" ", _LINE_ENDS.sub("\n", text)))
    text = unicodedata.normalize("NFC", text)
    text = _FOREIGN_CHARACTER.sub(_plain, text)
    text = _FOREIGN_RUN.sub(FOREIGN, unicodedata.normalize("NFC", text))
    return _PILE.sub(r"\1", text)


def _plain(found: re.Match[str]) -> str:
    """Return the plain form of a styled letter, the character itself without one."""
    plain = unicodedata.normalize("NFKC", found[0])
    return found[0] if _FOREIGN_CHARACTER.search(plain) else plain


def runs(text: str, room: int) -> str | list[Run]:
    """Return a text ready for a column that has room for so many letters.

    What fits stays whole. A longer word is marked `soft`, to be broken between syllables; a
    longer address, number or code comes in `pieces`, between which a line may end. No invisible
    character is put in, so that what is copied from the paper is what was written.
    """
    parts = re.split(r"(\S+)", text)
    if all(_measure(part) <= room for part in parts[1::2]):
        return text
    found: list[Run] = []
    for part in parts:
        run = _run(part, room) if part.strip() else part
        if isinstance(run, str) and found and isinstance(found[-1], str):
            found[-1] += run
        elif run:
            found.append(run)
    return found[0] if len(found) == 1 and isinstance(found[0], str) else found


def _measure(token: str) -> float:
    """Return a width in letters; a capital is wider."""
    return len(token) + _CAPITALS_SHARE * len(_CAPITAL.findall(token))


@lru_cache(maxsize=50_000)
def _run(token: str, room: int) -> Run:
    if max(map(_measure, _NATURAL_BREAK.split(token))) <= room:
        return token
    spoken = _WORD.fullmatch(token) and not _CLUSTERS_OF_CONSONANTS.search(token)
    if len(token) <= _ENDLESS and spoken:
        return {"soft": token}
    pieces = _AFTER_MARKS.split(token)
    return {
        "pieces": [
            small
            for piece in pieces
            for small in ([piece] if _measure(piece) <= room else _CLUSTER.findall(piece))
        ]
    }
