"""Buttons that open a page are links in the chat page, inside Telegram or not."""

import pytest
from playwright.async_api import Page, expect

from tests import chromium
from tests.practice.street import Street

pytestmark = chromium.NEEDED


@pytest.mark.parametrize(
    "button",
    [
        {"url": "http://127.0.0.1:8195/identitas/x"},
        {"web_app": {"url": "https://ppid.contoh.go.id/identitas/x"}},
    ],
    ids=["url", "web_app"],
)
async def test_a_button_to_a_page_can_be_clicked(
    page: Page,
    street: Street,
    button: dict[str, object],
) -> None:
    await page.get_by_role("button", name="Mulai").click()
    await expect(page.get_by_role("log").get_by_text("/start")).to_be_visible()
    sari = (await street.updates())[0]["message"]["from"]
    markup = {"inline_keyboard": [[{"text": "Isi data diri", **button}]]}
    await street.send(sari["id"], "Silakan isi.", reply_markup=markup)
    link = page.get_by_role("link", name="Isi data diri")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    address = str(button.get("url") or "https://ppid.contoh.go.id/identitas/x")
    await expect(link).to_have_attribute("href", address)
