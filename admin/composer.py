"""What stands in the reply form: typed, taken back, given back or inserted; nothing is lost."""

import base64
import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from admin import prepared
from admin.visit import Visit
from knowledge.escalation import context, signs
from knowledge.escalation.talk import Conversation
from office.files import Filed, Kept
from office.refusals import NotValid
from office.unit import Unit

_CASE = "kasus:"
_ENTRY = "sisip:"


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply that is being written; its file is already kept, and named by what is sealed."""

    text: str = ""
    file: Kept | None = None
    sealed_file: str = ""
    ticks: frozenset[str] = frozenset()


def attached(visit: Visit) -> Kept | None:
    """Return the file of a reply: one that came now, or one that came before and was kept.

    Raise `NotValid` for a file that is not accepted, or that this page never gave out.
    """
    sent = visit.uploads.get("document")
    if sent is not None:
        return visit.desk.cabinet.keep(sent.name, sent.content)
    if visit.sent("lepas_berkas") or not visit.sent("berkas"):
        return None
    try:
        sealed = base64.urlsafe_b64decode(visit.sent("berkas"))
        plain = visit.desk.office.vault.unseal(sealed, _place(visit))
    except (InvalidTag, ValueError, IndexError):
        raise NotValid("document", "file_unknown") from None
    return Kept(*json.loads(plain))


def _sealed(visit: Visit, file: Kept | None) -> str:
    """Return a kept file as the form carries it; only this member's form brings it back."""
    if file is None:
        return ""
    plain = json.dumps([file.sha256, file.name, file.media_type, file.size])
    return base64.urlsafe_b64encode(visit.desk.office.vault.seal(plain, _place(visit))).decode()


def _place(visit: Visit) -> str:
    return f"reply:{visit.number}:{visit.member.staff_id if visit.member else 0}"


def draft(visit: Visit, unit: Unit, talk: Conversation) -> Draft:
    """Return what stands in the form, with what the address or a button asks to insert."""
    text, file = _begun(visit, unit, talk)
    if inserted := _inserted(visit, unit, talk):
        text = prepared.joined(text, inserted)
    ticks = frozenset(name for name in signs.CHECKLIST if visit.sent(f"cek_{name}"))
    return Draft(text, file, _sealed(visit, file), ticks)


def _begun(visit: Visit, unit: Unit, talk: Conversation) -> tuple[str, Kept | None]:
    if "text" in visit.fields:
        try:
            return visit.fields["text"], attached(visit)
        except NotValid:
            return visit.fields["text"], None
    if (number := visit.count("ulang")) is not None:
        return _taken_back(visit, talk, number)
    if visit.query("usul"):
        back = context.given_back(unit, talk.id)
        return ("", None) if back is None else (back.text, _kept(back.file))
    return "", None


def _taken_back(visit: Visit, talk: Conversation, number: int) -> tuple[str, Kept | None]:
    """Return a reply that its author took back, to be written anew."""
    me = visit.member.staff_id if visit.member else None
    for line in talk.lines:
        if line.id == number and line.is_withdrawn and line.staff_id == me:
            return line.text, _kept(line.file)
    return "", None


def _kept(file: Filed | None) -> Kept | None:
    return None if file is None else Kept(file.sha256, file.name, file.media_type, file.size)


def _inserted(visit: Visit, unit: Unit, talk: Conversation) -> str:
    asked = visit.sent("do") or _ENTRY + visit.query("sisip")
    if asked.startswith(_ENTRY):
        article = visit.desk.library.now().articles.get(asked.removeprefix(_ENTRY))
        return prepared.from_article(article, talk.language) if article else ""
    number = asked.removeprefix(_CASE)
    if asked.startswith(_CASE) and number.isascii() and number.isdigit() and len(number) < 10:
        return prepared.from_answer(context.answer_of(unit, int(number)))
    return ""


def is_only_preparing(visit: Visit) -> bool:
    """Tell whether a press of the form looks something up or inserts it, and sends nothing."""
    return visit.sent("do").startswith(("cari", _ENTRY, _CASE))


def unanswered(talk: Conversation) -> list[str]:
    """Return what the citizen wrote since the last reply; all of it where nothing is new."""
    return [line.text for line in talk.pending] or talk.asked
