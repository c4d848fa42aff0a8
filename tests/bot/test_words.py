"""Words that mean something wherever they are typed."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.service import COMMANDS
from bot.speak import TEXTS
from bot.words import Word, recognise

LABELS: dict[str, str] = tomllib.loads((TEXTS / "id/labels.toml").read_text(encoding="utf-8"))
SPELLINGS: dict[str, list[str]] = tomllib.loads(
    (TEXTS / "id/words.toml").read_text(encoding="utf-8")
)
# What a tap on a reply keyboard's button must mean; the others stand under a message or in the
# empty input line.
COMMAND_LABELS = {
    "menu_ask": Word.ASK,
    "menu_file": Word.FILE,
    "menu_status": Word.STATUS,
    "menu_staff": Word.STAFF,
    "menu_help": Word.HELP,
    "staff": Word.STAFF,
    "file": Word.FILE,
    "back": Word.BACK,
    "cancel": Word.CANCEL,
    "skip": Word.SKIP,
    "submit": Word.SUBMIT,
    "insist": Word.INSIST,
    "insist_checked": Word.INSIST,
    "resume": Word.RESUME,
    "go_on": Word.RESUME,
    "restart": Word.RESTART,
    "withdraw_yes": Word.CONFIRM_WITHDRAW,
    "survey": Word.SURVEY,
    "withdraw_objection_yes": Word.CONFIRM_WITHDRAW,
    "case_object": Word.OBJECT,
    "objection_send": Word.SEND_OBJECTION,
    "repair_send": Word.SEND_REPAIR,
}
# Words with a number in them, which no list can hold.
PATTERNS = {"withdraw": "Cabut 2", "number": "no. 0001/PPID/XI/2026"}
CODES = (
    "K7MN2PQR3S",
    "k7mn2pqr3s",
    "ABCDEFGHJK",
    "/lacak K7MN2PQR3S",
    "Lacak k7mn2pqr3s",
    "/lacak",
)
NO_CODES = (
    "masyarakat",
    "pencegahan",
    "2345678923",
    "081234567890",
    "K7MN2PQR3",
    "lacak paket saya",
)
OTHER_LABELS = {
    "hint_menu",
    "hint_question",
    "hint_form",
    "hint_staff",
    "helped",
    "not_this",
    "none_fits",
    "share_phone",
    "done",
    "fill_identity",
    "this_answers",
    "go_on_filing",
    "see_status",
    # These carry the number of a case, which no word could.
    "case_open",
    "case_counting",
    "case_receipt",
    "case_repair",
    "case_confirm",
    "case_contest",
    "case_remedies",
    "case_withdraw",
    "bundle",
    "object_anyway",
    "objection_open",
    "objection_accept",
    "objection_contest",
    "objection_next",
}


@pytest.mark.parametrize(("name", "word"), COMMAND_LABELS.items())
def test_what_stands_on_a_command_s_button_means_the_same_when_typed(name: str, word: Word) -> None:
    label = LABELS[name]
    for typed in (label, label.upper(), f"  {label.lower()}. ", f"{label}!!", f"✅ {label}"):
        assert recognise(typed) is word, typed


def test_no_label_is_forgotten() -> None:
    assert set(LABELS) == set(COMMAND_LABELS) | OTHER_LABELS


def test_every_word_can_be_typed_and_no_spelling_means_two_things() -> None:
    assert set(SPELLINGS) | set(PATTERNS) == {word.value for word in Word}
    every = [spelling for spellings in SPELLINGS.values() for spelling in spellings]
    assert len(every) == len(set(every))
    for word, spellings in SPELLINGS.items():
        for spelling in spellings:
            assert recognise(spelling) is Word(word), spelling
    for word, typed in PATTERNS.items():
        assert recognise(typed) is Word(word)


@pytest.mark.parametrize("text", CODES)
def test_a_tracking_code_is_understood_however_it_is_typed(text: str) -> None:
    assert recognise(text) is Word.TRACK


@pytest.mark.parametrize("text", NO_CODES)
def test_a_word_of_ten_letters_or_a_telephone_number_is_no_tracking_code(text: str) -> None:
    assert recognise(text) is not Word.TRACK


def test_the_number_of_an_objection_is_a_number_too() -> None:
    assert recognise("keberatan 0001/KBR/XI/2026") is Word.NUMBER


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_menu_is_understood(command: str) -> None:
    assert recognise(f"/{command}") is not None
    assert recognise(f"/{command.upper()}") is recognise(f"/{command}")
    assert recognise(f"/{command} sekarang juga") is recognise(f"/{command}")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "   ",
        "/",
        "/takdikenal",
        "apakah permohonan saya ditolak",
        "kapan permohonan saya dijawab kalau saya kirim hari ini",
        "berapa lama permohonan dijawab",
        "batal nikah bagaimana mengurus aktanya",
        "mulai kapan pendaftaran dibuka",
        "status " * 20,
        "permohonan/status",
    ],
)
def test_what_is_more_than_a_word_is_left_to_the_conversation(text: str | None) -> None:
    assert recognise(text) is None


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_whatever_raises(text: str) -> None:
    assert recognise(text) is None or isinstance(recognise(text), Word)
