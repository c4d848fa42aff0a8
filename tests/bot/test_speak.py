"""What the bot says: every text renders, fits, is Telegram's HTML, and is never injected into."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from bot.portions import units
from bot.practice.markup import parse_html
from bot.speak import LONGEST, TEXTS, TooLong, about, article, voice
from knowledge.leaf import Leaf, leaves
from office.settings import Settings
from register import intake, nik
from register.words import ApplicantType, RefusalGround
from tests.bot.desk_samples import desk_samples
from tests.bot.group_samples import group_samples
from tests.bot.privacy_samples import privacy_samples
from tests.bot.programme_samples import programme_samples
from tests.bot.samples import case_samples

ROOT = TEXTS.parents[1]
SAY = voice("PPID Kabupaten Contoh")
KEYS = sorted(path.name.removesuffix(".html.j2") for path in (TEXTS / "id").glob("*.j2"))
REFUSALS: dict[str, str] = tomllib.loads((TEXTS / "id/refusals.toml").read_text(encoding="utf-8"))
QUESTIONS: dict[str, str] = tomllib.loads((TEXTS / "id/questions.toml").read_text(encoding="utf-8"))
NASTY = '<b>Sari</b> & "Joko" <script>x</script> &lt; </i>'
ACTS = "requests slips steps objection_steps sweep handover moves objection_moves"
# Who names texts: the conversations, the acts, the inbox and the clockwork.
NAMING = (
    *sorted((ROOT / "bot/handlers").glob("*.py")),
    *(ROOT / "register" / f"{name}.py" for name in ACTS.split()),
    *(ROOT / name for name in ("office/inbox.py", "bot/watch.py", "bot/drafts.py")),
    *(ROOT / f"office/{name}.py" for name in ("restrictions", "staff_chats", "data_requests")),
    *(ROOT / f"office/{name}.py" for name in ("breaches", "breach_people")),
    *sorted((ROOT / "knowledge/escalation").glob("*.py")),
    *sorted((ROOT / "knowledge/broadcasts").glob("*.py")),
    *(ROOT / name for name in ("knowledge/agenda.py", "knowledge/wishes.py", "bot/inline.py")),
)
REFUSING = (ROOT / "register/intake.py", ROOT / "office/files.py", ROOT / "bot/handlers/request.py")
FACTS: dict[str, Any] = {
    "shortest": 10, "longest": 200, "length": 300, "count": 5, "megabytes": 20, "most": 5,
    "due": "2026-03-31", "until": "2026-03-31",
}  # fmt: skip
# Said on the staff desk only, never to a citizen.
DESK_CODES = {"file_missing", "file_unknown"}


def _form_samples(words: str) -> dict[str, dict[str, Any]]:
    return {
        "form_question": {
            "field": "occupation", "step": 9, "steps": 15, "choices": [words], "optional": True,
            "is_entity": True,
        },
        "form_refused": {"field": "national_id", "code": "nik_e_length", "facts": FACTS},
        "survey_question": {
            "element": "time", "step": 3, "steps": 9, "choices": [words], "unclear": True,
        },
    }  # fmt: skip


def sample(key: str, words: str = "ucapannya") -> dict[str, Any]:
    """Return what a text is given in the office's life; `words` come from outside."""
    samples: dict[str, dict[str, Any]] = {
        "answer": {
            "title": words, "body": words, "source": words, "owner": words, "as_of": "2026-11-21",
            "overdue": True, "region": words, "current": words, "untranslated": True,
        },
        "answer_long": {
            "title": words, "body": words, "source": words, "owner": words, "as_of": "2026-11-21",
            "part": 2, "parts": 2,
        },
        "not_known": {"hint": "near", "near": words},
        "which": {"titles": [words, words], "word": words},
        "personal": {"owner": words},
        "answers_closed": {"words": words, "is_private": True},
        "filing_closed": {"words": words, "about": "objection", "is_kept": True},
        "broadcast_closed": {"words": words},
        "broadcast": {
            "kind": "immediate", "title": words, "body": words, "source": words,
            "until": "2026-12-31", "untranslated": False,
        },
        "broadcast_choice": {"declined": True},
        "group_broadcast": {"number": 7},
        "request_prefilled": {"text": words},
        "language_offer": {"tongue": "jv"},
        "greeting": {"salam": True},
        "answer_now_known": {"slug": "ppid-waktu", "title": words},
        "choose": {"titles": [words, words]},
        "before_filing": {
            "titles": [words], "own": [{"number": words, "status": words, "excerpt": words}],
        },
        "choose_next": {"titles": [words]},
        "edited": {"in_form": False},
        "form_album_left": {"most": 1},
        "file_refused": {"code": "file_too_large", "facts": FACTS},
        "form_file_taken": {"count": 2, "left": 3},
        "identity_page": {"minutes": 15},
        "request_review": {"rows": [{"field": row.name, "value": words} for row in intake.FIELDS]},
        "review_hint": {"count": 12},
        "staff_reply": {"text": words},
        "survey_comment": {"unclear": True, "longest": 1000},
        **_form_samples(words),
        **desk_samples(words),
        **group_samples(words),
        **case_samples(words),
        **programme_samples(words),
        **privacy_samples(words),
    }  # fmt: skip
    usual = {"has_draft": True, "number": words, "note": words}
    return samples.get(key, usual)


def visible(html: str) -> str:
    return parse_html(html)[0]


@pytest.mark.parametrize("key", KEYS)
def test_a_text_renders_fits_and_is_telegram_s_html(key: str) -> None:
    for data in (sample(key), {**sample(key), "has_draft": False, "note": "", "overdue": False}):
        said = SAY.text(key, data)
        assert said == said.strip()
        assert 0 < len(said) <= LONGEST
        shown = visible(said)
        assert "{" not in shown
        assert "None" not in shown


@pytest.mark.parametrize("key", KEYS)
def test_a_citizen_s_own_words_are_shown_as_written_and_change_no_formatting(key: str) -> None:
    plain = parse_html(SAY.text(key, sample(key, "ucapannya")))[1]
    said = SAY.text(key, sample(key, NASTY))
    shown, marks = parse_html(said)
    assert [mark["type"] for mark in marks] == [mark["type"] for mark in plain]
    assert "<script>" not in said
    if "ucapannya" in visible(SAY.text(key, sample(key, "ucapannya"))):
        assert NASTY in shown


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_words_whatever_break_a_text(words: str) -> None:
    for key in ("staff_reply", "request_refused", "request_review", "answer"):
        try:
            parse_html(SAY.text(key, sample(key, words)))
        except TooLong:
            assert len(words) * len(intake.FIELDS) * 6 > LONGEST


@pytest.mark.parametrize("key", KEYS)
def test_a_text_that_lacks_a_value_says_so_instead_of_showing_a_gap(key: str) -> None:
    source = (TEXTS / f"id/{key}.html.j2").read_text(encoding="utf-8")
    if set(re.findall(r"\{[{%]-?\s*(?:if |for \w+ in )?(\w+)", source)) - {
        "office",
        "address",
        "endif",
    }:
        with pytest.raises((UndefinedError, TypeError, KeyError)):
            SAY.text(key, {})


def test_a_text_that_is_too_long_is_not_sent() -> None:
    with pytest.raises(TooLong, match="staff_reply"):
        SAY.text("staff_reply", {"text": "a" * LONGEST})


def test_length_counts_as_telegram_counts_it() -> None:
    around = units(visible(SAY.text("staff_reply", {"text": "a"}))) - 1
    fits = (LONGEST - around) // 2
    assert SAY.text("staff_reply", {"text": "😀" * fits})
    assert SAY.text("staff_reply", {"text": "&" * 2 * fits})
    with pytest.raises(TooLong):
        SAY.text("staff_reply", {"text": "😀" * (fits + 1)})


def named_texts(path: Path) -> Iterator[str]:
    """Return the text keys a module names in `say`, `tell`, `_offer` and `Notice`."""
    calls = {"say": 0, "_tell": 2, "tell": 2, "_offer": 1, "Notice": 1}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "")
            at = calls.get(name)
            if at is not None and len(node.args) > at:
                argument = node.args[at]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


@pytest.mark.parametrize("path", NAMING, ids=lambda path: path.name)
def test_every_text_that_is_named_exists(path: Path) -> None:
    assert set(named_texts(path)) - set(KEYS) == set()


def test_every_text_that_exists_is_named_somewhere() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in NAMING)
    assert [key for key in KEYS if f'"{key}"' not in sources] == []


def refusal_codes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
            "NotValid",
            "NotNow",
            "NotFound",
            "NotAllowed",
        }:
            at = 1 if getattr(node.func, "id", "") == "NotValid" else 0
            argument = node.args[at]
            if isinstance(argument, ast.Constant):
                yield argument.value


def test_every_way_of_declining_an_answer_has_its_sentence() -> None:
    codes = {code for path in REFUSING for code in refusal_codes(path)} - DESK_CODES
    codes |= {f"nik_{doubt.value.lower()}" for doubt in nik.Doubt} | {"nik_minor"}
    assert {"required", "too_short", "file_too_large", "choice_unclear"} <= codes
    assert codes - set(REFUSALS) == set()


@pytest.mark.parametrize("code", REFUSALS)
def test_every_sentence_of_refusal_is_complete_with_the_facts_it_is_given(code: str) -> None:
    data = {"field": "phone", "code": code, "facts": FACTS}
    assert "{" not in visible(SAY.text("form_refused", data))


def test_a_field_may_have_a_sentence_of_its_own() -> None:
    usual, own = (
        SAY.text("form_refused", {"field": field, "code": "required", "facts": {}})
        for field in ("occupation", "email")
    )
    assert usual != own
    assert "surel" in own


def test_every_field_and_every_kind_of_applicant_has_a_question() -> None:
    assert set(QUESTIONS) >= {row.name for row in intake.FIELDS}
    for kind in ApplicantType:
        for row in intake.questions({"applicant_type": kind.value, "access_mode": "copy"}):
            data = {**sample("form_question"), "field": row.name, "is_entity": kind.is_entity}
            assert visible(SAY.text("form_question", data))


@pytest.mark.parametrize("ground", list(RefusalGround))
def test_a_written_refusal_cites_its_ground_and_the_way_on(ground: RefusalGround) -> None:
    said = visible(SAY.text("request_refused", {**sample("request_refused"), "ground": ground}))
    assert "UU 14/2008 Pasal" in said
    assert "keberatan" in said


def test_the_receipt_shows_number_date_and_how_it_was_counted() -> None:
    said = visible(SAY.text("request_receipt", sample("request_receipt")))
    for words in ("0001/PPID/III/2026", "25 Maret 2026", "ABCDEFGHJK", "10 hari kerja", "18 Maret"):
        assert words in said


@pytest.mark.parametrize("leaf", list(leaves()), ids=lambda leaf: leaf.slug)
def test_every_starter_entry_can_be_said(leaf: Leaf) -> None:
    data = {
        "title": leaf.edition.title, "body": leaf.edition.body, "source": leaf.edition.source,
        "owner": leaf.edition.owner, "as_of": leaf.edition.as_of.isoformat(), "overdue": True,
        "region": leaf.region, "current": "", "untranslated": False,
    }  # fmt: skip
    shown = visible(SAY.text("answer", data))
    assert "**" not in shown
    assert not re.search(r"^\s*#", shown, re.MULTILINE)


def test_an_entry_s_marks_become_telegram_s_and_nothing_else_does() -> None:
    body = "**Tebal** dan *miring*\n\n- satu\n- dua\n\n3. tiga\n4. empat\n\n<u>x</u> `y` [z](http://a.b)"
    assert article(body) == (
        "<b>Tebal</b> dan <i>miring</i>\n\n• satu\n• dua\n\n3. tiga\n4. empat\n\n"
        "&lt;u&gt;x&lt;/u&gt; `y` [z](http://a.b)"
    )


@settings(deadline=None)
@given(st.text(alphabet="*_-1. \n<>&ab`#", max_size=80))
def test_no_entry_however_written_breaks_telegram_s_html(body: str) -> None:
    parse_html(str(article(body)))


def test_a_button_says_its_label_or_its_own_words() -> None:
    assert SAY.caption("@back") == "Kembali"
    assert SAY.caption("1. Berapa lama?") == "1. Berapa lama?"
    with pytest.raises(KeyError):
        SAY.caption("@hilang")


def test_a_language_without_texts_speaks_indonesian() -> None:
    assert voice("PPID", "ms").text("glad", {}) == voice("PPID").text("glad", {})


def test_the_office_s_name_is_escaped_too() -> None:
    assert "PPID A&B" in visible(voice("PPID A&B").text("welcome", {"has_draft": False}))


def test_citizens_are_told_every_way_to_the_office_that_is_set() -> None:
    office = Settings(
        _env_file=None, office_address="Jalan Merdeka 1", office_phone="(0341) 555001",
        office_email="ppid@contoh.go.id",
    )  # fmt: skip
    said = voice("PPID", of=about(office)).text(
        "filing_closed", {"words": "", "about": "request", "is_kept": False}
    )
    assert "surel: Jalan Merdeka 1, (0341) 555001, ppid@contoh.go.id." in said
    assert "<b>petugas</b>" in said
