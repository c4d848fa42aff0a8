"""Settings: every fault in one message, and no start with an example secret."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from office.settings import PREFIX, Settings, SettingsRefused, read_settings

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawQ"
SECRET = "Zq7Rk2Lm9Tx4Vb6Nc8Wd1Yf3Hg5Jp"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand in an empty folder with an empty environment."""
    import os  # noqa: PLC0415

    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def read(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name.upper(), value)
    return read_settings()


def refused(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    with pytest.raises(SettingsRefused) as found:
        read(monkeypatch, **values)
    return str(found.value)


def test_an_empty_environment_is_an_office_that_practises() -> None:
    settings = read_settings()
    assert settings.practising
    assert settings.database == "sqlite:///var/pendopo.db"
    assert settings.keys == Path("var/pendopo.key")
    assert settings.panel_host == settings.practice_host == "127.0.0.1"
    assert settings.zone.key == "Asia/Jakarta"


def test_settings_are_read_from_environment_and_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(
        'PENDOPO_OFFICE_NAME="PPID Kota Uji"\nPENDOPO_PANEL_PORT=9000\n', encoding="utf-8"
    )
    settings = read(monkeypatch, panel_port="9001", packs=" ppid, layanan ,,", data_dir="/srv/p")
    assert settings.office_name == "PPID Kota Uji"
    assert settings.panel_port == 9001
    assert settings.packs == ("ppid", "layanan")
    assert settings.database == "sqlite:////srv/p/pendopo.db"


def test_settings_do_not_change_afterwards() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        read_settings().panel_port = 1  # type: ignore[misc]


def test_an_empty_value_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, telegram_token="", panel_port="").practising


def test_every_unknown_name_is_named_in_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    message = refused(monkeypatch, telegramtoken="x", panel_prot="9000")
    assert message == (
        "Settings refused: PENDOPO_PANEL_PROT is not a setting; "
        "PENDOPO_TELEGRAMTOKEN is not a setting."
    )


def test_names_of_others_and_of_tests_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDOPOX", "1")
    assert read(monkeypatch, test_postgres="postgresql://x").practising


def test_every_fault_is_named_in_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    message = refused(monkeypatch, panel_port="70000", office_zone="Asia/Tokyo", panel_https="mau")
    assert message.count("PENDOPO_") == 3
    for name in ("PANEL_PORT", "OFFICE_ZONE", "PANEL_HTTPS"):
        assert f"PENDOPO_{name} " in message


@pytest.mark.parametrize(
    "token",
    [
        "123456:isi-token-anda-di-sini-ya",
        "123:GANTI",
        "changeme",
    ],
)
def test_an_example_token_is_refused_as_such(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    message = refused(monkeypatch, telegram_token=token)
    assert "PENDOPO_TELEGRAM_TOKEN is still the example" in message


@pytest.mark.parametrize("token", ["halo", "123:pendek", "abc:" + "A" * 35, TOKEN + " x"])
def test_a_token_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    assert "does not look like a token" in refused(monkeypatch, telegram_token=token)


def test_a_real_token_passes_and_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, telegram_token=TOKEN)
    assert not settings.practising
    assert TOKEN not in repr(settings)
    assert TOKEN not in str(settings.model_dump())


def test_a_local_server_may_be_given_any_token(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, telegram_token="1:a", telegram_api="http://127.0.0.1:8081/")
    assert settings.telegram_api == "http://127.0.0.1:8081"
    assert not settings.talks_to_telegram


def test_webhook_mode_asks_for_address_and_secret_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = refused(monkeypatch, telegram_mode="webhook", telegram_token=TOKEN)
    assert "PENDOPO_WEBHOOK_URL" in message
    assert "PENDOPO_WEBHOOK_SECRET" in message


@pytest.mark.parametrize(
    "secret", ["pendek", SECRET + "!", "x" * 257, "contoh-contoh-contoh-contoh"]
)
def test_a_weak_webhook_secret_is_refused(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    message = refused(
        monkeypatch,
        telegram_mode="webhook",
        webhook_url="https://ppid.contoh.go.id",
        webhook_secret=secret,
    )
    assert "PENDOPO_WEBHOOK_SECRET must be" in message
    assert "PENDOPO_WEBHOOK_URL" not in message


def test_a_good_webhook_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch,
        telegram_mode="webhook",
        webhook_url="https://ppid.contoh.go.id",
        webhook_secret=SECRET,
    )
    assert settings.webhook_secret is not None
    assert SECRET not in repr(settings)


def test_a_faster_pace_needs_a_server_of_one_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "PENDOPO_POST_PER_SECOND" in refused(monkeypatch, post_per_second="29.5")
    settings = read(monkeypatch, telegram_api="http://localhost:8081")
    assert settings.post_per_second == 29.5


@pytest.mark.parametrize("pace", ["0", "-1"])
def test_a_post_that_never_leaves_is_refused(monkeypatch: pytest.MonkeyPatch, pace: str) -> None:
    assert "PENDOPO_POST_PER_SECOND" in refused(monkeypatch, post_per_second=pace)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://ppid.contoh.go.id", "https://ppid.contoh.go.id"),
        ("https://ppid.contoh.go.id/", "https://ppid.contoh.go.id"),
        ("http://127.0.0.1:8195", "http://127.0.0.1:8195"),
        ("", None),
    ],
)
def test_the_public_address_is_kept_without_a_slash_at_its_end(
    monkeypatch: pytest.MonkeyPatch, value: str, kept: str | None
) -> None:
    assert read(monkeypatch, public_url=value).public_url == kept


@pytest.mark.parametrize(
    "value",
    [
        "ppid.contoh.go.id",
        "ftp://ppid.contoh.go.id",
        "https://",
        "https://ppid.contoh.go.id/ppid",
        "https://ppid.contoh.go.id?a=1",
        "https://admin@ppid.contoh.go.id",
    ],
)
def test_what_is_no_plain_public_address_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    assert "PENDOPO_PUBLIC_URL must be an address" in refused(monkeypatch, public_url=value)
