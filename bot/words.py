"""Pure: the words that mean something wherever they are typed."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Word(StrEnum):
    """A word the bot knows as a command; each may be typed, tapped or sent with a slash."""

    START = "start"
    HELP = "help"
    ASK = "ask"
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
    WITHDRAW = "withdraw"
    NUMBER = "number"
    SURVEY = "survey"
    TRACK = "track"
    OBJECT = "object"
    SEND_OBJECTION = "send_objection"
    SEND_REPAIR = "send_repair"


EVERYWHERE = frozenset(
    {Word.START, Word.HELP, Word.PRIVACY, Word.STATUS, Word.STAFF, Word.FILE, Word.RESUME}
)
_SAID_TO = frozenset("min admin kak pak bu mas mbak gan ya nggih banyak sekali".split())
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
    table = tomllib.loads((files("bot") / "texts/id/words.toml").read_text(encoding="utf-8"))
    return {spelling: Word(word) for word, spellings in table.items() for spelling in spellings}


def recognise(text: str | None) -> Word | None:
    """Return the word a message consists of, if it consists of one."""
    if not text or len(text) > _LONGEST:
        return None
    if command := _COMMAND.match(text.lower()):
        return _spellings().get(f"/{command[1]}")
    plain = " ".join(re.sub(r"[^\w/ ]", "", text.lower()).split())
    if _WITHDRAW.fullmatch(plain):
        return Word.WITHDRAW
    if _TRACK.fullmatch(plain) or _is_code(text.strip(), plain):
        return Word.TRACK
    if _NUMBER.search(plain):
        return Word.NUMBER
    return _spellings().get(plain) or _polite(plain)


def _is_code(text: str, plain: str) -> bool:
    return bool(_CODE.fullmatch(plain)) or bool(_CAPITAL_CODE.fullmatch(text) and text.isalpha())


def _polite(plain: str) -> Word | None:
    """Return a greeting or thanks that is said to somebody: "halo min", "makasih ya kak"."""
    words = plain.split()
    while len(words) > 1 and words[-1] in _SAID_TO:
        words.pop()
    word = _spellings().get(" ".join(words))
    return word if word in (Word.GREETING, Word.THANKS) else None
