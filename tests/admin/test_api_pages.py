"""The pages of the interface: keys and secrets shown once, acts of one person, words for all."""

import json
import re
from html import unescape

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.api.contents import operations
from office import api_keys, webhook_queue, webhooks
from office.journal import journal
from office.people import StaffMember
from office.unit import Office
from office.webhooks import Event
from tests.admin.asking import ROOT
from tests.admin.street import Street
from tests.knowledge.samples import SLUG, an_edition, published
from tests.people import CLOCKWORK

KEY = {"name": "Dasbor Diskominfo", "scope_register": "1", "days": "30", "per_minute": "60"}
HOOK = {
    "name": "Dasbor Diskominfo",
    "address": "https://dasbor.contoh.go.id/terima",
    "event_case_created": "1",
}


def secret_on(page: str) -> str:
    (found,) = re.findall(r'<input class="secret" value="([^"]+)"', page)
    return unescape(found)


def acts(office: Office, kind: str) -> list[str]:
    with office.reading(CLOCKWORK) as unit:
        rows = unit.session.scalars(select(journal.c.act).order_by(journal.c.id))
        return [act for act in rows if act.startswith(kind)]


def test_a_key_is_shown_once_and_opens(
    app: Starlette, tono: TestClient, office: Office, street: Street
) -> None:
    street.request()
    made = tono.post("/kunci-api", data=KEY)
    assert made.status_code == 200
    token = secret_on(made.text)
    program = TestClient(app, headers={"Authorization": f"Bearer {token}"})
    assert program.get(f"{ROOT}/offices/register").json()["total"] == 1
    assert program.get(f"{ROOT}/offices/statistics").status_code == 403
    listed = tono.get("/kunci-api").text
    assert token not in listed
    assert token[:8] in listed
    assert "Dasbor Diskominfo" in listed
    assert tono.post("/kunci-api/1/cabut").headers["location"] == "/kunci-api?pesan=api_key_revoked"
    assert program.get(f"{ROOT}/offices/register").status_code == 401
    assert "dicabut" in tono.get("/kunci-api").text
    assert acts(office, "api_key") == ["api_key.made", "api_key.used", "api_key.revoked"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Isian terlalu pendek"),
        ({"scope_register": ""}, "Pilih sedikitnya satu lingkup."),
        ({"days": "9999"}, "Pilihan tidak dikenal."),
        ({"per_minute": "0"}, "Antara 1 dan 600"),
        ({"regional_office": "77"}, "Pilihan tidak dikenal."),
        ({"regional_office": "<b>"}, "wajib"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_key_that_cannot_be_made_says_why_beside_the_field(
    tono: TestClient, changes: dict[str, str], said: str
) -> None:
    answer = tono.post("/kunci-api", data={**KEY, **changes})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text or "regional_office" in changes
    assert "Belum ada kunci." in answer.text


def test_a_webhook_shows_its_secret_once_and_what_became_of_its_messages(
    tono: TestClient, office: Office, street: Street
) -> None:
    made = tono.post("/webhook", data=HOOK)
    secret = secret_on(made.text)
    assert secret.startswith("whsec_")
    assert secret not in tono.get("/webhook").text
    street.request()
    assert tono.post("/webhook/1/coba").headers["location"] == "/webhook?pesan=webhook_tested"
    shown = tono.get("/webhook").text
    assert "Pesan percobaan" in shown
    assert "2 menunggu" in shown
    with office.unit(CLOCKWORK) as unit:
        webhook_queue.arrived(unit, 1, status=204)
        webhook_queue.failed(unit, 2, "status", status=410)
    shown = tono.get("/webhook").text
    assert "sampai (204)" in shown
    assert "tidak sampai (410)" in shown
    assert "dijeda" in shown
    for path, message in [
        ("/webhook/1/lanjut", "webhook_resumed"),
        ("/webhook/pesan/2/ulang", "webhook_repeated"),
        ("/webhook/1/jeda", "webhook_paused"),
        ("/webhook/1/hapus", "webhook_removed"),
    ]:
        assert tono.post(path).headers["location"] == f"/webhook?pesan={message}"
    assert "Belum ada webhook." in tono.get("/webhook").text
    assert acts(office, "webhook") == [
        "webhook.made", "webhook.tested", "webhook.paused", "webhook.given_up", "webhook.resumed",
        "webhook.repeated", "webhook.paused", "webhook.removed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"address": "http://dasbor.contoh.go.id/"}, "harus dimulai dengan https://"),
        ({"address": "https://127.0.0.1/"}, "berada di jaringan dalam"),
        ({"address": "https://a:b@contoh.id/"}, "Alamatnya tidak terbaca"),
        ({"event_case_created": ""}, "Pilih sedikitnya satu kejadian."),
        ({"name": "<b>"}, "Belum ada webhook."),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_webhook_that_cannot_be_added_says_why_beside_the_field(
    tono: TestClient, changes: dict[str, str], said: str
) -> None:
    answer = tono.post("/webhook", data={**HOOK, "name": "Dinas", **changes})
    if changes.get("name"):
        assert "&lt;b&gt;" in answer.text
        assert "<b><" not in answer.text
        return
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Belum ada webhook." in answer.text


def test_what_is_gone_or_was_done_is_refused_in_words(tono: TestClient) -> None:
    for path in ("/kunci-api/9/cabut", "/webhook/9/jeda", "/webhook/pesan/9/ulang"):
        assert tono.post(path).status_code == 404
    tono.post("/webhook", data=HOOK)
    answer = tono.post("/webhook/1/lanjut")
    assert answer.status_code == 409
    assert "tidak sedang dijeda" in answer.text


def test_a_published_entry_is_told_of_by_its_name(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    with office.unit(pak_tono) as unit:
        webhooks.make(
            unit, name="Dinas", address=HOOK["address"], events=frozenset({Event.ENTRY_PUBLISHED})
        )
    published(office, pak_budi, bu_ratna, an_edition())
    with office.reading(CLOCKWORK) as unit:
        parcel = webhook_queue.take(unit, 1)
    assert parcel is not None
    told = json.loads(parcel.body)
    assert told["type"] == "entry.published"
    assert told["data"] == {"subject": SLUG, "version": 1, "on": "2026-11-23"}


def test_everybody_reads_how_to_ask(api: TestClient) -> None:
    page = api.get("/api")
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    assert len(page.content) < 100_000
    assert "<script" not in page.text
    for one in operations():
        assert f"<code>GET {one.path}</code>" in page.text
    for link in set(re.findall(r'href="#([^"]+)"', page.text)):
        assert f'id="{link}"' in page.text, link
    assert not re.search(r"\sstyle=|\son\w+=", page.text)
    assert api_keys.PREFIX in page.text
