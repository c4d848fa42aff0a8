"""What a report withholds so that nobody is singled out, and of what its shares are."""

from dataclasses import replace
from decimal import Decimal

import pytest

from register.reports import compose, proposals
from register.reports.document import number
from register.reports.words import Field, Size
from tests.register.reports.sample import FACTS
from tests.register.reports.test_composing import FULL, cells, table

# The same requests, with nobody in so small a number that it is withheld.
PLAIN = {
    **FACTS.requests.by,
    "channel": {"telegram": 1100, "walk_in": 300, "phone": 50, "post": 50},
    "applicant_type": {"individual": 1300, "legal_entity": 120, "group": 80},
    "occupation": {"farmer": 700, "student": 501, "other": 299},
    "regional_office": {"1": 900, "2": 600, "none": 551},
}


def test_who_asked_is_never_shown_so_small_that_it_names_somebody() -> None:
    types, channels = cells(FULL, "applicant_type"), cells(FULL, "channel")
    assert types["Kuasa dari badan hukum"] is None
    assert types["Kuasa dari perorangan"] is None, "it could be computed from the total"
    assert channels["Media sosial"] is None
    assert channels["Surat pos"] is None
    assert table(FULL, "channel").note.startswith("Tanda *")
    assert "Tanda *" not in table(FULL, "purpose").note
    assert cells(FULL, "regional_office")["Dinas Sosial"] is None
    works = cells(FULL, "occupation")
    assert works["Petani, peternak, dan nelayan"] == 310
    assert (works["Advokat dan notaris"], works["Pensiunan dan yang tidak bekerja"]) == (None, None)


def test_a_report_frozen_before_occupations_were_counted_has_no_table_of_them() -> None:
    older = {name: cells for name, cells in FACTS.requests.by.items() if name != "occupation"}
    frozen = replace(FACTS, requests=replace(FACTS.requests, by=older))
    assert "occupation" not in {one.name for _, one in compose.compose(frozen, Size.FULL).tables()}


def test_shares_add_up_to_their_total_or_say_of_what_they_are() -> None:
    nothing_hidden = replace(FACTS, requests=replace(FACTS.requests, by=PLAIN))
    bases = set()
    for _, one in compose.compose(nothing_hidden, Size.FULL).tables():
        heading = one.columns[-1]
        if not heading.startswith("Persen"):
            continue
        whole = [row for row in one.rows if row.is_total]
        parts = [row.values[-1] for row in one.drawn]
        assert all(isinstance(value, Decimal) for value in parts), one.name
        if heading == "Persen":
            assert [row.values[-1] for row in whole] == [Decimal("100.0")], one.name
            assert abs(sum(map(number, parts)) - 100) <= Decimal("0.05") * len(parts), one.name
        else:
            assert not whole, one.name
            assert "lebih dari satu" in one.note, one.name
            bases.add((one.name, heading))
    assert bases == {
        ("regional_office", "Persen dari permohonan"), ("completeness", "Persen dari permohonan"),
        ("ground", "Persen dari keberatan"),
    }  # fmt: skip


def test_what_the_law_asks_for_is_told_however_small() -> None:
    assert cells(FULL, "decision")["Ditolak: dirahasiakan menurut undang-undang lain"] == 3
    few = replace(FACTS.requests, by={**FACTS.requests.by, "refusal_ground": {"exempt_h": 1}})
    found = compose.compose(replace(FACTS, requests=few), Size.FULL)
    assert cells(found, "refusal_ground")["Jumlah"] == 1
    assert cells(found, "decision") == cells(FULL, "decision")


FEW = replace(
    FACTS,
    requests=replace(
        FACTS.requests,
        by={
            **FACTS.requests.by,
            "refusal_ground": {"exempt_h": 1, "exempt_a": 12, "not_held": 80, "none": 1407},
        },
    ),
    objections=replace(
        FACTS.objections,
        total=3,
        by={
            "ground": {"refused_as_exempt": 1, "late_delivery": 2},
            "decision": {"rejected": 1, "none": 2},
            "clock": {"late": 1, "open": 2},
        },
    ),
)


@pytest.mark.parametrize("size", Size)
def test_a_reason_given_once_is_named_without_its_number(size: Size) -> None:
    found = compose.compose(FEW, size)
    grounds = {
        row.label.split(":")[0][-1]: row.values for row in table(found, "refusal_ground").rows[:10]
    }
    assert grounds["h"] == (None, None)
    assert grounds["a"] == (None, None), "it could be computed from the total"
    assert grounds["b"] == (0, Decimal("0.0"))
    assert cells(found, "refusal_ground")["Jumlah"] == 93
    assert table(found, "refusal_ground").note.startswith("Tanda *")


def test_an_objection_alone_is_not_told_by_ground_outcome_or_clock() -> None:
    found = compose.compose(FEW, Size.FULL)
    for name in ("ground", "objection_decision", "objection_clock"):
        counts = [row.values for row in table(found, name).rows if not row.is_total]
        assert {one for one in counts if one[0] != 0} == {(None, None)}, name
        assert "Tanda *" in table(found, name).note
    assert found.chapters[3].lead.startswith("Selama tahun 2026 diterima 3 keberatan. Berapa")
    proposed = proposals.proposal(FEW, Field.OBJECTIONS_CARRIED_OUT)
    assert "Dari 3 keberatan, * sudah ditanggapi" in proposed


def test_the_announcement_names_a_reason_given_once_without_its_number() -> None:
    whole = "\n".join(proposals.announcement(FEW))
    assert "huruf h: rahasia pribadi (*)" in whole
    assert "(12)" not in whole
    assert "Tanda * berarti" in whole
    assert "Tanda *" not in "\n".join(proposals.announcement(FACTS))
