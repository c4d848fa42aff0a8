"""People in front of a running service: citizens in the practice room, staff in the panel."""

from playwright.sync_api import Browser, Page

from tests import chromium
from tests.house.building import Building
from tests.people import PASSWORD

PHONE, DESK = (390, 844), (1280, 800)
_HEARD = """([after, words]) => [...document.querySelectorAll(".message.bot")].some(
    (one) => Number(one.dataset.order) > after && one.innerText.includes(words))"""
_NEWEST = """() => Math.max(0, ...[...document.querySelectorAll(".message")].map(
    (one) => Number(one.dataset.order)))"""


class Chat:
    """A citizen in the practice room."""

    def __init__(self, page: Page, address: str, name: str) -> None:
        self.page = page
        page.goto(address)
        # The first citizen of a new room is there already.
        page.locator("#people-open[aria-label]").wait_for()
        if page.locator("#citizen-name").inner_text() != name:
            page.locator("#people-open").click()
            page.get_by_label("Warga baru").fill(name)
            page.get_by_role("button", name="Tambah").click()
            page.locator("#citizen-name", has_text=name).wait_for()
        self._after = 0
        page.get_by_role("button", name="Mulai").click()
        self.hears("112")

    def says(self, words: str) -> None:
        """Write a message; what is heard from now on comes after it."""
        self._after = self.page.evaluate(_NEWEST)
        self.page.locator("#text").fill(words)
        self.page.locator("#send").click()

    def presses(self, label: str) -> None:
        """Press the last button with a label."""
        self._after = self.page.evaluate(_NEWEST)
        self.page.locator(".inline button", has_text=label).last.click()

    def hears(self, words: str) -> None:
        """Wait until the bot has said something since."""
        self.page.wait_for_function(_HEARD, arg=[self._after, words])

    def has_heard(self, words: str) -> bool:
        """Tell whether the bot has said something since."""
        return bool(self.page.evaluate(_HEARD, [self._after, words]))


class Street:
    """The running service, and a browser for everybody."""

    def __init__(self, browser: Browser, building: Building) -> None:
        self._browser = browser
        self._building = building

    def citizen(self, name: str) -> Chat:
        """Return the chat of somebody who has just opened it."""
        return Chat(self._page(PHONE), self._building.address("Chat"), name)

    def member(self, login: str) -> Page:
        """Return the panel of somebody who has just signed in."""
        page = self._page(DESK, base_url=self._building.address("Panel"))
        page.goto("/masuk")
        page.locator("input[name=login]").fill(login)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/")
        return page

    def _page(self, size: tuple[int, int], **options: str) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        page = self._browser.new_context(
            viewport=viewport, locale="id-ID", timezone_id="Asia/Jakarta", **options
        ).new_page()
        page.set_default_timeout(chromium.PATIENCE)
        return page
