"""`pendopo deadline`: every term with its derivation, with a database and without one."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert

from office import daysoff
from office.clock import StandingClock
from office.database import open_engine
from office.settings import Settings
from office.unit import Office
from office.vault import Vault
from office.workdays import CountingRule, WorkWeek
from pendopo import first_day
from pendopo.__main__ import main
from pendopo.opening import open_office
from register import reckoning
from tests.people import CLOCKWORK, MONDAY_MORNING, WIB

FIXTURES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "register" / "fixtures.json").read_text(encoding="utf-8")
)
KEYS = {
    "label", "weekday", "clock", "source", "internal_due", "before", "start", "count", "due",
    "counted", "skipped", "estimated", "version",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder."""
    monkeypatch.setenv("PENDOPO_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "var"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["deadline", *arguments])


def told(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_every_term_is_told_with_the_same_names(folder: Path) -> None:
    answer = told("2026-03-10")
    assert (answer["start"], answer["weekday"]) == ("2026-03-10", "Selasa")
    assert answer["calendar"] == {
        "origin": "package",
        "version": 0,
        "work_week": "five",
        "collective_leave_off": True,
    }
    assert list(answer["clocks"]) == reckoning.names()
    assert all(set(row) == KEYS for row in answer["clocks"].values())
    assert not folder.exists(), "asking makes no database and no key"


@pytest.mark.parametrize("case", FIXTURES["cases"], ids=lambda case: case["id"])
def test_a_worked_example_is_told_with_its_safe_target(case: dict[str, Any]) -> None:
    row = told(case["start"], "--clock", case["clock"])["clocks"][case["clock"]]
    assert row["due"] == case["due"], case["why"]
    assert row["internal_due"] == case["due_ignoring_cuti_bersama"]
    assert row["count"] == len(row["counted"]) == case["n"]


def test_a_number_of_days_names_each_day_that_is_not_counted() -> None:
    row = told("2026-03-10", "--days", "10")["clocks"]["days"]
    off = {one["day"]: one for one in row["skipped"]}
    assert row["due"] == "2026-03-31"
    assert off["2026-03-14"] == {
        "day": "2026-03-14", "reason": "weekend", "kind": "weekend", "source": ""
    }  # fmt: skip
    assert off["2026-03-19"]["reason"] == "Hari Suci Nyepi"
    assert off["2026-03-20"]["kind"] == "collective_leave"
    assert off["2026-03-20"]["source"] == daysoff.DECREES[2026]
    assert not row["estimated"]


def test_a_person_reads_a_table_with_the_holidays_below() -> None:
    text = run("2026-03-10").stdout
    assert "Selasa, 10 Maret 2026 (hari ke-0); kalender bawaan." in text
    (line,) = [line for line in text.splitlines() if line.startswith("Pemberitahuan tertulis")]
    assert line.split()[2:7] == ["10", "Sel,", "31", "Mar", "2026"]
    assert "UU 14/2008 Pasal 22 ayat (7)" in line
    assert "Hari Suci Nyepi (Libur nasional; SKB" in text
    assert "perkiraan:" not in text


def test_a_person_is_told_of_an_estimate_and_of_plain_weeks() -> None:
    text = run("2027-12-28", "--days", "10").stdout
    assert "Yang tidak dihitung hanya akhir pekan." in text
    assert "* perkiraan" in text


def test_the_offices_own_calendar_counts_where_there_is_one(folder: Path, vault: Vault) -> None:
    engine = open_engine(f"sqlite:///{folder / 'pendopo.db'}")
    office = Office(engine, StandingClock(MONDAY_MORNING), WIB, vault)
    first_day.upgrade(engine)
    assert told("2026-11-23", "--days", "10")["calendar"]["origin"] == "package"
    first_day.seed(office)
    with office.unit(CLOCKWORK) as unit:
        row = {"day": date(2026, 12, 2), "kind": "ad_hoc", "name": "Banjir", "source": "SE 9"}
        unit.session.execute(insert(daysoff.days_off).values(row))
    engine.dispose()
    answer = told("2026-11-23", "--days", "10")
    assert (answer["calendar"]["origin"], answer["calendar"]["version"]) == ("office", 1)
    assert answer["clocks"]["days"]["due"] == "2026-12-08"
    assert "kalender kantor, versi 1" in run("2026-11-23").stdout


def test_a_database_that_is_not_migrated_or_away_is_done_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    (folder / "pendopo.db").touch()
    assert told("2026-11-23")["calendar"]["origin"] == "package"
    monkeypatch.setenv("PENDOPO_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    result = run("2026-11-23", "--days", "10")
    assert result.exit_code == 0
    assert "cannot be reached" in result.stderr


def test_the_offices_way_of_counting_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDOPO_WORK_WEEK", "six")
    monkeypatch.setenv("PENDOPO_COUNT_COLLECTIVE_LEAVE_AS_OFF", "false")
    answer = told("2026-12-14", "--days", "10")
    assert answer["calendar"]["work_week"] == "six"
    assert answer["calendar"]["collective_leave_off"] is False
    row = answer["clocks"]["days"]
    assert row["due"] == row["internal_due"] == "2026-12-26"


def test_the_whole_office_is_opened_with_its_way_of_counting(folder: Path) -> None:
    office = open_office(Settings(data_dir=folder, work_week="six", _env_file=None))
    office.engine.dispose()
    assert office.rule == CountingRule(WorkWeek.SIX)
    with office.reading(CLOCKWORK) as unit:
        assert unit.rule == office.rule


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["besok"], "besok"),
        (["2026-03-10", "--days", "0"], "0"),
        (["2026-03-10", "--clock", "notice", "--days", "3"], "exclude"),
        (["2026-03-10", "--clock", "lunch"], "lunch"),
        (["2010-04-29"], "between"),
        (["2101-01-01"], "between"),
        (["2015-03-02", "--clock", "completeness_check"], "did not exist"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_one_sentence(asked: list[str], said: str) -> None:
    refused = run(*asked)
    assert refused.exit_code == 2
    assert said in refused.stderr.splitlines()[-1]
