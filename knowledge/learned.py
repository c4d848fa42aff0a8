"""Learned weights kept beside the database: a base is learned once and not at each start."""

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import BadZipFile

import numpy as np

from knowledge.finder import Card, Finder
from knowledge.finding.entries import Taught
from knowledge.finding.learning import Way
from knowledge.finding.postings import Postings

_FORM = 2  # of the files; a file of another form is not read
_KEPT = 4  # bases whose weights are kept
_ABANDONED = 3600.0  # seconds after which nobody writes a file any more
# What reading a file raises that is cut short or damaged, by a full disk or a power cut.
_UNREADABLE = (
    OSError, KeyError, ValueError, EOFError, NotImplementedError, BadZipFile, zlib.error,
)  # fmt: skip


class Memory:
    """Weights in a folder, named after the base they were learned from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def refined(self, finder: Finder, key: str) -> Finder:
        """Return the finder with learned weights: remembered ones, or learned now and kept."""
        remembered = self.recalled(finder, key)
        if remembered is not None:
            return remembered
        learned = finder.refined()
        self._keep(learned, key)
        return learned

    def recalled(self, finder: Finder, key: str) -> Finder | None:
        """Return the finder with remembered weights, or None; nothing is learned."""
        found = self._recall(finder, key)
        if found is not None:
            self.use(key)
        return found

    def use(self, key: str) -> None:
        """Let the weights of a base count among the newest: the oldest are forgotten first."""
        # Where nothing is kept, or nobody may write, there is nothing to be done.
        with suppress(OSError):
            os.utime(self._path(key))

    def knows(self, key: str) -> bool:
        """Tell whether weights for a base are kept."""
        return self._path(key).exists()

    def _path(self, key: str) -> Path:
        return self._folder / f"bobot-{key}.npz"

    def _recall(self, finder: Finder, key: str) -> Finder | None:
        try:
            with self._path(key).open("rb") as file, np.load(file, allow_pickle=False) as held:
                weights = Postings(
                    held["starts"], held["owners"], held["values"], int(held["count"])
                )
                slugs = str(held["slugs"])
                way, right, before = str(held["way"]), float(held["right"]), float(held["before"])
        except _UNREADABLE:
            return None
        taught = Taught(Way(way), right, before)
        if len(weights.starts) != finder.base.space.size + 1:
            return None
        # Weights of other entries would give each entry the scores of its neighbour.
        if weights.count != len(finder.base.slugs) or slugs != _named(finder.base.slugs):
            return None
        return finder.with_base(replace(finder.base, weights=weights, taught=taught, changed=()))

    def _keep(self, finder: Finder, key: str) -> None:
        weights, taught = finder.base.weights, finder.taught
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Bot and panel may learn the same base at the same time: each writes its own file.
            with NamedTemporaryFile(dir=self._folder, suffix=".half", delete=False) as half:
                np.savez_compressed(
                    half,
                    starts=weights.starts, owners=weights.owners, values=weights.values,
                    count=weights.count, slugs=_named(finder.base.slugs), way=taught.way.value,
                    right=taught.right or 0.0, before=taught.right_before or 0.0,
                )  # fmt: skip
            Path(half.name).replace(self._path(key))
            self._forget_oldest()
        except OSError:
            # Nothing is lost: the weights are learned again at the next start.
            return

    def _forget_oldest(self) -> None:
        held = sorted(self._folder.glob("bobot-*.npz"), key=lambda path: path.stat().st_mtime)
        for path in held[:-_KEPT]:
            path.unlink(missing_ok=True)
        # Whoever is stopped while writing leaves half a file.
        newest = held[-1].stat().st_mtime
        for path in self._folder.glob("*.half"):
            if newest - path.stat().st_mtime > _ABANDONED:
                path.unlink(missing_ok=True)


def _named(slugs: Iterable[str]) -> str:
    return hashlib.sha256(json.dumps(list(slugs)).encode()).hexdigest()


def key_of(cards: Iterable[Card], background: Sequence[str]) -> str:
    """Return the name of a base: of all its words and of the word lists it is read with."""
    content = [[card.slug, card.title, card.phrasings, card.not_this] for card in cards]
    plain = json.dumps([_FORM, sorted(content), list(background), _lists()], ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:24]


@cache
def _lists() -> str:
    digest = hashlib.sha256()
    for name in ("lexicon", "finding"):
        for path in sorted((files("knowledge") / name).iterdir(), key=lambda one: one.name):
            if path.name.endswith((".tsv", ".py")):
                digest.update(path.read_bytes())
    return digest.hexdigest()
