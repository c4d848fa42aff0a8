"""What must never be committed: identity numbers of real people, and pictures of papers."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PICTURES = ("docs/pictures/",)
_LONG = re.compile(r"(?<![0-9A-Za-z_.])[0-9]{16}(?![0-9A-Za-z_])")
_MADE_UP = re.compile(r"(\d)\1{15}|1234567890123456|0{4}\d{12}")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def looks_like_a_nik(number: str) -> bool:
    """Tell whether sixteen digits have a birth date where a NIK has it."""
    day, month = int(number[6:8]), int(number[8:10])
    return day % 40 in range(1, 32) and day <= 71 and month in range(1, 13)


def test_no_identity_number_is_committed_but_the_synthetic_ones() -> None:
    fixtures = json.loads((ROOT / "tests/register/fixtures.json").read_text(encoding="utf-8"))
    synthetic = {re.sub(r"\D", "", case["input"]) for case in fixtures["nik_cases"]}
    found = {}
    for path in tracked():
        if path.suffix in {".png", ".lock"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        numbers = {one for one in _LONG.findall(text) if looks_like_a_nik(one)}
        strange = {
            one
            for one in numbers - synthetic
            if not _MADE_UP.fullmatch(one) and not one.startswith("350715")
        }
        if strange:
            found[str(path.relative_to(ROOT))] = strange
    assert found == {}


def test_no_picture_or_paper_is_committed_outside_the_documentation() -> None:
    kinds = {".png", ".jpg", ".jpeg", ".heic", ".webp", ".pdf", ".docx", ".xlsx", ".zip"}
    strays = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix.lower() in kinds and not str(path.relative_to(ROOT)).startswith(PICTURES)
    ]
    assert strays == []


def test_no_conflict_marker_is_committed() -> None:
    marks = ("<<<<<<< ", ">>>>>>> ")
    strays = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in {".py", ".md", ".toml", ".html", ".j2", ".css", ".js", ".typ"}
        and any(
            line.startswith(marks)
            for line in path.read_text(encoding="utf-8", errors="ignore").splitlines()
        )
    ]
    assert strays == []
