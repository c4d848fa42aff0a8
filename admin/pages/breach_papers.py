"""What leaves on paper about a failure to protect data: the letter, and whom to tell otherwise."""

import csv
import io
from functools import partial

from starlette.responses import Response

from admin.dates import instant, thousands
from admin.pages import breaches as breach_pages
from admin.pages.breaches import Fault
from admin.texts import texts
from admin.visit import Visit
from office import breach_people, breach_reading, breaches
from office.breach_reading import Breach
from office.breach_words import LONGEST_LETTER
from office.refusals import NotNow, NotValid
from register import concerned
from register.concerned import Contact
from register.letters.breach import BreachNotice, draw
from register.sheets.plain import ENCODING, SEPARATOR, disarmed

_LONGEST_ADDRESSEE = 400
_COLUMNS = ("account", "state", "case", "name", "address", "phone", "email")


def letter(visit: Visit) -> Response:
    """Hand out the written notice to the body as PDF; that it was drawn is journaled."""
    addressee = visit.sent("addressee").replace("\r\n", "\n")
    if not addressee:
        return breach_pages.page(visit, Fault("letter", NotValid("addressee", "required")))
    with visit.reading() as unit:
        one, now = breach_reading.one(unit, visit.number), unit.now
    if one.is_emptied:
        raise NotNow("data_breach_emptied")
    if not one.is_readable:
        raise NotNow("data_breach_unreadable")
    incident, account = one.incident, one.incident.account
    notice = BreachNotice(
        letter_number=visit.sent("letter_number")[:LONGEST_LETTER],
        addressee=addressee[:_LONGEST_ADDRESSEE],
        known_at=incident.known_at.isoformat(),
        happened_at=incident.happened_at.isoformat() if incident.happened_at else None,
        activities=incident.activities,
        data=account.data,
        how=account.how,
        handling=account.handling,
        whom=_whom(visit, one),
        told=_told(visit, one),
        contact=visit.desk.settings.dpo_contact,
        is_public=incident.is_public,
    )
    content = draw(notice, visit.desk.workshop.own.letterhead, issued=now)
    visit.act(partial(breaches.note_letter, number=visit.number))
    name = f"pemberitahuan-kegagalan-pelindungan-data-{one.number}.pdf"
    return _file(content, name, "application/pdf")


def _whom(visit: Visit, one: Breach) -> str:
    """Return in words how many are concerned."""
    with visit.reading() as unit:
        people = breach_people.count(unit, one.number)
    said = texts("breach_letter", "people", {"count": thousands(people)}) if people else ""
    if one.incident.estimate is not None:
        count = {"count": thousands(one.incident.estimate)}
        said = "; ".join(filter(None, (said, texts("breach_letter", "estimate", count))))
    return said or texts("breach_letter", "unknown")


def _told(visit: Visit, one: Breach) -> str:
    """Return in words how the people were told so far."""
    zone, said = visit.desk.settings.zone, []
    if one.approved_at is not None and one.people:
        facts = {"count": thousands(one.people), "at": instant(zone, one.approved_at)}
        said.append(texts("breach_letter", "told", facts))
    if one.others_told_at is not None:
        facts = {"at": instant(zone, one.others_told_at), "how": one.others or ""}
        said.append(texts("breach_letter", "others_told", facts))
    return " ".join(said) or texts("breach_letter", "not_yet_told")


def unreached(visit: Visit) -> Response:
    """Hand out, as a table, those whom the bot did not reach; it is journaled."""
    with visit.reading() as unit:
        one = breach_reading.one(unit, visit.number)
        if not one.may_list:
            raise NotNow("data_breach_list_shut")
        states = dict(breach_people.unreached(unit, visit.number))
        found = list(concerned.contacts(unit, states, one.incident.rooms))
    visit.act(partial(breaches.note_exported, number=visit.number, count=len(found)))
    whole = io.StringIO(newline="")
    writer = csv.writer(
        whole, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )  # fmt: skip
    writer.writerow([texts("breach_column", name) for name in _COLUMNS])
    for contact in found:
        writer.writerow([disarmed(cell) for cell in _cells(contact, states)])
    name = f"tidak-terjangkau-{one.number}.csv"
    return _file(whole.getvalue().encode(ENCODING), name, "text/csv; charset=utf-8")


def _cells(contact: Contact, states: dict[int, str]) -> tuple[str, ...]:
    state = states.get(contact.person, "") if contact.person is not None else "no_account"
    return (
        str(contact.person or ""), texts("breach_unreached", state), contact.case, contact.name,
        contact.address, contact.phone, contact.email,
    )  # fmt: skip


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
