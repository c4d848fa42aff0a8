"""The retention schedule at the command line, and the page that is printed from it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from office import files
from office.clock import SystemClock
from office.database import open_engine
from office.files import Cabinet
from office.people import Citizen
from office.unit import Office
from office.vault import open_vault
from pendopo import processing
from pendopo.__main__ import main
from tests.databases import prepare
from tests.people import WIB

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder as an operator has it."""
    monkeypatch.setenv("PENDOPO_DATA_DIR", str(tmp_path))
    prepare(f"sqlite:///{tmp_path / 'pendopo.db'}", open_vault(tmp_path / "pendopo.key"))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["retention", *arguments])


def test_a_dry_run_tells_of_every_line_and_a_real_one_erases(home: Path) -> None:
    office = Office(
        open_engine(f"sqlite:///{home / 'pendopo.db'}"), SystemClock(), WIB,
        open_vault(home / "pendopo.key"),
    )  # fmt: skip
    cabinet = Cabinet(home / "files", office.vault)
    kept = cabinet.keep("surat.txt", b"masih dipakai")
    with office.unit(Citizen(1)) as unit:
        files.file(unit, kept)
    office.engine.dispose()
    dry = run("--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "run 1: 0 rows over their term" in dry.output
    assert "question_texts: 0 after 90 days" in dry.output
    real = run()
    assert real.exit_code == 0, real.output
    assert "run 2: 0 rows erased" in real.output
    # What was uploaded today is left alone.
    assert "0 files destroyed" in real.output
    assert cabinet.content(kept.sha256) == b"masih dipakai"


def test_the_page_about_privacy_is_printed_from_the_schedule() -> None:
    page = (ROOT / "docs/privasi.md").read_text(encoding="utf-8")
    assert page == processing.document(), "run: pendopo retention --records > docs/privasi.md"
    assert run("--records").output == page
