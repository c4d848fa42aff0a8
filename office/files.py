"""Stores and returns attachments by content, sealed, within type and size limits."""

import hashlib
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import filetype
from sqlalchemy import BigInteger, Column, Integer, Row, String, Table, insert, select, update

from office.database import Instant, metadata
from office.refusals import NotFound, NotValid
from office.unit import Unit
from office.vault import Vault

LARGEST = 20 * 1024 * 1024  # what Telegram lets a bot fetch
LARGEST_LEAVING = 100 * 1024 * 1024  # beyond Telegram's 50 MB it leaves by a one-time link
_TYPES = frozenset(
    {
        "application/pdf",
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/heic",
        "audio/ogg",
        "audio/mpeg",
        "audio/mp4",
        "application/zip",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    }
)
_PLAIN = {".txt": "text/plain", ".csv": "text/csv"}

files = Table(
    "files",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("kept_at", Instant, nullable=False),
    Column("telegram_file_id", String(300)),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file already on disk, not yet in the book."""

    sha256: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Filed:
    """A file in the book."""

    number: int
    sha256: str
    name: str
    media_type: str
    size: int
    telegram_file_id: str | None


class Cabinet:
    """The folder with the sealed contents."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault

    def keep(self, name: str, content: bytes, *, largest: int = LARGEST) -> Kept:
        """Put a content on disk, outside any transaction; an unused one does no harm.

        Raises `NotValid` for an empty or too large file, or one of a kind not accepted.
        """
        if not content:
            raise NotValid("file", "file_empty")
        if len(content) > largest:
            raise NotValid("file", "file_too_large", megabytes=largest // 1024**2)
        media_type = media_type_of(name, content)
        checksum = hashlib.sha256(content).hexdigest()
        try:
            # Used again: its age counts from now, so that nobody clears it away meanwhile.
            os.utime(self._path(checksum))
        except FileNotFoundError:
            self._put(checksum, content)
        return Kept(checksum, _plain_name(name), media_type, len(content))

    def _put(self, checksum: str, content: bytes) -> None:
        path = self._path(checksum)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{secrets.token_hex(8)}")
        with draft.open("wb") as file:
            file.write(self._vault.seal(content, checksum))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    def reseal(self, sha256: str) -> bool:
        """Seal a content with the newest key, if an older one did; tell whether it was so."""
        path = self._path(sha256)
        if path.suffix or self._vault.is_current(path.read_bytes()[:1]):
            return False
        self._put(sha256, self.content(sha256))
        return True

    def content(self, sha256: str) -> bytes:
        """Return what a file holds; raise `NotFound` if the folder lost it."""
        try:
            sealed = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound("file_missing") from None
        return self._vault.open_bytes(sealed, sha256)

    def names(self) -> list[str]:
        """Return the checksum of every content there is."""
        return sorted(path.name for path in self._folder.glob("??/*") if not path.suffix)

    def clear_drafts(self, *, before: datetime) -> int:
        """Remove what a killed process left half written; return how many that were."""
        count = 0
        for path in self._folder.glob("??/*.*"):
            try:
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    count += 1
            except FileNotFoundError:  # it was finished meanwhile
                continue
        return count

    def destroy(self, sha256: str, *, before: datetime) -> bool:
        """Destroy a content that nobody put there or used since an instant; tell whether it was.

        It is moved aside first: whoever keeps the same content meanwhile puts it there anew.
        """
        path = self._path(sha256)
        aside = path.with_suffix(f".{secrets.token_hex(8)}")
        try:
            path.replace(aside)
        except FileNotFoundError:
            return False
        if aside.stat().st_mtime >= before.timestamp():
            aside.replace(path)
            return False
        aside.unlink()
        return True

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256


def media_type_of(name: str, content: bytes) -> str:
    """Return what kind of file a content is; raise `NotValid` for one that is not accepted."""
    guess = filetype.guess_mime(content)
    if guess in _TYPES:
        return str(guess)
    plain = _PLAIN.get(Path(name).suffix.lower())
    if guess is None and plain and _is_text(content):
        return plain
    raise NotValid("file", "file_kind_not_accepted")


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode()
    except UnicodeDecodeError:
        return False


def _plain_name(name: str) -> str:
    """Return a file name that no operating system or header can misread."""
    base = Path(name.replace("\\", "/")).name
    kept = "".join(mark for mark in base if mark.isprintable() and mark not in '<>:"/|?*')
    return kept.strip(". ")[-150:] or "berkas"


def file(unit: Unit, kept: Kept) -> int:
    """Enter a kept file in the book; return its number."""
    result = unit.session.execute(
        insert(files)
        .values(
            sha256=kept.sha256,
            name=kept.name,
            media_type=kept.media_type,
            size=kept.size,
            kept_at=unit.now,
        )
        .returning(files.c.id)
    )
    return int(result.scalar_one())


def find(unit: Unit, number: int) -> Filed:
    """Return a file's entry; raise `NotFound`."""
    row = unit.session.execute(select(files).where(files.c.id == number)).one_or_none()
    if row is None:
        raise NotFound("file_unknown")
    return _filed(row)


def find_all(unit: Unit, numbers: Collection[int]) -> dict[int, Filed]:
    """Return the entries of files by their numbers, in one query."""
    if not numbers:
        return {}
    rows = unit.session.execute(select(files).where(files.c.id.in_(numbers)))
    return {row.id: _filed(row) for row in rows}


def _filed(row: Row[Any]) -> Filed:
    return Filed(row.id, row.sha256, row.name, row.media_type, row.size, row.telegram_file_id)


def remember_upload(unit: Unit, number: int, telegram_file_id: str) -> None:
    """Keep Telegram's own name of a file, so that it is uploaded only once."""
    unit.session.execute(
        update(files).where(files.c.id == number).values(telegram_file_id=telegram_file_id)
    )
