"""Pure: to which addresses a webhook may be sent, as written and as resolved."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from office.refusals import NotValid

LONGEST = 500
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\]")
_PRINTED = re.compile(r"[!-~]+")
_AT_HOME = ("localhost", ".localhost", ".local", ".internal", ".home.arpa")
# A name never ends so: where systems take it for an address, they differ in which.
_NUMBER = re.compile(r"\d+|0[xX][0-9A-Fa-f]*")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Lead to the IPv4 address that they carry so many bits from their end, and to nothing else.
_CARRYING = {
    ipaddress.IPv6Network("::ffff:0:0/96"): 0,
    ipaddress.IPv6Network("2002::/16"): 80,
    _NAT64: 0,
}
# Stand before the IPv4 address that ends an ISATAP address, whatever its network is.
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
_WHOLE = 0xFFFFFFFF
# Carry IPv4 addresses that nobody reaches so any more, or of whose place each network decides.
_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96")))
# Of protocols and relays, and where a cloud keeps its secrets outside of the link-local networks.
_OF_MACHINES = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "fd00:ec2::254/128"))
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def checked(text: str, *, private: bool) -> str:
    """Return an address to which messages may go; raise `NotValid` for the others.

    What a name leads to is looked at again at every connection, by `may_connect`.
    """
    text = text.strip()
    if not text:
        raise NotValid("address", "required")
    if len(text) > LONGEST:
        raise NotValid("address", "too_long", longest=LONGEST, length=len(text))
    parts = _parts(text)
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise NotValid("address", "webhook_https_only")
    host = (parts.hostname or "").rstrip(".")
    literal = _literal(host)
    if literal is None and _NUMBER.fullmatch(host.rpartition(".")[2]):
        raise NotValid("address", "webhook_address_unclear")
    looks_private = host == _AT_HOME[0] or host.endswith(_AT_HOME[1:])
    if literal is not None:
        looks_private = not may_connect(str(literal), private=private, encrypted=True)
    if looks_private and not (private and literal is None):
        raise NotValid("address", "webhook_address_private")
    return text


def _parts(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise NotValid("address", "webhook_address_unclear") from None
    host = parts.netloc.rpartition("@")[2]
    named = host[: -len(f":{port}")] if port is not None else host
    plain = _PRINTED.fullmatch(text) and "\\" not in text and not parts.fragment and "@" not in host
    if not plain or parts.username is not None or not _HOST.fullmatch(named) or port == 0:
        raise NotValid("address", "webhook_address_unclear")
    return parts


def is_literal(host: str) -> bool:
    """Tell whether a host is an address itself and no name."""
    return _literal(host) is not None


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def may_connect(resolved: str, *, private: bool, encrypted: bool) -> bool:
    """Tell whether a connection to a resolved address may be opened.

    Without the operator's leave only to public ones; never to those that belong to a machine's
    own wire (link-local, where clouds keep their secrets), to nobody or to many. Unencrypted
    messages stay in the office's network.
    """
    found = _literal(resolved.partition("%")[0])
    if found is None:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        # A translator stands in front of the world: what is private behind it is not the office's.
        leave = private and found not in _NAT64
        if not all(may_connect(str(one), private=leave, encrypted=encrypted) for one in _in(found)):
            return False
        if any(found in network for network in _CARRYING):
            return True
        if _is_translated(found) or found.teredo is not None or found.is_site_local:
            return False
    if found.is_link_local or found.is_multicast or found.is_unspecified:
        return False
    if any(found in network for network in _OF_MACHINES):
        return False
    if found.is_global:
        return encrypted
    return private and (found.is_private or found.is_loopback) and not _is_reserved(found)


def _in(found: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses to which an address leads; one may hide in another's rest."""
    for network, bits in _CARRYING.items():
        if found in network:
            yield ipaddress.IPv4Address(int(found) >> bits & _WHOLE)
    if int(found) >> 32 & _WHOLE in _ISATAP:
        yield ipaddress.IPv4Address(int(found) & _WHOLE)


def _is_translated(found: ipaddress.IPv6Address) -> bool:
    return not found.is_loopback and any(found in network for network in _TRANSLATED)


def _is_reserved(found: Address) -> bool:
    # IPv6 calls its loopback reserved as well.
    return found.is_reserved and not found.is_loopback
