"""Words that mean something wherever they are typed."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.service import COMMANDS
from bot.speak import TEXTS
from bot.words import Word, is_salam, recognise

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
    "connect": Word.STAFF,
    "end_talk": Word.END,
    "file": Word.FILE,
    "back": Word.BACK,
    "cancel": Word.CANCEL,
    "skip": Word.SKIP,
    "submit": Word.SUBMIT,
    "insist": Word.INSIST,
    "insist_checked": Word.INSIST,
    "resume": Word.RESUME,
    "go_on": Word.RESUME,
    "go_on_filing": Word.RESUME,
    "restart": Word.RESTART,
    "withdraw_yes": Word.CONFIRM_WITHDRAW,
    "survey": Word.SURVEY,
    "withdraw_objection_yes": Word.CONFIRM_WITHDRAW,
    "case_object": Word.OBJECT,
    "objection_send": Word.SEND_OBJECTION,
    "repair_send": Word.SEND_REPAIR,
    "menu_programmes": Word.PROGRAMMES,
    "menu_agenda": Word.AGENDA,
    "my_subscriptions": Word.AGENDA,
    "unfollow": Word.AGENDA,
    "menu_language": Word.LANGUAGE,
    "ask_staff": Word.STAFF,
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
    "broadcast_off",
    "broadcast_on",
    "privacy_see",
    "privacy_copy",
    "privacy_correct",
    "privacy_consents",
    "privacy_erase",
    "privacy_erase_yes",
    "privacy_language",
    "privacy_subscriptions",
    "privacy_identity",
    "privacy_stop_subscriptions",
    "privacy_stop_wishes",
    "privacy_stop_history",
    "privacy_restriction",
    "privacy_objection",
    "hint_menu",
    "hint_question",
    "hint_form",
    "hint_staff",
    "helped",
    "rating_4",
    "rating_3",
    "rating_2",
    "rating_1",
    "rating_4_chosen",
    "rating_3_chosen",
    "rating_2_chosen",
    "rating_1_chosen",
    "go_on_to_request",
    "not_this",
    "none_fits",
    "share_phone",
    "done",
    "fill_identity",
    "this_answers",
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
    # These carry a programme, an entry or a village.
    "programme_successor",
    "programme_agenda",
    "follow",
    "follow_village",
    "stop_all",
    "entry_successor",
    "share",
    "open_in_chat",
    "hint_village",
    # These carry a question, an entry or a language.
    "more",
    "current",
    "not_complaint",
    "not_emergency",
    "answer_anyway",
    "wish",
    "wish_not",
    "open_answer",
    "language_id",
    "language_jv",
    "language_en",
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


@pytest.mark.parametrize(
    "text",
    [
        "assalamualaikum",
        "Assalamu'alaikum wr. wb.",
        "Assalamu’alaikum warahmatullahi wabarakatuh",
        "assalamualaikum warohmatullohi wabarokatuh",
        "asalamualaikum min",
        "assalamu'alaykum kak",
        "ass wr wb",
        "samlekum",
    ],
)
def test_the_salam_is_known_however_it_is_typed(text: str) -> None:
    assert recognise(text) is Word.GREETING
    assert is_salam(text)


@pytest.mark.parametrize("text", ["halo", "asam", "aslam", "asalkan", "malam", "salam", "asesmen"])
def test_what_only_looks_like_the_salam_is_none(text: str) -> None:
    assert not is_salam(text)


@pytest.mark.parametrize(
    "text",
    [
        "terima kasih banyak infonya sangat membantu",
        "thanks",
        "matur nuwun yo",
        "Nggih sampun, matur nuwun sanget",
        "sip mantap",
        "makasih infonya",
        "makasih infonya kak",
    ],
)
def test_praise_is_thanks(text: str) -> None:
    assert recognise(text) is Word.THANKS


@pytest.mark.parametrize(
    "text",
    [
        "Salam sejahtera",
        "Om Swastiastu",
        "shalom semua",
        "halo lagi",
        "halo, selamat pagi bapak ibu",
        "Assalamualaikum, selamat siang",
        "tes",
        "Siapa kamu?",
    ],
)
def test_a_greeting_is_one_whatever_the_faith_and_however_long(text: str) -> None:
    assert recognise(text) is Word.GREETING


def test_a_greeting_that_begins_with_the_salam_is_answered_as_one() -> None:
    assert is_salam("Assalamualaikum, selamat siang pak")
    assert not is_salam("selamat siang pak")


@pytest.mark.parametrize(
    "text",
    ["mau tanya", "Halo bapak ibu, mau tanya", "permisi min, boleh tanya?", "saya mau tanya"],
)
def test_who_only_announces_a_question_is_invited_to_ask_it(text: str) -> None:
    assert recognise(text) is Word.OPENING


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Oke", Word.NOD),
        ("baik pak", Word.NOD),
        ("tidak ada lagi", Word.NOD),
        ("hmm", Word.NOD),
        ("nggih", Word.YES),
        ("Iya kak", Word.YES),
        ("halo ya", Word.GREETING),
        ("halo oke", None),
        ("baik bagaimana caranya", None),
        ("mau ktp", None),
    ],
)
def test_a_nod_is_a_nod_and_nothing_else_is(text: str, word: Word | None) -> None:
    assert recognise(text) is word


@pytest.mark.parametrize("text", ["selesai", "/selesai", "akhiri", "Akhiri percakapan", "cukup"])
def test_a_conversation_with_staff_is_ended_by_a_word(text: str) -> None:
    assert recognise(text) is Word.END
