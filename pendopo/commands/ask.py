"""Ask the knowledge from the command line."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from knowledge import seeding, shelf
from knowledge.verdict import Verdict
from office.people import Clockwork
from pendopo.opening import open_office, settings_or_exit


@click.command()
@click.argument("question", required=False)
@click.option("--jsonl", type=click.File(encoding="utf-8"), help='Lines {"id","text"}.')
@click.option("--packs", help="Comma-separated packs to search, or 'all'.")
def ask(question: str | None, jsonl: TextIO | None, packs: str | None) -> None:
    """Show what the bot would do with a question, or with each line of a file."""
    held = _shelf(packs)
    if jsonl is not None:
        for number, line in _lines(jsonl):
            click.echo(json.dumps({"id": number, **_plain(held.ask(line))}, ensure_ascii=False))
        return
    if question is None:
        raise click.UsageError("Give a question, or --jsonl FILE.")
    verdict = held.ask(question)
    click.echo(verdict.band.value)
    for hit in verdict.hits:
        click.echo(f"{hit.confidence:6.3f}  {hit.slug}  ({hit.phrasing}; {', '.join(hit.shared)})")


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
    return {"band": verdict.band.value, "hits": hits}


def _shelf(packs: str | None) -> shelf.Shelf:
    """Return the office's published entries; the starter entries where there is no office yet."""
    settings = settings_or_exit()
    wanted = tuple(packs.split(",")) if packs else settings.packs
    database = settings.database.removeprefix("sqlite:///")
    if settings.database.startswith("sqlite") and not Path(database).exists():
        return shelf.from_leaves(seeding.leaves(), wanted)
    office = open_office(settings)
    with office.reading(Clockwork("command-line")) as unit:
        held = shelf.read(unit, wanted)
    return held if held.articles else shelf.from_leaves(seeding.leaves(), wanted)
