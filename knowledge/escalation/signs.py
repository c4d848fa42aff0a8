"""Pure: what in a text asks for care: blanks to fill in, sensitive topics, signs of spam."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from office.masking import holds_long_number

# What an officer answers for before a sensitive reply goes to a second person.
CHECKLIST = ("personal_data", "exempt", "source", "date")

# As entries write it, {isi: alamat kantor}, and as people do, [isi tanggal].
_BLANK = re.compile(r"\{[^{}\n]{0,200}\}|\[(?:isi|diisi|lengkapi)\b[^\]\n]{0,100}\]", re.I)
_SENSITIVE = re.compile(
    r"\b(korupsi|suap|gratifikasi|pungli|tersangka|terdakwa|penyidik\w*|kejaksaan|kpk|gugat\w*"
    r"|somasi|lelang|tender|pemenang|harga perkiraan|hps|mutasi|promosi jabatan|pemecatan"
    r"|hukuman disiplin|perceraian|kekerasan|pelecehan|pemerkosaan|perkosa\w*|bunuh diri|hiv|aids"
    r"|rekam medis|diagnosis|anak di bawah umur|intelijen|sara|pilkada|pemilu|paslon|rahasia)\b",
    re.I,
)
_LINK = re.compile(r"https?://|www\.|t\.me/|\bwa\.me/|\.(?:xyz|top|click|bet|win)\b", re.I)
_LURE = re.compile(
    r"\b(slot|gacor|maxwin|judi|togel|pinjol|pinjaman online|bonus new member|deposit|jackpot"
    r"|promo|diskon \d+|jual followers|investasi|profit|crypto|binary|airdrop|open bo|viagra"
    r"|obat kuat)\b",
    re.I,
)
_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Care:
    """Why a reply needs a second person: a topic, or a number that looks like a person's."""

    topics: tuple[str, ...]
    holds_number: bool

    def __bool__(self) -> bool:
        """Tell whether there is any reason."""
        return bool(self.topics) or self.holds_number


def blanks(text: str) -> list[str]:
    """Return what is still to be filled in, in the order of the text, each once."""
    return list(dict.fromkeys(_BLANK.findall(text)))


def care(reply: str, asked: Sequence[str] = ()) -> Care:
    """Return why a reply to what was asked needs a second person."""
    found = [one.lower() for text in (reply, *asked) for one in _SENSITIVE.findall(text)]
    return Care(tuple(dict.fromkeys(found)), holds_long_number(reply))


def looks_like_spam(texts: Sequence[str]) -> bool:
    """Tell whether what somebody wrote looks like advertising; a person decides."""
    lures = sum(bool(_LURE.search(text)) for text in texts)
    links = sum(bool(_LINK.search(text)) for text in texts)
    return (lures > 0 and links > 0) or lures > 1 or (links > 1 and _repeats(texts))


def _repeats(texts: Sequence[str]) -> bool:
    """Tell whether the same was written again and again."""
    said = Counter(" ".join(text.casefold().split()) for text in texts)
    return any(times >= _REPEATS for times in said.values())
