"""The rules of the house, read from the source itself; each says what to do instead."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("admin", "bot", "knowledge", "office", "pendopo", "register")
LONGEST_FILE, LONGEST_FUNCTION = 350, 50
GENERIC = {"utils", "util", "common", "helpers", "helper", "core", "misc", "base", "services"}
WALL_CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "date.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "func.now",
}
PRODUCT = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
WRITTEN_BY_HAND = [path for path in PRODUCT if "migrations/versions" not in path.as_posix()]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def imported(path: Path) -> set[str]:
    """Return the top-level names of everything a module imports, wherever it does so."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def settle(faults: list[str], advice: str) -> None:
    assert not faults, f"{advice}\n" + "\n".join(faults)


def test_only_the_unit_commits() -> None:
    faults = [
        f"{where(path)}:{call.lineno}"
        for path in PRODUCT
        if where(path) != "office/unit.py"
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
    ]
    settle(faults, "Leave the `with office.unit(...)` block instead: a clean exit commits.")


def test_only_the_clock_looks_at_the_clock() -> None:
    faults = [
        f"{where(path)}:{call.lineno} {dotted(call.func)}"
        for path in PRODUCT
        if where(path) != "office/clock.py" and not where(path).startswith("bot/practice/")
        for call in calls(path)
        if dotted(call.func) in WALL_CLOCKS
    ]
    settle(faults, "Use `unit.now`, `unit.today` or the office's clock: tests move it by hand.")


def test_the_ground_floor_and_the_desks_wait_for_nothing() -> None:
    faults = [
        f"{where(path)}:{node.lineno}"
        for path in PRODUCT
        if room(path) in {"office", "register", "knowledge"}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncWith | ast.AsyncFor)
    ]
    settle(faults, "Keep waiting in the doors; an act is a plain function of a unit.")


def test_each_telegram_library_stays_in_its_place() -> None:
    faults = [
        f"{where(path)} imports aiogram: only the bot's door listens to Telegram"
        for path in PRODUCT
        if "aiogram" in imported(path) and room(path) != "bot"
    ] + [
        f"{where(path)} imports telegram: post a Notice, bot/post.py delivers it"
        for path in PRODUCT
        if "telegram" in imported(path) and where(path) != "bot/post.py"
    ]
    settle(faults, "One library listens, the other delivers.")


def _literal_days(call: ast.Call) -> bool:
    name = dotted(call.func).rsplit(".", 1)[-1]
    if name == "timedelta":
        named = [word.value for word in call.keywords if word.arg in {"days", "weeks"}]
        # One day is a step from date to date; more than one is a term.
        return any(
            isinstance(value, ast.Constant) and value.value != 1
            for value in [*call.args[:1], *named]
        )
    if name in {"add_working_days", "Term"}:
        counts = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "count")]
        return any(isinstance(value, ast.Constant) for value in counts)
    return False


def test_legal_days_are_counted_in_the_law_only() -> None:
    faults = [
        f"{where(path)}:{call.lineno}"
        for path in PRODUCT
        if room(path) == "register" and path.name != "law.py"
        for call in calls(path)
        if _literal_days(call)
    ]
    settle(faults, "Put the number into register/law.py with its article, and ask `law.term`.")


def _fault_of_docstring(path: Path) -> str:
    text = ast.get_docstring(tree(path)) or ""
    first, _, rest = text.partition("\n")
    if not first.endswith("."):
        return "begin with one sentence that ends in a full stop"
    if re.search(r"[.!?] [A-Z]", first):
        return "one sentence is enough"
    return "the sentence fits on one line" if rest and not rest.startswith("\n") else ""


def test_every_module_says_in_one_sentence_what_it_holds() -> None:
    faults = [
        f"{where(path)}: {fault}"
        for path in [*PRODUCT, *TESTS]
        if path.stat().st_size and (fault := _fault_of_docstring(path))
    ]
    settle(faults, "Say what this room holds; what does not fit the sentence lives elsewhere.")


def test_no_file_is_longer_than_can_be_read_at_a_sitting() -> None:
    faults = [
        f"{where(path)} has {lines} lines"
        for path in [*WRITTEN_BY_HAND, *TESTS]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    settle(faults, f"Which room is missing? {LONGEST_FILE} lines are the limit.")


def test_no_function_is_longer_than_a_screen() -> None:
    faults = [
        f"{where(path)}:{found.lineno} {found.name} has {length} lines"
        for path in [*WRITTEN_BY_HAND, *TESTS]
        for found in functions(path)
        if (length := (found.end_lineno or found.lineno) - found.lineno + 1) > LONGEST_FUNCTION
    ]
    settle(faults, f"Split at {LONGEST_FUNCTION} lines, and give the parts names.")


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    faults = [
        where(path) for path in PRODUCT if {path.stem, *path.relative_to(ROOT).parts} & GENERIC
    ]
    settle(faults, "Name a module after what it holds; what belongs nowhere needs a room.")


@pytest.mark.parametrize(
    "name", ["register/requests.py", "knowledge/escalation/replying.py", "knowledge/questions.py"]
)
def test_every_act_takes_the_unit_first(name: str) -> None:
    faults = []
    for found in tree(ROOT / name).body:
        if not isinstance(found, Function) or found.name.startswith("_"):
            continue
        names = [one.arg for one in [*found.args.posonlyargs, *found.args.args]]
        touches = {dotted(node) for node in ast.walk(found) if isinstance(node, ast.Attribute)}
        acts = any(one.startswith("unit.") for one in touches) or any(
            "Unit" in ast.unparse(one.annotation)
            for one in [*found.args.args, *found.args.kwonlyargs]
            if one.annotation is not None
        )
        if acts and names[:1] != ["unit"]:
            faults.append(f"{name}:{found.lineno} {found.name}({', '.join(names)})")
    settle(faults, "The unit comes first: handing it over is the permission to write.")


def test_every_door_and_room_is_only_entered_from_above() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert checked.returncode == 0, checked.stdout[-4000:] + checked.stderr[-2000:]


@pytest.mark.parametrize(
    ("modules", "unwanted"),
    [
        ("admin.app, knowledge, register, office, pendopo.__main__", "aiogram telegram aiohttp"),
        ("pendopo.__main__", "sqlalchemy starlette jinja2 argon2 rapidfuzz numpy"),
        (
            "register.requests, knowledge.escalation.opening, office.writer",
            "starlette uvicorn jinja2 rapidfuzz numpy",
        ),
        ("bot.post", "aiogram numpy"),
        ("bot.listen", "telegram"),
    ],
)
def test_nobody_pays_for_a_library_that_others_need(modules: str, unwanted: str) -> None:
    look = f"import sys, {modules}; print(*sorted(set({unwanted.split()!r}) & set(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", look],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert found.stdout.split() == [], f"import it where it is used, inside the function: {modules}"


def test_a_test_in_a_browser_waits_for_what_it_says() -> None:
    looks = {"count", "get_attribute", "input_value", "inner_text", "is_checked", "is_enabled",
             "is_hidden", "is_visible", "text_content"}  # fmt: skip
    faults = [
        f"{where(path)}:{call.lineno}"
        for path in TESTS
        if "playwright" in imported(path)
        for asserted in ast.walk(tree(path))
        if isinstance(asserted, ast.Assert)
        for call in ast.walk(asserted.test)
        if isinstance(call, ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr in looks and not call.args
    ]
    settle(faults, "A page is on its way when a test looks: use `expect(...)`, which waits.")
