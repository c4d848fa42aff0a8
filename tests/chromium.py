"""Makes sure a Chromium is there for the browser tests, or says clearly that there is none."""

import os
import shutil
import subprocess
import sys

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
