"""The lines of a conversation: written sealed, read back, bound to their conversation."""

from sqlalchemy import select

from knowledge.escalation.tables import Escalation, EscalationLine
from knowledge.escalation.words import Author
from office import files
from office.files import Filed, Kept
from office.people import StaffMember
from office.refusals import NotNow, NotValid
from office.unit import Unit

LONGEST_REPLY = 3500
_MEGABYTE = 1024  # KB
# A file that was left with Telegram, or of which older lines kept no more.
_SOME_FILE = "(berkas)"
# As the citizens' door names what Telegram sends without a name.
_UNNAMED = {
    "foto.jpg": "foto", "suara.ogg": "rekaman suara", "video.mp4": "video", "audio": "rekaman",
    "berkas": "berkas",
}  # fmt: skip
_KINDS = {"image": "foto", "audio": "rekaman", "video": "video"}


def line_place(number: int) -> str:
    """Return the context that binds a sealed line to its conversation."""
    return f"escalation_lines:{number}"


def write(
    unit: Unit, escalation: Escalation, text: str, *, author: Author, file: Kept | None = None
) -> EscalationLine:
    """Add a line; return it with its number."""
    line = EscalationLine(
        escalation_id=escalation.id,
        at=unit.now,
        author=author,
        staff_id=unit.actor.staff_id if isinstance(unit.actor, StaffMember) else None,
        sealed_text=unit.vault.seal(text, line_place(escalation.id)),
        file_id=None if file is None else files.file(unit, file),
    )
    unit.session.add(line)
    unit.flush()
    return line


def text_of(unit: Unit, line: EscalationLine) -> str:
    """Return what a line says."""
    return unit.vault.unseal(line.sealed_text, line_place(line.escalation_id))


def of_file(file: Kept | Filed | None) -> str:
    """Return what stands in the place of words where a file came without any."""
    if file is None:
        return _SOME_FILE
    kind = _KINDS.get(file.media_type.partition("/")[0], "berkas")
    what = _UNNAMED.get(file.name) or f"{kind} {file.name}"
    size = max(round(file.size / 1024), 1)
    much = f"{size} KB" if size < _MEGABYTE else f"{size / 1024:.1f} MB".replace(".", ",")
    return f"({what}, {much})"


def says_only_file(text: str, file: Filed | None) -> bool:
    """Tell whether a line has no words of its own beside its file."""
    return file is not None and text in {_SOME_FILE, of_file(file)}


def checked(text: str, *, has_file: bool = False) -> str:
    """Return a text fit to be written; raise `NotValid` where it is empty or too long."""
    text = text.strip()
    if not text and not has_file:
        raise NotValid("text", "required")
    if len(text) > LONGEST_REPLY:
        raise NotValid("text", "too_long", longest=LONGEST_REPLY, length=len(text))
    return text


def all_read(unit: Unit, number: int, seen_line: int) -> None:
    """Raise `NotNow` if the citizen wrote something after the line that was seen."""
    newest = newest_of(unit, number, Author.CITIZEN)
    if newest is not None and newest > seen_line:
        raise NotNow("newer_message")


def newest_of(unit: Unit, number: int, author: Author) -> int | None:
    """Return the number of somebody's newest line that was not taken back, or None."""
    return unit.session.scalar(
        select(EscalationLine.id)
        .where(
            EscalationLine.escalation_id == number,
            EscalationLine.author == author,
            EscalationLine.withdrawn_at.is_(None),
        )
        .order_by(EscalationLine.id.desc())
        .limit(1)
    )
