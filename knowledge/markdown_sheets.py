"""Pure: entries as a ZIP of Markdown files with a TOML header, written and read."""

import io
import json
import re
import struct
import tomllib
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from knowledge.edition import Translation
from knowledge.sheets import TRANSLATED, Draft, Parsed, Remark, Sheet, Spot, assembled, flat

MOST_FILES = 6_000
LARGEST_FILE = 200_000
LARGEST = 30_000_000
# Those that unpack no further than they are asked to.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What the library raises where a ZIP, or one file in it, is broken, encrypted or unknown to it.
_BROKEN = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, OverflowError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_MARK = "+++"
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)|at end of document")
_KEY = re.compile(r"^([a-z_]+)\s*=", re.MULTILINE)
_BACKSLASH = "\\"
# ZIP knows no earlier day; always the same, so that equal entries give equal files.
_MADE = (1980, 1, 1, 0, 0, 0)


def write(sheets: Iterable[Sheet]) -> bytes:
    """Return a ZIP with a file per entry and translation; equal entries give equal bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for sheet in sorted(sheets, key=lambda one: one.slug):
            for name, text in _files(sheet):
                entry = zipfile.ZipInfo(f"{sheet.pack}/{name}", _MADE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(entry, text.encode())
    return held.getvalue()


def read(data: bytes) -> Parsed:
    """Return the entries of a ZIP with every fault found in it."""
    try:
        texts, faults = _unpacked(data)
    except _BROKEN:
        return Parsed((), (Remark(Spot(""), "", "zip_unclear"),))
    drafts = {name: _draft(name, text) for name, text in texts.items() if not _language(name)}
    for name, text in texts.items():
        if language := _language(name):
            faults += _translate(drafts, name, language, text)
    if not drafts and not faults:
        faults.append(Remark(Spot(""), "", "no_entries"))
    parsed = assembled(drafts.values())
    return Parsed(parsed.sheets, (*faults, *parsed.faults))


def read_one(name: str, text: str) -> Parsed:
    """Return the entry of a single file."""
    return assembled([_draft(name, text)])


def _files(sheet: Sheet) -> Iterator[tuple[str, str]]:
    fields = flat(sheet)
    said = {name: fields.pop(name, "") for name in ("body", "long")}
    yield f"{sheet.slug}.md", _file(fields, said["body"], said["long"])
    for language, words in sorted(sheet.edition.translations.items()):
        yield f"{sheet.slug}.{language}.md", _translated(words)


def _translated(words: Translation) -> str:
    return _file({"title": words.title}, words.body, words.long)


def _file(fields: Mapping[str, Any], body: str, long: str) -> str:
    header = "".join(f"{name} = {_toml(value)}\n" for name, value in fields.items())
    # A rule in the short text would end it; three asterisks draw the same line.
    short = _RULE.sub("***", body)
    return f"{_MARK}\n{header}{_MARK}\n{short}\n" + (f"\n---\n\n{long}\n" if long else "")


def _toml(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False)
        return text.replace("\x7f", f"{_BACKSLASH}u007f").replace(_MARK, f"{_BACKSLASH}u002b++")
    lines = "".join(f"  {_toml(one)},\n" for one in value)
    return f"[\n{lines}]"


def _unpacked(data: bytes) -> tuple[dict[str, str], list[Remark]]:
    """Return the Markdown files of a ZIP by name, and a fault for each that gives no text."""
    texts: dict[str, str] = {}
    faults: list[Remark] = []
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = [one for one in packed.infolist() if not one.is_dir()]
        if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > LARGEST:
            return {}, [Remark(Spot(""), "", "zip_too_large")]
        for entry in sorted(entries, key=lambda one: one.filename):
            if not entry.filename.endswith(".md"):
                continue
            held, code = _read(packed, entry)
            if code:
                faults.append(Remark(Spot(entry.filename), "", code))
                continue
            try:
                texts[entry.filename] = held.decode("utf-8-sig")
            except UnicodeDecodeError:
                faults.append(Remark(Spot(entry.filename), "", "not_utf8"))
    return texts, faults


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[bytes, str]:
    """Return a file of a ZIP, and the code of what is wrong with it, if anything."""
    if entry.file_size > LARGEST_FILE:
        return b"", "file_too_large"
    if entry.compress_type not in _PACKINGS:
        return b"", "zip_unclear"
    try:
        with packed.open(entry) as unpacking:
            # No further than the size it states: so the limits hold for one that states too little.
            return unpacking.read(entry.file_size + 1), ""
    except _BROKEN:
        return b"", "zip_unclear"


def _language(name: str) -> str:
    return PurePosixPath(name).name.removesuffix(".md").partition(".")[2]


def _draft(name: str, text: str) -> Draft:
    draft = Draft(Spot(name), {})
    text = text.replace("\r\n", "\n")
    split = _split(draft, text)
    if split is not None:
        header, rest = split
        body, *long = _RULE.split(rest, maxsplit=1)
        draft.fields |= header
        draft.fields["body"] = body.strip()
        if long:
            draft.fields["long"] = long[0].strip()
        draft.lines = _lines(text)
        _fits_name(draft, name)
    return draft


def _fits_name(draft: Draft, name: str) -> None:
    """Remark on a file that is called otherwise than its entry: translations go by the name."""
    called = PurePosixPath(name).name.removesuffix(".md")
    if draft.fields.get("slug") not in (None, called):
        draft.remarks.append(draft.remark("slug", "slug_not_file", file=called))


def _split(draft: Draft, text: str) -> tuple[dict[str, Any], str] | None:
    """Return the header's fields and the rest of a file; a remark where there is none."""
    parts = text.split(_MARK, 2)
    if len(parts) != 3 or parts[0].strip():
        draft.remarks.append(draft.remark("", "header_missing"))
        return None
    try:
        return tomllib.loads(parts[1]), parts[2]
    # Endless numbers and nestings raise errors of their own, without a line.
    except (ValueError, RecursionError) as error:
        # The header begins on the file's first line, as does its first line of TOML.
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else parts[1].count("\n")
        draft.remarks.append(Remark(Spot(draft.spot.file, line), "", "header_unclear"))
        return None


def _lines(text: str) -> dict[str, int]:
    """Return on which line each field of the header begins, and the body after it."""
    _, header, rest = text.split(_MARK, 2)
    lines = {found[1]: header[: found.start()].count("\n") + 1 for found in _KEY.finditer(header)}
    lines["body"] = header.count("\n") + 2
    if rule := _RULE.search(rest):
        lines["long"] = header.count("\n") + rest[: rule.end()].count("\n") + 2
    return lines


def _translate(drafts: Mapping[str, Draft], name: str, language: str, text: str) -> list[Remark]:
    """Put a translation into its entry's draft; return what is wrong with its file."""
    draft = drafts.get(name.removesuffix(f".{language}.md") + ".md")
    if draft is None:
        return [Remark(Spot(name), language, "translation_of_nothing")]
    own = _draft(name, text)
    remarks = [one for one in own.remarks if one.code != "slug_not_file"]
    unknown = sorted(own.fields.keys() - set(TRANSLATED))
    remarks += [own.remark(field, "field_unknown") for field in unknown]
    remarks += [
        own.remark(field, "text_unclear")
        for field in TRANSLATED
        if not isinstance(own.fields.get(field, ""), str)
    ]
    if not remarks:
        draft.translations[language] = {one: own.fields.get(one, "") for one in TRANSLATED}
    return remarks
