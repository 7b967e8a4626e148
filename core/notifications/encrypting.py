"""What a push service must not read: payloads encrypted for one device (RFC 8291), and who sends them (RFC 8292)."""

from __future__ import annotations

import base64
import binascii
import os

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

__all__ = ["authorization", "encrypted", "new_private", "packed", "public_of", "unpacked"]

CURVE = ec.SECP256R1()
RECORD = 4096
NUMBER = 32
SECRET = 16


def packed(content: bytes) -> str:
    """Bytes as texts carry them: base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """The bytes again. Raises ValueError for what is none of it."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def new_private() -> str:
    """A new private key."""
    return packed(ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(NUMBER, "big"))


def public_of(private: str) -> str:
    """The public key that belongs to a private one, as browsers want it."""
    return packed(_point(_private(private)))


def encrypted(payload: bytes, public_key: str, auth: str, *, private: str | None = None, salt: bytes | None = None) -> bytes:
    """The payload for one device, as a body of the encoding aes128gcm. Raises ValueError for keys that are none."""
    theirs, shared = unpacked(public_key), unpacked(auth)
    if len(shared) != SECRET:
        raise ValueError("The secret has sixteen bytes")
    own = _private(private or new_private())
    agreed = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    salt = salt or os.urandom(SECRET)
    keying = _derived(agreed, shared, b"WebPush: info\0" + theirs + _point(own), 32)
    key = _derived(keying, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(keying, salt, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD.to_bytes(4, "big") + bytes([len(_point(own))]) + _point(own)
    return header + AESGCM(key).encrypt(nonce, payload + b"\x02", None)


def authorization(private: str, audience: str, subject: str, until: int) -> str:
    """The header that says who sends: a token for one push service, signed, valid until a moment in seconds."""
    claims = {"aud": audience, "exp": until, "sub": subject}
    text = f"{packed(orjson.dumps({'typ': 'JWT', 'alg': 'ES256'}))}.{packed(orjson.dumps(claims))}"
    r, s = decode_dss_signature(_private(private).sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    signature = packed(r.to_bytes(NUMBER, "big") + s.to_bytes(NUMBER, "big"))
    return f"vapid t={text}.{signature}, k={public_of(private)}"


def _private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(unpacked(text), "big"), CURVE)


def _point(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
