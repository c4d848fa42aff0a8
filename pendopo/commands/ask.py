"""Ask the knowledge from the command line."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

import click

from knowledge import leaf, shelf
from knowledge.learned import Memory
from knowledge.verdict import Verdict
from office.clock import SystemClock, local_date
from office.people import Clockwork
from office.settings import Settings
from pendopo.opening import open_office, settings_or_exit


@click.command()
@click.argument("question", required=False)
@click.option("--jsonl", type=click.File(encoding="utf-8"), help='Lines {"id","text"}.')
@click.option("--packs", help="Comma-separated packs to search, or 'all'.")
def ask(question: str | None, jsonl: TextIO | None, packs: str | None) -> None:
    """Show what the bot would do with a question, or with each line of a file."""
    if question is None and jsonl is None:
        raise click.UsageError("Give a question, or --jsonl FILE.")
    settings = settings_or_exit()
    today = local_date(SystemClock().now(), ZoneInfo(settings.office_zone))
    held = _shelf(settings, packs).refined(Memory(settings.data_dir / "learned"))
    if jsonl is not None:
        for number, line in _lines(jsonl):
            verdict = held.ask(line, today)
            click.echo(json.dumps({"id": number, **_plain(verdict)}, ensure_ascii=False))
    if question is not None:
        _say(held.ask(question, today))


def _say(verdict: Verdict) -> None:
    click.echo(verdict.band.value + (f" ({verdict.route})" if verdict.route else ""))
    for hit in verdict.hits:
        click.echo(f"{hit.confidence:6.3f}  {hit.slug}  ({hit.phrasing}; {', '.join(hit.shared)})")
    for slug in verdict.meanings:
        click.echo(f"  could mean  {slug}")


def _lines(file: TextIO) -> Iterator[tuple[object, str]]:
    for count, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield row["id"], str(row["text"])
        except (ValueError, KeyError, TypeError):
            click.echo(f'line {count} is not {{"id","text"}}', err=True)
            sys.exit(1)


def _plain(verdict: Verdict) -> dict[str, object]:
    hits = [{"slug": hit.slug, "confidence": hit.confidence} for hit in verdict.hits]
    found: dict[str, object] = {"band": verdict.band.value, "hits": hits}
    if verdict.route:
        found["route"] = verdict.route.value
    if verdict.meanings:
        found["meanings"] = list(verdict.meanings)
    return found


def _shelf(settings: Settings, packs: str | None) -> shelf.Shelf:
    """Return the office's published entries; the starter entries where there is no office yet."""
    wanted = tuple(packs.split(",")) if packs else settings.packs
    database = settings.database.removeprefix("sqlite:///")
    if settings.database.startswith("sqlite") and not Path(database).exists():
        return shelf.from_leaves(leaf.leaves(), wanted)
    office = open_office(settings)
    with office.reading(Clockwork("command-line")) as unit:
        held = shelf.read(unit, wanted)
    return held if held.articles else shelf.from_leaves(leaf.leaves(), wanted)
