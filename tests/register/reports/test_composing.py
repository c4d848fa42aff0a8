"""A report as a document: every part of the rule, figures that add up, nobody singled out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.periods import Period
from register.reports import compose, proposals, service_tables, spans
from register.reports.document import Document, Table, Words, written
from register.reports.facts import Counted, from_json, per_cent
from register.reports.words import Entered, Field, Part, Size, Span
from register.words import RefusalGround
from tests.register.reports.sample import FACTS

FULL = compose.compose(FACTS, Size.FULL)


def table(document: Document, name: str) -> Table:
    return next(one for _, one in document.tables() if one.name == name)


def cells(document: Document, name: str) -> dict[str, object]:
    return {row.label: row.values[0] for row in table(document, name).rows}


def test_a_report_has_the_six_parts_of_the_rule_in_their_order() -> None:
    assert [chapter.part for chapter in FULL.chapters] == list("abcdef")
    assert [chapter.number for chapter in FULL.chapters] == ["I", "II", "III", "IV", "V", "VI"]


@pytest.mark.parametrize("field", [one for one in Field if one is not Field.FOREWORD])
def test_every_written_part_stands_in_its_chapter(field: Field) -> None:
    bodies = [
        block.body
        for chapter in FULL.chapters
        for block in chapter.blocks
        if isinstance(block, Words)
    ]
    assert FACTS.texts[field] in bodies


def test_the_granted_the_refused_and_the_rest_are_all_requests() -> None:
    found = cells(FULL, "decision")
    assert found.pop("Jumlah") == 1500
    assert sum(value for value in found.values() if isinstance(value, int)) == 1500
    assert "1.500 permohonan" in FULL.chapters[2].lead
    assert (
        "1.122 permohonan dikabulkan (1.002 seluruhnya dan 120 sebagian)" in FULL.chapters[2].lead
    )


def test_the_time_needed_is_told_by_classification_with_median_and_ninetieth_percentile() -> None:
    found = table(FULL, "time_class")
    assert [row.values[0] for row in found.rows] == [90, 300, 800, 120, 30, 160, 1500]
    assert "Median 5 hari kerja" in found.note
    assert "paling lama dalam 11 hari kerja" in found.note


def test_refusals_are_listed_by_every_letter_of_the_article() -> None:
    rows = table(FULL, "refusal_ground").rows
    assert len(rows) == len(RefusalGround) + 1
    assert [row.label.split(":")[0][-1] for row in rows[:10]] == list("abcdefghij")
    assert rows[-1].values[0] == 173


def test_the_share_on_time_leaves_out_what_is_not_due_yet() -> None:
    found = {row.label: row.values for row in table(FULL, "clocks").rows}
    assert found["Tepat waktu (persen)"] == (Decimal("88.9"), Decimal("91.2"))
    assert found["Tepat waktu"] == (1200, 1230)


OF_PEOPLE = {
    "refusal_ground", "channel", "applicant_type", "purpose", "occupation", "regional_office",
    "ground", "objection_decision", "objection_clock",
}  # fmt: skip


@pytest.mark.parametrize("span", [Span.HALF, Span.QUARTER, Span.MONTH])
@pytest.mark.parametrize("size", Size)
def test_what_tells_people_apart_leaves_the_office_once_a_year(span: Span, size: Size) -> None:
    short = replace(FACTS, span=span)
    told = compose.compose(short, size)
    names = {one.name for _, one in told.tables()}
    assert not names & OF_PEOPLE
    assert {"key", "decision", "time_class", "clocks"} <= names
    assert "hanya dimuat dalam laporan tahunan" in next(
        one.lead for one in told.chapters if one.part is Part.REQUESTS
    )
    assert "20" not in next(one.lead for one in told.chapters if one.part is Part.DISPUTES)[30:]
    inside = compose.compose(short, Size.FULL, is_inside=True)
    assert {one.name for _, one in inside.tables()} >= OF_PEOPLE
    assert {one.name for _, one in FULL.tables()} >= OF_PEOPLE


def test_figures_lead_to_the_cases_behind_them_but_never_by_purpose() -> None:
    row = next(one for one in table(FULL, "channel").rows if one.label == "Telepon")
    assert parse_qs(row.where or "") == {
        "dari": ["2026-01-01"], "sampai": ["2026-12-31"], "kanal": ["phone"],
    }  # fmt: skip
    march = table(FULL, "months").rows[2]
    assert parse_qs(march.where or "") == {"dari": ["2026-03-01"], "sampai": ["2026-03-31"]}
    purposes = table(FULL, "purpose")
    assert {one.where for one in purposes.rows if not one.is_total} == {None}


def test_the_other_clock_and_the_period_before_lead_to_their_own_cases() -> None:
    on_time = table(FULL, "clocks").rows[0]
    assert [parse_qs(shown or "").get("tepat_perki") for _, shown in on_time.linked] == [
        None, ["on_time"],
    ]  # fmt: skip
    received = table(FULL, "key").rows[0]
    (_, now), (_, before) = received.linked
    assert "dari=2026-01-01" in (now or "")
    assert "dari=2025-01-01&sampai=2025-12-31" in (before or "")


def test_objections_lead_to_their_own_book_by_the_letter_of_their_ground() -> None:
    found = table(FULL, "ground")
    assert found.book == "keberatan"
    assert parse_qs(found.rows[2].where or "")["alasan"] == ["c"]
    assert found.note.startswith("Satu keberatan dapat memuat lebih dari satu alasan")
    decided = {row.label: row.where for row in table(FULL, "objection_decision").rows}
    assert "keputusan=rejected" in (decided["Keberatan ditolak"] or "")
    assert decided["Belum ditanggapi"] is None


def test_months_add_up_to_the_year() -> None:
    *months, total = table(FULL, "months").rows
    assert len(months) == 12
    assert sum(row.values[0] for row in months if isinstance(row.values[0], int)) == 1500
    assert total.values[0] == 1500


def test_the_summary_keeps_what_must_be_announced_and_leaves_the_rest() -> None:
    short = compose.compose(FACTS, Size.SUMMARY)
    names = {one.name for _, one in short.tables()}
    assert {"key", "time_class", "decision", "refusal_ground", "disputes"} <= names
    assert not names & {"channel", "applicant_type", "purpose", "regional_office", "months"}
    assert [chapter.part for chapter in short.chapters] == list("cdef")
    assert [chapter.number for chapter in short.chapters] == ["I", "II", "III", "IV"]
    assert short.foreword is None


def test_an_empty_place_stays_and_says_so_but_an_optional_one_does_not() -> None:
    bare = compose.compose(replace(FACTS, texts={}), Size.FULL)
    names = [block.name for chapter in bare.chapters for block in chapter.blocks
             if isinstance(block, Words)]  # fmt: skip
    assert Field.LEGAL_BASIS in names
    assert Field.SERVICE_NOTE not in names
    assert bare.foreword is None


def test_a_survey_of_too_few_shows_neither_index_nor_elements() -> None:
    few = replace(FACTS, survey=replace(FACTS.survey, n=4, index=None, grade=None, means={}))
    found = compose.compose(few, Size.FULL)
    assert cells(found, "survey")["Indeks Kepuasan Masyarakat"] == "–"
    assert "elements" not in {one.name for _, one in found.tables()}
    assert "kurang dari 5" in table(found, "survey").note


def test_what_nobody_counted_is_left_out_and_what_nobody_entered_is_a_dash() -> None:
    found = compose.compose(replace(FACTS, asked=None, entered={Entered.KI_FILED: 0}), Size.FULL)
    assert "asked" not in {one.name for _, one in found.tables()}
    disputes = cells(found, "disputes")
    assert disputes["Permohonan penyelesaian sengketa ke Komisi Informasi"] == 0
    assert disputes["Gugatan ke pengadilan"] == "–"


def test_a_draft_says_so_and_a_later_edition_too() -> None:
    assert FULL.draft == ""
    assert compose.compose(replace(FACTS, is_draft=True), Size.FULL).draft.startswith("DRAF")
    assert compose.compose(replace(FACTS, edition=2), Size.FULL).edition == "Edisi 2 (perbaikan)"


def test_facts_that_were_kept_are_read_as_they_were() -> None:
    assert from_json(FACTS.to_json()) == FACTS
    assert from_json(FACTS.to_json()).to_json() == FACTS.to_json()


def test_a_frozen_report_has_its_rows_in_the_order_of_the_draft() -> None:
    frozen = from_json(FACTS.to_json())
    assert service_tables.questions(frozen) == service_tables.questions(FACTS)
    assert service_tables.questions(frozen)[0].rows[0].values == (20_000,)


def test_missing_parts_are_named_in_the_order_of_the_rule() -> None:
    assert proposals.missing_texts(FACTS.texts) == ()
    assert proposals.missing_texts({})[0] is Field.LEGAL_BASIS
    assert Field.FOREWORD not in proposals.missing_texts({})
    assert proposals.missing_texts({Field.LEGAL_BASIS: "  "})[0] is Field.LEGAL_BASIS
    assert proposals.missing_numbers({}) == tuple(Entered)


def test_a_proposed_text_holds_the_figures_of_the_period() -> None:
    assert "90 dari 1.500 permohonan" in FACTS.texts[Field.OBSTACLES_EXTERNAL]
    assert "150 pemberitahuan terbit melewati" in FACTS.texts[Field.OBSTACLES_INTERNAL]
    assert "Dari 25 keberatan, 20 sudah ditanggapi" in FACTS.texts[Field.OBJECTIONS_CARRIED_OUT]
    assert "Rp\u00a0231.400.000" in FACTS.texts[Field.BUDGET]
    assert "…" in proposals.proposal(replace(FACTS, entered={}), Field.DISPUTES)


def test_the_announcement_has_the_four_things_of_the_law() -> None:
    title, lead, *items = proposals.announcement(FACTS)
    assert title.isupper()
    assert "PPID Kabupaten Sukamaju mengumumkan layanan informasi publik tahun 2026" in lead
    whole = "\n".join(items)
    assert "diterima: 1.500." in whole
    assert "4–10 hari kerja 800 permohonan" in whole
    assert "dikabulkan: 1.122 (1.002 seluruhnya, 120 sebagian)" in whole
    assert "huruf h: rahasia pribadi (44)" in whole
    assert "huruf b" not in whole
    assert items[-1].startswith("Laporan lengkap dapat diperoleh di PPID Kabupaten Sukamaju")
    *_, closing = proposals.announcement(FACTS, "https://ppid.contoh.go.id/publik/laporan")
    assert "dapat diunduh dari https://ppid.contoh.go.id/publik/laporan dan diperoleh" in closing


def test_the_announcement_of_a_year_without_requests_says_so() -> None:
    nothing = replace(FACTS, requests=Counted(0))
    whole = "\n".join(proposals.announcement(nothing))
    assert "belum ada pemberitahuan tertulis" in whole
    assert "tidak ada permohonan yang ditolak" in whole


def test_a_year_without_anything_composes() -> None:
    nothing = replace(
        FACTS, requests=Counted(0), before=Counted(0), objections=Counted(0), offices={},
        survey=replace(FACTS.survey, n=0, index=None, grade=None, means={}, invited=0),
    )  # fmt: skip
    for size in Size:
        assert compose.compose(nothing, size).chapters


@pytest.mark.parametrize(
    ("span", "place", "since", "until", "name"),
    [
        (Span.YEAR, 1, date(2026, 1, 1), date(2026, 12, 31), "tahun 2026"),
        (Span.HALF, 2, date(2026, 7, 1), date(2026, 12, 31), "semester II 2026"),
        (Span.QUARTER, 3, date(2026, 7, 1), date(2026, 9, 30), "triwulan III 2026"),
        (Span.MONTH, 2, date(2026, 2, 1), date(2026, 2, 28), "Februari 2026"),
    ],
)
def test_periods_have_their_days_and_their_names(
    span: Span, place: int, since: date, until: date, name: str
) -> None:
    found = spans.period(span, 2026, place)
    assert found == Period(since, until)
    assert spans.in_a_sentence(found) == name


def test_the_yearly_report_is_due_at_the_end_of_march_and_others_never() -> None:
    assert spans.due(Span.YEAR, date(2026, 12, 31)) == date(2027, 3, 31)
    assert spans.due(Span.HALF, date(2026, 12, 31)) is None
    with pytest.raises(ValueError, match="no half 3"):
        spans.period(Span.HALF, 2026, 3)


def test_for_a_year_before_the_rule_no_report_is_due() -> None:
    assert spans.due(Span.YEAR, date(2020, 12, 31)) is None
    assert spans.due(Span.YEAR, date(2021, 12, 31)) == date(2022, 3, 31)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_is_the_nearest_tenth(part: int, whole: int) -> None:
    found = per_cent(part, whole)
    assert found is not None
    assert abs(found * whole - 100 * part) <= Decimal("0.05") * whole
    assert per_cent(part, 0) is None


def test_numbers_are_written_as_indonesians_write_them() -> None:
    assert written(1_234_567) == "1.234.567"
    assert written(Decimal("1234.5")) == "1.234,5"
    assert written(None) == "*"
    assert written("Rp 5") == "Rp 5"
    assert [part.value for part in Part] == list("abcdef")
