"""The words of an inspection: what was found, where, how often, and whether it holds the file."""

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What an inspection can find in a file, in the order in which it is reported."""

    NOT_INSPECTABLE = "not_inspectable"
    TOO_LARGE_TO_INSPECT = "too_large_to_inspect"
    NIK = "nik"
    BANK_ACCOUNT = "bank_account"
    PHONE = "phone"
    EMAIL = "email"
    COVERED_TEXT = "covered_text"
    TRACKED_CHANGES = "tracked_changes"
    COMMENTS = "comments"
    HIDDEN_TEXT = "hidden_text"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_COLUMNS = "hidden_columns"
    PIVOT_CACHE = "pivot_cache"
    EXTERNAL_LINK = "external_link"
    EMBEDDED_FILE = "embedded_file"
    MACRO = "macro"
    ACTIVE_CONTENT = "active_content"
    LOCATION = "location"
    AUTHOR_METADATA = "author_metadata"
    IMAGE_METADATA = "image_metadata"
    OFFICE_CONTACT = "office_contact"
    EARLIER_VERSION = "earlier_version"
    PICTURE_ONLY_PAGE = "picture_only_page"


class Severity(StrEnum):
    """Whether a finding holds a file back or is only told to whoever sends it."""

    BLOCKS = "blocks"
    NOTES = "notes"


# Holding a file back costs a second person's time and a written reason. Whatever carries
# content the reader of the page does not see, or names a private person, is worth that;
# whatever could not be looked at is, too: an unread file has not passed. The rest is in
# nearly every honest file (Word writes its author, a signature appends a version, a scan
# has no text, a letterhead has the office's address): holding those back would only teach
# people to override without reading, so they are told and hold nothing.
_ONLY_NOTED = frozenset(
    {
        FindingKind.AUTHOR_METADATA,
        FindingKind.IMAGE_METADATA,
        FindingKind.OFFICE_CONTACT,
        FindingKind.EARLIER_VERSION,
        FindingKind.PICTURE_ONLY_PAGE,
    }
)


def severity(kind: FindingKind) -> Severity:
    """Return what a kind of finding does to a file."""
    return Severity.NOTES if kind in _ONLY_NOTED else Severity.BLOCKS


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of thing in one place; never the personal value itself."""

    kind: FindingKind
    where: str
    count: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything found in a file; it passes when nothing of it blocks."""

    findings: tuple[Finding, ...]

    @property
    def passes(self) -> bool:
        """Tell whether the file may leave without anybody's override."""
        return all(finding.severity is Severity.NOTES for finding in self.findings)


class NotInspectable(Exception):
    """What was to be looked at is locked, damaged, or of a kind nobody here can read."""


class TooLarge(Exception):
    """There is more to look at than an inspection may spend on one file."""
