"""The table of contents, continued: one conversation, and everything that is done with it."""

from collections.abc import Callable

from starlette.responses import Response

from admin.doorkeeper import Page
from admin.pages import conversation, dispositions, handing, replies
from admin.visit import Visit
from office.people import Permission as Needs

_ONE = "/percakapan/{number:number}"


def pages() -> list[Page]:
    """Return these pages."""
    return [
        Page(_ONE, conversation.show, Needs.ANSWER_CITIZENS),
        _act("balas", replies.reply),
        _act("catatan", replies.note),
        _act("batalkan", replies.take_back),
        _act("kirim-sekarang", replies.send_now),
        _act("kirim-ulang", replies.send_again),
        _act("peka", replies.mark),
        _act("usul/setujui", replies.approve, Needs.APPROVE_REPLIES),
        _act("usul/kembalikan", replies.send_back, Needs.APPROVE_REPLIES),
        _act("usul/tarik", replies.recall),
        _act("ambil", handing.claim),
        _act("lepas", handing.release),
        _act("serahkan", handing.hand_over),
        _act("ambil-alih", handing.take_over),
        _act("jalur", handing.move),
        _act("tutup", handing.close),
        _act("buka-lagi", handing.reopen),
        _act("permohonan", handing.offer_request),
        _act("teruskan", dispositions.dispose),
        _act("teruskan/tarik", dispositions.recall),
    ]


def _act(
    name: str, endpoint: Callable[[Visit], Response], needs: Needs = Needs.ANSWER_CITIZENS
) -> Page:
    return Page(f"{_ONE}/{name}", endpoint, needs, "POST")
