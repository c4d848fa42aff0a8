"""Start the service: everything in one process, or one part of it."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

import click
import uvicorn

from admin.app import build as build_panel
from bot.crier import KnownChats
from bot.speak import about, voice
from knowledge.edition import LANGUAGES
from office.migrations.runner import is_current, upgrade
from office.outbox import Notice
from office.settings import Settings
from office.sole import held, sole
from office.unit import Office
from office.writer import Writer
from pendopo import first_day
from pendopo.first_day import FirstAdministrator
from pendopo.opening import (
    log_to_stderr,
    open_office,
    prove_key,
    prove_lifecycles,
    settings_or_exit,
)

_PRACTICE_TOKEN = "1000000000:practice-room-no-real-telegram-bot-1"  # noqa: S105 - opens nothing
_SHUTDOWN_SECONDS = 5


class QuietServer(uvicorn.Server):
    """A web server that leaves the signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Catch no signal."""
        yield


@click.command()
def run() -> None:
    """Start bot, poster, clockwork and panel in one process."""
    settings = settings_or_exit()
    log_to_stderr()
    prove_lifecycles()
    office = open_office(settings)
    with _only_here(settings, office):
        upgrade(office.engine)
        prove_key(office)
        first = first_day.prepare(office)
        asyncio.run(_run_all(settings, office, first))


@click.command()
@click.option("--posts/--no-posts", default=True, help="Also deliver and keep time.")
def bot(*, posts: bool) -> None:
    """Start the bot alone (several may run on PostgreSQL)."""
    _run_bot(listens=True, posts=posts)


@click.command()
def worker() -> None:
    """Start the poster and the clockwork alone."""
    _run_bot(listens=False, posts=True)


@click.command()
def panel() -> None:
    """Start the panel alone."""
    settings = settings_or_exit()
    log_to_stderr()
    office = open_office(settings)
    _migrated(office)
    asyncio.run(_run_panel(settings, office))


@contextmanager
def _only_here(settings: Settings, office: Office) -> Iterator[None]:
    """Refuse a second process on the embedded database; it would only wait for the first."""
    house = sole(office.engine, settings.data_dir, "house")
    if office.engine.dialect.name == "sqlite" and not house.take():
        raise click.ClickException("Pendopo already runs on this database.")
    with held(house):
        yield


def _migrated(office: Office) -> None:
    if not is_current(office.engine):
        raise click.ClickException("The database is not migrated; run: pendopo migrate")
    prove_key(office)


def _run_bot(*, listens: bool, posts: bool) -> None:
    settings = settings_or_exit()
    if settings.telegram_token is None:
        raise click.ClickException(
            "PENDOPO_TELEGRAM_TOKEN is missing; without a token use: pendopo run"
        )
    log_to_stderr()
    prove_lifecycles()
    office = open_office(settings)
    _migrated(office)
    asyncio.run(_run_parts(settings, office, listens=listens, posts=posts))


async def _run_all(settings: Settings, office: Office, first: FirstAdministrator | None) -> None:
    async with AsyncExitStack() as stack:
        stop = _stop_signal()
        # Last of all, so that SQLite folds its journal back into the one file people copy.
        stack.callback(office.engine.dispose)
        writer = _writer(office, stack)
        token, api = _telegram(settings)
        chat = None
        if settings.practising:
            room = await stack.enter_async_context(_practice(settings))
            token, api, chat = _PRACTICE_TOKEN, room.api_base, room.url
        await stack.enter_async_context(
            _bot(settings, office, writer, token=token, api=api, listens=True, posts=True)
        )
        await stack.enter_async_context(_courier(settings, office, writer))
        address = await stack.enter_async_context(_panel(settings, office, writer))
        _announce(first, chat, address)
        await stop.wait()


async def _run_parts(settings: Settings, office: Office, *, listens: bool, posts: bool) -> None:
    async with AsyncExitStack() as stack:
        stop = _stop_signal()
        # Last of all, so that SQLite folds its journal back into the one file people copy.
        stack.callback(office.engine.dispose)
        writer = _writer(office, stack)
        token, api = _telegram(settings)
        await stack.enter_async_context(
            _bot(settings, office, writer, token=token, api=api, listens=listens, posts=posts)
        )
        if posts:
            await stack.enter_async_context(_courier(settings, office, writer))
        click.echo("ready")
        await stop.wait()


async def _run_panel(settings: Settings, office: Office) -> None:
    async with AsyncExitStack() as stack:
        stop = _stop_signal()
        # Last of all, so that SQLite folds its journal back into the one file people copy.
        stack.callback(office.engine.dispose)
        writer = _writer(office, stack)
        address = await stack.enter_async_context(_panel(settings, office, writer))
        click.echo(f"Panel: {address}")
        await stop.wait()


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def _writer(office: Office, stack: AsyncExitStack) -> Writer:
    writer = Writer(office)
    writer.start()
    stack.callback(writer.stop)
    return writer


def _telegram(settings: Settings) -> tuple[str, str]:
    token = settings.telegram_token
    return (token.get_secret_value() if token else ""), settings.telegram_api


@asynccontextmanager
async def _practice(settings: Settings) -> AsyncIterator[Any]:
    # Imported here: a production process never loads the stand-in.
    from bot.practice.room import PracticeRoom  # noqa: PLC0415

    room = PracticeRoom(token=_PRACTICE_TOKEN, ledger=settings.data_dir / "practice.jsonl")
    await room.start(settings.practice_host, settings.practice_port)
    try:
        yield room
    finally:
        await room.stop()


@asynccontextmanager
async def _bot(
    settings: Settings,
    office: Office,
    writer: Writer,
    *,
    token: str,
    api: str,
    listens: bool,
    posts: bool,
) -> AsyncIterator[None]:
    # Imported here: the panel alone must not load aiogram (170 MB, three seconds).
    from bot.service import Parts, Service  # noqa: PLC0415

    service = Service(
        settings, office, token=token, api=api, parts=Parts(listens=listens, posts=posts)
    )
    async with service.running(writer) as running:
        if running.webhook is None:
            yield
            return
        async with _serving(running.webhook, settings.webhook_host, settings.webhook_port):
            yield


@asynccontextmanager
async def _courier(settings: Settings, office: Office, writer: Writer) -> AsyncIterator[None]:
    # Imported here: the panel alone must not load aiohttp.
    from pendopo import courier  # noqa: PLC0415

    async with courier.at_work(settings, office, writer):
        yield


def _spoken(settings: Settings) -> Callable[[Notice], str]:
    """Return how the bot says a notice, so that the panel can show it before it is sent."""
    of = about(settings)
    voices = {one: voice(settings.office_name, one, of=of) for one in ("id", *LANGUAGES)}
    return lambda notice: voices[notice.language].text(notice.key, notice.data)


@asynccontextmanager
async def _panel(settings: Settings, office: Office, writer: Writer) -> AsyncIterator[str]:
    app = build_panel(settings, office, writer, _spoken(settings), KnownChats())
    # Read ahead: the first officer to open a conversation would wait for it otherwise.
    threading.Thread(target=app.state.library.now, name="library", daemon=True).start()
    async with _serving(
        app, settings.panel_host, settings.panel_port, trusted=settings.proxy_from
    ) as port:
        try:
            yield f"http://{settings.panel_host}:{port}"
        finally:
            # A page that listens would keep the server waiting until it loses patience.
            app.state.live.close()


@asynccontextmanager
async def _serving(
    app: Any, host: str, port: int, *, trusted: str = "127.0.0.1"
) -> AsyncIterator[int]:
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        server_header=False,
        forwarded_allow_ips=trusted,
    )
    server = QuietServer(config)
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started:
            if serving.done():
                raise click.ClickException(f"Nothing can be served on {host}:{port}.")
            await asyncio.sleep(0.02)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await serving


def _announce(first: FirstAdministrator | None, chat: str | None, panel_address: str) -> None:
    if first is not None:
        click.echo(f"Administrator: {first.login}")
        click.echo(f"Password (shown only this once): {first.password}")
    if chat is not None:
        click.echo(f"Chat:   {chat}/")
    click.echo(f"Panel:  {panel_address}/")
    click.echo(f"Health: {panel_address}/healthz")
    click.echo("Pendopo is ready. Ctrl+C stops it; nothing is lost.")
