"""In a group the bot speaks only when it is addressed, and takes nobody's identity."""

from aiogram import Router

from bot.filters import Addressed, InGroup
from bot.handlers.ask import answer_words
from bot.turn import Outcome, Turn, say
from knowledge import questions
from knowledge.words import Band
from office.outbox import Kind


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="groups")
    routes.message.filter(InGroup())
    routes.message.register(asked, Addressed())
    routes.message.register(overheard)
    routes.edited_message.filter(InGroup())
    routes.edited_message.register(overheard)
    return routes


def asked(turn: Turn) -> Outcome:
    """Answer a question in a group, or point to the private chat."""
    text = " ".join(word for word in turn.text.split() if not word.startswith(("@", "/")))
    if not text:
        return Outcome((say("group_hint"),))
    verdict = turn.shelf.ask(text)
    key = questions.key_of(turn.unit, f"{turn.arrival.chat_id}:{turn.arrival.message_id}")
    questions.log(turn.unit, key=key, text=text, route="group", verdict=verdict)
    if verdict.band is not Band.ANSWER:
        return Outcome((say("group_hint"),))
    article = turn.shelf.articles[verdict.hits[0].slug]
    return Outcome((say("answer", kind=Kind.ANSWER, **answer_words(turn, article)),))


def overheard(turn: Turn) -> Outcome:
    """Keep silent about what was not meant for the bot."""
    del turn
    return Outcome()
