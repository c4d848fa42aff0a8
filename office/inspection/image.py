"""Looks at what a picture says of itself: where and with what it was taken; no pixel is read."""

import io
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image

from office.inspection.findings import FindingKind, NotInspectable, TooLarge
from office.inspection.search import Search
from office.inspection.xmp import inspect_xmp

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_SIGNATURE = 8
_PNG_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_XMP = b"XML:com.adobe.xmp\x00"
_PROFILE = b"Raw profile type exif\x00"  # three lines of heading, then hexadecimal
_LONGEST_TEXT = 1024 * 1024
# How a picture is to be turned, measured and coloured says nothing of anybody.
_HARMLESS = frozenset(
    {
        ExifTags.Base.Orientation,
        ExifTags.Base.XResolution,
        ExifTags.Base.YResolution,
        ExifTags.Base.ResolutionUnit,
        ExifTags.Base.YCbCrPositioning,
        ExifTags.Base.ImageWidth,
        ExifTags.Base.ImageLength,
        ExifTags.Base.ExifOffset,
        ExifTags.Base.GPSInfo,
    }
)
_HARMLESS_INSIDE = frozenset(
    {
        ExifTags.Base.ExifVersion,
        ExifTags.Base.ColorSpace,
        ExifTags.Base.ExifImageWidth,
        ExifTags.Base.ExifImageHeight,
        ExifTags.Base.ComponentsConfiguration,
        ExifTags.Base.FlashPixVersion,
    }
)


def inspect_image(content: bytes, media_type: str, search: Search, where: str) -> None:
    """Look at a picture's metadata; raise `NotInspectable` or `TooLarge`."""
    kind = _FORMATS.get(media_type)
    if kind is None:
        raise NotInspectable
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if kind == "PNG":
                _png(content, search, where)
            else:
                _exif(picture.info.get("exif"), search, where)
                _remarks(picture, search, where)
    except (TooLarge, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge from None
    except Exception:  # noqa: BLE001 - damage shows itself in many ways
        raise NotInspectable from None


def _exif(block: bytes | None, search: Search, where: str) -> None:
    if not block:
        return
    exif = Image.Exif()
    exif.load(block)
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    said = {**{tag: exif[tag] for tag in exif if tag not in _HARMLESS}}
    said |= {tag: value for tag, value in inner.items() if tag not in _HARMLESS_INSIDE}
    said |= exif.get_ifd(ExifTags.IFD.IFD1)  # a small picture, perhaps from before a crop
    search.add(FindingKind.LOCATION, where, bool(set(place) - {ExifTags.GPS.GPSVersionID}))
    search.add(FindingKind.IMAGE_METADATA, where, len(said))
    search.read("\n".join(_plain(value) for value in said.values()), where)


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").replace("\x00", " ")
    return value if isinstance(value, str) else ""


def _remarks(picture: Image.Image, search: Search, where: str) -> None:
    """Look at what JPEG and WebP carry besides EXIF."""
    comment = picture.info.get("comment")
    if comment:
        search.add(FindingKind.IMAGE_METADATA, where)
        search.read(_plain(comment), where)
    if picture.info.get("photoshop"):
        search.add(FindingKind.IMAGE_METADATA, where)
    block = picture.info.get("xmp")
    if isinstance(block, bytes):
        inspect_xmp(block, search, where)


def _png(content: bytes, search: Search, where: str) -> None:
    """Look at the text pieces of a PNG, also those behind the pixels."""
    for kind, piece in _png_pieces(content):
        search.allowance.step()
        if kind == b"eXIf":
            _exif(piece, search, where)
        elif kind in _PNG_TEXTS:
            text = _png_text(kind, piece)
            if piece.startswith(_XMP):
                inspect_xmp(text, search, where)
            elif piece.startswith(_PROFILE):
                _exif(bytes.fromhex("".join(text.decode().split("\n")[3:])), search, where)
            else:
                search.add(FindingKind.IMAGE_METADATA, where)
                search.read(_plain(text), where)


def _png_pieces(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    start = _SIGNATURE
    while start + _SIGNATURE <= len(content):
        size = int.from_bytes(content[start : start + 4])
        kind = content[start + 4 : start + 8]
        yield kind, content[start + 8 : start + 8 + size]
        if kind == b"IEND":
            return
        start += size + 12  # length, kind and checksum


def _png_text(kind: bytes, piece: bytes) -> bytes:
    _, _, rest = piece.partition(b"\x00")
    if kind == b"tEXt":
        return rest
    packed = kind == b"zTXt" or rest[:1] == b"\x01"
    rest = rest[1:] if kind == b"zTXt" else rest[2:].split(b"\x00", 2)[-1]
    return _unpacked(rest) if packed else rest


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(packed, _LONGEST_TEXT)
    if unpacker.unconsumed_tail:
        raise TooLarge
    return text
