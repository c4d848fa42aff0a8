"""The command line: each command does its work and refuses with one clear message."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge.leaf import leaves
from pendopo.__main__ import main
from tests.knowledge.library import remember


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PENDOPO_DATA_DIR", str(tmp_path))
    remember(tmp_path)

    def call(*arguments: str, given: str | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=given)

    return call


def test_migrate_seed_and_doctor_make_an_office_that_is_well(  # type: ignore[no-untyped-def]
    run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("migrate").exit_code == 0
    assert f"{len(list(leaves()))} entries" in run("seed").output
    assert "0 entries" in run("seed").output
    assert run("staff", "add", "sari", "--name", "Sari", "--role", "ppid").exit_code == 0
    assert "no account has the role superior" in run("doctor").output
    run("staff", "add", "ratna", "--name", "Ratna", "--role", "superior")
    monkeypatch.delenv("PENDOPO_DPO_CONTACT", raising=False)
    doctor = run("doctor")
    assert doctor.exit_code == 1
    assert "LOOK no contact of the data protection officer: set PENDOPO_DPO_CONTACT" in (
        doctor.output
    )
    monkeypatch.setenv("PENDOPO_DPO_CONTACT", "ppdp@contoh.go.id")
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


def test_an_administrator_who_is_locked_out_is_let_in_from_the_shell(run) -> None:  # type: ignore[no-untyped-def]
    run("migrate")
    link = r"http://127\.0\.0\.1:8080/undangan/[\w-]{43}\n"
    invited = run("staff", "invite", "umar", "--name", "Umar", "--role", "sysadmin")
    assert re.search(link, invited.output), invited.output
    assert "umar\tinvited\tpassword only\tsysadmin" in run("staff", "list").output
    assert re.search(link, run("staff", "link", "UMAR").output)
    for refused, why in [
        (("staff", "link", "siapa"), "no account has the login siapa"),
        (("staff", "link", "umar", "--lost-second-factor", "HP hilang"), "totp_is_off"),
        (("staff", "invite", "umar", "--name", "U", "--role", "ppid"), "login_taken"),
    ]:
        answer = run(*refused)
        assert (answer.exit_code, why in answer.output) == (1, True), answer.output


def test_the_shell_opens_an_account_that_was_switched_off_and_takes_off_a_lost_factor(
    run,
    tmp_path: Path,  # type: ignore[no-untyped-def]
) -> None:
    run("migrate")
    run("staff", "add", "umar", "--name", "Umar", "--role", "sysadmin")
    book = sqlite3.connect(tmp_path / "pendopo.db")
    book.execute("UPDATE staff SET active = 0, totp = x'01'")
    book.commit()
    assert "umar\tdisabled\tsecond factor" in run("staff", "list").output
    assert run("staff", "link", "umar", "--lost-second-factor", "HP hilang").exit_code == 0
    assert "umar\tactive\tpassword only" in run("staff", "list").output
    assert book.execute("SELECT reason, changed_by FROM staff_changes").fetchall() == [
        ("HP hilang", None)
    ]
    book.close()


def test_the_journal_is_verified_and_a_change_is_found(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("seed")
    whole = run("journal", "verify").output
    assert "unbroken" in whole
    book = sqlite3.connect(tmp_path / "pendopo.db")
    last, checksum = book.execute("SELECT last_id, checksum FROM journal_head").fetchone()
    assert f"line {last}: {checksum}" in whole
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
