"""Pictures: where and with what they were taken, without reading a pixel."""

import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from tests.office.inspection.making import NIK, exif, kinds, look, picture

KINDS = [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:exif="http://ns.adobe.com/exif/1.0/">'
    b'<d exif:GPSLatitude="8,5.7S"/></x:xmpmeta>'
)


@pytest.mark.parametrize(("kind", "media_type"), KINDS)
def test_a_clean_picture_has_no_findings(kind: str, media_type: str) -> None:
    assert look(media_type, picture(kind)).findings == ()


@pytest.mark.parametrize(("kind", "media_type"), KINDS)
def test_the_place_holds_the_picture(kind: str, media_type: str) -> None:
    inspection = look(media_type, picture(kind, exif=exif(place=True)))
    assert kinds(inspection) == ["location"]
    assert not inspection.passes


@pytest.mark.parametrize(("kind", "media_type"), KINDS)
def test_the_camera_is_noted(kind: str, media_type: str) -> None:
    inspection = look(media_type, picture(kind, exif=exif(camera="Kamera Dinas")))
    assert kinds(inspection) == ["image_metadata"]
    assert inspection.passes


@pytest.mark.parametrize(("kind", "media_type"), KINDS)
def test_how_a_picture_is_turned_is_nothing(kind: str, media_type: str) -> None:
    block = Image.Exif()
    block[0x0112] = 6
    assert look(media_type, picture(kind, exif=block.tobytes())).findings == ()


@pytest.mark.parametrize(("kind", "media_type"), [KINDS[0], KINDS[2]])
def test_a_place_in_xmp_is_found(kind: str, media_type: str) -> None:
    assert kinds(look(media_type, picture(kind, xmp=XMP))) == ["location"]


def test_a_number_in_the_camera_block_is_found() -> None:
    assert kinds(look("image/jpeg", picture(exif=exif(camera=NIK)))) == ["nik", "image_metadata"]


def test_a_jpeg_comment_is_read() -> None:
    found = kinds(look("image/jpeg", picture(comment=f"KTP {NIK}".encode())))
    assert found == ["nik", "image_metadata"]


@pytest.mark.parametrize("packed", [False, True])
def test_png_texts_are_read(packed: bool) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", f"Budi {NIK}", zip=packed)
    texts.add_itxt("Judul", "budi@gmail.com", zip=packed)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=packed)
    found = kinds(look("image/png", picture("PNG", pnginfo=texts)))
    assert found == ["nik", "email", "location", "image_metadata"]


def _piece(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def test_png_texts_behind_the_pixels_are_read() -> None:
    plain = picture("PNG")
    end = plain.index(b"IEND") - 4
    spoilt = plain[:end] + _piece(b"tEXt", b"Author\x00" + NIK.encode()) + plain[end:]
    assert kinds(look("image/png", spoilt)) == ["nik", "image_metadata"]


def test_heic_and_sound_are_not_inspectable() -> None:
    for media_type in ("image/heic", "audio/ogg"):
        assert kinds(look(media_type, b"\x00\x00\x00\x18ftypheic")) == ["not_inspectable"]


def test_a_huge_picture_is_refused_before_a_pixel_is_read() -> None:
    head = b"\x89PNG\r\n\x1a\n" + _piece(
        b"IHDR", struct.pack(">IIBBBBB", 65000, 65000, 8, 2, 0, 0, 0)
    )
    content = head + _piece(b"IDAT", zlib.compress(b"")) + _piece(b"IEND", b"")
    assert kinds(look("image/png", content)) == ["too_large_to_inspect"]


def test_a_text_that_unpacks_without_end_is_refused() -> None:
    plain = picture("PNG")
    end = plain.index(b"IEND") - 4
    bomb = b"Author\x00\x00" + zlib.compress(b"\x00" * 8_000_000)
    spoilt = plain[:end] + _piece(b"zTXt", bomb) + plain[end:]
    assert kinds(look("image/png", spoilt)) == ["too_large_to_inspect"]
