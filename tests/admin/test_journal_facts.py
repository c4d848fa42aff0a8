"""Every fact of the journal is said in words: what it is called, and what it says."""

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from admin.journal_facts import Reader, named
from admin.texts import table
from knowledge import retention
from office.journal import Line
from office.people import StaffMember
from office.unit import Office
from tests.admin.street import Street
from tests.people import BU_SARI, MONDAY_MORNING, WIB

ROOT = Path(__file__).parents[2]
ROOMS = ("office", "register", "knowledge", "bot", "admin", "pendopo")
# Facts that another function returns; each is proved by a test of its own below.
RETURNED = {
    "bot/handlers/privacy_erasure.py": {"questions", "conversations", "wishes"},
    "office/hours.py": {"number", "day", "since", "until", "old", "new"},
}
Function = ast.FunctionDef


@cache
def trees() -> dict[str, ast.Module]:
    paths = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
    }


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def records(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "record"


def hands_on(function: Function, call: ast.Call) -> bool:
    """Tell whether a call passes on whatever further facts its function was given."""
    rest = function.args.kwarg
    return rest is not None and any(
        word.arg is None and isinstance(word.value, ast.Name) and word.value.id == rest.arg
        for word in call.keywords
    )


@cache
def carriers() -> dict[tuple[str, str], frozenset[str]]:
    """Return the functions that hand facts on to the journal, with their own parameters."""
    return {
        (path, one.name): frozenset(
            word.arg for word in (*one.args.args, *one.args.kwonlyargs, *one.args.posonlyargs)
        )
        for path, tree in trees().items()
        for one in functions(tree)
        if any(records(call) and hands_on(one, call) for call in calls(one))
    }


def carrier(path: str, call: ast.Call) -> frozenset[str] | None:
    """Return the own parameters of the carrier that is called here; None for any other call."""
    if isinstance(call.func, ast.Name):
        return carriers().get((path, call.func.id))
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        for (where, name), own in carriers().items():
            if (Path(where).stem, name) == (call.func.value.id, call.func.attr):
                return own
    return None


def written_into(function: Function, name: str) -> set[str]:
    """Return the keys that a function writes into one of its own dictionaries."""
    found: set[str] = set()
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign):
            continue
        (target, *_), value = node.targets, node.value
        if isinstance(target, ast.Name) and target.id == name:
            for part in ast.walk(value):
                if isinstance(part, ast.Dict):
                    found |= {key.value for key in part.keys if isinstance(key, ast.Constant)}
                    break
        if isinstance(target, ast.Subscript) and ast.unparse(target.value) == name:
            found |= {ast.literal_eval(target.slice)}
    return found


def facts() -> dict[str, set[str]]:
    """Return the name of every fact that is recorded, and where."""
    found: dict[str, set[str]] = {}
    for path, tree in trees().items():
        for name in RETURNED.get(path, ()):
            found.setdefault(name, set()).add(path)
        for function in functions(tree):
            for call in calls(function):
                own = frozenset() if records(call) else carrier(path, call)
                if own is None:
                    continue
                for word in call.keywords:
                    names = {word.arg} if word.arg else set()
                    if word.arg is None and isinstance(word.value, ast.Name):
                        names = written_into(function, word.value.id)
                        known = names or hands_on(function, call) or path in RETURNED
                        assert known, f"{path}:{call.lineno} records what no test can read"
                    for name in names - own:
                        found.setdefault(str(name), set()).add(f"{path}:{call.lineno}")
    return found


def test_every_fact_that_is_recorded_has_a_word() -> None:
    every = facts()
    assert {"due", "channel", "decision", "slug", "notice", "others", "messages"} <= set(every)
    words = set(table()["fact"])
    whole = words | {name.partition(".")[2] for name in words if "." in name}
    assert {name: where for name, where in every.items() if name not in whole} == {}


def test_no_word_is_kept_for_a_fact_that_nobody_records() -> None:
    every = set(facts()) | {"closed", "languages"}
    assert {name.rpartition(".")[2] for name in table()["fact"]} - every == set()


def test_every_act_that_is_recorded_by_name_has_words() -> None:
    named_acts = {
        one.value
        for tree in trees().values()
        for call in calls(tree)
        if records(call) and len(call.args) == 2
        for one in ast.walk(call.args[0])
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
        if "." in one.value.strip("._") and not one.value.endswith(("_", "."))
    }
    assert len(named_acts) > 100
    assert named_acts - set(table()["act"]) - {"escalation.proposal", "escalation.opd"} == set()


READER = Reader(WIB, {4: "Budi Santoso"}, {2: "Bappeda"}, {})


def said(act: str, **facts: object) -> list[tuple[str, str]]:
    line = Line(1, MONDAY_MORNING, "staff:4", act, "thing:1", json.dumps(facts), "", "")
    return READER.said(line)


@pytest.mark.parametrize(
    ("act", "facts", "words"),
    [
        ("request.submitted", {"status": "withdrawn"}, [("Keadaan", "Dicabut oleh pemohon")]),
        ("request.extended", {"due": "2026-12-07"}, [("Tenggat", "7 Des 2026")]),
        ("request.granted", {"decision": "granted_full"}, [("Putusan", "Dikabulkan seluruhnya")]),
        ("request.refused", {"ground": "not_documented"}, [
            ("Dasar", "Informasi belum didokumentasikan (UU 14/2008 Pasal 6 ayat (3))")
        ]),
        ("escalation.opened", {"reason": "asked"}, [("Alasan", "Warga minta petugas")]),
        ("identity.revealed", {"reason": "Cocokkan KTP"}, [("Alasan", "Cocokkan KTP")]),
        ("escalation.handed_over", {"to": 4}, [("Kepada", "Budi Santoso")]),
        ("escalation.handed_over", {"to": 9}, [("Kepada", "9")]),
        ("part.assigned", {"office": 2}, [("Perangkat daerah", "Bappeda")]),
        ("staff.added", {"roles": ["ppid", "auditor"]}, [("Peran", "PPID, Pemeriksa")]),
        ("retention.changed", {"days": 1825}, [("Menjadi", "5 tahun")]),
        ("data_request.settled", {"late": False}, [("Lewat tenggat", "tidak")]),
        ("data_request.settled", {"ground": None}, [("Dasar", "–")]),
        ("audit.drawn", {"month": "2026-10-01"}, [("Bulan", "Oktober 2026")]),
        ("api_key.made", {"scopes": "register:read statistics:read"}, [
            ("Lingkup", "Register tanpa identitas, dengan bagian OPD, Rekapitulasi bagian tiap OPD")
        ]),
        ("switch.closed", {"new": {"closed": True, "languages": ["jv"]}}, [
            ("Menjadi", "Ditutup: ya; Bahasa: Bahasa Jawa")
        ]),
        ("escalation.answered_together", {"left_out": {"12": "taken"}}, [
            ("Dilewati", "Percakapan 12: sudah diambil atau dijawab orang lain")
        ]),
        ("hours.changed", {"new": {"0": [["08:00", "12:00"]], "5": []}}, [
            ("Menjadi", "Senin 08.00 sampai 12.00; Sabtu tutup")
        ]),
        ("hours.closure_added", {"day": "2026-11-24", "since": "10:00"}, [
            ("Tanggal", "24 Nov 2026"), ("Dari", "10.00")
        ]),
        ("api_key.made", {"expires": "2026-11-23T02:00:00+00:00"}, [
            ("Berlaku sampai", "23 Nov 2026 09.00")
        ]),
    ],
)  # fmt: skip
def test_a_fact_is_said_in_words(
    act: str, facts: dict[str, object], words: list[tuple[str, str]]
) -> None:
    assert said(act, **facts) == words


def test_a_line_outlives_the_words_of_its_time() -> None:
    assert said("report.written", field="long_gone") == [("Bagian", "long_gone")]
    assert said("audit.drawn", month="2026-13-40") == [("Bulan", "2026-13-40")]
    assert said("request.submitted", once="x") == [("once", "x")]


def test_what_other_functions_return_is_what_is_told_of_here(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        gone = retention.forget_citizen(unit)
    assert set(gone) == RETURNED["bot/handlers/privacy_erasure.py"]
    assert {named("hours.changed", name) for name in RETURNED["office/hours.py"]} == {
        "Nomor", "Tanggal", "Dari", "Sampai", "Semula", "Menjadi",
    }  # fmt: skip


def test_the_journals_page_says_them(
    budi: TestClient, agus: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    budi.post(f"/register/{number}/proses", data={"version": "1"})
    page = agus.get("/jurnal?kegiatan=request.").text
    assert '<span class="quiet">Keadaan:</span> Sedang diproses' in page
    assert '<span class="quiet">Kanal:</span> Telegram' in page
    assert '<span class="quiet">Tenggat:</span> 7 Des 2026' in page
    assert "<code>status</code>" not in page
