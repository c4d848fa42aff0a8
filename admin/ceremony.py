"""The two ceremonies of a passkey: what a device is asked, and whether its answer is genuine."""

import ipaddress
import json
from dataclasses import dataclass

from starlette.requests import Request
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from office.passkeys import OwnKey, PublicHalf
from office.people import StaffMember
from office.refusals import NotFound

_LONGEST = 12_000
_VERIFIED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class Site:
    """For whom a device signs: the host, and the whole origin as the browser sees it."""

    host: str
    origin: str

    @property
    def can_have_keys(self) -> bool:
        """Tell whether browsers make keys for it: not for a bare number."""
        try:
            ipaddress.ip_address(self.host)
        except ValueError:
            return bool(self.host)
        return False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device answered, opened as far as needed to look up the rest; nothing is proven."""

    text: str
    challenge: str
    credential: bytes


def site(request: Request, *, https: bool) -> Site:
    """Return the site of a request; behind a proxy only the setting knows of HTTPS."""
    scheme = "https" if https else request.url.scheme
    return Site(request.url.hostname or "", f"{scheme}://{request.url.netloc}")


def ask_for_new(
    here: Site, office: str, member: StaffMember, challenge: str, known: list[OwnKey]
) -> str:
    """Return what the browser is asked for a new key, as JSON."""
    options = generate_registration_options(
        rp_id=here.host,
        rp_name=office,
        user_name=member.name,
        user_id=f"staff:{member.staff_id}".encode(),
        challenge=challenge.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one.credential) for one in known],
    )
    return options_to_json(options)


def ask_for_entry(here: Site, challenge: str) -> str:
    """Return what the browser is asked to let somebody in, as JSON."""
    options = generate_authentication_options(
        rp_id=here.host, challenge=challenge.encode(), user_verification=_VERIFIED
    )
    return options_to_json(options)


def opened(text: str) -> Answer:
    """Return an answer opened; raise `NotFound` for one that is none."""
    if len(text) > _LONGEST:
        raise NotFound("passkey_refused")
    try:
        given = json.loads(text)
        said = json.loads(base64url_to_bytes(given["response"]["clientDataJSON"]))
        challenge = base64url_to_bytes(said["challenge"]).decode("ascii")
        return Answer(text, challenge, base64url_to_bytes(given["rawId"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotFound("passkey_refused") from None


def new_key(answer: Answer, here: Site) -> PublicHalf:
    """Return the public half of a new key; raise `NotFound` for an answer that proves none."""
    try:
        proven = verify_registration_response(
            credential=answer.text,
            expected_challenge=answer.challenge.encode(),
            expected_rp_id=here.host,
            expected_origin=here.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError):
        raise NotFound("passkey_refused") from None
    return PublicHalf(
        proven.credential_id, proven.credential_public_key, proven.sign_count, here.host
    )


def count_of(answer: Answer, here: Site, key: PublicHalf) -> int:
    """Return the count of a genuine answer; raise `NotFound` for one that proves nothing."""
    try:
        proven = verify_authentication_response(
            credential=answer.text,
            expected_challenge=answer.challenge.encode(),
            expected_rp_id=key.site,
            expected_origin=here.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError):
        raise NotFound("passkey_refused") from None
    return proven.new_sign_count
