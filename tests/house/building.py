"""A running `pendopo run` for tests that drive a browser, with its own folder and ports."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from tests.people import PASSWORD

_PATIENCE = 20  # seconds for an orderly end
_LEARNING = 120  # seconds, on a busy machine


class Building:
    """Bot, poster, clockwork, panel and practice room in one process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            "PENDOPO_DATA_DIR": str(folder),
            "PENDOPO_PANEL_PORT": "0",
            "PENDOPO_PRACTICE_PORT": "0",
        }
        self._said = ""

    def __enter__(self) -> Self:
        """Start it; return when it is ready."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pendopo", "run"], env=self._environment,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        while "ready" not in self._said:
            line = self._process.stdout.readline()
            assert line, self._said
            self._said += line
        return self

    def __exit__(self, *_: object) -> None:
        """End it in order; one that does not end is ended."""
        self._process.terminate()
        try:
            assert self._process.wait(_PATIENCE) == 0
        finally:
            self._process.kill()
            self._process.communicate()

    def has_learned(self) -> None:
        """Wait until the bot has learned the weights of its library, as it does once."""
        since = time.monotonic()
        while not list(self._folder.glob("learned/bobot-*.npz")):
            assert time.monotonic() - since < _LEARNING
            time.sleep(0.2)

    def address(self, name: str) -> str:
        """Return the address that was announced under a name."""
        found = re.search(rf"{name}: +(http://\S+)", self._said)
        assert found, self._said
        return found[1].rstrip("/")

    def appoint(self, login: str, name: str, *roles: str) -> None:
        """Make an account as the operator does, with the tests' password."""
        named = [part for role in roles for part in ("--role", role)]
        subprocess.run(
            [sys.executable, "-m", "pendopo", "staff", "add", login, "--name", name, *named,
             "--password-stdin"],
            env=self._environment, input=PASSWORD, text=True, check=True, capture_output=True,
        )  # fmt: skip
