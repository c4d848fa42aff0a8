"""The documentation keeps up with the code: settings, commands, terms, diagram, links, pictures."""

import importlib
import re
import shlex
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

import click
import pytest

from admin import powers
from office.settings import PREFIX, Settings, SettingsRefused, read_settings
from pendopo.__main__ import main
from register.labels import table
from register.objection_steps import OBJECTION
from register.steps import REQUEST

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WITH_WORDS = (
    "office.people",
    "register.words",
    "register.list_words",
    "register.steps",
    "knowledge.words",
)
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
SETTINGS = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
LARGEST_PICTURE = 300 * 1024
LONGEST_README = 75


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def examples() -> dict[str, str]:
    """Return what stands behind each name that is commented out in the example."""
    found = re.findall(rf"^# ({PREFIX}[A-Z_]+)=(.*)$", read(".env.example"), re.MULTILINE)
    return dict(found)


def written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(value)


def enumerations() -> Iterator[type[StrEnum]]:
    for name in WITH_WORDS:
        for found in vars(importlib.import_module(name)).values():
            is_words = isinstance(found, type) and issubclass(found, StrEnum)
            if is_words and found.__module__ == name:
                yield found


def commands(group: click.Group, before: str) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}"


def section(page: str, title: str) -> str:
    """Return the part of a page under the heading that ends in a title."""
    return next((part for part in page.split("\n## ") if title in part.partition("\n")[0]), "")


COMMANDS = list(commands(main, "pendopo"))
ENUMERATIONS = list(enumerations())


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    assert list(examples()) == SETTINGS
    lines = [line for line in read(".env.example").splitlines() if line]
    assert all(line.startswith("#") for line in lines), "every line is commented out"


def test_every_setting_of_the_example_has_a_comment_above_it() -> None:
    lines = read(".env.example").splitlines()
    for before, line in pairwise(lines):
        if line.startswith(f"# {PREFIX}"):
            assert before.startswith("# "), line
            assert not before.startswith(f"# {PREFIX}"), line


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_in_the_manual_with_its_default(name: str) -> None:
    default = written(Settings.model_fields[name].default)
    row = rf"^\| `{PREFIX}{name.upper()}` \| {f'`{re.escape(default)}`' if default else '–'} \| \S"
    assert re.search(row, read("docs/operasi.md"), re.MULTILINE), f"docs/operasi.md: {row}"
    example = examples()[f"{PREFIX}{name.upper()}"]
    assert example == default or not default, f".env.example: {name} is usually {default}"


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "WEBHOOK_SECRET"])
def test_an_example_secret_stops_the_start(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCS)
    monkeypatch.setenv(f"{PREFIX}TELEGRAM_MODE", "webhook")
    monkeypatch.setenv(f"{PREFIX}{name}", examples()[f"{PREFIX}{name}"])
    with pytest.raises(SettingsRefused, match=f"{PREFIX}{name}"):
        read_settings()


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", *map(where, PAGES)])
def test_only_settings_that_exist_are_spoken_of(name: str) -> None:
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+[A-Z]\b", read(name))) <= set(SETTINGS)


def test_no_secret_has_a_default_in_compose() -> None:
    used = re.findall(r"\$\{(\w*(?:TOKEN|PASSWORD|SECRET)\w*)(.*?)\}", read("compose.yaml"))
    assert used
    assert all(rest.startswith(":?") for _, rest in used), used


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_manual(command: str) -> None:
    assert f"| `{command}` |" in read("docs/operasi.md")


def test_the_manual_and_the_image_start_commands_that_exist() -> None:
    spoken = set(
        re.findall(
            r"^pendopo [a-z]+(?: add| invite| link| list| verify)?", read("docs/operasi.md"), re.M
        )
    )
    assert spoken <= set(COMMANDS)
    (started,) = re.findall(r"^CMD \[\"(\w+)\"\]$", read("Dockerfile"), re.MULTILINE)
    assert f"pendopo {started}" in COMMANDS


def test_the_lifecycles_are_those_the_product_works_with() -> None:
    for lifecycle in (REQUEST, OBJECTION):
        assert f"```mermaid\n{lifecycle.diagram()}```\n" in read("docs/lifecycle.md")


def test_the_powers_are_those_that_the_one_table_gives() -> None:
    assert powers.document() in read("docs/wewenang.md"), powers.document()


@pytest.mark.parametrize("words", ENUMERATIONS, ids=lambda words: words.__name__)
def test_every_term_is_in_the_glossary(words: type[StrEnum]) -> None:
    part = section(read("docs/glossary.md"), f"`{words.__name__}`")
    rows = dict(re.findall(r"^\| (.+?) \| `(\w+)` \|", part, re.MULTILINE))
    assert sorted(rows.values()) == sorted(words), f"docs/glossary.md, {words.__name__}"


@pytest.mark.parametrize("words", ENUMERATIONS, ids=lambda words: words.__name__)
def test_the_glossary_uses_the_official_labels(words: type[StrEnum]) -> None:
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", words.__name__).lower()
    part = section(read("docs/glossary.md"), f"`{words.__name__}`")
    for value, label in table().get(kind, {}).items():
        assert f"| {label} | `{value}` |" in part


def test_the_readme_says_how_to_start_and_how_to_test() -> None:
    page = read("README.md")
    assert "make run" in page
    assert "make test" in page
    assert len(page.splitlines()) <= LONGEST_README, "one screen is enough"


def test_the_pictures_of_the_readme_exist_and_are_small() -> None:
    pictures = re.findall(r'<img src="([^"]+)"', read("README.md"))
    assert pictures
    for picture in [ROOT / name for name in pictures] + list((DOCS / "pictures").iterdir()):
        assert picture.read_bytes().startswith(b"\x89PNG"), picture
        assert picture.stat().st_size < LARGEST_PICTURE, picture


def test_every_picture_is_shown_by_a_page_and_no_page_shows_another() -> None:
    shown = {
        (page.parent / name).resolve()
        for page in PAGES
        for name in re.findall(
            r'(?:<img src="|!\[[^]]*\]\()([^")\s]+)', page.read_text(encoding="utf-8")
        )
    }
    assert shown == set((DOCS / "pictures").iterdir())


def test_every_picture_is_taken_anew_by_a_test_that_tells_its_story() -> None:
    (line,) = re.findall(r"^STORIES := (.+)$", read("Makefile"), re.MULTILINE)
    taken = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', "".join(map(read, line.split()))))
    pictures = {path.stem.removesuffix("-ponsel") for path in (DOCS / "pictures").iterdir()}
    assert pictures <= taken


@pytest.mark.parametrize("page", PAGES, ids=where)
def test_no_link_leads_nowhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_every_decision_says_why_and_what_was_rejected(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert page.startswith(f"# {path.name[:4]}. ")
    assert re.findall(r"^## (\w+)", page, re.MULTILINE) == ["Context", "Decision", "Rejected"]


def test_the_checks_run_make_targets_and_nobody_elses_code() -> None:
    workflow = read(".github/workflows/checks.yml")
    assert "\npermissions: {}\n" in workflow
    pinned = re.findall(r"uses: (\S+)", workflow)
    assert all(re.search(r"@[0-9a-f]{40}$", action) for action in pinned)
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    run = [shlex.split(line)[-1] for line in re.findall(r"run: (make .+)", workflow)]
    assert {"check", "test"} <= set(run) <= targets
