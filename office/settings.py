"""Reads the environment once into a frozen value and refuses an unsafe start."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from office.workdays import CountingRule, WorkWeek

PREFIX = "PENDOPO_"
_FOR_TESTS = "PENDOPO_TEST_"
TELEGRAM = "https://api.telegram.org"
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{30,}")
_EXAMPLE = re.compile(r"(^|[-_:])(isi|ganti|contoh|example|changeme|secret|rahasia)([-_:]|$)", re.I)
# Messages a second. Telegram speaks of about thirty and counts when they arrive, so a little air is
# left; that it never sees too many in a second, the gate knows (bot/gate.py).
FASTEST = 29.4
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsRefused(Exception):
    """The environment cannot be used; the message names every fault."""


class Settings(BaseSettings):
    """What the operator decides. Each name is read from PENDOPO_<NAME> or from `.env`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", frozen=True, extra="ignore", env_ignore_empty=True
    )

    telegram_token: SecretStr | None = None
    telegram_api: str = TELEGRAM
    telegram_mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(default=8082, ge=0, le=65535)

    database_url: str = ""
    data_dir: Path = Path("var")
    key_file: Path | None = None

    office_name: str = "PPID Kabupaten Contoh"
    office_zone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"] = "Asia/Jakarta"
    office_parent: str = ""
    office_address: str = ""
    office_phone: str = ""
    office_email: str = ""
    office_website: str = ""
    office_city: str = ""
    logo_file: Path | None = None
    ppid_name: str = ""
    ppid_position: str = "Pejabat Pengelola Informasi dan Dokumentasi"
    ppid_nip: str = ""
    superior_name: str = ""
    superior_position: str = "Atasan PPID"
    superior_nip: str = ""
    fee_basis: str = ""
    commission: str = "Komisi Informasi setempat"
    commission_contact: str = ""
    dpo_contact: str = ""
    work_week: Literal["five", "six"] = "five"
    count_collective_leave_as_off: bool = True
    packs: Annotated[tuple[str, ...], NoDecode] = ("ppid", "partisipasi", "layanan", "pers")

    panel_host: str = "127.0.0.1"
    panel_port: int = Field(default=8080, ge=0, le=65535)
    panel_https: bool = False
    # Whose word about a visitor's address is taken: the web server in front (X-Forwarded-For).
    proxy_from: str = "127.0.0.1,::1"
    public_url: str | None = None
    practice_host: str = "127.0.0.1"
    practice_port: int = Field(default=8081, ge=0, le=65535)

    post_per_second: float = Field(default=FASTEST, gt=0)
    post_repeat_after: float = Field(default=10, ge=0)
    raw_updates_kept_days: int = Field(default=30, ge=1)
    webhooks_to_private: bool = False

    @field_validator("packs", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("telegram_api")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        plain = f"{parts.scheme}://{parts.netloc}"
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise ValueError("must be an address that begins with https:// or http://")
        if value.rstrip("/") != plain:
            raise ValueError("must be an address without path, question mark or #")
        return plain

    @model_validator(mode="after")
    def _safe(self) -> "Settings":
        faults = [*self._token_faults(), *self._webhook_faults(), *self._pace_faults()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _token_faults(self) -> list[str]:
        if self.telegram_token is None:
            return []
        token = self.telegram_token.get_secret_value()
        if _EXAMPLE.search(token) and not _TOKEN.fullmatch(token):
            return ["PENDOPO_TELEGRAM_TOKEN is still the example"]
        if self.talks_to_telegram and not _TOKEN.fullmatch(token):
            return ["PENDOPO_TELEGRAM_TOKEN does not look like a token from BotFather"]
        return []

    def _webhook_faults(self) -> list[str]:
        if self.telegram_mode != "webhook":
            return []
        faults = []
        if not self.webhook_url:
            faults.append("PENDOPO_WEBHOOK_URL is needed in webhook mode")
        elif self.talks_to_telegram and not self.webhook_url.startswith("https://"):
            faults.append("PENDOPO_WEBHOOK_URL must begin with https://")
        secret = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        if not re.fullmatch(r"[A-Za-z0-9_-]{24,256}", secret) or _EXAMPLE.search(secret):
            faults.append("PENDOPO_WEBHOOK_SECRET must be 24 to 256 random letters and digits")
        return faults

    def _pace_faults(self) -> list[str]:
        if self.post_per_second > FASTEST and self.talks_to_telegram:
            fault = f"PENDOPO_POST_PER_SECOND may exceed {FASTEST} only with a local Bot API server"
            return [fault]
        return []

    @property
    def talks_to_telegram(self) -> bool:
        """Tell whether the Bot API address is a public one."""
        return urlsplit(self.telegram_api).hostname not in _LOCAL

    @property
    def practising(self) -> bool:
        """Tell whether the practice room stands in for Telegram."""
        return self.telegram_token is None

    @property
    def database(self) -> str:
        """Return the database's URL; an embedded SQLite file unless one is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'pendopo.db'}"

    @property
    def keys(self) -> Path:
        """Return where the keys lie; never inside the database."""
        return self.key_file or self.data_dir / "pendopo.key"

    @property
    def address(self) -> str:
        """Return where the panel's open pages are reached."""
        return self.public_url or f"http://{self.panel_host}:{self.panel_port}"

    @property
    def practice_chat(self) -> str:
        """Return where the practice room's bot is talked to."""
        return f"http://{self.practice_host}:{self.practice_port}/"

    @property
    def zone(self) -> ZoneInfo:
        """Return the office's own time zone."""
        return ZoneInfo(self.office_zone)

    @property
    def counting(self) -> CountingRule:
        """Return how this office counts working days."""
        return CountingRule(WorkWeek(self.work_week), self.count_collective_leave_as_off)


def read_settings() -> Settings:
    """Return the settings, or raise `SettingsRefused` naming every missing or unsafe entry."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    present = {*os.environ, *dotenv_values(".env")}
    faults = [
        f"{name} is not a setting"
        for name in sorted(present)
        if name.startswith(PREFIX) and name not in known and not name.startswith(_FOR_TESTS)
    ]
    try:
        settings = Settings()
    except ValidationError as error:
        faults += [_fault(entry["loc"], entry["msg"]) for entry in error.errors()]
    if faults:
        raise SettingsRefused("Settings refused: " + "; ".join(faults) + ".")
    return settings


def _fault(where: tuple[int | str, ...], message: str) -> str:
    name = str(where[0]).upper() if where else ""
    name = name if name.startswith(PREFIX) or not name else PREFIX + name
    return f"{name} {message.removeprefix('Value error, ')}".strip()
