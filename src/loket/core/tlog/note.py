"""Signed notes (c2sp.org/signed-note): a text, and lines that sign it.

Two kinds of key are known here: 0x01, Ed25519 over the text; and 0x04, the timestamped Ed25519 cosignature of
c2sp.org/tlog-cosignature. Lines by other keys are kept and ignored.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from loket.core.tlog.error import TlogError

MAX_NOTE_BYTES = 65_536
MAX_SIGNATURES = 32
"""signed-note asks for at least 16."""

KIND_ED25519: Final = 0x01
KIND_COSIGNATURE: Final = 0x04

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NOT_IN_A_NAME = re.compile(r"[\s+\x00-\x1f]")  # \s is what str.isspace() says
_KEY_ID_BYTES = 4
_PUBLIC_BYTES = 32
_TIMESTAMP_BYTES = 8
_MAX_TIMESTAMP = 2**63 - 1


class NoteSigner(Protocol):
    """What can sign a note: `name` and the 4-byte `key_id` stand in the line that `sign` gives bytes for."""

    @property
    def name(self) -> str:
        """The key's name."""
        ...

    @property
    def key_id(self) -> bytes:
        """The key's 4-byte id."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return what follows the key id in the signature line of a note with the text `message`."""
        ...


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: the key's name, its 4-byte id, and the bytes after the id."""

    name: str
    key_id: bytes
    signature: bytes

    def to_line(self) -> str:
        """Return the line, with its newline."""
        return f"\u2014 {self.name} {to_base64(self.key_id + self.signature)}\n"

    @classmethod
    def parse_line(cls, line: str) -> "NoteSignature":
        """Read one line, given without its newline."""
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise TlogError("a signature line is not: em dash, key name, signature")
        check_key_name(parts[1])
        blob = from_base64(parts[2])
        if len(blob) <= _KEY_ID_BYTES:
            raise TlogError("a signature line holds no signature")
        return cls(parts[1], blob[:_KEY_ID_BYTES], blob[_KEY_ID_BYTES:])


@dataclass(frozen=True, slots=True)
class Note:
    """A text ending in a newline, and at least one signature over it, not verified yet."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def to_bytes(self) -> bytes:
        """Return the note as it travels: text, empty line, signature lines."""
        return (self.text + "\n" + "".join(one.to_line() for one in self.signatures)).encode()


def parse(data: bytes | str) -> Note:
    """Read a note without verifying it; `parse(data).to_bytes()` gives `data` back."""
    text, found, signature_part = _decoded(data).rpartition("\n\n")
    if not found:
        raise TlogError("note has no empty line before its signatures")
    return Note(text + "\n", parse_signature_lines(signature_part))


def parse_signature_lines(data: bytes | str) -> tuple[NoteSignature, ...]:
    """Read signature lines alone, as a witness answers them; at least one, at most MAX_SIGNATURES."""
    text = _decoded(data)
    if not text.endswith("\n"):
        raise TlogError("note does not end in a newline")
    lines = text[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise TlogError(f"note has {len(lines)} signatures; at most {MAX_SIGNATURES} are read")
    return tuple(NoteSignature.parse_line(line) for line in lines)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key that is known to verify notes.

    `kind`: KIND_ED25519 or KIND_COSIGNATURE; `public`: 32 bytes; `key_id`: the 4 bytes that follow.
    """

    name: str
    key_id: bytes
    kind: int
    public: bytes

    @classmethod
    def of(cls, name: str, kind: int, public: bytes) -> "VerifierKey":
        """Return the key of this name with its id."""
        check_key_name(name)
        if kind not in {KIND_ED25519, KIND_COSIGNATURE} or len(public) != _PUBLIC_BYTES:
            raise TlogError("verifier key is not Ed25519 of kind 1 or 4")
        return cls(name, key_id(name, kind, public), kind, public)

    @classmethod
    def parse(cls, vkey: str) -> "VerifierKey":
        """Read `<name>+<hex key id>+<base64 of kind and key>` (signed-note, "Verifier keys")."""
        parts = vkey.split("+", 2)  # base64 may hold a plus, names may not
        if len(parts) != 3:
            raise TlogError("verifier key is not of three parts")
        blob = from_base64(parts[2])
        if not blob:
            raise TlogError("verifier key holds no key")
        key = cls.of(parts[0], blob[0], blob[1:])
        if key.key_id.hex() != parts[1]:
            raise TlogError("verifier key's id does not follow from its name and key")
        return key

    def to_text(self) -> str:
        """Return the key as `parse` reads it."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes((self.kind,)) + self.public)}"

    def verify(self, text: str, signature: bytes) -> int | None:
        """TlogError unless `signature` is this key's over `text`; return a cosignature's time in seconds."""
        timestamp: int | None = None
        message = text.encode()
        if self.kind == KIND_COSIGNATURE:
            timestamp = int.from_bytes(signature[:_TIMESTAMP_BYTES], "big")
            signature = signature[_TIMESTAMP_BYTES:]
            message = cosigned_message(text, timestamp)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            raise TlogError(f"signature by {self.name} is wrong") from None
        return timestamp


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """A log's own key (kind 1)."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def vkey(self) -> VerifierKey:
        """The key that verifies what this one signs."""
        return VerifierKey.of(self.name, KIND_ED25519, self.private.public_key().public_bytes_raw())

    @property
    def key_id(self) -> bytes:
        """The key's 4-byte id."""
        return self.vkey.key_id

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        return self.private.sign(message)


def sign_note(text: str, *signers: NoteSigner) -> bytes:
    """Return the note of `text`, which ends in a newline, signed by every one of `signers` (at least one)."""
    message = text.encode()
    lines = (NoteSignature(one.name, one.key_id, one.sign(message)) for one in signers)
    data = Note(text, tuple(lines)).to_bytes()
    if parse(data).text != text:
        raise TlogError("text does not end in a newline")
    return data


def verify_note(note: Note, known: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Return those of `known` that signed the note, in the order of its lines.

    signed-note, "Signatures": TlogError when a line of a known key does not verify, or when there is none.
    """
    keys: dict[tuple[str, bytes], VerifierKey] = {}
    for key in known:
        if keys.setdefault((key.name, key.key_id), key) != key:
            raise TlogError(f"two known keys share the name {key.name} and an id")
    verified: dict[VerifierKey, None] = {}
    for line in note.signatures:
        signer = keys.get((line.name, line.key_id))
        if signer is not None:
            signer.verify(note.text, line.signature)
            verified[signer] = None
    if not verified:
        raise TlogError("note is signed by no known key")
    return tuple(verified)


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """signed-note, "Signatures": the first 4 bytes of SHA-256(name, newline, kind, public key)."""
    return sha256(name.encode() + b"\n" + bytes((kind,)) + public).digest()[:_KEY_ID_BYTES]


def cosigned_message(text: str, timestamp: int) -> bytes:
    """tlog-cosignature, "Ed25519 signed message": `timestamp` in seconds since 1970 UTC."""
    if not 0 <= timestamp <= _MAX_TIMESTAMP:
        raise TlogError("cosignature's time is out of range")
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()


def check_key_name(name: str) -> None:
    """signed-note, "Format": not empty; no spaces, no plus; TlogError otherwise."""
    if not name or _NOT_IN_A_NAME.search(name):
        raise TlogError("key name is empty or has a space, a plus or a control character")


def to_base64(data: bytes) -> str:
    """Return RFC 4648 §4 base64."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """Read RFC 4648 §4 base64 with its padding; TlogError for any other spelling of the same bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):  # ValueError: characters outside ASCII
        data = b""
    if to_base64(data) != text:
        raise TlogError("malformed base64")
    return data


def _decoded(data: bytes | str) -> str:
    if len(data) > MAX_NOTE_BYTES:
        raise TlogError(f"note of {len(data)} bytes; at most {MAX_NOTE_BYTES} are read")
    try:
        text = data.encode().decode() if isinstance(data, str) else data.decode()
    except UnicodeError:
        raise TlogError("note is not UTF-8") from None
    if _CONTROL.search(text):
        raise TlogError("note has a control character")
    return text
