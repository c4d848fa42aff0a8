"""The journal as a file: safe to open in a spreadsheet, and its chain checked outside."""

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from admin.pages import journal_export
from office import journal
from office.unit import Office
from tests.admin.street import Street
from tests.people import BU_SARI, CLOCKWORK

MANUAL = Path(__file__).parents[2] / "docs/operasi.md"


def lines(answer: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in answer.splitlines()]


def fingerprint(line: dict[str, object]) -> str:
    names = ("number", "at", "actor", "act", "subject", "facts", "previous")
    return hashlib.sha256(json.dumps([line[name] for name in names]).encode()).hexdigest()


def fetched(client: TestClient, form: str, **fields: str) -> str:
    answer = client.post("/jurnal/unduh", data={"format": form, **fields})
    assert answer.status_code == 200
    assert re.fullmatch(
        rf'attachment; filename="jurnal-sampai-\d+\.{form}"', answer.headers["content-disposition"]
    )
    return answer.text


def test_the_chain_is_checked_outside_with_what_the_manual_says(
    ratna: TestClient, agus: TestClient, street: Street, tmp_path: Path
) -> None:
    street.request()
    content = fetched(ratna, "jsonl")
    found = lines(content)
    assert [line["number"] for line in found] == list(range(1, len(found) + 1))
    assert all(fingerprint(line) == line["checksum"] for line in found)
    script = re.search(
        r"```python\n(# periksa_jurnal\.py\n.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL
    )
    assert script is not None
    program, whole, changed = (tmp_path / name for name in ("p.py", "utuh.jsonl", "ubah.jsonl"))
    program.write_text(script[1], encoding="utf-8")
    whole.write_text(content, encoding="utf-8")
    changed.write_text(content.replace("request.submitted", "request.withdrawn", 1), "utf-8")

    def check(path: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, program, path], capture_output=True, text=True, check=False
        )

    assert f"utuh: {len(found)} baris; sidik terakhir {found[-1]['checksum']}" in (
        check(whole).stdout
    )
    assert check(whole).returncode == 0
    masked = tmp_path / "samar.jsonl"
    masked.write_text(fetched(agus, "jsonl"), encoding="utf-8")
    assert "tanpa sidik" in check(masked).stdout
    assert check(masked).returncode == 2
    broken = check(changed)
    assert "tidak cocok" in broken.stdout
    assert broken.returncode == 1


def test_portions_make_no_difference(
    ratna: TestClient, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    street.request()
    monkeypatch.setattr(journal_export, "_PORTION", 7)
    found = lines(fetched(ratna, "jsonl"))
    assert [line["number"] for line in found] == list(range(1, len(found) + 1))
    assert len(found) > 7


def test_a_reader_who_may_not_know_citizens_gets_no_checksum_to_guess_them_from(
    agus: TestClient, office: Office
) -> None:
    with office.unit(CLOCKWORK) as unit:
        for subject in ("test:1", BU_SARI.label, "test:2"):
            unit.record("test.entered", subject)
    with office.reading(CLOCKWORK) as unit:
        held = journal.lines(unit.session, journal.Wanted())
    checksums = {text for line in held for text in (line.checksum, line.previous)}
    # The chain leads from an open line over the hidden one to the next: none may be known.
    for kind in ("", "test."):
        content = fetched(agus, "jsonl", kegiatan=kind)
        assert str(BU_SARI.person) not in content
        assert not [one for one in checksums if one in content]
        head, *found = lines(content)
        assert head["masked"]
        assert "hanya dapat diperiksa di luar dengan unduhan" in str(head["note"])
        of_test = [line for line in found if line["act"] == "test.entered"]
        assert [line["subject"] for line in of_test] == ["test:1", "warga", "test:2"]
        assert [bool(line.get("masked")) for line in of_test] == [False, True, False]


def test_the_page_says_who_can_take_what_proves_the_chain(
    agus: TestClient, ratna: TestClient
) -> None:
    may, may_not = ratna.get("/jurnal").text, agus.get("/jurnal").text
    assert "JSON per baris, dengan sidik" in may
    assert "JSON per baris, dengan sidik" not in may_not
    assert "Rantai hanya dapat diperiksa di luar dengan unduhan orang" in may_not
    for page in (may, may_not):
        assert "Perubahan yang tidak menghitung ulang seluruh rantai terlihat" in page


def test_only_what_is_looked_for_leaves_and_each_export_is_entered(
    ratna: TestClient, street: Street, office: Office
) -> None:
    street.request("a")
    second = street.request("b")
    content = fetched(ratna, "jsonl", kegiatan="request.", perihal="0002/PPID/XI/2026")
    (line,) = lines(content)
    assert line["subject"] == f"request:{second}"
    with office.reading(CLOCKWORK) as unit:
        (entered,) = journal.page(unit.session, act="journal.exported")
    facts = json.loads(entered.facts)
    assert (facts["format"], facts["kind"], facts["narrowed"]) == ("jsonl", "request.", True)
    assert ratna.post("/jurnal/unduh", data={"format": "exe"}).status_code == 422


def test_no_cell_of_the_table_is_a_formula(agus: TestClient, office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        unit.record("test.entered", "=HYPERLINK(1)", note="+1")
        unit.record("test.entered", "@SUM(A1)")
    content = fetched(agus, "csv", kegiatan="test.")
    assert content.startswith("\ufeffnomor,")
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
    assert [row[5] for row in rows[1:]] == ["'=HYPERLINK(1)", "'@SUM(A1)"]
    assert not any(cell[:1] in set("=+-@\t\r") for row in rows for cell in row)
