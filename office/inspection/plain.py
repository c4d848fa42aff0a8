"""Looks into plain texts and comma-separated tables."""

import csv
import io

from office.inspection.columns import Columns
from office.inspection.findings import NotInspectable
from office.inspection.search import Search

_SEPARATORS = ",;\t|"
_TEXT = "isi berkas"


def inspect_text(content: bytes, search: Search) -> None:
    """Look for personal patterns in a text; raise `NotInspectable` or `TooLarge`."""
    search.read(_decoded(content), _TEXT)


def inspect_table(content: bytes, search: Search) -> None:
    """Look for personal patterns in a table with its headings in mind."""
    text = _decoded(content)
    search.allowance.read(len(text))  # before the table of it is made
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    columns, lines = Columns(), []
    for row in csv.reader(io.StringIO(text), delimiter=separator):
        search.allowance.step(len(row))
        lines += [columns.told(place, cell) for place, cell in enumerate(row)]
    search.read("\n".join(lines), _TEXT)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise NotInspectable
    return text
