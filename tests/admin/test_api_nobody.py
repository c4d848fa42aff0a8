"""Nobody stands in what other offices' programs are given, asked or unasked."""

import json
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.api.contents import operations
from office import webhooks
from office.people import StaffMember
from office.unit import Office
from office.webhooks import Event, WebhookDelivery
from register import decisions, objections, open_subjects, parts, requests
from register.decisions import Refusal
from register.objection_words import Ground
from register.objections import ObjectionForm
from register.words import RefusalGround
from tests.admin.asking import ROOT, address, holder
from tests.admin.street import REASON, Street
from tests.people import BU_SARI, CLOCKWORK, NIK
from tests.register.lists import established

TRADE = "perajin tempe bungkil"


@pytest.fixture(autouse=True)
def _listener(office: Office, pak_tono: StaffMember) -> None:
    """Somebody who wants to hear of everything."""
    with office.unit(pak_tono) as unit:
        address = "https://dinas.contoh.go.id/terima"
        webhooks.make(unit, name="Dinas", address=address, events=frozenset(Event))


def told(office: Office) -> list[str]:
    with office.reading(CLOCKWORK) as unit:
        return [row.body for row in unit.session.query(WebhookDelivery).order_by("id")]


def everything(api: TestClient, program: TestClient) -> Iterator[str]:
    """Yield whatever the interface says: body and headers of every answer."""
    slug = api.get(f"{ROOT}/answers?limit=1").json()["answers"][0]["slug"]
    paths = [
        address(one.path, {"slug": slug} if one.name == "answer" else one.example)
        for one in operations()
    ]
    for path in [*paths, f"{ROOT}/openapi.json", "/api", f"{ROOT}/kosong"]:
        for client in (api, program):
            answer = client.get(path)
            yield f"{path} {answer.text} {dict(answer.headers)}"


def test_nobody_stands_in_any_answer_or_message(
    app: Starlette,
    api: TestClient,
    office: Office,
    street: Street,
    pak_tono: StaffMember,
    pak_budi: StaffMember,
    bappeda: int,
) -> None:
    number = street.request(
        information_detail="Data RKPD milik Sari Wulandari, hubungi 081234567890", occupation=TRADE
    )
    with office.unit(pak_budi) as unit:
        parts.assign(unit, number, description="Tanya Sari Wulandari", regional_office=bappeda)
        open_subjects.publish(unit, number, subject="Dokumen RKPD tahun 2026")
    with office.unit(pak_budi) as unit:
        requests.take_up(unit, number, version=1)
    with office.unit(BU_SARI) as unit:
        requests.withdraw(unit, number, note="Sari Wulandari sudah mendapatnya")
    messages = told(office)
    assert [json.loads(one)["type"] for one in messages] == [
        "case.created", "case.status_changed", "case.status_changed",
    ]  # fmt: skip
    said = [*everything(api, holder(app, office, pak_tono)), *messages]
    assert any("Dokumen RKPD tahun 2026" in one for one in said)
    code = str(street.case(number, pak_budi).entry["tracking_code"])
    secrets = ["Sari", "Wulandari", NIK, "Melati 5", "081234567890", "sari@contoh.id", "700000001"]
    for secret in [*secrets, "penelitian skripsi", TRADE, code]:
        assert [one[:200] for one in said if secret.casefold() in one.casefold()] == [], secret


def test_a_refusal_that_is_only_proposed_is_nobodys_business(
    app: Starlette,
    api: TestClient,
    office: Office,
    street: Street,
    pak_tono: StaffMember,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
) -> None:
    number = street.request()
    exemption = established(office, pak_budi, bu_ratna)
    with office.unit(pak_budi) as unit:
        requests.take_up(unit, number, version=1)
    with office.unit(pak_budi) as unit:
        refusal = Refusal(RefusalGround.EXEMPT_H, REASON, exemption=exemption)
        decisions.refuse(unit, number, version=2, refusal=refusal)
    program = holder(app, office, pak_tono)
    for answer in (api.get(f"{ROOT}/register/2026/1"), program.get(f"{ROOT}/offices/register")):
        assert "refusal" not in answer.text
        assert "in_process" in answer.text
    moves = [json.loads(one)["data"] for one in told(office)[1:]]
    assert [(one["before"], one["status"]) for one in moves] == [("registered", "in_process")]


def test_an_objection_is_told_of_by_its_number(
    office: Office, street: Street, pak_budi: StaffMember
) -> None:
    number = street.request()
    with office.unit(pak_budi) as unit:
        refusal = Refusal(RefusalGround.NOT_DOCUMENTED, REASON)
        decisions.refuse(unit, number, version=1, refusal=refusal)
    with office.unit(BU_SARI) as unit:
        form = ObjectionForm(list(Ground), "Dokumennya ada di laman dinas. " * 8)
        objections.raise_about(unit, number, form, draft_key="keberatan-1")
    kinds = [(json.loads(one)["type"], json.loads(one)["data"]["kind"]) for one in told(office)]
    assert kinds == [
        ("case.created", "request"),
        ("case.status_changed", "request"),
        ("case.created", "objection"),
    ]
    (last,) = [json.loads(one)["data"] for one in told(office)[-1:]]
    assert last["subject"].split("/")[1] == "KBR"
    assert set(last) == {"subject", "kind", "status", "received", "due"}
