"""An edition: kept as text without loss, and every fault of it is named."""

from datetime import date
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.edition import (
    LONGEST_ANSWER,
    Edition,
    Fault,
    Translation,
    faults,
    from_json,
    placeholders,
    to_json,
)
from knowledge.leaf import leaves
from tests.knowledge.samples import an_edition

TEXT = st.text(max_size=40)
TEXTS = st.lists(TEXT, max_size=4).map(tuple)
DAY = st.dates()
EDITIONS = st.builds(
    Edition,
    title=TEXT,
    body=TEXT,
    long=TEXT,
    phrasings=TEXTS,
    not_this=TEXTS,
    info_class=TEXT,
    owner=TEXT,
    source=TEXT,
    related=TEXTS,
    as_of=DAY,
    review_by=DAY,
    valid_from=st.none() | DAY,
    valid_until=st.none() | DAY,
    superseded_by=TEXT,
    status_of=TEXT,
    translations=st.dictionaries(
        st.sampled_from(["jv", "en"]), st.builds(Translation, TEXT, TEXT, TEXT)
    ),
)


@given(EDITIONS)
def test_whatever_an_edition_says_is_there_after_keeping_it(edition: Edition) -> None:
    kept = to_json(edition)
    assert from_json(kept) == edition
    assert to_json(from_json(kept)) == kept


def test_equal_editions_are_kept_as_equal_texts() -> None:
    words = {"jv": Translation("a", "b"), "en": Translation("c", "d")}
    turned = dict(reversed(words.items()))
    assert to_json(an_edition(translations=words)) == to_json(an_edition(translations=turned))


def test_an_edition_can_be_kept_in_a_set() -> None:
    assert len({an_edition(), an_edition(), an_edition(title="Lain?")}) == 2


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": " "}, Fault("title", "required")),
        ({"body": ""}, Fault("body", "required")),
        ({"owner": ""}, Fault("owner", "required")),
        ({"source": ""}, Fault("source", "required")),
        ({"info_class": ""}, Fault("info_class", "required")),
        (
            {"body": "a" * (LONGEST_ANSWER + 1)},
            Fault("body", "too_long", {"longest": 900, "length": 901}),
        ),
        ({"title": "a" * 201}, Fault("title", "too_long", {"longest": 200, "length": 201})),
        ({"long": "a" * 3001}, Fault("long", "too_long", {"longest": 3000, "length": 3001})),
        ({"source": "a" * 2001}, Fault("source", "too_long", {"longest": 2000, "length": 2001})),
        ({"owner": "a" * 121}, Fault("owner", "too_long", {"longest": 120, "length": 121})),
        ({"phrasings": ()}, Fault("phrasings", "required")),
        ({"phrasings": ("uji", " ")}, Fault("phrasings", "empty_line")),
        (
            {"phrasings": ("Uji  apa", "uji APA")},
            Fault("phrasings", "doubled", {"text": "uji apa"}),
        ),
        (
            {"phrasings": ("a" * 301,)},
            Fault("phrasings", "too_long", {"longest": 300, "length": 301}),
        ),
        (
            {"not_this": ("Urus becak wisata",)},
            Fault("not_this", "also_phrasing", {"text": "urus becak wisata"}),
        ),
        (
            {"review_by": date(2026, 11, 1)},
            Fault("review_by", "date_before", {"other": "as_of"}),
        ),
        (
            {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
            Fault("valid_until", "date_before", {"other": "valid_from"}),
        ),
        ({"translations": {"jv": Translation("", "isi")}}, Fault("jv.title", "required")),
        ({"translations": {"en": Translation("title", " ")}}, Fault("en.body", "required")),
        ({"translations": {"de": Translation("a", "b")}}, Fault("de", "language_unknown")),
        ({"body": "Telepon {isi: nomor"}, Fault("body", "brace_open")),
        ({"source": "Peraturan nomor}"}, Fault("source", "brace_open")),
        ({"owner": "{Dinas"}, Fault("owner", "brace_open")),
        ({"phrasings": ("urus {becak", "izin becak}")}, Fault("phrasings", "brace_open")),
    ],
)
def test_each_fault_is_named_by_field_and_code(changes: dict[str, Any], fault: Fault) -> None:
    assert faults(an_edition()) == []
    assert faults(an_edition(**changes)) == [fault]


def test_an_edition_that_ends_on_the_day_it_begins_has_no_fault() -> None:
    day = date(2026, 2, 1)
    assert faults(an_edition(valid_from=day, valid_until=day)) == []


def test_placeholders_are_found_in_every_text_each_once() -> None:
    edition = an_edition(
        title="Di mana {isi: nama kantor}?",
        body="Datang ke {isi: alamat kantor} atau { isi : alamat kantor }.",
        long="Telepon {nomor}.",
        source="Peraturan {isi:nomor dan tahun}",
        owner="{ isi: dinas }",
        phrasings=("urus becak di {isi : kecamatan}", "isian becak"),
        translations={"en": Translation("Where?", "Go to {isi: address}.")},
    )
    assert placeholders(edition) == [
        "nama kantor", "alamat kantor", "nomor", "nomor dan tahun", "dinas", "kecamatan", "address",
    ]  # fmt: skip
    assert faults(edition) == []
    assert placeholders(an_edition()) == []


@pytest.mark.parametrize(
    ("inside", "asked"), [("", ""), ("isi:", ""), (" isi ", "isi"), ("isian: x", "isian: x")]
)
def test_only_the_mark_itself_is_left_out_of_a_placeholder(inside: str, asked: str) -> None:
    assert placeholders(an_edition(body=f"Telepon {{{inside}}}.")) == [asked]


@pytest.mark.parametrize("text", ["{" + " " * 2999, "{ isi" * 500, "{isi:" + "\n" * 2900])
def test_an_open_brace_before_many_blanks_is_looked_through_at_once(text: str) -> None:
    began = process_time()
    assert faults(an_edition(long=text)) == [Fault("long", "brace_open")]
    assert placeholders(an_edition(long=text)) == []
    assert process_time() - began < 1


def test_a_text_that_is_too_long_anyway_is_not_looked_through() -> None:
    edition = an_edition(body="{isi: nomor" + "}" * LONGEST_ANSWER)
    assert [one.code for one in faults(edition)] == ["too_long"]
    assert placeholders(edition) == []


@pytest.mark.parametrize("leaf", list(leaves()), ids=lambda leaf: leaf.slug)
def test_no_starter_entry_has_a_fault(leaf: Any) -> None:
    assert faults(leaf.edition) == []
    assert from_json(to_json(leaf.edition)) == leaf.edition
