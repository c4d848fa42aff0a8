"""The statistics of the audit against values worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.audit import sampling
from knowledge.audit.agreement import agreement, share, table

# Three kinds of verdict on a hundred cases; a textbook's example of kappa.
TEXTBOOK = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]


def pairs(counts: list[list[int]]) -> list[tuple[int, int]]:
    return [
        (one, two)
        for one, row in enumerate(counts)
        for two, count in enumerate(row)
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (80, 100, 0.711170, 0.866633),
        (0, 10, 0.0, 0.277533),
        (10, 10, 0.722467, 1.0),
        (1, 2, 0.094531, 0.905469),
    ],
)
def test_the_interval_of_a_share_is_wilson_s(count: int, n: int, low: float, high: float) -> None:
    found = share(count, n)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((count / n, low, high), abs=2e-6)


def test_nothing_has_no_share_and_no_agreement() -> None:
    assert share(0, 0) is None
    assert agreement([]) is None


def test_kappa_and_its_interval_are_those_worked_out_by_hand() -> None:
    found = agreement(pairs(TEXTBOOK))
    assert found is not None
    assert (found.n, found.agreed) == (100, 89)
    assert (found.observed, found.expected) == pytest.approx((0.89, 0.66))
    assert found.kappa == pytest.approx(0.676471, abs=1e-6)
    # Standard error 0.087703: (A 0.295188 + B 0.008044 - C 0.214315) under the root, by hand.
    assert (found.low, found.high) == pytest.approx((0.504577, 0.848365), abs=5e-6)


def test_judges_who_agree_on_everything_have_kappa_one_and_on_one_kind_alone_none() -> None:
    both = agreement([("right", "right"), ("wrong", "wrong")])
    assert both is not None
    # Two pairs say little: an interval from one to one would say that they say everything.
    assert (both.kappa, both.low, both.high) == (1.0, None, None)
    alone = agreement([("right", "right")] * 5)
    assert alone is not None
    assert (alone.agreed, alone.kappa, alone.low) == (5, None, None)


def test_judges_who_never_agree_are_below_chance() -> None:
    found = agreement([("right", "wrong"), ("wrong", "right")])
    assert found is not None
    assert (found.kappa, found.low, found.high) == (-1.0, None, None)


@pytest.mark.parametrize(
    "counts", [[[9, 1], [0, 0]], [[0, 5], [0, 0]], [[97, 2, 1], [0] * 3, [0] * 3]]
)
def test_a_judge_who_said_always_the_same_leaves_kappa_nothing_and_no_interval(
    counts: list[list[int]],
) -> None:
    found = agreement(pairs(counts))
    assert found is not None
    assert (found.kappa, found.low, found.high) == (pytest.approx(0), None, None)


def test_all_right_is_never_told_as_certain() -> None:
    for n in (1, 4, 10, 100):
        found = share(n, n)
        assert found is not None
        # Wilson's lower end where nothing failed.
        assert found.low == pytest.approx(n / (n + 1.959963984540054**2))
        assert found.high == 1


def test_the_table_counts_every_pair_once() -> None:
    assert table(pairs(TEXTBOOK), range(3)) == TEXTBOOK


@given(st.integers(0, 400), st.integers(1, 400))
def test_an_interval_holds_its_share_and_stays_within_bounds(count: int, n: int) -> None:
    found = share(min(count, n), n)
    assert found is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60))
def test_kappa_does_not_change_when_the_judges_change_places(held: list[tuple[int, int]]) -> None:
    one, other = agreement(held), agreement([(two, first) for first, two in held])
    assert one is not None
    assert other is not None
    if one.kappa is None or other.kappa is None:
        assert one.kappa is other.kappa
        return
    if one.low is None or one.high is None:
        assert (one.high, other.low) == (one.low, one.low)
        assert one.kappa == pytest.approx(other.kappa)
        return
    assert (one.kappa, one.low) == pytest.approx((other.kappa, other.low), abs=1e-9)
    assert -1 <= one.low <= one.kappa + 1e-9
    assert one.kappa - 1e-9 <= one.high <= 1


@given(st.sets(st.integers(1, 10**6), max_size=80), st.integers(1, 30))
def test_a_draw_is_the_same_however_the_numbers_come(numbers: set[int], size: int) -> None:
    drawn = sampling.draw("benih", sorted(numbers), size)
    assert drawn == sampling.draw("benih", sorted(numbers, reverse=True), size)
    assert len(drawn) == len(set(drawn)) == min(size, len(numbers))
    assert set(drawn) <= numbers


def test_a_draw_is_what_its_description_says() -> None:
    lots = {number: sampling.lot("benih", number) for number in (1, 2, 3)}
    assert sampling.draw("benih", lots, 3) == sorted(lots, key=lambda number: lots[number])
    # printf a:1 | sha256sum
    assert sampling.lot("a", 1) == (
        "2b2c40a6706d9e5f320d553628313833e3668d8b0c8f5b0a25a2ca7d926df6d4"
    )


def test_every_number_is_drawn_about_as_often_as_the_others() -> None:
    drawn = [sampling.draw(str(seed), range(20), 5) for seed in range(2000)]
    counts = [sum(number in one for one in drawn) for number in range(20)]
    # 500 each on the mean, with a standard deviation of about 19.
    assert min(counts) > 410
    assert max(counts) < 590


def test_seeds_differ_and_a_fingerprint_knows_no_order() -> None:
    assert sampling.new_seed() != sampling.new_seed()
    assert sampling.fingerprint([3, 1, 2]) == sampling.fingerprint([1, 2, 3])
    assert sampling.fingerprint([1, 23]) != sampling.fingerprint([12, 3])
