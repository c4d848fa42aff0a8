"""After erasure and retention nothing of a citizen is left anywhere but what the law keeps."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import retention, standing
from bot.bridge import Bridge
from bot.handlers import privacy
from bot.presses import PrivacyPress
from bot.standing import Standing
from knowledge import questions, subscriptions
from knowledge.audit.tables import Audit, AuditedAnswer
from knowledge.curation_tables import Cluster, ClusterMember
from knowledge.escalation import opening
from knowledge.escalation.tables import Escalation
from knowledge.escalation.words import Reason
from knowledge.tables import questions as asked
from knowledge.verdict import Verdict
from knowledge.words import Band
from office import data_requests, files, inbox, retention_runs, rotation
from office.data_requests import Decision, Ground, Status
from office.database import metadata
from office.files import Cabinet
from office.inbox import Arrived
from office.outbox import Kind, Notice, State, outbox, undeliverable
from office.people import Role, StaffMember
from office.unit import Office
from office.writer import Writer
from register import (
    decisions,
    handover,
    objections,
    requests,
    rights_settling,
    slips,
    survey,
)
from register.intake import Identity
from register.objection_tables import Objection, ObjectionEvent
from register.objection_words import Ground as Why
from register.objection_words import SuperiorDecision
from register.satisfaction import Element
from register.tables import Request, RequestEvent
from tests.bot.booth import Booth
from tests.people import BU_SARI, CLOCKWORK, a_form, staff_member
from tests.register.desk import NOT_DOCUMENTED, Desk, open_desk, reply

NIK = "3507152102900001"
PHONE, MAIL, HOUSE = "081298765432", "sariwangi@rahasia.id", "Jalan Kenanga 17"
SECRETS = (
    "Sariwangi", "Wulandari", HOUSE, NIK, PHONE, MAIL, "pertanyaan-rahasia", "percakapan-rahasia",
    "saran-rahasia", "draf-rahasia", "slip-rahasia", "mentah-rahasia", "berkas-rahasia",
    "pesan-rahasia",
)  # fmt: skip
WHO = Identity(
    applicant_name="Sariwangi Wulandari", address=f"{HOUSE}, Desa Sukamaju", national_id=NIK,
    phone=PHONE, email=MAIL,
)  # fmt: skip
PICTURE = b"%PDF-1.4\nKTP Sariwangi berkas-rahasia"
# Until the clockwork has closed what nobody objects to any more, and until all terms are over.
YEARS = (timedelta(days=120), timedelta(days=3 * 365), timedelta(days=3 * 365))
COUNTED = (Request, RequestEvent, Objection, ObjectionEvent, Escalation)


@dataclass
class Life:
    """A citizen who left traces in every room, and the office that has them."""

    office: Office
    desk: Desk
    cabinet: Cabinet
    case: int
    objection: int
    dpo: StaffMember

    def totals(self) -> list[int]:
        with self.office.reading(CLOCKWORK) as unit:
            tables = [one.__table__ for one in COUNTED] + [asked]
            return [
                unit.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables
            ]


@pytest.fixture
def life(office: Office, cabinet: Cabinet) -> Life:
    desk = open_desk(office)
    kept = cabinet.keep("ktp Sariwangi.pdf", PICTURE)
    loose = cabinet.keep("lain.pdf", PICTURE + b" lagi")
    with office.unit(BU_SARI) as unit:
        papers = [files.file(unit, kept) for _ in range(2)]
        files.file(unit, loose)
    form = a_form(
        identity=WHO,
        identity_file=papers[0],
        attachments=(papers[1],),
        information_detail=f"Dokumen RKPD, kirim ke {HOUSE} atas nama Sariwangi",
        purpose_of_use=f"skripsi Wulandari, hubungi {PHONE}",
    )
    case = desk.filed(form=form)
    refused = desk.filed(form=form)
    for number in (case, refused):
        desk.by(desk.budi, requests.take_up, number)
    desk.by(desk.budi, decisions.grant, case, grant=desk_grant())
    desk.by(desk.budi, handover.provide, case, how=f"Diantar ke {HOUSE}, diterima Sariwangi.")
    desk.by(BU_SARI, requests.confirm, case)
    desk.by(desk.budi, decisions.refuse, refused, refusal=NOT_DOCUMENTED)
    objection = desk.objected(refused, Why.REQUEST_NOT_FULFILLED)
    desk.by(
        desk.ratna, objections.decide, objection,
        reply=reply(SuperiorDecision.REJECTED, Why.REQUEST_NOT_FULFILLED),
    )  # fmt: skip
    desk.by(BU_SARI, objections.accept, objection, text="Baik, kata Sariwangi.")
    _talks(office)
    _leaves_copies(office)
    _begins(office)
    desk.deliver()
    with office.unit(CLOCKWORK) as unit:
        dpo = staff_member(unit, "rina", "Rina PPDP", Role.DATA_PROTECTION_OFFICER)
    return Life(office, desk, cabinet, case, objection, dpo)


def desk_grant() -> decisions.Grant:
    return decisions.Grant(note="Untuk Ibu Sariwangi Wulandari.")


def _talks(office: Office) -> None:
    """Ask the bot and staff, subscribe, and answer the survey."""
    with office.unit(BU_SARI) as unit:
        questions.log(
            unit, key=questions.key_of(unit, "1"), text="pertanyaan-rahasia",
            route="search", verdict=Verdict(Band.UNKNOWN, (), None),
        )  # fmt: skip
        subscriptions.subscribe(unit, village="Sukamaju")
        opening.open_for(unit, reason=Reason.ASKED)
        opening.add_line(unit, "percakapan-rahasia")
    with office.unit(BU_SARI) as unit:
        opening.leave(unit)
    with office.unit(CLOCKWORK) as unit:
        survey.invite(unit, "request:1")
    with office.unit(BU_SARI) as unit:
        survey.answer(unit, "request:1", dict.fromkeys(Element, 3), "saran-rahasia")
    with office.unit(CLOCKWORK) as unit:
        raw = json.dumps({"text": "mentah-rahasia"}).encode()
        inbox.keep(unit, [Arrived("m:1:1", 1, BU_SARI.person, BU_SARI.person, raw)])
        (taken,) = inbox.take(unit, worker="test", size=1)
        inbox.finish(unit, taken.number)


def _begins(office: Office) -> None:
    """Begin a form and a page of one's own, and leave both."""
    with office.unit(BU_SARI) as unit:
        memory = {"form": {"answers": {"information_detail": "draf-rahasia"}}}
        standing.save(unit, BU_SARI.person, Standing(), step=None, memory=memory)
        token = slips.open(unit, "halaman", BU_SARI.person)
        answers = {
            "applicant_name": "slip-rahasia", "national_id": NIK, "address": f"{HOUSE}, Desa",
            "phone": PHONE, "email": MAIL,
        }  # fmt: skip
        slips.fill(unit, token, answers)


def _leaves_copies(office: Office) -> None:
    """Let a night gather the question, an audit draw it, and a notice never arrive."""
    with office.unit(CLOCKWORK) as unit:
        number = unit.session.scalars(select(asked.c.id)).one()
        cluster = Cluster(
            made_at=unit.now, newest_at=unit.now, title="pertanyaan-rahasia",
            words="pertanyaan-rahasia", size=1, people=1, rank=0.0, status="open",
        )  # fmt: skip
        audit = Audit(
            month=unit.today.replace(day=1), seed="x", wanted=1, population=1,
            population_checksum="y", drawn_at=unit.now,
        )  # fmt: skip
        unit.session.add_all([cluster, audit])
        unit.flush()
        unit.session.add(ClusterMember(question_id=number, cluster_id=cluster.id))
        unit.session.add(
            AuditedAnswer(
                audit_id=audit.id, place=1, question_id=number, asked_at=unit.now,
                text="pertanyaan-rahasia", slug="izin", language="id",
            )
        )  # fmt: skip
        for once in ("talk:lost", "request:1:lost"):
            data = {"text": "pesan-rahasia"}
            unit.post(Notice(BU_SARI.person, "privacy_told", once, Kind.REPLY, data))
    with office.unit(CLOCKWORK) as unit:
        rows = select(outbox.c.id).where(outbox.c.once.endswith(":lost"))
        for one in unit.session.scalars(rows).all():
            undeliverable(unit.session, one, failure="blocked", now=unit.now)


def everything(office: Office) -> Iterator[tuple[str, str]]:
    """Yield every value of every table as it can be read by who has the keys."""
    sealed = {column: str(column.info["place"]) for _, column in rotation.sealed_columns()}
    for table in metadata.sorted_tables:
        with office.reading(CLOCKWORK) as unit:
            for row in unit.session.execute(select(table)).mappings():
                for column in table.c:
                    value = row[column.name]
                    if column in sealed and value is not None:
                        value = unit.vault.unseal(value, sealed[column].format(**row))
                    elif isinstance(value, bytes):
                        value = value.decode(errors="replace")
                    yield f"{table.name}.{column.name}", str(value)


def traces(life: Life, *secrets: str) -> set[tuple[str, str]]:
    """Return where a secret still stands: in which column, or in the cabinet."""
    found = {
        (where, secret)
        for where, value in everything(life.office)
        for secret in secrets
        if secret.casefold() in value.casefold()
    }
    for name in life.cabinet.names():
        content = life.cabinet.content(name).decode(errors="replace")
        found |= {("cabinet", secret) for secret in secrets if secret in content}
    return found


def nights(life: Life, writer: Writer) -> None:
    """Let the clockwork run over the whole schedule, as it does at night."""

    async def run() -> None:
        bridge = Bridge(writer)
        await bridge.do(retention_runs.tonight, CLOCKWORK)
        await retention.keep(bridge, life.cabinet)

    asyncio.run(run())


def later(life: Life, span: timedelta) -> None:
    there = life.office.clock.now() + span
    life.desk.at(there.date())
    life.desk.sweep()
    life.desk.deliver()


def erases(office: Office) -> None:
    booth = Booth(office)
    booth.does(privacy.pressed, press=PrivacyPress(what="erase_yes"))


def test_every_secret_is_there_before(life: Life) -> None:
    assert {secret for _, secret in traces(life, *SECRETS)} == set(SECRETS)


def test_nothing_is_left_of_a_citizen_who_erased_and_whose_terms_are_over(
    life: Life, writer: Writer
) -> None:
    erases(life.office)
    at_once = {"pertanyaan-rahasia", "percakapan-rahasia", "slip-rahasia", "mentah-rahasia"}
    assert traces(life, *at_once) == set()
    # What was to be told about a case stays as proof until its own term is over.
    assert traces(life, "pesan-rahasia") == {("outbox.sealed", "pesan-rahasia")}
    assert len(unarrived(life)) == 1
    with life.office.unit(life.dpo) as unit:
        settled = Decision(Status.PARTLY, Ground.STATE_ARCHIVE, "Kami batasi, Ibu Sariwangi.")
        rights_settling.settle(unit, data_requests.listed(unit)[0].number, settled)
    # What nobody objects to any more is closed by then, and nothing happens after that.
    later(life, YEARS[0])
    before = life.totals()
    for span in YEARS:
        later(life, span)
        nights(life, writer)
    assert traces(life, *SECRETS) == set()
    # The journal is a chain; it names an account, and nothing else does any more.
    account = {where.partition(".")[0] for where, _ in traces(life, str(BU_SARI.person))}
    assert account == {"journal"}
    assert life.totals() == before
    assert life.cabinet.names() == []


def unarrived(life: Life) -> list[str]:
    """Return the occasions of notices that never arrived and still say something."""
    with life.office.reading(CLOCKWORK) as unit:
        return list(
            unit.session.scalars(
                select(outbox.c.once).where(
                    outbox.c.state == State.UNDELIVERABLE, outbox.c.emptied_at.is_(None)
                )
            )
        )


def test_the_register_reads_on_as_it_was_but_for_who_asked(life: Life, writer: Writer) -> None:
    was = life.desk.request(life.case)
    objected = life.desk.objection(life.objection)
    for span in YEARS:
        later(life, span)
        nights(life, writer)
    now = life.desk.request(life.case)
    kept = (
        "registration_number", "received_date", "decision", "notice_date", "notice_due",
        "provided_date", "channel", "applicant_type", "purpose_category",
    )  # fmt: skip
    assert [getattr(now, name) for name in kept] == [getattr(was, name) for name in kept]
    assert (now.person, now.identity_index, now.occupation) == (None, "", "")
    later_objection = life.desk.objection(life.objection)
    assert later_objection.decision == objected.decision
    assert later_objection.person is None


def test_nothing_of_the_register_goes_before_its_term(life: Life, writer: Writer) -> None:
    later(life, timedelta(days=400))
    nights(life, writer)
    left = {secret for _, secret in traces(life, *SECRETS)}
    assert {"Sariwangi", NIK, HOUSE} <= left
    assert not left & {"pertanyaan-rahasia", "draf-rahasia", "slip-rahasia", "mentah-rahasia"}


def test_a_dry_run_finds_what_a_real_one_erases_and_erases_nothing(
    life: Life, writer: Writer
) -> None:
    for span in YEARS:
        later(life, span)
    with life.office.unit(life.dpo) as unit:
        number = retention_runs.ask(unit)
    before = traces(life, *SECRETS)
    asyncio.run(_keep(writer, None))
    with life.office.reading(life.dpo) as unit:
        dry = retention_runs.run(unit, number)
    assert dry.is_dry
    assert dry.finished_at is not None
    assert traces(life, *SECRETS) == before
    found = {one.name: one.found for one in dry.results}
    nights(life, writer)
    with life.office.reading(life.dpo) as unit:
        real = retention_runs.runs(unit)[0]
    assert not [one for one in real.results if one.failed]
    gone = {one.name: one.gone for one in real.results}
    # A cluster lost its title with the question that it bore.
    assert gone.pop("cluster_titles") == 0
    # What another piece leaves behind, a silent chat or a paper without its case, comes to it.
    assert {name for name in gone if gone[name] != found[name]} <= {"chats", "loose_files"}
    assert all(count >= (found[name] or 0) for name, count in gone.items())


async def _keep(writer: Writer, cabinet: Cabinet | None) -> None:
    await retention.keep(Bridge(writer), cabinet)
