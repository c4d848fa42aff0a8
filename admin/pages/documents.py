"""Files inside the panel: handed out to be kept, or shown where a browser can do no harm."""

import re
from datetime import timedelta
from functools import partial
from urllib.parse import quote

from starlette.responses import Response

from admin.visit import Visit
from knowledge.escalation import talk_files
from office import files, journal
from office.files import Filed, media_type_of
from office.people import Permission
from office.refusals import NotFound, NotValid
from office.unit import Unit
from register import case_files

PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})
SOUNDS = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4"})
# What a file may do that is opened by itself: nothing.
_SHUT_IN = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_GOES_ON = timedelta(hours=1)
_RANGE = re.compile(r"bytes=(\d{1,10})-(\d{0,10})")


def download(visit: Visit) -> Response:
    """Hand out a file; who opened it is entered in the journal."""
    return visit.attachment(visit.act(partial(_opened, number=visit.number)))


def look(visit: Visit) -> Response:
    """Show a photo or play a voice note inside the panel; anything else is handed out instead.

    Which of them it is, its bytes say, never its name.
    """
    asked = _RANGE.fullmatch(visit.request.headers.get("range", ""))
    first = int(asked[1]) if asked else 0
    filed = visit.act(partial(_opened, number=visit.number, goes_on=first > 0))
    content = visit.desk.cabinet.content(filed.sha256)
    if not _is_harmless(filed, content):
        return visit.attachment(filed)
    last = min(int(asked[2]) if asked and asked[2] else len(content), len(content) - 1)
    headers = _headers(filed)
    if asked is None:
        return Response(content, media_type=filed.media_type, headers=headers)
    if first > last:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    part = content[first : last + 1]
    return Response(part, status_code=206, media_type=filed.media_type, headers=headers)


def _headers(filed: Filed) -> dict[str, str]:
    return {
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(filed.name, safe='')}",
        "Content-Security-Policy": _SHUT_IN,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-store",
    }


def _is_harmless(filed: Filed, content: bytes) -> bool:
    if filed.media_type not in PHOTOS | SOUNDS:
        return False
    try:
        return media_type_of(filed.name, content) == filed.media_type
    except NotValid:
        return False


def _opened(unit: Unit, *, number: int, goes_on: bool = False) -> Filed:
    """Enter that a file was opened; a player that goes on where it was is entered once.

    Raise `NotFound` for what belongs to neither a case nor a conversation: it has its own door.
    """
    unit.require(Permission.PROCESS_REQUESTS)
    filed = files.find(unit, number)
    if not (case_files.is_open(unit, number) or talk_files.is_open(unit, number)):
        raise NotFound("file_unknown")
    if not (goes_on and _was_opened_lately(unit, number)):
        unit.record("file.opened", f"file:{number}")
    return filed


def _was_opened_lately(unit: Unit, number: int) -> bool:
    since = unit.now - _GOES_ON
    return any(
        line.act == "file.opened" and line.actor == unit.actor.label and line.at >= since
        for line in journal.of_subject(unit.session, [f"file:{number}"])
    )
