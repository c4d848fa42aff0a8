"""Which step of the form it is: what came before it was asked for is no step."""

import re

from bot.handlers.form import empty
from bot.handlers.form_given import filled, to_ask
from tests.bot.conftest import Guest, Hall
from tests.bot.desk import tap
from tests.bot.officer import hire
from tests.bot.test_filing import AFTER_NIK
from tests.people import NIK

WISH = "Dokumen RKPD tahun 2026 dari Bappeda"
_STEP = re.compile(r"^(\d+)(?:/(\d+))? · ", re.M)


async def steps(guest: Guest, answers: tuple[str, ...], said: list[str]) -> list[tuple[str, str]]:
    """Answer one question after the other; return the number of each with their count."""
    asked = [said[-1], *[(await guest.says(answer))[-1] for answer in answers]]
    found = [_STEP.search(text) for text in asked]
    return [(one[1], one[2] or "") for one in found if one is not None]


async def test_what_an_officer_wrote_already_is_not_counted(hall: Hall) -> None:
    budi, sari = hire(hall), await hall.newcomer()
    await sari.answers("petugas", "saya minta dokumen RKPD")
    budi.takes()
    await budi.offers(sari, WISH)
    said = await tap(sari, "Lanjut ke permohonan")
    without_wish = (*AFTER_NIK[:5], *AFTER_NIK[6:])
    found = await steps(sari, ("1", "Sari Wulandari", NIK, *without_wish), said)
    assert [int(step) for step, _ in found] == list(range(1, len(found) + 1))
    assert found[-1][1] == found[-1][0]


async def test_a_form_that_begins_empty_counts_every_question(hall: Hall) -> None:
    sari = await hall.newcomer()
    said = await sari.says("permohonan")
    found = await steps(sari, ("1", "Sari Wulandari", NIK, *AFTER_NIK), said)
    assert [int(step) for step, _ in found] == list(range(1, len(found) + 1))
    assert found[-1][1] == found[-1][0]


def test_what_is_opened_again_is_a_step_though_it_was_given() -> None:
    form = filled(filled(empty(), {"b": "x"}), {"d": "y"})
    assert form["answers"] == {"b": "x", "d": "y"}
    assert to_ask(form, ["a", "b", "c", "d"], "c") == ["a", "c"]
    assert to_ask(form, ["a", "b", "c", "d"], "d") == ["a", "c", "d"]
