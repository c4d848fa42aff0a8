"""What stands in an empty field can be read to its end, in a real Chromium on every screen."""

from playwright.sync_api import Page

from office.people import StaffMember
from tests.admin.browsing import IN_CHROMIUM, PHONE, SCREENS, Enter, resize
from tests.admin.street import Street

pytestmark = IN_CHROMIUM

ADDRESSES = (
    "/register", "/keberatan", "/jurnal", "/antrean", "/pertanyaan", "/entri", "/daftar",
    "/kalender", "/kalender/jam",
)  # fmt: skip
CUT_OFF = """() => [...document.querySelectorAll("main input[placeholder]")]
    .filter(one => {
        const style = getComputedStyle(one);
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = style.font;
        const room = one.clientWidth - parseFloat(style.paddingLeft) * 2;
        return one.checkVisibility() && pen.measureText(one.placeholder).width > room;
    })
    .map(one => one.placeholder)"""


def cut_off(page: Page, address: str) -> list[str]:
    page.goto(address)
    found = []
    for name, size in SCREENS:
        resize(page, size)
        found += [f"{address}, {name}: {words}" for words in page.evaluate(CUT_OFF)]
    return found


def test_no_hint_in_a_field_is_cut_off(enter: Enter, street: Street, pak_budi: StaffMember) -> None:
    street.request()
    page = enter()
    assert [found for address in ADDRESSES for found in cut_off(page, address)] == []


def test_on_a_phone_both_ways_of_sending_are_as_wide_as_the_reply(
    enter: Enter, street: Street, pak_budi: StaffMember
) -> None:
    talk = street.asks("Kapan kantor buka?")
    page = enter(address=f"/percakapan/{talk}", size=PHONE)
    page.get_by_role("button", name="Ambil").click()
    boxes = [one.bounding_box() for one in page.locator(".sending button").all()]
    assert len({round(box["width"]) for box in boxes if box}) == 1
    assert len(boxes) == 2
