"""Drawing a letter at any instant a clock can give."""

from register.letters.kinds import LetterKind
from register.letters.render import render
from tests.register.letters.samples import ISSUED, LETTERHEAD, VERIFY_URL, sample


def test_an_instant_with_microseconds_is_drawn_as_well() -> None:
    kind = LetterKind.RECEIPT
    moment = ISSUED.replace(microsecond=123456)
    assert render(kind, sample(kind), LETTERHEAD, verify_url=VERIFY_URL, issued=moment)
