"""In a group the bot speaks only when it is addressed, and takes nobody's identity."""

from aiogram import F, Router

from bot.handlers.ask import answer_words
from bot.turn import Outcome, Turn, say
from knowledge import questions
from knowledge.words import Band
from office.outbox import Kind


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="groups")
    routes.message.filter(F.chat.type != "private")
    routes.message.register(asked, F.func(_addressed))
    routes.message.register(overheard)
    routes.edited_message.filter(F.chat.type != "private")
    routes.edited_message.register(overheard)
    return routes


def _addressed(message: object) -> bool:
    return _mentions(message) or _answers_a_bot(message)


def _mentions(message: object) -> bool:
    return any(
        entity.type in {"mention", "bot_command"}
        for entity in getattr(message, "entities", None) or ()
    )


def _answers_a_bot(message: object) -> bool:
    replied = getattr(message, "reply_to_message", None)
    sender = getattr(replied, "from_user", None)
    return bool(sender and sender.is_bot)


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
