"""Pure: the words that mean something wherever they are typed."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

from knowledge.edition import LANGUAGES


class Word(StrEnum):
    """A word the bot knows as a command; each may be typed, tapped or sent with a slash."""

    START = "start"
    HELP = "help"
    ASK = "ask"
    OPENING = "opening"
    FILE = "file"
    STATUS = "status"
    STAFF = "staff"
    PRIVACY = "privacy"
    CANCEL = "cancel"
    BACK = "back"
    SKIP = "skip"
    SUBMIT = "submit"
    INSIST = "insist"
    RESUME = "resume"
    RESTART = "restart"
    DISCARD = "discard"
    CONFIRM_WITHDRAW = "confirm_withdraw"
    GREETING = "greeting"
    THANKS = "thanks"
    YES = "yes"
    NOD = "nod"
    WITHDRAW = "withdraw"
    NUMBER = "number"
    SURVEY = "survey"
    TRACK = "track"
    OBJECT = "object"
    SEND_OBJECTION = "send_objection"
    SEND_REPAIR = "send_repair"
    AGENDA = "agenda"
    PROGRAMMES = "programmes"
    LANGUAGE = "language"
    BROADCASTS = "broadcasts"
    END = "end"
    MY_DATA = "my_data"
    CORRECT_DATA = "correct_data"
    ERASE_DATA = "erase_data"


EVERYWHERE = frozenset(
    {Word.START, Word.HELP, Word.PRIVACY, Word.STATUS, Word.STAFF, Word.FILE, Word.RESUME}
)
_POLITE = frozenset({Word.GREETING, Word.THANKS, Word.OPENING, Word.YES, Word.NOD})
_SAID_TO = frozenset(
    "deh min mimin admin kak kakak pak bapak bu ibu mas mbak gan semua lagi ya nggih banyak "
    "sekali".split()
)
# The salam in the many ways it is typed, alone or in full: "assalamu'alaikum wr. wb.", "aslkm".
_SALAM = re.compile(
    r"(?:a*s+a*l+a+m+[uo]? ?a*l+a*[iy]k[uo]m|as+m? ?wr ?wb|as+lk?m|sam ?lekum|mi?kum)"
    r"(?: (?:wr|(?:wa ?)?r[ao]hmat|w[ao]r[ao]hmat)\w*(?: \w+){0,3})?"
)
_LONGEST = 80  # beyond it, it is a sentence
_COMMAND = re.compile(r"\s*/([a-z_0-9]+)(?:@\w+)?(?:\s|$)")
_WITHDRAW = re.compile(r"cabut \d{1,2}")
_NUMBER = re.compile(r"\d{4,}/(?:ppid|kbr)/[ivx]+/\d{4}")
# A code as it stands on a receipt; ten small letters alone would be a word of the language.
_CODE = re.compile(r"(?=.*[a-z])(?=.*\d)[2-9a-hj-km-np-z]{10}")
_CAPITAL_CODE = re.compile(r"[2-9A-HJ-KM-NP-Z]{10}")
_TRACK = re.compile(r"lacak \w+")


@cache
def _spellings() -> dict[str, Word]:
    found: dict[str, Word] = {}
    for language in ("id", *LANGUAGES):
        path = files("bot") / f"texts/{language}/words.toml"
        for word, spellings in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found |= dict.fromkeys(spellings, Word(word))
    return found


def recognise(text: str | None) -> Word | None:
    """Return the word a message consists of, if it consists of one."""
    if not text or len(text) > _LONGEST:
        return None
    if command := _COMMAND.match(text.lower()):
        return _spellings().get(f"/{command[1]}")
    plain = _plain(text)
    if _WITHDRAW.fullmatch(plain):
        return Word.WITHDRAW
    if _TRACK.fullmatch(plain) or _is_code(text.strip(), plain):
        return Word.TRACK
    if _NUMBER.search(plain):
        return Word.NUMBER
    return _spellings().get(plain) or _polite(plain)


def is_salam(text: str) -> bool:
    """Tell whether a greeting begins with the salam, which has an answer of its own."""
    words = _plain(text).split()
    heads = (_unaddressed(" ".join(words[:end])) for end in range(1, len(words) + 1))
    return any(_SALAM.fullmatch(head) for head in heads)


def _is_code(text: str, plain: str) -> bool:
    return bool(_CODE.fullmatch(plain)) or bool(_CAPITAL_CODE.fullmatch(text) and text.isalpha())


def _polite(plain: str) -> Word | None:
    """Return what is said to somebody, perhaps after a greeting: "makasih ya kak", "halo min"."""
    said = _spelled(plain)
    words = plain.split()
    for end in range(len(words) - 1, 0, -1):
        if said is None and _spelled(" ".join(words[:end])) is Word.GREETING:
            after = _spelled(" ".join(words[end:]))
            said = after if after in (Word.GREETING, Word.OPENING) else None
    return said


def _spelled(plain: str) -> Word | None:
    said = _unaddressed(plain)
    word = Word.GREETING if _SALAM.fullmatch(said) else _spellings().get(said)
    return word if word in _POLITE else None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w/ ]", "", text.lower()).split())


def _unaddressed(plain: str) -> str:
    words = plain.split()
    while len(words) > 1 and words[-1] in _SAID_TO:
        words.pop()
    return " ".join(words)
