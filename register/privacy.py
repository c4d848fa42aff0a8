"""Pure: how personal fields look to somebody who need not read them."""

import re

from office.masking import mask
from office.refusals import NotValid
from register.intake import Identity
from register.retention_scrub import ERASED_NAME

_KEEP = 4
_NAME = re.compile(r"[^\W\d_]{3,}")


def mask_number(digits: str) -> str:
    """Return a number of which only the last four digits show."""
    kept = digits[-_KEEP:] if len(digits) > _KEEP else ""
    return "•" * max(len(digits) - len(kept), 4 if digits else 0) + kept


def mask_name(name: str) -> str:
    """Return a name of which only each word's first letter shows; that of nobody as it is."""
    if name == ERASED_NAME:
        return name
    return " ".join(word[0] + "•" * min(len(word) - 1, 6) for word in name.split())


def mask_email(address: str) -> str:
    """Return an e-mail address of which only the domain shows."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}" if domain else ""


def impersonal(reason: str, identity: Identity, *, field: str = "reason") -> str:
    """Return a reason that is entered in the journal; raise `NotValid` where it names the person.

    What stands in the journal is never taken back, so it may not say whose case it was.
    """
    names = _names(identity.applicant_name) | _names(identity.proxy_name)
    if mask(reason) != reason or names & _names(reason):
        raise NotValid(field, "reason_names_somebody")
    return reason


def _names(text: str) -> set[str]:
    return set(_NAME.findall(text.casefold()))
