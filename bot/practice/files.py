"""The shelf of files that the bot uploaded or citizens sent."""

import secrets
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from bot.practice.ledger import Fact, Ledger
from bot.practice.refusal import bad_request

MEGABYTE = 1024 * 1024
UPLOAD_LIMIT = 50 * MEGABYTE
PHOTO_LIMIT = 10 * MEGABYTE
DOWNLOAD_LIMIT = 20 * MEGABYTE
FOLDERS = {"document": "documents", "photo": "photos", "voice": "voice"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    file_id: str
    unique_id: str
    kind: str
    name: str
    mime_type: str
    size: int
    path: str

    def described(self) -> dict[str, object]:
        """The fields shared by Document, Voice and File."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }

    def content_field(self) -> dict[str, object]:
        """The field of a message that carries this file."""
        if self.kind == "photo":
            return {"photo": [{**self.described(), "width": 1280, "height": 960}]}
        if self.kind == "voice":
            voice = {**self.described(), "duration": 3, "mime_type": self.mime_type}
            return {"voice": voice}
        named = {"file_name": self.name, "mime_type": self.mime_type}
        return {"document": {**self.described(), **named}}


class FileShelf:
    """Contents stay in memory, or beside the ledger when there is one."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._files: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._contents: dict[str, bytes] = {}
        ledger.on_replay("file", self._restore)

    def put(self, upload: Upload, kind: str) -> StoredFile:
        number = len(self._files) + 1
        ending = PurePosixPath(upload.name).suffix[:10]
        stored = StoredFile(
            file_id=f"Pr{kind[0].upper()}{secrets.token_urlsafe(24)}",
            unique_id=f"Pr{secrets.token_hex(6)}",
            kind=kind,
            name=upload.name,
            mime_type=upload.mime_type,
            size=len(upload.content),
            path=f"{FOLDERS[kind]}/file_{number}{ending if ending.isascii() else ''}",
        )
        self._shelve(stored)
        self._keep_content(stored, upload.content)
        self._ledger.record("file", asdict(stored))
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def reuse(self, file_id: str, kind: str) -> StoredFile:
        """A file the bot names by its id instead of uploading it again."""
        stored = self._files.get(file_id)
        if stored is None:
            if file_id.startswith(("http://", "https://")):
                raise bad_request("failed to get HTTP URL content")
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            found, wanted = stored.kind.capitalize(), kind.capitalize()
            raise bad_request(f"can't use file of type {found} as {wanted}")
        return stored

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def content(self, stored: StoredFile) -> bytes | None:
        place = self._place(stored)
        if place is None:
            return self._contents.get(stored.file_id)
        return place.read_bytes() if place.is_file() else None

    def _shelve(self, stored: StoredFile) -> None:
        self._files[stored.file_id] = stored
        self._by_path[stored.path] = stored

    def _keep_content(self, stored: StoredFile, content: bytes) -> None:
        place = self._place(stored)
        if place is None:
            self._contents[stored.file_id] = content
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def _place(self, stored: StoredFile) -> Path | None:
        ledger = self._ledger.path
        return ledger.with_name(ledger.name + ".files") / stored.unique_id if ledger else None

    def _restore(self, fact: Fact) -> None:
        self._shelve(StoredFile(**fact))
