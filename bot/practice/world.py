"""Everything the room knows, put together once: the outside world as the bot meets it."""

from pathlib import Path

from bot.practice.chats import Directory
from bot.practice.clock import Clock
from bot.practice.counters import Counters
from bot.practice.faults import FaultScript
from bot.practice.files import FileShelf
from bot.practice.flood import FloodGate, FloodRules
from bot.practice.ledger import Ledger
from bot.practice.pending import UpdateQueue
from bot.practice.people import Chat, Citizen, Json
from bot.practice.presses import Presses
from bot.practice.profile import Profile
from bot.practice.refusal import bad_request, forbidden
from bot.practice.transcript import Transcript
from bot.practice.webhook import WebhookPump


class World:
    def __init__(
        self,
        token: str,
        rules: FloodRules,
        ledger: Path | None,
        *,
        names: tuple[str, str],
        retry_factor: float,
    ) -> None:
        self.token = token
        self.clock = Clock()
        self.ledger = Ledger(ledger)
        self.profile = Profile(token, *names, self.ledger)
        self.directory = Directory(self.ledger)
        self.files = FileShelf(self.ledger)
        self.updates = UpdateQueue(self.clock, self.ledger)
        self.presses = Presses(self.clock, self.ledger)
        self.transcript = Transcript(self.clock, self.ledger)
        self.webhook = WebhookPump(self.updates, self.ledger, self.clock, retry_factor)
        self.flood = FloodGate(rules, self.clock)
        self.faults = FaultScript()
        self.counters = Counters(self.clock)
        self.updates.on_handed_over = self.presses.reached

    def now(self) -> int:
        return int(self.clock.now())

    def citizen_of(self, chat: Chat) -> Citizen | None:
        return self.directory.citizens.get(chat.id)

    def chat(self, number: int) -> Chat:
        """A chat the bot has met; others do not exist for it."""
        chat = self.directory.chats.get(number)
        citizen = self.directory.citizens.get(number)
        if chat is None or (citizen is not None and not citizen.has_started):
            raise bad_request("chat not found")
        return chat

    def reachable_chat(self, number: int) -> Chat:
        """A chat the bot may write to at this moment."""
        chat = self.chat(number)
        citizen = self.citizen_of(chat)
        if citizen is not None and citizen.is_deleted:
            raise forbidden("user is deactivated")
        if citizen is not None and citizen.is_blocking:
            raise forbidden("bot was blocked by the user")
        return chat

    def tell(self, kind: str, payload: Json, press: str | None = None) -> int | None:
        """Queue an update for the bot, in the lane Telegram would choose."""
        return self.updates.add(kind, payload, lane_of(kind, payload), press)


def lane_of(kind: str, payload: Json) -> str:
    """Telegram keeps messages in order per chat and everything else per person."""
    chat, sender = payload.get("chat"), payload.get("from")
    if kind.endswith("message") and isinstance(chat, dict):
        return f"chat:{chat.get('id')}"
    if kind == "my_chat_member" and isinstance(chat, dict):
        return f"member:{chat.get('id')}"
    if isinstance(sender, dict):
        return f"{kind}:{sender.get('id')}"
    return kind
