"""Pure: answers of a form that came before they were asked for; nobody is told to go that way."""

from collections.abc import Mapping, Sequence
from typing import Any

Form = Mapping[str, Any]
_GIVEN = "given"


def filled(form: Form, answers: Mapping[str, Any]) -> Form:
    """Return a form with answers from the question itself, from an officer, or from the page."""
    given = sorted({*form.get(_GIVEN, ()), *answers})
    return {**form, "answers": {**form["answers"], **answers}, _GIVEN: given}


def to_ask(form: Form, questions: Sequence[str], now: str) -> list[str]:
    """Return the questions that are put in the chat, the one that is open now among them."""
    given = form.get(_GIVEN, ())
    return [name for name in questions if name == now or name not in given]
