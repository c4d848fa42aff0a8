"""Seals personal data with keys that lie outside the database, and finds it blindly."""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_MOST_KEYS = 255


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """Encrypts with AES-256-GCM; the context binds a ciphertext to its place.

    Each ciphertext begins with its key's number. `current` seals; the others only open what was
    sealed before a rotation that is not finished.
    """

    sealing: Mapping[int, AESGCM]
    indexing: bytes
    current: int

    def seal(self, plain: str | bytes, context: str) -> bytes:
        """Return key number, nonce and ciphertext of a value that belongs to `context`."""
        data = plain.encode() if isinstance(plain, str) else plain
        nonce = os.urandom(_NONCE)
        body = self.sealing[self.current].encrypt(nonce, data, context.encode())
        return bytes([self.current]) + nonce + body

    def unseal(self, sealed: bytes, context: str) -> str:
        """Return the text; raise `InvalidTag` for another key or another place."""
        return self.open_bytes(sealed, context).decode()

    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        """Return the bytes; raise `InvalidTag` for another key or another place."""
        key = self.sealing.get(sealed[0])
        if key is None:
            raise InvalidTag
        nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        return key.decrypt(nonce, body, context.encode())

    def is_current(self, sealed: bytes) -> bool:
        """Tell whether a value is sealed with the key that is used now."""
        return sealed[:1] == bytes([self.current])

    def blind_index(self, value: str) -> str:
        """Return a keyed fingerprint by which equal values can be found, not read."""
        return hmac.new(self.indexing, value.encode(), hashlib.sha256).hexdigest()


def open_vault(path: Path) -> Vault:
    """Return the vault of a key file; make the file, readable by its owner only, if missing.

    Raises `ValueError` for a file that is none.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _vault(_read(path))
    _write(handle, [_new_key(1)])
    return _vault(_read(path))


def add_key(path: Path) -> Vault:
    """Add a key that seals from now on; what the earlier ones sealed can still be opened."""
    keys = _read(path)
    if len(keys) == 1:
        number = keys[-1][0] % _MOST_KEYS + 1
        _replace(path, [*keys, _new_key(number)])
    return open_vault(path)


def drop_old_keys(path: Path) -> Vault:
    """Forget every key but the newest; nothing may be sealed with them any more."""
    _replace(path, _read(path)[-1:])
    return open_vault(path)


_Key = tuple[int, bytes, bytes]


def _new_key(number: int) -> _Key:
    return number, secrets.token_bytes(32), secrets.token_bytes(32)


def _vault(keys: list[_Key]) -> Vault:
    number, _, indexing = keys[-1]
    return Vault({key[0]: AESGCM(key[1]) for key in keys}, indexing, number)


def _replace(path: Path, keys: list[_Key]) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    _write(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), keys)
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(handle: int, keys: list[_Key]) -> None:
    with os.fdopen(handle, "w", encoding="ascii") as file:
        for number, sealing, indexing in keys:
            parts = [base64.b64encode(part).decode() for part in (sealing, indexing)]
            file.write(f"{number}:{':'.join(parts)}\n")
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> list[_Key]:
    lines = path.read_text(encoding="ascii").split()
    if lines and not any(":" in line for line in lines):
        lines = [":".join(["1", *lines])]  # as it was written before keys could be rotated
    keys = []
    for line in lines:
        number, *parts = line.split(":")
        decoded = [base64.b64decode(part) for part in parts]
        if [len(part) for part in decoded] != [32, 32] or not number.isdigit():
            raise ValueError(f"{path.name} is not a key file of Pendopo")
        keys.append((int(number), decoded[0], decoded[1]))
    if not keys:
        raise ValueError(f"{path.name} is not a key file of Pendopo")
    return keys
