"""The gate: what a changed entry finds, and what it takes away from the others."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from knowledge import gate, gate_cases, shelf
from knowledge.curation_tables import Judgement, OffTopic
from knowledge.edition import Edition
from knowledge.finder import Finder, Hit
from knowledge.gate import Case, Cases, Check, GateReport, Row, Seen
from knowledge.gate_cases import Learned
from knowledge.leaf import leaves
from knowledge.learned import Memory
from knowledge.tables import Entry, questions
from knowledge.verdict import Verdict
from knowledge.words import Band
from office.people import StaffMember
from office.unit import Office
from tests.knowledge.samples import PACK, SLUG, an_edition, published
from tests.people import CLOCKWORK

BECAK = an_edition()


@dataclass(frozen=True)
class Told:
    """A shelf that does with each question what it was told, and knows no other."""

    outcomes: dict[str, tuple[Band, tuple[str, ...]]]

    def ask(self, question: str) -> Verdict:
        band, slugs = self.outcomes.get(question, (Band.UNKNOWN, ()))
        return Verdict(band, tuple(Hit(slug, 0.9, question, ()) for slug in slugs))


def answers(slug: str) -> tuple[Band, tuple[str, ...]]:
    return Band.ANSWER, (slug, "lain")


def offers(*slugs: str) -> tuple[Band, tuple[str, ...]]:
    return Band.CHOOSE, slugs


DAFTAR, IZIN = BECAK.phrasings
OWN = {DAFTAR: answers(SLUG), IZIN: offers("lain", SLUG)}
NO_CASES = Cases()


def report(
    before: Told, after: Told, cases: Cases = NO_CASES, changed: Edition = BECAK
) -> GateReport:
    return gate.check(before, after, SLUG, changed, cases)


def rows(found: Iterable[Row], check: Check) -> dict[str, tuple[bool, bool]]:
    """Return of one check's rows whether each passed and whether it is worse than before."""
    return {row.text: (row.passed, row.worse) for row in found if row.check == check}


def test_an_unchanged_shelf_passes_every_check() -> None:
    shelf_now = Told({**OWN, "sewa perahu": answers("perahu")})
    cases = Cases((Case("sewa perahu", "perahu"),), ("resep rendang",))
    found = report(shelf_now, shelf_now, cases)
    assert found.regressions == found.weakened == ()
    assert [(tally.check, tally.asked, tally.passed) for tally in found.tallies] == [
        ("phrasing", 2, 2),
        ("regression", 1, 1),
        ("off_topic", 1, 1),
        ("not_this", 0, 0),
    ]
    # What did not change is counted and not listed, but for the entry's own phrasings.
    assert [row.text for row in found.rows] == [DAFTAR, IZIN]


def test_every_phrasing_must_be_answered_or_offered_even_if_it_never_was() -> None:
    nothing = Told({})
    assert report(nothing, Told(OWN)).regressions == ()
    for lost in (answers("lain"), offers("lain"), (Band.UNKNOWN, (SLUG,))):
        found = report(nothing, Told({**OWN, IZIN: lost}))
        assert [(row.check, row.text) for row in found.regressions] == [("phrasing", IZIN)]


def test_a_citizen_is_shown_four_titles_and_no_more() -> None:
    fourth = Told({**OWN, IZIN: offers("a", "b", "c", SLUG)})
    fifth = Told({**OWN, IZIN: offers("a", "b", "c", "d", SLUG)})
    assert report(fourth, fourth).regressions == ()
    assert [row.text for row in report(fifth, fifth).regressions] == [IZIN]


def test_what_is_answered_right_must_stay_right() -> None:
    cases = Cases((Case("sewa perahu", "perahu"),))
    before = Told({**OWN, "sewa perahu": answers("perahu")})
    after = Told({**OWN, "sewa perahu": answers(SLUG)})
    assert report(before, after, cases).regressions == (
        Row(
            Check.REGRESSION,
            "sewa perahu",
            "perahu",
            Seen("jawab", "perahu"),
            Seen("jawab", SLUG),
            passed=False,
            worse=True,
        ),
    )


def test_what_was_wrong_before_cannot_be_broken() -> None:
    cases = Cases((Case("sewa perahu", "perahu"),))
    found = report(Told({**OWN, "sewa perahu": answers("lain")}), Told(OWN), cases)
    assert rows(found.rows, Check.REGRESSION) == {}
    assert found.tallies[1].asked == 0


def test_what_was_answered_and_is_only_offered_now_is_shown_and_no_regression() -> None:
    cases = Cases((Case("sewa perahu", "perahu"),))
    before = Told({**OWN, "sewa perahu": answers("perahu")})
    after = Told({**OWN, "sewa perahu": offers(SLUG, "perahu")})
    found = report(before, after, cases)
    assert found.regressions == ()
    assert [row.text for row in found.weakened] == ["sewa perahu"]


def test_what_is_off_topic_must_stay_unanswered() -> None:
    cases = Cases(off_topic=("resep rendang", "cuaca besok"))
    after = Told({**OWN, "resep rendang": answers(SLUG), "cuaca besok": offers(SLUG)})
    found = report(Told(OWN), after, cases)
    assert rows(found.rows, Check.OFF_TOPIC) == {
        "resep rendang": (False, True),
        "cuaca besok": (True, False),
    }
    assert [row.text for row in found.regressions] == ["resep rendang"]


def test_what_was_answered_off_topic_before_is_a_failure_and_no_regression() -> None:
    wrong = Told({**OWN, "resep rendang": answers("lain")})
    found = report(wrong, wrong, Cases(off_topic=("resep rendang",)))
    assert rows(found.rows, Check.OFF_TOPIC) == {"resep rendang": (False, False)}
    assert found.regressions == ()


def test_a_negative_example_must_not_be_answered_by_its_entry() -> None:
    changed = an_edition(not_this=("becak barang", "becak mainan", "becak motor"))
    before = Told({**OWN, "becak motor": answers(SLUG)})
    after = Told(
        {
            **OWN,
            "becak barang": answers(SLUG),
            "becak mainan": offers(SLUG),
            "becak motor": answers(SLUG),
        }
    )
    found = report(before, after, changed=changed)
    assert rows(found.rows, Check.NOT_THIS) == {
        "becak barang": (False, True),
        "becak mainan": (True, False),
        "becak motor": (False, False),
    }
    assert [row.text for row in found.regressions] == ["becak barang"]


def test_a_report_is_kept_without_loss_and_always_the_same() -> None:
    cases = Cases((Case("sewa perahu", "perahu"),), ("cuaca besok",))
    before = Told({**OWN, "sewa perahu": answers("perahu")})
    kept = gate.to_json(report(before, Told(OWN), cases))
    assert gate.to_json(report(before, Told(OWN), cases)) == kept
    assert gate.from_json(kept) == report(before, Told(OWN), cases)


@pytest.fixture
def full(office: Office, pak_budi: StaffMember, bu_dewi: StaffMember) -> Office:
    """An office with an entry of its own beside the starter entries."""
    published(office, pak_budi, bu_dewi, BECAK)
    return office


def asked(office: Office, text: str, staff_id: int, *, key: str = "", **judged: object) -> None:
    """Log a question and what was judged of it."""
    now = datetime(2026, 11, 20, tzinfo=UTC)
    with office.unit(CLOCKWORK) as unit:
        number = unit.session.execute(
            insert(questions)
            .values(
                key=key or text[:40], at=now, asker="a", text=text, route="search", band="jawab",
                confidence=0.9, considered="[]",
            )
            .returning(questions.c.id)
        ).scalar_one()  # fmt: skip
        unit.session.add(Judgement(question_id=number, judged_by=staff_id, judged_at=now, **judged))


def cases_of(office: Office, packs: list[str]) -> Cases:
    with office.reading(CLOCKWORK) as unit:
        return gate_cases.cases(unit, shelf.read(unit, packs), SLUG, BECAK)


def test_judged_questions_are_cases_with_the_entry_that_is_right(
    full: Office, pak_budi: StaffMember
) -> None:
    me = pak_budi.staff_id
    asked(full, "becak saya didaftar di mana", me, slug=SLUG, is_right=True)
    asked(full, "berapa lama jawabannya", me, slug=SLUG, is_right=False, right_slug="ppid-waktu")
    asked(full, "tidak ada jawabannya", me, slug=SLUG, is_right=False)
    asked(full, "dari paket yang mati", me, slug="bst-apa-itu", is_right=True)
    found = cases_of(full, ["ppid", PACK]).regression
    assert set(found) >= {
        Case("becak saya didaftar di mana", SLUG),
        Case("berapa lama jawabannya", "ppid-waktu"),
    }
    texts = {case.text for case in found}
    assert not texts & {"tidak ada jawabannya", "dari paket yang mati"}


def test_the_sample_is_bounded_and_begins_with_what_is_most_alike(full: Office) -> None:
    found = cases_of(full, ["all"]).regression
    assert len(found) <= gate_cases.MOST
    assert SLUG not in {case.slug for case in found}
    own = set(" ".join((BECAK.title, *BECAK.phrasings)).casefold().split())
    shared = [len(own & set(case.text.casefold().split())) for case in found]
    assert shared[0] == max(shared) > 0


def test_what_staff_call_off_topic_is_asked_beside_the_starter_list(full: Office) -> None:
    with full.unit(CLOCKWORK) as unit:
        unit.session.add(OffTopic(text="harga becak mainan", added_at=unit.now))
    found = cases_of(full, [PACK]).off_topic
    assert found[-1] == "harga becak mainan"
    assert len(found) > 80
    assert len(set(found)) == len(found)
    assert not [text for text in found if text.startswith("#")]


def test_no_starter_entry_answers_what_is_off_topic() -> None:
    everything = shelf.from_leaves(leaves(), ["all"])
    found = gate.check(
        everything, everything, "none", BECAK, Cases(off_topic=gate_cases.starters())
    )
    assert [row.text for row in found.rows if row.check == Check.OFF_TOPIC] == []


def test_the_gate_asks_the_packs_that_are_on_and_the_entry_s_own(full: Office) -> None:
    with full.reading(CLOCKWORK) as unit:
        entry = unit.session.get_one(Entry, SLUG)
        found = gate_cases.run(unit, entry, an_edition(not_this=("sewa perahu",)), [])
    assert found.slug == SLUG
    assert found.tallies[0] == gate.Tally("phrasing", 2, 2)
    assert found.tallies[1].asked == 0


def test_what_was_judged_is_asked_once_and_only_the_newest(
    full: Office, pak_budi: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = pak_budi.staff_id
    asked(full, "terlalu lama", me, slug=SLUG, is_right=True)
    asked(full, "dinilai dua kali", me, slug=SLUG, is_right=True)
    asked(full, "", me, slug=SLUG, is_right=True)
    asked(full, "dinilai dua kali", me, key="lagi", slug="ppid-waktu", is_right=True)
    monkeypatch.setattr(gate_cases, "_MOST_JUDGED", 2)
    found = cases_of(full, ["ppid", PACK]).regression
    assert [one for one in found if one.text == "dinilai dua kali"] == [
        Case("dinilai dua kali", "ppid-waktu")
    ]
    assert not {"", "terlalu lama"} & {one.text for one in found}


def test_examining_drafts_does_not_let_the_weights_of_now_be_forgotten(
    full: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How good the weights are is no matter here, only which of them are kept.
    monkeypatch.setattr(Finder, "refined", lambda finder: finder)
    memory = Memory(tmp_path / "learned")
    with full.reading(CLOCKWORK) as unit:
        held = shelf.read(unit, [PACK]).refined(memory)
        (path,) = (tmp_path / "learned").iterdir()
        os.utime(path, (0, 0))
        for number in range(4):
            edition = an_edition(title=f"Becak ke-{number}?")
            gate_cases.run(
                unit, unit.session.get_one(Entry, SLUG), edition, [PACK], Learned(held, memory)
            )
    assert memory.knows(held.key)
