"""Plots as text: well-formed, true to their numbers, and readable without colour or script."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin.charts import WIDTH, Bar, Mark, Span, bars, ceiling, columns, intervals

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "a\"b<script>&</svg>'c"
TWO = [Bar("Dikabulkan", 30, 20), Bar("Ditolak", 15, 15, 1)]


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own text


def boxes(svg: str, name: str = "c-bar") -> list[dict[str, str]]:
    return [one.attrib for one in parsed(svg).iter(f"{SVG}rect") if name in one.get("class", "")]


def said(svg: str) -> list[str]:
    return [one.text or "" for one in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    "svg",
    [
        bars("k", HOSTILE, [Bar(HOSTILE, 3, 1, 2, HOSTILE)], mark=Mark(1, HOSTILE)),
        columns("k", HOSTILE, [Bar(HOSTILE, 3)], marks=[Mark(1, HOSTILE)], below=HOSTILE),
        intervals("k", HOSTILE, [Span(HOSTILE, 0.1, 0.2, 0.3, HOSTILE)]),
        bars("k", "Kosong", []),
        columns("k", "Kosong", []),
        intervals("k", "Kosong", []),
    ],
)
def test_a_plot_is_one_well_formed_picture_without_script_or_style(svg: str) -> None:
    root = parsed(svg)
    assert root.tag == f"{SVG}svg"
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "path", "rect", "circle", "line", "text",
    }  # fmt: skip
    names = {name for one in root.iter() for name in one.attrib}
    assert not [name for name in names if name == "style" or name.startswith("on")]


def test_a_plot_has_a_name_and_says_its_values() -> None:
    root = parsed(bars("keputusan", "Keputusan", TWO))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "keputusan-t")
    assert root.findtext(f"{SVG}title") == "Keputusan"
    assert root.findtext(f"{SVG}desc") == "Dikabulkan: 30; Ditolak: 15"


def test_bars_are_as_long_as_their_values_and_carry_them() -> None:
    svg = bars("k", "Judul", TWO)
    assert [float(one["width"]) for one in boxes(svg)] == [WIDTH, WIDTH / 2]
    assert said(svg) == ["Dikabulkan", "30", "Ditolak", "15"]
    before = [one for one in parsed(svg).iter(f"{SVG}line") if one.get("class") == "c-before"]
    assert [float(one.get("x1", "")) for one in before] == [WIDTH * 2 / 3, WIDTH / 2]


def test_bars_differ_by_pattern_and_not_by_colour_alone() -> None:
    rows = [Bar(str(kind), 1, pattern=kind) for kind in range(5)]
    svg = bars("k", "Judul", rows)
    fills = [one["fill"] for one in boxes(svg)]
    assert fills == ["#333", "url(#k-p1)", "url(#k-p2)", "url(#k-p3)", "#fff"]
    made = {one.get("id") for one in parsed(svg).iter(f"{SVG}pattern")}
    assert made == {"k-p1", "k-p2", "k-p3"}


def test_nothing_has_no_bar_and_little_can_be_seen() -> None:
    svg = bars("k", "Judul", [Bar("nol", 0), Bar("satu", 1), Bar("banyak", 100_000)])
    assert [float(one["width"]) for one in boxes(svg)] == [1.5, WIDTH]


def test_a_long_label_is_cut_and_a_long_number_has_its_thousands_apart() -> None:
    label, value = said(bars("k", "Judul", [Bar("Sangat " * 20, 1234567)]))
    assert value == "1.234.567"
    assert label.endswith("…")
    assert len(label) < 50


def test_few_columns_carry_their_values_and_of_many_the_largest() -> None:
    few = columns("k", "Judul", [Bar(str(one), one) for one in range(1, 5)])
    assert said(few) == ["0", "2", "4", "1", "1", "2", "2", "3", "3", "4", "4"]
    many = columns("k", "Judul", [Bar(f"h{one}", one % 30) for one in range(31)])
    assert [one for one in said(many) if not one.startswith("h")] == ["0", "15", "30", "29"]
    assert len([one for one in said(many) if one.startswith("h")]) <= 8


def test_columns_are_as_high_as_their_values() -> None:
    low, high = boxes(columns("k", "Judul", [Bar("a", 5), Bar("b", 10)]))
    assert float(high["height"]) == 2 * float(low["height"])
    assert float(low["y"]) + float(low["height"]) == float(high["y"]) + float(high["height"])


def test_of_many_columns_a_listener_hears_the_largest() -> None:
    rows = [Bar(f"tanggal {one}", one) for one in range(1, 31)]
    desc = parsed(columns("k", "Judul", rows)).findtext(f"{SVG}desc")
    assert desc == "Terbanyak: tanggal 30: 30; tanggal 29: 29; tanggal 28: 28"


def test_the_same_data_is_the_same_text() -> None:
    assert columns("k", "Judul", TWO) == columns("k", "Judul", TWO)


@given(st.floats(0, 1e9, allow_nan=False))
def test_an_axis_ends_above_every_value_at_a_round_even_number(value: float) -> None:
    end = ceiling(value)
    assert end >= value
    assert end % 2 == 0
    assert end <= max(2, 2 * value)


@given(
    st.lists(
        st.builds(
            Bar, st.text(max_size=60).filter(str.isprintable), st.integers(0, 10**6),
            st.none() | st.integers(0, 10**6), st.integers(0, 4),
        ),
        max_size=60,
    )
)  # fmt: skip
def test_no_part_of_any_plot_leaves_the_picture(rows: list[Bar]) -> None:
    for svg in (bars("k", "Judul", rows), columns("k", "Judul", rows)):
        root = parsed(svg)
        _, _, width, height = map(float, root.get("viewBox", "").split())
        for one in boxes(svg):
            assert 0 <= float(one["x"]) <= float(one["x"]) + float(one["width"]) <= width + 0.02
            assert 0 <= float(one["y"]) <= float(one["y"]) + float(one["height"]) <= height + 0.02
        for name in re.findall(r'y="([-\d.]+)"', svg):
            assert -0.02 <= float(name) <= height
