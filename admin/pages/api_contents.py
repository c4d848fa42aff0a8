"""The table of contents, continued: the interface's page for everybody, its keys, webhooks."""

from admin.api import reference
from admin.doorkeeper import Page
from admin.pages import api_keys, webhooks
from admin.public.front import public
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return these pages."""
    key, hook = "/kunci-api/{number:number}", "/webhook/{number:number}"
    return [
        public("/api", reference.show),
        Page("/kunci-api", api_keys.show, Needs.MANAGE_API),
        Page("/kunci-api", api_keys.make, Needs.MANAGE_API, "POST"),
        Page(f"{key}/cabut", api_keys.revoke, Needs.MANAGE_API, "POST"),
        Page("/webhook", webhooks.show, Needs.MANAGE_API),
        Page("/webhook", webhooks.make, Needs.MANAGE_API, "POST"),
        Page(f"{hook}/jeda", webhooks.pause, Needs.MANAGE_API, "POST"),
        Page(f"{hook}/lanjut", webhooks.resume, Needs.MANAGE_API, "POST"),
        Page(f"{hook}/coba", webhooks.try_out, Needs.MANAGE_API, "POST"),
        Page(f"{hook}/hapus", webhooks.remove, Needs.MANAGE_API, "POST"),
        Page("/webhook/pesan/{number:number}/ulang", webhooks.repeat, Needs.MANAGE_API, "POST"),
    ]
