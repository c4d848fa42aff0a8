"""Pure: takes out of a text who asked, and puts nobody in the place of an identity."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from office.masking import mask
from register.intake import Identity

ERASED_NAME = "(identitas dihapus sesuai jadwal retensi)"
ERASED = Identity(applicant_name=ERASED_NAME, address="-")
_PUT = "[identitas]"
_WORD = re.compile(r"[^\W\d_]{4,}")
_SHORTEST = 4
_PEOPLE = {"applicant": "applicant_name", "proxy": "proxy_name"}


def is_erased(identity: Identity) -> bool:
    """Tell whether an identity was taken out."""
    return identity.applicant_name == ERASED_NAME


def scrub(text: str, identity: Identity) -> str:
    """Return a text without the identity's own words, numbers and addresses."""
    for pattern in _patterns(identity):
        text = pattern.sub(_PUT, text)
    return mask(text)


def _patterns(identity: Identity) -> list[re.Pattern[str]]:
    if is_erased(identity):
        return []
    known = {str(getattr(identity, one.name)).strip() for one in fields(identity)}
    # The line with a house number says where somebody lives; a village alone says what is asked.
    for address in (identity.address, identity.proxy_address):
        known |= {part.strip() for part in address.split(",") if re.search(r"\d", part)}
    for name in (identity.applicant_name, identity.proxy_name, identity.givers):
        known |= set(_WORD.findall(name))
    told = sorted((one for one in known if len(one) >= _SHORTEST), key=len, reverse=True)
    return [re.compile(rf"(?<!\w){re.escape(one)}(?!\w)", re.IGNORECASE) for one in told]


def scrubbed_facts(facts: Any, identity: Identity) -> Any:
    """Return what a letter says, without who asked; it can still be drawn."""
    if isinstance(facts, str):
        return scrub(facts, identity)
    if isinstance(facts, list):
        return [scrubbed_facts(one, identity) for one in facts]
    if not isinstance(facts, Mapping):
        return facts
    return {name: _fact(name, told, identity) for name, told in facts.items()}


def _fact(name: str, told: Any, identity: Identity) -> Any:
    if name in _PEOPLE and isinstance(told, Mapping):
        nobody = dict.fromkeys(told)
        label = {"identity_label": told["identity_label"]} if "identity_label" in told else {}
        return {**nobody, **label, "name": ERASED_NAME, "address": "-"}
    if name in _PEOPLE.values() and told:
        return ERASED_NAME
    return scrubbed_facts(told, identity)
