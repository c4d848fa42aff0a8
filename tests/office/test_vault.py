"""The vault: what is sealed opens only with its key, at its place, and is found blindly."""

import stat
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from office.vault import Vault, open_vault


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return open_vault(tmp_path_factory.mktemp("vault") / "deep" / "pendopo.key")


def test_the_key_file_is_made_once_and_belongs_to_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "pendopo.key"
    sealed = open_vault(path).seal("rahasia", "uji:1")
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert open_vault(path).unseal(sealed, "uji:1") == "rahasia"
    assert path.read_bytes() == before


def test_a_value_opens_only_with_its_own_key_and_at_its_own_place(
    own: Vault, tmp_path: Path
) -> None:
    sealed = own.seal("rahasia", "uji:1")
    with pytest.raises(InvalidTag):
        own.unseal(sealed, "uji:2")
    with pytest.raises(InvalidTag):
        open_vault(tmp_path / "other.key").unseal(sealed, "uji:1")


def test_a_changed_ciphertext_is_refused_wherever_it_was_touched(own: Vault) -> None:
    sealed = own.seal("rahasia", "uji:1")
    for place in range(1, len(sealed)):
        touched = bytearray(sealed)
        touched[place] ^= 1
        with pytest.raises(InvalidTag):
            own.open_bytes(bytes(touched), "uji:1")


def test_the_same_value_never_looks_the_same_twice(own: Vault) -> None:
    sealed = {own.seal("3507152102900001", "uji:1") for _ in range(50)}
    assert len(sealed) == 50
    assert not any(b"3507" in one for one in sealed)


@settings(deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"])), content=st.binary())
def test_any_text_and_any_bytes_come_back_as_they_were(
    own: Vault, text: str, content: bytes
) -> None:
    assert own.unseal(own.seal(text, "a"), "a") == text
    assert own.open_bytes(own.seal(content, "b"), "b") == content


def test_equal_values_have_equal_fingerprints_which_only_this_key_makes(
    own: Vault, tmp_path: Path
) -> None:
    assert own.blind_index("NIK") == own.blind_index("NIK") != own.blind_index("nik")
    assert own.blind_index("NIK") != open_vault(tmp_path / "other.key").blind_index("NIK")


def test_a_file_that_is_no_key_is_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "pendopo.key"
    path.write_text("aGFsbw==", encoding="ascii")
    with pytest.raises(ValueError, match=r"pendopo\.key is not a key file"):
        open_vault(path)


def test_the_vault_shows_no_key(own: Vault) -> None:
    assert repr(own.indexing) not in repr(own)
    assert "indexing" not in repr(own)
