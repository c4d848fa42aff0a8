"""What the panel's browser tests share: sizes of screens, the door, and what a page is asked."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page

from tests import chromium
from tests.admin.street import OWN_FORM
from tests.people import PASSWORD

# What a browser shows does not differ with the database behind it.
IN_CHROMIUM = [
    *chromium.NEEDED,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])

PHONE, DESK = (390, 844), (1280, 800)
SCREENS = (("phone", PHONE), ("desk", DESK))
OpenPage = Callable[..., Page]
Enter = Callable[..., Page]
Screens = tuple[tuple[str, tuple[int, int]], ...]

_WIDE = """() => [...document.querySelectorAll('body *')].filter(
    e => e.checkVisibility() && !e.closest('.skip, .unseen, thead, .scroll')
        && e.getBoundingClientRect().right > innerWidth + 1
).map(e => 'too wide: ' + e.outerHTML.slice(0, 90)).concat(
    document.documentElement.scrollWidth > innerWidth ? ['scrolls sideways'] : [])"""
# Only what is violated comes back, and no path to an element is worked out that nobody reads.
_ASK = """rules => axe.run({resultTypes: ['violations'], selectors: false, ...rules}).then(
    said => said.violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(
        one => one.id + ': ' + one.nodes[0].html.slice(0, 120)))"""
# What a page's colours can change.
_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def sign_in(page: Page, login: str = "budi") -> None:
    """Sign in with the keyboard alone: the first field has the focus."""
    page.goto("/masuk")
    page.locator("input[name=login]:focus").wait_for()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def let_in(page: Page, login: str = "budi") -> None:
    """Sign in as the door's form does, where no test looks at the door."""
    form = {"login": login, "password": PASSWORD}
    answer = page.request.post("/masuk", form=form, headers=OWN_FORM, max_redirects=0)
    assert answer.status == 303, answer.text()


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def wrong_with(page: Page) -> list[str]:
    """Return what some eyes cannot read on a page, and what does not fit the screen."""
    return _serious(page) + page.evaluate(_WIDE)


def _serious(page: Page, rules: dict[str, Any] | None = None) -> list[str]:
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(_ASK, rules or {}))


def wrong_on_any_screen(page: Page, screens: Screens = SCREENS) -> list[str]:
    """Return what is wrong with an open page on a desk and on a phone, by day and by night.

    What does not depend on its colours is asked by day alone.
    """
    found = []
    for name, size in screens:
        resize(page, size)
        found += [f"{name}: {one}" for one in wrong_with(page)]
        page.emulate_media(color_scheme="dark")
        dark = _serious(page, _COLOURS) + page.evaluate(_WIDE)
        found += [f"{name}, dark: {one}" for one in dark]
        page.emulate_media(color_scheme="light")
    return found


def wrong_among(page: Page, addresses: Iterable[str], *, folded: str = "main summary") -> list[str]:
    """Return what is wrong with pages on any screen, with everything on them unfolded."""
    found = []
    for address in addresses:
        answer = page.goto(address)
        if answer is None or not answer.ok:
            found.append(f"{address}: {answer and answer.status}")
        unfold(page, folded)
        found += [f"{address}: {one}" for one in wrong_on_any_screen(page)]
    return found


def unfold(page: Page, folded: str = "main summary") -> None:
    """Open what is folded, on a phone as on a desk."""
    resize(page, PHONE)
    summaries = page.locator(folded).all()
    for summary in summaries:
        summary.click()
    resize(page, DESK)
    for summary in summaries:
        summary.click(trial=True)


def press(page: Page, button: Locator, screens: Screens = SCREENS) -> None:
    """Press a button that can be pressed on every screen."""
    for _, size in screens:
        resize(page, size)
        button.click(trial=True)
    button.click()


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
