"""Where webhooks may go: nothing inside is called without the operator's leave."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import webhook_addresses
from office.refusals import NotValid
from office.webhook_addresses import may_connect


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "required"),
        ("http://dinas.contoh.go.id/", "webhook_https_only"),
        ("ftp://dinas.contoh.go.id/", "webhook_https_only"),
        ("https://" + "a" * 500 + ".id/", "too_long"),
        ("https://user:sandi@dinas.contoh.go.id/", "webhook_address_unclear"),
        ("https://dinas.contoh.go.id@127.0.0.1/", "webhook_address_unclear"),
        ("https://dinas.contoh.go.id\\@127.0.0.1/", "webhook_address_unclear"),
        ("https://dinas.contoh.go.id/#x", "webhook_address_unclear"),
        ("https://dinas contoh/", "webhook_address_unclear"),
        ("https://dinas.contoh.go.id:99999/", "webhook_address_unclear"),
        ("https://dinas.contoh.go.id:0/", "webhook_address_unclear"),
        ("https:///terima", "webhook_address_unclear"),
        ("https://[::1/", "webhook_address_unclear"),
        ("https://１２７.0.0.1/", "webhook_address_unclear"),
        ("https://localhost/", "webhook_address_private"),
        ("https://panel.localhost/", "webhook_address_private"),
        ("https://basisdata.internal/", "webhook_address_private"),
        ("https://127.0.0.1/", "webhook_address_private"),
        ("https://10.1.2.3:8443/", "webhook_address_private"),
        ("https://169.254.169.254/latest/meta-data/", "webhook_address_private"),
        ("https://[::1]/", "webhook_address_private"),
        ("https://[::ffff:10.0.0.1]/", "webhook_address_private"),
        ("https://[fd00::1]/", "webhook_address_private"),
        ("https://0.0.0.0/", "webhook_address_private"),
        ("https://127.0.0.1./", "webhook_address_unclear"),
        ("https://[::127.0.0.1]/", "webhook_address_private"),
        ("https://[fec0::1]/", "webhook_address_private"),
        ("https://[2001:4860::5efe:10.0.0.1]/", "webhook_address_private"),
        ("https://[2001:4860::200:5efe:7f00:1]/", "webhook_address_private"),
        ("https://[2002:a00:1::]/", "webhook_address_private"),
        ("https://[64:ff9b::10.0.0.1]/", "webhook_address_private"),
        ("https://2130706433/", "webhook_address_unclear"),
        ("https://127.1/", "webhook_address_unclear"),
        ("https://127.0.1/", "webhook_address_unclear"),
        ("https://0/", "webhook_address_unclear"),
        ("https://0x7f000001/", "webhook_address_unclear"),
        ("https://0X7F.1./", "webhook_address_unclear"),
        ("https://127.0.0.0x1/", "webhook_address_unclear"),
        ("https://017700000001/", "webhook_address_unclear"),
        ("https://dinas.contoh.256/", "webhook_address_unclear"),
    ],
)
def test_an_address_that_leads_inside_or_nowhere_is_refused(address: str, code: str) -> None:
    with pytest.raises(NotValid, match=code):
        webhook_addresses.checked(address, private=False)


def test_the_operators_leave_opens_the_own_network_and_no_more() -> None:
    for address in ("http://10.1.2.3:8080/x", "https://localhost/x", "http://127.0.0.1:9/x"):
        assert webhook_addresses.checked(address, private=True) == address
    for address in ("http://169.254.169.254/", "http://0.0.0.0/", "https://[fe80::1]/"):
        with pytest.raises(NotValid, match="webhook_address_private"):
            webhook_addresses.checked(address, private=True)
    for address in ("http://2130706433/", "http://127.1/", "http://0/"):
        with pytest.raises(NotValid, match="webhook_address_unclear"):
            webhook_addresses.checked(address, private=True)


def test_a_name_with_digits_and_a_public_address_stay_names_and_addresses() -> None:
    for address in ("https://8.8.8.8/x", "https://dinas2.0x.id/", "https://127.contoh.id/"):
        assert webhook_addresses.checked(address, private=False) == address


@pytest.mark.parametrize(
    ("resolved", "public", "with_leave"),
    [
        ("8.8.8.8", True, True),
        ("2001:4860:4860::8888", True, True),
        ("127.0.0.1", False, True),
        ("10.0.0.1", False, True),
        ("192.168.1.1", False, True),
        ("fd00::1", False, True),
        ("::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("::ffff:169.254.169.254", False, False),
        ("2002:7f00:0001::", False, True),
        ("64:ff9b::7f00:1", False, False),
        ("64:ff9b::a00:1", False, False),
        ("64:ff9b::808:808", True, True),
        ("2002:808:808::1", True, True),
        ("::ffff:8.8.8.8", True, True),
        ("2001:4860::5efe:8.8.8.8", True, True),
        ("2001:4860::5efe:10.0.0.1", False, True),
        ("2001:4860::200:5efe:127.0.0.1", False, True),
        ("2001:4860::5efe:169.254.169.254", False, False),
        ("fd00::5efe:8.8.8.8", False, True),
        ("2002:808:808::5efe:10.0.0.1", False, True),
        ("2002:808:808::200:5efe:169.254.169.254", False, False),
        ("64:ff9b:1::7f00:1", False, False),
        ("64:ff9b:1:ffff::1", False, False),
        ("::ffff:0:7f00:1", False, False),
        ("192.0.0.192", False, False),
        ("192.88.99.1", False, False),
        ("fd00:ec2::254", False, False),
        ("::127.0.0.1", False, False),
        ("::8.8.8.8", False, False),
        ("fec0::1", False, False),
        ("feff::1", False, False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False, False),
        ("169.254.169.254", False, False),
        ("fe80::1%eth0", False, False),
        ("224.0.0.1", False, False),
        ("0.0.0.0", False, False),  # noqa: S104
        ("::", False, False),
        ("255.255.255.255", False, False),
        ("100.64.0.1", False, False),
        ("kucing", False, False),
    ],
)
def test_a_connection_is_opened_only_where_it_may(
    resolved: str, public: bool, with_leave: bool
) -> None:
    found = [
        webhook_addresses.may_connect(resolved, private=leave, encrypted=True)
        for leave in (False, True)
    ]
    assert found == [public, with_leave]


def test_what_is_not_encrypted_never_leaves_the_own_network() -> None:
    assert not webhook_addresses.may_connect("8.8.8.8", private=True, encrypted=False)
    assert webhook_addresses.may_connect("10.0.0.1", private=True, encrypted=False)


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="127.0.0.0/8"))
def test_no_private_address_is_called_without_leave(resolved: object) -> None:
    assert not webhook_addresses.may_connect(str(resolved), private=False, encrypted=True)
    mapped = f"::ffff:{resolved}"
    assert not webhook_addresses.may_connect(mapped, private=False, encrypted=True)


def hidden_in(number: int) -> list[int]:
    """Return an IPv4 address hidden in IPv6 ones in every way there is, as numbers."""
    network, relay = 0x2001_4860 << 96, 0x0808_0808
    isatap = [mark << 32 | number for mark in (0x0000_5EFE, 0x0200_5EFE)]
    to_six = 0x2002 << 112
    local = 0x0064_FF9B_0001 << 80
    return [
        0xFFFF << 32 | number,  # mapped
        number,  # compatible
        0xFFFF << 48 | number,  # translated
        0x0064_FF9B << 96 | number,
        local | number,
        local | number >> 16 << 64 | (number & 0xFFFF) << 40,
        to_six | number << 80,
        0x2001_0000 << 96 | relay << 64 | (number ^ 0xFFFF_FFFF),  # Teredo, of the client
        0x2001_0000 << 96 | number << 64 | (relay ^ 0xFFFF_FFFF),  # and of the server
        *(one | prefix for one in isatap for prefix in (network, to_six | relay << 80)),
        *(one | 0xFD00 << 112 for one in isatap),
    ]


INSIDE = ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16", "100.64.0.0/10")


@given(
    st.ip_addresses(v=4) | st.sampled_from(INSIDE).flatmap(lambda n: st.ip_addresses(network=n)),
    st.booleans(),
    st.booleans(),
)
def test_no_way_to_hide_an_address_opens_what_the_address_itself_does_not(
    resolved: IPv4Address, private: bool, encrypted: bool
) -> None:
    open_as_is = may_connect(str(resolved), private=private, encrypted=encrypted)
    for number in hidden_in(int(resolved)):
        address = IPv6Address(number)
        for spelled in (address.compressed, address.exploded, f"{address}%eth0"):
            found = may_connect(spelled, private=private, encrypted=encrypted)
            assert open_as_is or not found or number == 1, spelled
