"""How the bot gets its updates: long polling, or a webhook."""

import re
from typing import Any

from bot.practice.arguments import Arguments
from bot.practice.pending import Update
from bot.practice.people import Json
from bot.practice.refusal import BotApiError, bad_request
from bot.practice.webhook import Hook
from bot.practice.world import World

LONGEST_POLL = 50
BATCH = 100
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
URL = re.compile(r"https?://[^\s/]+\S*")
MOST_CONNECTIONS = 100
WEBHOOK_IS_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
WEBHOOK_CAME = "Conflict: terminated by setWebhook request"


async def get_updates(world: World, args: Arguments) -> list[Update]:
    if world.webhook.hook.url:
        raise BotApiError(409, WEBHOOK_IS_ACTIVE)
    _remember_allowed(world, args)
    limit = min(BATCH, max(1, args.number("limit", BATCH)))
    timeout = min(LONGEST_POLL, max(0, args.number("timeout")))
    return await world.updates.poll(args.number("offset"), limit, timeout)


def set_webhook(world: World, args: Arguments) -> bool:
    url = args.text("url")
    if not url:
        return delete_webhook(world, args)
    secret = args.text("secret_token")
    if not URL.fullmatch(url):
        raise bad_request("bad webhook: invalid webhook URL specified")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = args.number("max_connections", 40)
    if not 1 <= connections <= MOST_CONNECTIONS:
        raise bad_request("max_connections must be between 1 and 100")
    _remember_allowed(world, args)
    _drop_if_asked(world, args)
    world.updates.interrupt(WEBHOOK_CAME)
    world.webhook.set(Hook(url, secret, connections))
    return True


def delete_webhook(world: World, args: Arguments) -> bool:
    world.webhook.set(Hook())
    _drop_if_asked(world, args)
    return True


def get_webhook_info(world: World, _args: Arguments) -> Json:
    hook = world.webhook.hook
    found: Json = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending(),
    }
    if hook.url:
        found["max_connections"] = hook.max_connections
    if hook.last_error:
        found["last_error_date"] = hook.last_error_at
        found["last_error_message"] = hook.last_error
    if world.updates.allowed:
        found["allowed_updates"] = world.updates.allowed
    return found


def _drop_if_asked(world: World, args: Arguments) -> None:
    if args.flag("drop_pending_updates"):
        world.updates.drop_all()


def _remember_allowed(world: World, args: Arguments) -> None:
    """The list stays in force until the bot gives another one; empty means the usual kinds."""
    kinds: Any = args.structure("allowed_updates")
    if kinds is None:
        return
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise bad_request("can't parse allowed_updates: expected an Array of String")
    world.updates.allow(kinds)
