"""A list in numbered pages: every row stands on one of them, and there is always a last one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.paging import nearest, offset, page_of


@given(st.integers(0, 300), st.integers(1, 60))
def test_the_pages_together_are_the_list(rows: int, size: int) -> None:
    everything = list(range(rows))
    first = page_of(everything, 1, size)
    pages = [page_of(everything, number, size) for number in range(1, first.pages + 1)]
    assert [row for page in pages for row in page.rows] == everything
    assert all(page.rows for page in pages) or not everything


@given(st.integers(0, 300), st.integers(-5, 400), st.integers(1, 60))
def test_a_page_of_which_there_is_none_is_the_nearest(rows: int, asked: int, size: int) -> None:
    shown = page_of(range(rows), asked, size)
    assert 1 <= shown.number <= shown.pages
    assert shown.number == nearest(asked, rows, size)
    assert list(shown.rows) == list(range(rows))[offset(shown.number, size) :][:size]


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (25, 1), (26, 2)])
def test_an_empty_list_has_one_page_too(total: int, pages: int) -> None:
    assert page_of(range(total), 1).pages == pages
