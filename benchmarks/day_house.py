"""The processes of a working day: bot and panel, each started, killed and started again."""

import asyncio
import os
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.bots import TOKEN

_LONGEST_START = 120  # seconds, on a machine that does much else
_READY = {"bot": b"ready", "panel": b"Panel:"}


@dataclass
class House:
    """`pendopo bot` and `pendopo panel` on one database; when each was not there, in seconds."""

    database: str
    api: str
    keys: Path
    folder: Path
    port: int = 0
    processes: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    gone: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    @property
    def panel(self) -> str:
        """Return where the panel answers, also after it was started again."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Start both and wait until they are ready."""
        self.port = _free_port()
        await asyncio.gather(*(self._start(name) for name in _READY))

    async def close(self) -> None:
        """End both."""
        for process in self.processes.values():
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def kill(self, name: str) -> None:
        """SIGKILL a process and start it again."""
        process = self.processes[name]
        process.send_signal(signal.SIGKILL)
        since = time.monotonic()
        await process.wait()
        await self._start(name)
        self.gone.setdefault(name, []).append((since, time.monotonic()))

    async def _start(self, name: str) -> None:
        log = self.folder / f"{name}.log"
        with log.open("wb") as file:
            self.processes[name] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "pendopo", name,
                env={**os.environ, **self._environment()}, stdout=file, stderr=file,
            )  # fmt: skip
        async with asyncio.timeout(_LONGEST_START):
            while _READY[name] not in log.read_bytes():
                if self.processes[name].returncode is not None:
                    raise RuntimeError(f"{name} ended: {log.read_text()}")
                await asyncio.sleep(0.05)

    def _environment(self) -> dict[str, str]:
        return {
            "PENDOPO_TELEGRAM_TOKEN": TOKEN,
            "PENDOPO_TELEGRAM_API": self.api,
            "PENDOPO_DATABASE_URL": self.database,
            "PENDOPO_DATA_DIR": str(self.folder),
            "PENDOPO_KEY_FILE": str(self.keys),
            "PENDOPO_PANEL_PORT": str(self.port),
            "PENDOPO_POST_REPEAT_AFTER": "1",
        }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
