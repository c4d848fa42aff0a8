"""How much one account may send: generous to people, firm with floods, open to every filing."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.limits import BUCKETS, Account, Action, Verdict, alarmed, remembered, weigh

START = 1_790_000_000.0
NOBODY = Account({}, {})
LIMITED = [action for action in Action if action is not Action.FILING]
arrivals = st.lists(
    st.tuples(st.sampled_from(list(Action)), st.integers(0, 90)), min_size=1, max_size=200
)


def sent(account: Account, action: Action, *pauses: float) -> tuple[list[Verdict], Account]:
    """Send after each pause; return every verdict and the account at the end."""
    now, verdicts = START, []
    for pause in pauses:
        now += pause
        weighed = weigh(account, action, now, now)
        account = remembered(weighed.account.as_memory(now))
        verdicts.append(weighed.verdict)
    return verdicts, account


def flood(account: Account, now: float) -> tuple[Verdict, Account]:
    """Ask at one instant until something else happens than being read."""
    while True:
        weighed = weigh(account, Action.QUESTION, now, now)
        account = weighed.account
        if weighed.verdict is not Verdict.PASS:
            return weighed.verdict, account


def test_twenty_questions_a_minute_are_read_for_hours() -> None:
    verdicts, _ = sent(NOBODY, Action.QUESTION, *[3.0] * 2000)
    assert set(verdicts) == {Verdict.PASS}


def test_an_album_and_a_burst_of_short_lines_are_read() -> None:
    for action, count in ((Action.FILE, 30), (Action.LINE, 30), (Action.QUESTION, 20)):
        verdicts, _ = sent(NOBODY, action, *[0.0] * count)
        assert set(verdicts) == {Verdict.PASS}


def test_beyond_the_limit_it_is_said_once_until_when_and_then_read_again() -> None:
    holds = BUCKETS[Action.QUESTION].holds
    verdicts, account = sent(NOBODY, Action.QUESTION, *[0.0] * (holds + 5))
    assert verdicts[holds:] == [Verdict.PAUSE, *[Verdict.SILENT] * 4]
    until = account.until[Action.QUESTION]
    assert until % 60 == 0
    assert 30 <= until - START <= 90
    assert weigh(account, Action.QUESTION, until - 1, until - 1).verdict is Verdict.SILENT
    assert weigh(account, Action.QUESTION, until, until).verdict is Verdict.PASS


def test_who_asks_too_fast_may_still_write_to_staff() -> None:
    _, account = flood(NOBODY, START)
    assert weigh(account, Action.LINE, START, START).verdict is Verdict.PASS


def test_the_third_flood_in_an_hour_is_slow_mode_with_one_message_a_minute() -> None:
    account, now = NOBODY, START
    for expected in (Verdict.PAUSE, Verdict.PAUSE, Verdict.SLOW):
        verdict, account = flood(account, now)
        assert verdict is expected
        now += 100
    begun, end = now - 100, account.slow
    assert 600 <= end - begun < 660
    read = [
        at
        for at in range(int(begun), int(end))
        if (weighed := weigh(account, Action.LINE, at, at)).verdict is Verdict.PASS
        and (account := weighed.account)
    ]
    assert 9 <= len(read) <= 10
    assert all(later - earlier >= 60 for earlier, later in pairwise(read))
    assert weigh(account, Action.LINE, end, end).verdict is Verdict.PASS


def test_three_floods_spread_over_a_day_are_no_slow_mode() -> None:
    account, now = NOBODY, START
    for _ in range(5):
        verdict, account = flood(account, now)
        assert verdict is Verdict.PAUSE
        now += 2000


def test_what_piled_up_in_an_outage_was_written_by_nobody_in_haste() -> None:
    account, now = NOBODY, START + 7200
    for number in range(600):
        weighed = weigh(account, Action.QUESTION, START + 10 * number, now)
        account = weighed.account
        assert weighed.verdict is Verdict.PASS


def test_what_was_sent_in_haste_during_an_outage_fills_the_bucket_all_the_same() -> None:
    account, now = NOBODY, START + 7200
    verdicts = []
    for _ in range(BUCKETS[Action.LINE].holds + 1):
        weighed = weigh(account, Action.LINE, START, now)
        account = remembered(weighed.account.as_memory(START))
        verdicts.append(weighed.verdict)
    assert verdicts[-1] is Verdict.PAUSE


def test_one_cry_for_help_a_pause_is_told_whom_to_call() -> None:
    _, account = flood(NOBODY, START)
    withheld = weigh(account, Action.QUESTION, START, START)
    told = alarmed(withheld, START)
    assert told is not None
    again = weigh(remembered(told.as_memory(START)), Action.QUESTION, START + 5, START + 5)
    assert alarmed(again, START + 5) is None
    _, account = flood(told, withheld.until)
    later = weigh(account, Action.QUESTION, withheld.until + 1, withheld.until + 1)
    assert alarmed(later, withheld.until + 1) is not None


def test_a_pause_that_is_announced_late_ends_later_than_it_is_announced() -> None:
    account, now = NOBODY, START + 7200
    while (weighed := weigh(account, Action.QUESTION, START, now)).verdict is Verdict.PASS:
        account = weighed.account
    assert weighed.until >= now + 30


@given(arrivals)
def test_a_filing_always_passes_and_everything_else_is_announced_before_it_is_withheld(
    steps: list[tuple[Action, int]],
) -> None:
    account, now = NOBODY, START
    announced: dict[Action, float] = {}
    for action, pause in steps:
        now += pause
        weighed = weigh(account, action, now, now)
        account = remembered(weighed.account.as_memory(now))
        verdict = weighed.verdict
        if action is Action.FILING:
            assert not verdict.withholds
        elif verdict is Verdict.PAUSE:
            announced[action] = weighed.until
        elif verdict is Verdict.SLOW:
            announced = dict.fromkeys(LIMITED, weighed.until)
        elif verdict is Verdict.SILENT:
            assert now < announced[action]


@given(arrivals)
def test_what_is_remembered_is_little_and_plain(steps: list[tuple[Action, int]]) -> None:
    account, now = NOBODY, START
    for action, pause in steps:
        now += pause
        account = weigh(account, action, now, now).account
        kept = account.as_memory(now)
        assert len(str(kept)) < 500
    assert account.as_memory(now + 86_400) == {}


def test_many_filings_are_noted_once_an_hour() -> None:
    verdicts, _ = sent(NOBODY, Action.FILING, *[0.0] * 40)
    assert verdicts.count(Verdict.NOTED) == 1
    assert set(verdicts) == {Verdict.PASS, Verdict.NOTED}
