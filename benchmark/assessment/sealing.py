"""Secrets that a copy of the database does not give away: sealed with the secret key.

``keys`` are the secret key in force and then those before it. What is sealed is sealed with the
first; what an earlier one has sealed can still be opened, and is sealed anew at its next use.
"""

import base64
import os
from binascii import Error

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Keys = tuple[str, ...]
NONCE = 12  # bytes, as AES-GCM wants them


def derived(key: str, purpose: str, length: int = 32) -> bytes:
    """Bytes for one purpose, from which neither the key nor those of another can be found."""
    return HKDF(SHA256(), length, salt=None, info=purpose.encode()).derive(key.encode())


def seal(keys: Keys, owner: str, text: str) -> str:
    """Encrypt a text for its owner: moved to another owner's row it cannot be opened."""
    nonce = os.urandom(NONCE)
    sealed = _cipher(keys[0]).encrypt(nonce, text.encode(), owner.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(keys: Keys, owner: str, sealed: str) -> str | None:
    """Decrypt with whichever key fits; None when none of them does."""
    return next((text for key in keys if (text := _opened(key, owner, sealed)) is not None), None)


def is_sealed_anew(keys: Keys, owner: str, sealed: str) -> bool:
    """Whether the key in force opens it, so that earlier ones are not needed any more."""
    return _opened(keys[0], owner, sealed) is not None


def _opened(key: str, owner: str, sealed: str) -> str | None:
    try:
        whole = base64.urlsafe_b64decode(sealed)
        return _cipher(key).decrypt(whole[:NONCE], whole[NONCE:], owner.encode()).decode()
    except (InvalidTag, ValueError, Error):
        return None


def _cipher(key: str) -> AESGCM:
    return AESGCM(derived(key, "sealed secrets 1"))
