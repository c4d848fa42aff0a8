"""Seals personal data with a key that lies outside the database, and finds it blindly."""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_KEY_ID = b"\x01"


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """Encrypts with AES-256-GCM; the context binds a ciphertext to its place."""

    sealing: AESGCM
    indexing: bytes

    def seal(self, plain: str | bytes, context: str) -> bytes:
        """Return key id, nonce and ciphertext of a value that belongs to `context`."""
        data = plain.encode() if isinstance(plain, str) else plain
        nonce = os.urandom(_NONCE)
        return _KEY_ID + nonce + self.sealing.encrypt(nonce, data, context.encode())

    def unseal(self, sealed: bytes, context: str) -> str:
        """Return the text; raise `InvalidTag` for another key or another place."""
        return self.open_bytes(sealed, context).decode()

    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        """Return the bytes; raise `InvalidTag` for another key or another place."""
        nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        return self.sealing.decrypt(nonce, body, context.encode())

    def blind_index(self, value: str) -> str:
        """Return a keyed fingerprint by which equal values can be found, not read."""
        return hmac.new(self.indexing, value.encode(), hashlib.sha256).hexdigest()


def open_vault(path: Path) -> Vault:
    """Return the vault of a key file; make the file, readable by its owner only, if missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("\n".join(base64.b64encode(secrets.token_bytes(32)).decode() for _ in "ab"))
        file.flush()
        os.fsync(file.fileno())
    return _read(path)


def _read(path: Path) -> Vault:
    lines = path.read_text(encoding="ascii").split()
    keys = [base64.b64decode(line) for line in lines]
    if [len(key) for key in keys] != [32, 32]:
        raise ValueError(f"{path.name} is not a key file of Pendopo")
    return Vault(AESGCM(keys[0]), keys[1])
