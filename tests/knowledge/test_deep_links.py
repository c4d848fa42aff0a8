"""Links into the chat: within Telegram's limits, and each leads back to its own entry."""

import re
import string

from hypothesis import given
from hypothesis import strategies as st

from knowledge.deep_links import LONGEST, Opens, address, meant, payload, read, short

PLAIN = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=80)
ANY = st.text(min_size=1, max_size=80)


def test_a_plain_slug_stands_in_its_link_as_it_is() -> None:
    link = address("https://t.me/contoh_bot", Opens.ENTRY, "ktp-hilang")
    assert link == "https://t.me/contoh_bot?start=j-ktp-hilang"


@given(st.lists(st.one_of(PLAIN, ANY), min_size=1, max_size=8, unique=True), st.data())
def test_every_link_fits_and_leads_back(slugs: list[str], data: st.DataObject) -> None:
    slug = data.draw(st.sampled_from(slugs))
    opens = data.draw(st.sampled_from(list(Opens)))
    text = payload(opens, slug)
    assert len(text) <= LONGEST
    assert re.fullmatch(r"[A-Za-z0-9_-]+", text)
    found = read(text)
    assert found is not None
    assert found[0] is opens
    assert meant(found[1], slugs) == slug


@given(st.one_of(PLAIN, ANY), st.integers(20, 62))
def test_a_shorter_form_fits_too_and_leads_back(slug: str, longest: int) -> None:
    form = short(slug, longest)
    assert len(form) <= longest
    assert meant(form, ["lain", slug], longest) == slug


@given(st.text(max_size=90))
def test_no_text_whatever_opens_what_is_not_there(text: str) -> None:
    found = read(text)
    if found is not None:
        assert meant(found[1], ["sesuatu-yang-lain-sama-sekali"]) is None


def test_an_unknown_payload_opens_nothing() -> None:
    for text in ("", "x-ktp", "j", "j-", "jktp", "j-ktp hilang", "j-" + "a" * 63, "J-ktp"):
        assert read(text) is None
