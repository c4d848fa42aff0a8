"""What the panel's tests share: a browser of a member of staff, and what citizens did before."""

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import unescape
from urllib.parse import urlencode

from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.doorkeeper import Page
from knowledge.escalation import opening
from knowledge.escalation.words import Reason
from office import posted
from office.files import Cabinet, Kept
from office.people import Citizen, StaffMember
from office.posted import Letter
from office.unit import Office
from register import dossier, requests
from register.dossier import Dossier
from register.words import Channel, DeliveryMethod
from tests.people import BU_SARI, CLOCKWORK, PASSWORD, a_form

PDF = b"%PDF-1.4\n% RKPD tahun 2026\n"
CLEAN = b"tahun,anggaran\n2026,125000000\n"
PERSONAL = b"nama,NIK\nSari,3507152102900001\n"
REASON = "Dokumen ini belum pernah dibuat oleh dinas mana pun."
BOT = "700000000:bukan-token-sungguhan-hanya-untuk-uji"
OWN_FORM = {"sec-fetch-site": "same-origin"}


def browser(app: Starlette) -> TestClient:
    """Return a browser that sends forms as the panel's own pages do and follows no redirect."""
    return TestClient(app, headers=OWN_FORM, follow_redirects=False)


def sign_in(app: Starlette, login: str, password: str = PASSWORD, code: str = "") -> TestClient:
    """Return a browser in which a member of staff is signed in."""
    client = browser(app)
    answer = client.post("/masuk", data={"login": login, "password": password, "code": code})
    assert answer.status_code == 303, answer.text
    return client


def address_of(page: Page, number: int = 1) -> str:
    """Return an address of a page; where it needs a number or a name, one nothing has."""
    stand_ins = {"number:number": str(number), "slug:slug": "tidak-ada"}
    return re.sub(r"{([^}]+)}", lambda hole: stand_ins.get(hole[1], "X"), page.path)


def confirmed(client: TestClient, path: str, form: Mapping[str, str]) -> Response:
    """Look at what would be sent, then send it, as the page itself would; return the answer."""
    case = "/".join(path.split("/")[:3])
    now = {"version": version_on(client.get(case).text)}
    shown = client.post(path, data={**now, **form, "do": "periksa"})
    assert shown.status_code == 200, shown.text
    kept = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown.text)
    return client.post(
        path, data={**{name: unescape(value) for name, value in kept}, "do": "kirim"}
    )


def version_on(page: str) -> str:
    """Return the version that a page's forms carry."""
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


@dataclass(frozen=True)
class Street:
    """The citizens' side, through the office itself."""

    office: Office
    cabinet: Cabinet

    def request(self, key: str = "draft-1", citizen: Citizen = BU_SARI, **changes: object) -> int:
        """File a request; return its number."""
        identity = changes.pop("identity", None)
        form = a_form(**changes)
        if isinstance(identity, dict):
            form = replace(form, identity=replace(form.identity, **identity))
        with self.office.unit(citizen) as unit:
            return requests.submit(unit, form, draft_key=key).number

    def case(self, number: int, reader: StaffMember) -> Dossier:
        """Return a request in full, through another window."""
        with self.office.reading(reader) as unit:
            return dossier.dossier(unit, number)

    def enters(self, officer: StaffMember, key: str = "paper-1", **changes: object) -> int:
        """Enter a request that came to the counter today; return its number."""
        received = changes.pop("received", None)
        with self.office.unit(officer) as unit:
            day = received if isinstance(received, date) else unit.today
            form = a_form(delivery_method=DeliveryMethod.PICKUP, **changes)
            receipt = requests.enter(
                unit, form, draft_key=key, channel=Channel.WALK_IN, received=day
            )
            return receipt.number

    def letters(self, occasion: str) -> list[Letter]:
        """Return the posted notices of an occasion."""
        with self.office.reading(CLOCKWORK) as unit:
            return posted.about(unit.session, unit.vault, occasion)

    def keys(self, occasion: str) -> list[str]:
        """Return the text keys of the posted notices of an occasion."""
        return [letter.key for letter in self.letters(occasion)]

    def asks(self, *words: str, citizen: Citizen = BU_SARI, file: Kept | None = None) -> int:
        """Pass a conversation to staff with some lines; return its number."""
        with self.office.unit(citizen) as unit:
            opening.open_for(unit, reason=Reason.ASKED)
            for text in words:
                opening.add_line(unit, text, file=file)
            found = opening.current(unit)
            assert found is not None
            return found.id

    def adds(self, text: str, citizen: Citizen = BU_SARI) -> None:
        """Let a citizen write once more."""
        with self.office.unit(citizen) as unit:
            assert opening.add_line(unit, text)


def signed(person: int, at: datetime, token: str = BOT) -> str:
    """Return what Telegram signs when somebody opens a page inside it."""
    user = json.dumps({"id": person, "first_name": "Sari"}, separators=(",", ":"))
    fields = {"query_id": "AAE1", "user": user, "auth_date": str(int(at.timestamp()))}
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret = hmac.digest(b"WebAppData", token.encode(), "sha256")
    return urlencode({**fields, "hash": hmac.digest(secret, lines.encode(), "sha256").hex()})
