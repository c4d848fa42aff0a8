"""Reads a table with its headings in mind: a bare number means what its column says."""

import re
from dataclasses import dataclass, field

# What a heading speaks of, and the word that makes a number below it plain to see.
_HEADING = re.compile(
    r"\b(?:(?P<NIK>NIK|KTP|KK)|(?<!kode )(?P<rekening>no\.?rek|norek|rekening|rek)"
    r"|(?P<HP>HP|telepon|telp|tlp|WA|whatsapp|ponsel|handphone))\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\d .\-]{9,30}")
_LONGEST_HEADING = 40
_MOST_COLUMNS = 16384


@dataclass
class Columns:
    """The headings of a table seen so far, by column."""

    _meaning: dict[int, str] = field(default_factory=dict)

    def told(self, column: int, text: str) -> str:
        """Return a cell's text with the word its column's heading puts before a number."""
        plain = text.strip()
        if _NUMBER.fullmatch(plain):
            meaning = self._meaning.get(column, "")
            # Spreadsheets drop the zero a mobile number begins with.
            zero = "0" if meaning == "HP" and plain.startswith("8") else ""
            return f"{meaning} {zero}{plain}" if meaning else plain
        if 0 < len(plain) <= _LONGEST_HEADING and column <= _MOST_COLUMNS:
            heading = _HEADING.search(plain)
            if heading and heading.lastgroup:
                self._meaning[column] = heading.lastgroup
        return text
