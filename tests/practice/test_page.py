"""The chat page in a real Chromium: start, keyboards, toasts, and texts that are no markup."""

from playwright.async_api import Page, expect

from tests import chromium
from tests.practice.street import Street

pytestmark = chromium.NEEDED


async def test_bu_sari_talks_with_the_bot_on_the_page(page: Page, street: Street) -> None:
    await page.get_by_role("button", name="Mulai").click()
    log = page.get_by_role("log")
    await expect(log.get_by_text("/start")).to_be_visible()
    sari = (await street.updates())[0]["message"]["from"]
    assert sari["first_name"] == "Bu Sari"
    hostile = "<b>Halo</b> &lt;img src=x onerror=alert(1)&gt;"
    keyboard = {"keyboard": [["Permohonan saya"]], "input_field_placeholder": "Tulis di sini"}
    await street.send(sari["id"], hostile, parse_mode="HTML", reply_markup=keyboard)
    await expect(log.locator("strong")).to_have_text("Halo")
    await expect(log.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    await expect(page.get_by_label("Tulis pesan")).to_have_attribute("placeholder", "Tulis di sini")

    await page.get_by_role("button", name="Permohonan saya").click()
    await expect(log.locator(".citizen").last).to_contain_text("Permohonan saya")
    button = {"inline_keyboard": [[{"text": "Setuju", "callback_data": "y"}]]}
    asked = await street.send(sari["id"], "Setuju?", reply_markup=button)
    await page.get_by_role("button", name="Setuju").click()
    await expect(page.locator("#toast")).to_be_hidden()
    press = (await street.updates(offset=-1, timeout=5))[0]["callback_query"]["id"]
    await street.api("answerCallbackQuery", callback_query_id=press, text="Tercatat")
    await expect(page.locator("#toast")).to_have_text("Tercatat")
    edit = {"chat_id": sari["id"], "message_id": asked["message_id"], "text": "Disetujui"}
    await street.api("editMessageText", **edit)
    await expect(log.get_by_text("diedit")).to_be_visible()
    await street.api("deleteMessage", chat_id=sari["id"], message_id=asked["message_id"])
    await expect(log.get_by_text("Disetujui")).to_be_hidden()


async def test_a_link_from_a_poster_is_said_once(page: Page, street: Street) -> None:
    await page.goto(f"{street.url}/?start=j-ktp-hilang")
    log = page.get_by_role("log")
    await expect(log.get_by_text("/start j-ktp-hilang")).to_be_visible()
    await expect(page).to_have_url(f"{street.url}/")
    await page.goto(f"{street.url}/?start=<b>")
    await expect(log.get_by_text("/start j-ktp-hilang")).to_be_visible()
    said = [update["message"]["text"] for update in await street.updates()]
    assert said == ["/start j-ktp-hilang"]
