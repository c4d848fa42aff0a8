"""Opens zipped files without being drowned by them: sizes are looked at before contents."""

import io
import zipfile
from collections.abc import Iterator

from office.inspection.findings import NotInspectable, TooLarge
from office.inspection.search import Allowance

MOST_MEMBERS = 2_000
LARGEST_MEMBER = 64 * 1024 * 1024
_LOCKED = 0x1
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class Package:
    """A zipped file whose members are known by their lower-case names."""

    def __init__(self, content: bytes, allowance: Allowance) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except Exception:  # noqa: BLE001 - damage shows itself in many ways
            raise NotInspectable from None
        entries = self._zip.infolist()
        if len(entries) > MOST_MEMBERS:
            raise TooLarge
        # Two members of one name: which one a reader opens nobody can say.
        self._entries = {entry.filename.lower(): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise NotInspectable
        self._allowance = allowance

    @property
    def comment(self) -> str:
        """The remark that a zipped file may carry."""
        return self._zip.comment.decode("utf-8", "replace")

    def names(self, beginning: str = "", ending: str = "") -> list[str]:
        """Return the names of members, folders left out, in a fixed order."""
        return sorted(
            name
            for name, entry in self._entries.items()
            if name.startswith(beginning) and name.endswith(ending) and not entry.is_dir()
        )

    def title(self, name: str) -> str:
        """Return a member's name as it was written."""
        return self._entries[name].filename

    def holds(self, name: str) -> bool:
        """Tell whether there is such a member."""
        return name in self._entries

    def read(self, name: str) -> bytes:
        """Return a member's content; raise `NotInspectable` or `TooLarge`."""
        entry = self._entries[name]
        if entry.flag_bits & _LOCKED or entry.compress_type not in _PACKINGS:
            raise NotInspectable
        if entry.file_size > LARGEST_MEMBER:
            raise TooLarge
        self._allowance.unpack(entry.file_size)
        try:
            return self._zip.read(entry)  # never more than the size it declares
        except Exception:  # noqa: BLE001 - damage shows itself in many ways
            raise NotInspectable from None

    def media(self) -> Iterator[tuple[str, str]]:
        """Yield the pictures inside: name and media type."""
        for name in self.names():
            kind = _PICTURES.get(name.rpartition(".")[2])
            if kind and "/media/" in name:
                yield name, kind


_PICTURES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
}
