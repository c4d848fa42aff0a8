"""The command line: each command does its work and refuses with one clear message."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pendopo.__main__ import main


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PENDOPO_DATA_DIR", str(tmp_path))

    def call(*arguments: str, given: str | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=given)

    return call


def test_migrate_seed_and_doctor_make_an_office_that_is_well(run) -> None:  # type: ignore[no-untyped-def]
    assert run("migrate").exit_code == 0
    assert "47 entries" in run("seed").output
    assert "0 entries" in run("seed").output
    assert run("staff", "add", "sari", "--name", "Sari", "--role", "ppid").exit_code == 0
    assert "no account has the role superior" in run("doctor").output
    run("staff", "add", "ratna", "--name", "Ratna", "--role", "superior")
    doctor = run("doctor")
    assert doctor.exit_code == 0, doctor.output


def test_an_account_needs_a_decent_password_and_a_free_login(run) -> None:  # type: ignore[no-untyped-def]
    run("migrate")
    short = run(
        "staff", "add", "budi", "--name", "Budi", "--role", "ppid", "--password-stdin", given="x\n"
    )
    assert short.exit_code == 1
    assert "password_too_short" in short.output
    assert run("staff", "add", "budi", "--name", "Budi", "--role", "ppid").exit_code == 0
    assert "login_taken" in run("staff", "add", "Budi", "--name", "B", "--role", "ppid").output


def test_the_journal_is_verified_and_a_change_is_found(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("seed")
    assert "unbroken" in run("journal", "verify").output
    book = sqlite3.connect(tmp_path / "pendopo.db")
    book.execute("DROP TRIGGER journal_no_update")
    book.execute("UPDATE journal SET act = 'nothing.happened' WHERE id = 2")
    book.commit()
    book.close()
    verdict = run("journal", "verify")
    assert verdict.exit_code == 1
    assert "line 2" in verdict.output


def test_questions_are_asked_line_by_line(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    lines = [
        {"id": 1, "text": "berapa lama permohonan informasi dijawab"},
        {"id": "dua", "text": "zzz qqq"},
    ]
    asked = tmp_path / "asked.jsonl"
    asked.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    answers = [json.loads(line) for line in run("ask", "--jsonl", str(asked)).output.splitlines()]
    assert [answer["id"] for answer in answers] == [1, "dua"]
    assert answers[0]["band"] == "jawab"
    assert answers[0]["hits"][0]["slug"] == "ppid-waktu"
    assert answers[1]["band"] == "tidak_tahu"


def test_regional_packs_are_off_until_they_are_asked_for(run) -> None:  # type: ignore[no-untyped-def]
    question = "apa itu rt keren blitar"
    assert "rtkeren-apa-itu" not in run("ask", question).output
    assert "rtkeren-apa-itu" in run("ask", "--packs", "all", question).output


def test_an_unknown_setting_stops_the_start_with_one_message(
    run,
    monkeypatch: pytest.MonkeyPatch,  # type: ignore[no-untyped-def]
) -> None:
    monkeypatch.setenv("PENDOPO_TELGRAM_TOKEN", "salah tulis")
    refused = run("migrate")
    assert refused.exit_code == 1
    assert refused.output.strip() == (
        "Error: Settings refused: PENDOPO_TELGRAM_TOKEN is not a setting."
    )
