"""One visit of a page: who came, what was sent, and how to read, act and answer."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from admin import navigation
from admin.closings import Closings
from admin.hashing import PasswordDesk
from admin.leaves import Leaves
from admin.library import Library
from admin.live import Live
from admin.public.kept import Kept
from admin.public.pace import Pace
from admin.resemblance import Resemblance
from admin.returning import Returning
from knowledge.broadcasts.recipients import Chats
from office.files import Cabinet, Filed
from office.masking import clean
from office.outbox import Notice
from office.people import Clockwork, Permission, StaffMember
from office.refusals import NotFound, NotValid
from office.settings import Settings
from office.unit import Office, Unit
from office.writer import Writer
from register.drawing import Workshop

T = TypeVar("T")
NOBODY = Clockwork("panel")
_LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """What every page works with."""

    settings: Settings
    office: Office
    writer: Writer
    cabinet: Cabinet
    templates: Environment
    passwords: PasswordDesk
    workshop: Workshop
    library: Library
    closings: Closings
    live: Live
    alike: Resemblance
    leaves: Leaves
    returning: Returning
    # Says a notice as the applicant will read it; None where no bot is built in.
    speak: Callable[[Notice], str] | None = None
    # Whom the bot knows, to be counted before a broadcast is approved; None likewise.
    chats: Chats | None = None
    # What everybody's pages say, and how often one address may ask for what is dear.
    kept: Kept = field(default_factory=Kept)
    pace: Pace = field(default_factory=Pace)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """A request to a page, already parsed; pages are plain functions of it."""

    desk: Desk
    request: Request
    member: StaffMember | None
    fields: Mapping[str, str] = field(default_factory=dict)
    upload: Upload | None = None
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Return the number in the address; raise `NotFound` for one nothing can have."""
        number = int(self.request.path_params["number"])
        if number > _LARGEST_NUMBER:
            raise NotFound("page_unknown")
        return number

    @property
    def address(self) -> str:
        """Return from where the visitor comes."""
        return self.request.client.host if self.request.client else "unknown"

    def query(self, name: str) -> str:
        """Return a part of the query, or nothing."""
        return clean(self.request.query_params.get(name, "")).strip()

    def count(self, name: str) -> int | None:
        """Return a number in the query, or None."""
        text = self.query(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def sent(self, name: str) -> str:
        """Return a field of the form, or nothing."""
        return self.fields.get(name, "").strip()

    def sent_number(self, name: str) -> int:
        """Return a numeric field; raise `NotValid` where it is none."""
        text = self.sent(name)
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise NotValid(name, "required")
        return int(text)

    def may(self, permission: Permission) -> bool:
        """Tell whether the visitor has a permission."""
        return self.member is not None and permission in self.member.permissions

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """Open a unit for reading, in the visitor's name."""
        with self.desk.office.reading(self.member or NOBODY) as unit:
            yield unit

    def act(self, work: Callable[[Unit], T]) -> T:
        """Run an act in the visitor's name; return when it is durable."""
        return self.desk.writer.do(work, self.member or NOBODY)

    def publish(self, work: Callable[[Unit], T]) -> T:
        """Do an act whose outcome everybody may read, and forget what their pages said before."""
        outcome = self.act(work)
        self.desk.kept.forget()
        return outcome

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """Return a page."""
        known = {
            "visit": self,
            "member": self.member,
            "path": self.request.url.path,
            "office": self.desk.settings.office_name,
            "message": self.query("pesan"),
            "Permission": Permission,
            "menu": self._menu(),
            "closed_functions": self.desk.closings.now() if self.member is not None else (),
        }
        html = self.desk.templates.get_template(template).render(known | context)
        return HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store"})

    def way_back(self, *, named: bool = True) -> str:
        """Return the nearest page above this address, or the room it belongs to in the menu.

        Without `named` no page of one thing is meant: that thing was not to be found.
        """
        path = self.request.url.path
        pattern = getattr(self.request.scope.get("route"), "path", path)
        above = self.desk.returning.way(pattern, path, self.may, named=named)
        menu = self._menu()
        if above not in ("", "/") or menu is None:
            return above
        return next((link.href for link in menu.here if link.href != path), "/")

    def _menu(self) -> navigation.Menu | None:
        if self.member is None:
            return None
        waiting = {"izin-identitas": self.desk.leaves.now(self.member)}
        return navigation.menu(self.member.permissions, self.request.url.path, waiting)

    def attachment(self, filed: Filed) -> Response:
        """Return a file to be kept, never to be shown inside the panel."""
        name = quote(filed.name, safe="")
        return Response(
            self.desk.cabinet.content(filed.sha256),
            media_type=filed.media_type,
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
                "Cache-Control": "no-store",
            },
        )

    def go(self, path: str, message: str = "") -> Response:
        """Return the way to another page; `message` is a text's code."""
        joint = "&" if "?" in path else "?"
        return RedirectResponse(f"{path}{joint}pesan={message}" if message else path, 303)
