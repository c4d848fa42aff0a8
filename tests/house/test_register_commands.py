"""Commands about the register: exports, remedies on a day, and lists read from a file."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from office.clock import SystemClock
from office.database import open_engine
from office.people import Role
from office.unit import Office
from office.vault import open_vault
from pendopo.__main__ import main
from register import decisions, requests
from tests.people import BU_SARI, CLOCKWORK, NIK, WIB, a_form, staff_member
from tests.register.desk import NOT_DOCUMENTED

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PENDOPO_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return call


@pytest.fixture
def refused(run: Run, tmp_path: Path) -> str:
    """The number of a request that was refused today."""
    assert run("seed").exit_code == 0
    engine = open_engine(f"sqlite:///{tmp_path / 'pendopo.db'}")
    office = Office(engine, SystemClock(), WIB, open_vault(tmp_path / "pendopo.key"))
    with office.unit(CLOCKWORK) as unit:
        budi = staff_member(unit, "budi", "Budi", Role.PPID)
    with office.unit(BU_SARI) as unit:
        filed = requests.submit(unit, a_form(), draft_key="d1")
    with office.unit(budi) as unit:
        decisions.refuse(unit, filed.number, version=1, refusal=NOT_DOCUMENTED)
    engine.dispose()
    return filed.registration_number


@pytest.mark.parametrize("kind", ["xlsx", "pdf", "csv"])
@pytest.mark.parametrize("book", ["register", "objections"])
def test_a_register_is_written_to_a_file(
    book: str, kind: str, run: Run, refused: str, tmp_path: Path
) -> None:
    out = tmp_path / f"out.{kind}"
    span = ("--from", "2020-01-01", "--to", "2099-12-31")
    result = run("export", book, *span, "--format", kind, "--out", str(out))
    assert result.exit_code == 0, result.output
    assert ("1 rows" if book == "register" else "0 rows") in result.output
    assert out.stat().st_size > 0
    assert list(tmp_path.glob(".*.part")) == []


def test_an_export_masks_the_nik_unless_asked(run: Run, refused: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    span = ("--from", "2020-01-01", "--to", "2099-12-31", "--format", "csv", "--out", str(out))
    run("export", "register", *span)
    assert NIK not in out.read_text(encoding="utf-8-sig")
    run("export", "register", *span, "--with-nik")
    assert NIK in out.read_text(encoding="utf-8-sig")
    run("export", "register", *span, "--nameless")
    said = out.read_text(encoding="utf-8-sig")
    assert "Sari Wulandari" not in said
    (row,) = csv.DictReader(io.StringIO(said), delimiter=";")
    assert refused in row.values()


def test_an_export_of_a_range_that_ends_before_it_begins_is_refused(
    run: Run, refused: str, tmp_path: Path
) -> None:
    out = str(tmp_path / "out.csv")
    result = run("export", "register", "--from", "2026-02-01", "--to", "2026-01-01", "--out", out)
    assert result.exit_code == 2


def test_remedies_of_a_case_are_printed_with_their_last_days(run: Run, refused: str) -> None:
    found = json.loads(run("remedies", refused, "--json").output)
    assert found["number"] == refused
    (remedy,) = found["remedies"]
    assert (remedy["kind"], remedy["ground_letter"]) == ("object", "e")
    assert remedy["derivation"]["due"] == remedy["until"]
    assert len(remedy["derivation"]["counted"]) == remedy["derivation"]["count"]
    plain = run("remedies", refused)
    assert remedy["until"] in plain.output


def test_a_lapsed_remedy_is_not_printed(run: Run, refused: str) -> None:
    found = json.loads(run("remedies", refused, "--on", "2099-01-01", "--json").output)
    assert found["remedies"] == []
    assert "Tidak ada" in run("remedies", refused, "--on", "2099-01-01").output


def test_a_number_in_no_register_is_said_so(run: Run, refused: str) -> None:
    result = run("remedies", "9999/PPID/I/2020")
    assert result.exit_code == 1
    assert "no register" in result.output


def test_a_list_with_a_fault_is_not_imported_at_all(run: Run, tmp_path: Path) -> None:
    run("seed")
    sheet = tmp_path / "dip.csv"
    sheet.write_text("Ringkasan\nx\n", encoding="utf-8")
    result = run("lists", "import", "dip", str(sheet))
    assert result.exit_code == 1
