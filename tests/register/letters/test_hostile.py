"""Facts that mean harm or have no end: letters print them as they were written."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from register.letters.kinds import LetterKind
from tests.register.letters import samples
from tests.register.letters.test_letters import drawn, pieces, printed

HOSTILE = (
    '#panic("x") $x$ $ sum_(i=0)^n $ <b onclick=alert(1)>&amp;</b> "kutip" \'satu\' \\ \\u{41} '
    '*tebal* _miring_ `kode` @acuan <label> // komentar /* blok */ #sys.inputs #image("/etc/x") '
    "= judul ~ -- --- ... [kurung] {kurawal} %s {0} {{x}}"
)


def everywhere(value: Any, text: str, key: str = "") -> Any:
    if isinstance(value, dict):
        if "counted" in value:
            return value
        return {name: everywhere(part, text, name) for name, part in value.items()}
    if isinstance(value, list):
        return [everywhere(part, text) for part in value]
    if isinstance(value, str) and not key.endswith(("_on", "_at")) and key != "decision":
        return text
    return value


@pytest.mark.parametrize("kind", LetterKind)
def test_markup_in_any_fact_is_printed_as_it_was_written(kind: LetterKind) -> None:
    pdf = drawn(kind, everywhere(samples.sample(kind), HOSTILE))
    assert pieces(HOSTILE) in pieces(printed(pdf))


@pytest.mark.parametrize("kind", LetterKind)
def test_long_texts_run_over_as_many_pages_as_they_need(kind: LetterKind) -> None:
    long = "\n".join([*(f"Baris ke-{line} dari rincian ini." for line in range(40)), "kata " * 400])
    pdf = drawn(kind, everywhere(samples.sample(kind), f"{long}\nSelesai"))
    text = printed(pdf)
    assert "Baris ke-39" in text
    assert "Selesai" in text


@pytest.mark.parametrize("kind", LetterKind)
def test_a_word_without_end_stays_on_the_paper(kind: LetterKind) -> None:
    pdf = drawn(kind, everywhere(samples.sample(kind), "x" * 300))
    rightmost: list[float] = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(
            visitor_text=lambda text, moved, matrix, _font, _size: rightmost.append(
                (moved[4] + matrix[4]) / float(page.mediabox.width) if text.strip() else 0.0  # noqa: B023
            )
        )
    assert 0 < max(rightmost) < 1
