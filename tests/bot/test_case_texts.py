"""The words about filed cases: the longest fit, each notice and each refusal has its own."""

import tomllib
from collections.abc import Mapping
from typing import Any

import click
import pytest

from bot import speak
from bot.handlers import case, objection_case
from bot.practice.markup import parse_html
from bot.speak import LONGEST, TEXTS
from pendopo import checkup
from pendopo.opening import prove_lifecycles
from register import lifecycle, steps, telling
from register.guards import Stand
from register.labels import label, table
from register.lifecycle import Broken, Lifecycle
from register.objection_words import ObjectionStatus, SuperiorDecision
from register.own_case import Way
from register.own_objection import ObjectionWay
from register.steps import REQUEST, Step
from register.words import Decision, RefusalGround, Status
from tests.bot.samples import TODAY, case_card, case_samples, listed, objection_card

SAY = speak.voice("PPID Kabupaten Contoh", of=speak.About("https://ppid.contoh.id"))
REFUSALS: dict[str, str] = tomllib.loads((TEXTS / "id/refusals.toml").read_text(encoding="utf-8"))
KEYS = sorted(case_samples("kata"))


def visible(key: str, data: Mapping[str, Any]) -> str:
    return parse_html(SAY.text(key, data))[0]


@pytest.mark.parametrize("mark", ["a", "<", "&", "😀", "\n"])
@pytest.mark.parametrize("key", KEYS)
def test_the_longest_words_that_may_come_still_fit(key: str, mark: str) -> None:
    # Telegram counts in units of UTF-16, in which a smiley is two.
    words = (mark * 3000) if mark != "\n" else "a\n" * 1500
    data = case_samples(words)[key]
    if "fee_items" in data:
        data = {**data, "fee_items": data["fee_items"] * 20}
    assert len(visible(key, data).encode("utf-16-le")) // 2 <= LONGEST


@pytest.mark.parametrize("key", [key for key in KEYS if "enclosed" in key or "document" in key])
def test_what_stands_under_a_file_fits_a_caption(key: str) -> None:
    assert len(visible(key, case_samples("a" * 3000)[key])) <= 1024


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("days_left", [3, 0, -2])
def test_a_card_has_words_for_every_status(status: Status, days_left: int) -> None:
    said = visible("case_request", case_card(status=status.value, days_left=days_left, reason=None))
    assert label("citizen_status", status.value) in said
    assert "None" not in said


@pytest.mark.parametrize("status", list(ObjectionStatus))
def test_an_objection_s_card_has_words_for_every_status(status: ObjectionStatus) -> None:
    said = visible("case_objection", objection_card(status=status.value, reason=None))
    assert label("citizen_objection_status", status.value) in said


@pytest.mark.parametrize("decision", list(Decision))
def test_every_decision_has_a_word_on_the_card(decision: Decision) -> None:
    said = visible("case_request", case_card(status="closed", decision=decision.value))
    assert label("decision", decision.value) in said


@pytest.mark.parametrize("decision", list(SuperiorDecision))
def test_every_decision_of_the_superior_has_a_word(decision: SuperiorDecision) -> None:
    data = {**case_samples("alasan")["objection_answered"], "decision": decision.value}
    assert label("superior_decision", decision.value) in visible("objection_answered", data)


@pytest.mark.parametrize("ground", list(RefusalGround))
def test_a_refusal_says_what_the_law_demands(ground: RefusalGround) -> None:
    data = {**case_samples("alasan yang jelas")["request_refused"], "ground": ground.value}
    said = visible("request_refused", data)
    for words in ("Penguasaan", "Pasal", "alasan yang jelas", "keberatan", "Selasa, 5 Mei 2026"):
        assert words in said


def test_a_large_file_is_fetched_at_the_office_s_own_address() -> None:
    said = visible("request_link", case_samples("denah.zip")["request_link"])
    assert "https://ppid.contoh.id/ambil/kata" in said


def test_the_list_offers_only_an_ordinal_that_can_be_withdrawn() -> None:
    rows = [{**row, "can_withdraw": row["ordinal"] == 3} for row in listed("isi")]
    assert "cabut 3" in visible("status_list", {"cases": rows, "has_draft": False})


def test_amounts_and_dates_are_written_as_people_read_them() -> None:
    render = SAY.environment.from_string("{{ amount|rupiah }}; {{ day|tanggal }}").render
    assert render(amount=12500, day="2026-11-23") == "Rp 12.500; Senin, 23 November 2026"
    assert render(amount=0, day="2026-11-23").startswith("Rp 0;")


def test_every_lifecycle_s_notice_has_words_in_every_language() -> None:
    speak.check()


def test_a_lifecycle_without_words_is_not_started_with(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = REQUEST.rows[:-1]
    unsaid = lifecycle.Transition(
        Step.WITHDRAW, REQUEST.rows[-1].origins, Status.WITHDRAWN, REQUEST.rows[-1].permissions,
        REQUEST.rows[-1].clock, "request_without_words", "withdrawn",
    )  # fmt: skip
    broken = Lifecycle(Status, REQUEST.finals, (*rows, unsaid))
    monkeypatch.setattr(speak, "REQUEST", broken)
    with pytest.raises(Broken, match=r"language (id|jv|en): withdraw has no words"):
        speak.check()
    finding = checkup.lifecycles()
    assert not finding.fine
    assert "withdraw has no words" in finding.text


def test_the_doctor_finds_the_lifecycles_whole() -> None:
    assert checkup.lifecycles().fine


def test_every_button_under_a_notice_has_a_label_and_somebody_who_answers() -> None:
    known = {f"c:{way}" for way in Way} | {f"o:{way}" for way in ObjectionWay}
    known |= {"c:open", "o:open", "s:request", "s:objection"}
    for key in case_samples("kata"):
        for row in (telling.keyboard(key, 7) or {"inline": []})["inline"]:
            for words, press in row:
                assert SAY.caption(words)
                assert press.rsplit(":", 1)[0] in known


def test_every_button_of_a_card_has_a_label() -> None:
    for way in Way:
        if way is not Way.SURVEY:
            assert SAY.caption(case._label(way))
    for caption in objection_case._LABELS.values():
        assert SAY.caption(caption)


def test_every_way_that_is_closed_says_why() -> None:
    codes = {
        f"{way}_not_now" for way in ("remedies", "bundle", "survey", "counting", "receipt", "next")
    }
    codes |= {f"step_not_now_{step}" for step in ("repair", "confirm", "withdraw", "accept",
                                                  "contest", "withdraw_objection")}  # fmt: skip
    codes |= {"version_moved", "fix_over", "objection_not_yet", "objection_window_over",
              "objection_raised", "objection_withdrawn_request"}  # fmt: skip
    assert codes - set(REFUSALS) == set()


def test_every_guard_a_citizen_can_meet_has_a_sentence() -> None:
    stands = [Stand(TODAY, citizen=1, person=2), Stand(TODAY, fix_due=TODAY.replace(day=1))]
    met = set()
    for step in (Step.REPAIR, Step.CONFIRM, Step.WITHDRAW):
        for guard in steps.REQUEST.row(step).guards:
            for stand in stands:
                try:
                    guard(stand)
                except Exception as refused:  # noqa: BLE001 - whatever a guard raises has a code
                    met.add(refused.code)  # type: ignore[attr-defined]
    assert met == {"request_unknown", "fix_over"}
    assert met <= set(REFUSALS)


def test_the_citizen_s_vocabulary_holds_nothing_internal() -> None:
    internal = {
        "due_soon", "extended_due_soon", "check_late", "told_late", "file_held", "file_passed",
        "part_assigned", "part_answered",
    }  # fmt: skip
    assert not internal & set(table()["citizen_event"])
    assert {row.event for row in REQUEST.rows} - {"closed"} <= set(table()["citizen_event"])


def test_the_program_ends_with_one_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise Broken("lifecycle, language id: grant has no words")

    monkeypatch.setattr(speak, "check", broken)
    with pytest.raises(click.ClickException, match=r"does not start: .*grant has no words"):
        prove_lifecycles()
