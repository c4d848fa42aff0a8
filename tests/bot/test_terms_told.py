"""How long something is kept is told as it holds in this office, not as it was delivered."""

import pytest

from bot.handlers import form_offers, privacy, request
from bot.presses import BeforePress
from bot.speak import voice
from bot.standing import Standing
from bot.turn import Outcome
from office import retention
from office.people import Role
from office.unit import Office
from tests.bot.booth import Booth
from tests.people import CLOCKWORK, staff_member

WHY = "Sesuai JRA nomor 12 tahun 2026"
CHANGED = {"drafts": 14, "question_texts": 60, "conversations": 730, "identity_papers": 400}
FORM = {"form": {"key": "k", "answers": {"applicant_type": "individual"}, "asked": "apa saja"}}
TOLD = {
    "id": ("belum dikirim 14 hari, pertanyaan 60 hari", "petugas 2 tahun, salinan KTP 400 hari"),
    "jv": ("dipunkintun 14 dinten, pitakenan 60 dinten", "petugas 2 taun, salinan KTP 400 dinten"),
    "en": ("forms 14 days, questions 60 days", "staff 2 years, ID copies 400 days"),
}


@pytest.fixture
def booth(office: Office) -> Booth:
    """A citizen with an unfinished form, in an office that keeps things otherwise than usual."""
    with office.unit(CLOCKWORK) as unit:
        rina = staff_member(unit, "rina", "Rina PPDP", Role.DATA_PROTECTION_OFFICER)
    with office.unit(rina) as unit:
        for name, days in CHANGED.items():
            retention.change(unit, name, days=days, reason=WHY)
    return Booth(office, place=Standing(memory=FORM))


def read(outcome: Outcome, language: str = "id") -> str:
    (words,) = outcome.says
    return voice("PPID", language).text(words.key, words.data)


@pytest.mark.parametrize("language", TOLD)
def test_the_privacy_notice_tells_the_terms_that_hold_here(booth: Booth, language: str) -> None:
    said = read(booth.does(privacy.notice), language)
    for words in TOLD[language]:
        assert words in said


def test_whoever_leaves_a_form_is_told_how_long_it_is_kept_here(booth: Booth) -> None:
    assert "disimpan 14 hari" in read(booth.does(request.leave))


def test_whoever_was_answered_is_told_how_long_the_form_is_kept_here(booth: Booth) -> None:
    press = BeforePress(what="answered", key="k")
    assert "disimpan 14 hari" in read(booth.does(form_offers.satisfied, press=press))


def test_whoever_discards_a_form_is_told_how_to_begin_again(booth: Booth) -> None:
    said = read(booth.does(request.discard))
    assert said.endswith("Ketik <b>permohonan</b> untuk mulai lagi.")
