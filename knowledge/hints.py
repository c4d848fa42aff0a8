"""Pure: what an editor should know about a text: its length, how it reads, what it gives away."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz, process

from knowledge.edition import LONGEST_ANSWER
from knowledge.finder import Hit
from office.masking import holds_long_number

LONG_SENTENCE = 20
_PASSIVES = 3
DUPLICATE = 90.0
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+|;\s+")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_PASSIVE = re.compile(r"di[a-z]{4,}")
# They begin like a passive and are none.
_NOT_PASSIVE = frozenset(
    "digital dinas direktur direktorat direksi disabilitas diskusi distrik distribusi disiplin "
    "dinamis dinding dimensi diploma disposisi diagnosis dialog diskon dinamika disduk "
    "disdukcapil diskominfo dinkes dindik dinsos disperindag dishub".split()
)
_ABBREVIATION = re.compile(r"\b[A-Z]{2,}(?:-?[A-Z0-9]+)*\b")
_ROMAN = re.compile(r"[IVXLCM]+")
_KNOWN = frozenset(
    "KTP KK NIK RT RW UU PP RI WIB WITA WIT SD SMP SMA SMK HP WA SMS PDF TV PIN OTP ATM KTP-EL "
    "BPJS PNS SIM".split()
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]+", re.IGNORECASE)
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)
_SHORTENERS = frozenset(
    "bit.ly s.id tinyurl.com t.co goo.gl cutt.ly rb.gy shorturl.at is.gd ow.ly linktr.ee "
    "rebrand.ly gg.gg tiny.cc v.gd lnkd.in forms.gle".split()
)
_MOBILE = re.compile(r"(?<![\d+])(?:\+?62|0)[ .\-–]?8(?:[ .\-–]?\d){7,11}(?!\d)")
_CHAT_LINK = re.compile(r"(?:wa\.me|api\.whatsapp\.com)/", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>]+@([^\s@<>]+\.[^\s@<>.,;)]{2,})")
_PRIVATE_MAIL = frozenset(
    "gmail.com yahoo.com yahoo.co.id ymail.com hotmail.com outlook.com icloud.com live.com "
    "rocketmail.com proton.me protonmail.com".split()
)
_PLAIN = {
    "adapun": "",
    "agar supaya": "agar",
    "apabila": "jika",
    "bahwasanya": "bahwa",
    "berdasarkan hal tersebut": "karena itu",
    "bilamana": "jika",
    "dalam hal": "jika",
    "dalam rangka": "untuk",
    "demikian disampaikan": "",
    "dewasa ini": "sekarang",
    "dikarenakan": "karena",
    "dimaksud": "itu",
    "dipergunakan": "dipakai",
    "diperuntukkan bagi": "untuk",
    "guna": "untuk",
    "hal mana": "yang",
    "hendaknya": "sebaiknya",
    "kiranya": "",
    "manakala": "jika",
    "melakukan pengisian": "mengisi",
    "melakukan pendaftaran": "mendaftar",
    "melakukan pembayaran": "membayar",
    "melakukan pengajuan": "mengajukan",
    "melakukan pengecekan": "memeriksa",
    "mempergunakan": "memakai",
    "mengenai hal tersebut": "tentang itu",
    "merupakan": "adalah",
    "pada saat ini": "sekarang",
    "sebagaimana tersebut di atas": "seperti di atas",
    "sehubungan dengan": "tentang",
    "selambat-lambatnya": "paling lambat",
    "seyogianya": "sebaiknya",
    "senantiasa": "selalu",
    "tersebut di atas": "tadi",
    "terkait dengan": "tentang",
    "yang bersangkutan": "orang itu",
}
_OFFICIALESE = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, _PLAIN), key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a hint is about."""

    TOO_LONG = "too_long"
    LONG_SENTENCE = "long_sentence"
    PASSIVES = "passives"
    ABBREVIATION = "abbreviation"
    OFFICIALESE = "officialese"
    PERSONAL_NUMBER = "personal_number"
    PERSONAL_PHONE = "personal_phone"
    PERSONAL_MAIL = "personal_mail"
    LINK_NOT_HTTPS = "link_not_https"
    LINK_SHORTENED = "link_shortened"


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at: the words it is about, a number, or plainer words instead."""

    kind: Kind
    words: str = ""
    count: int = 0
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """Everything about one text."""

    length: int
    longest: int
    hints: tuple[Hint, ...] = field(default=())

    @property
    def left(self) -> int:
        """Return how many characters may still be written; below zero it is too long."""
        return self.longest - self.length


@dataclass(frozen=True, slots=True)
class Near:
    """An entry that is there already; a duplicate has almost the words of what is written."""

    slug: str
    confidence: float
    phrasing: str
    likeness: float
    is_duplicate: bool


def hints(text: str, *, title: str = "", longest: int = LONGEST_ANSWER) -> Hints:
    """Return what to look at in a text; an abbreviation may be explained in its title too."""
    found = [Hint(Kind.TOO_LONG, count=len(text) - longest)] if len(text) > longest else []
    found += _of_sentences(text)
    found += _of_abbreviations(text, title)
    found += _of_officialese(text)
    found += _of_personal_data(text)
    found += _of_links(text)
    return Hints(len(text), longest, tuple(found))


def nearest(texts: Sequence[str], hits: Iterable[Hit], *, but: str = "") -> list[Near]:
    """Return the entries that are most like what is written, surest first; `but` is itself.

    `texts` are its title and phrasings, `hits` what the finder says to its title.
    """
    rows = []
    for hit in (one for one in hits if one.slug != but):
        words = hit.phrasing.casefold()
        best = process.extractOne(
            words, [one.casefold() for one in texts], scorer=fuzz.token_sort_ratio
        )
        likeness = round(best[1], 1) if best else 0.0
        rows.append(Near(hit.slug, hit.confidence, hit.phrasing, likeness, likeness >= DUPLICATE))
    return rows


def _of_sentences(text: str) -> Iterator[Hint]:
    for sentence in _SENTENCE_END.split(_LINK.sub("", text)):
        words = _WORD.findall(sentence)
        if len(words) > LONG_SENTENCE:
            yield Hint(Kind.LONG_SENTENCE, sentence.strip(), len(words))
        passives = [word for word in words if _is_passive(word.lower())]
        if len(passives) >= _PASSIVES:
            yield Hint(Kind.PASSIVES, ", ".join(passives), len(passives))


def _is_passive(word: str) -> bool:
    return _PASSIVE.fullmatch(word) is not None and word not in _NOT_PASSIVE


def _of_abbreviations(text: str, title: str) -> Iterator[Hint]:
    whole = f"{title}\n{text}"
    for short in dict.fromkeys(_ABBREVIATION.findall(_LINK.sub("", text))):
        explained = re.search(rf"\({re.escape(short)}\)|\b{re.escape(short)} \(", whole)
        # A heading in capitals is a shout, and no abbreviation.
        if not explained and short not in _KNOWN and not _ROMAN.fullmatch(short) and len(short) < 9:
            yield Hint(Kind.ABBREVIATION, short)


def _of_officialese(text: str) -> Iterator[Hint]:
    for words in dict.fromkeys(found.lower() for found in _OFFICIALESE.findall(text)):
        yield Hint(Kind.OFFICIALESE, words, instead=_PLAIN[words])


def _of_personal_data(text: str) -> Iterator[Hint]:
    # A mobile number with its country's code is long too, and is told as what it is.
    if holds_long_number(_MOBILE.sub("", text)):
        yield Hint(Kind.PERSONAL_NUMBER)
    for found in dict.fromkeys(_MOBILE.findall(text)):
        yield Hint(Kind.PERSONAL_PHONE, found)
    for found in _MAIL.finditer(text):
        if found[1].lower() in _PRIVATE_MAIL:
            yield Hint(Kind.PERSONAL_MAIL, found[0])


def _of_links(text: str) -> Iterator[Hint]:
    for found in _LINK.findall(text):
        link = found.rstrip(".,;:!?\"'")
        host = _HOST.match(link)
        if not link.lower().startswith("https://"):
            yield Hint(Kind.LINK_NOT_HTTPS, link)
        if host and host[1].lower() in _SHORTENERS:
            yield Hint(Kind.LINK_SHORTENED, link)
        if _CHAT_LINK.search(link):
            yield Hint(Kind.PERSONAL_PHONE, link)
