"""The Chromium of the browser tests: makes sure that there is one, or says that there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def path() -> str | None:
    """Return where a Chromium is, if there is one."""
    return os.environ.get("PENDOPO_TEST_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )


NEEDED = [
    pytest.mark.browser,
    pytest.mark.skipif(path() is None, reason="no Chromium: apt-get install chromium"),
]


# What is waited for comes; on a machine that does much else, late.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@contextmanager
def opened(language: str = "") -> Iterator[Browser]:
    """Yield a Chromium, with what it says itself in a language or as it comes."""
    environment, spoken = {"LANG": "C.UTF-8"}, []
    if language:
        environment = {"LANG": f"{language}_{language.upper()}.UTF-8", "LANGUAGE": language}
        spoken = [f"--lang={language}"]
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=path(), args=[*ARGUMENTS, *spoken], env={**environment}
        )
        yield browser
        browser.close()


def install() -> None:
    """Install Debian's package where that is possible."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)


if __name__ == "__main__":
    if path() is None:
        install()
    if path() is None:
        sys.stderr.write(
            "No Chromium: the browser tests will be skipped. apt-get install chromium\n"
        )
