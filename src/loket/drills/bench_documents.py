"""The bench of security objects: what an office's signer signs in a second, against its bare signatures."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from loket.core.icao.lds.security_object import SecurityObjectWriter
from loket.core.icao.lds.tlv import write_tlv
from loket.core.icao.pki.certificates import (
    Authority,
    State,
    document_signer_certificate,
    self_signed_csca,
    serial_number,
)
from loket.core.icao.pki.distinguished_names import DistinguishedName
from loket.core.icao.pki.periods import Period
from loket.node.keys.signing_keys import FileSigningKey, new_elliptic_key

_STATE = State(code="IDN", mail="bench@example.test", crl_addresses=("https://crl.example.test/IDN.crl",))
_FILES = {1: (0x61, 91), 2: (0x75, 100), 14: (0x6E, 500), 15: (0x6F, 360)}
"""Four data groups: their tags, and about how long they are; the portrait is left out of the first figure."""
_PORTRAIT_BYTES = 16_000


@dataclass(frozen=True, slots=True)
class DocumentFigures:
    """In a second of processor time: security objects over six data groups, and bare signatures of P-256.

    `with_portrait`: the same objects when data group 2 has 16 kB, whose hash takes as long as a third of a
    signature.
    """

    security_objects: float
    with_portrait: float
    bare_signatures: float


def document_figures(*, seconds: float = 1.0) -> DocumentFigures:
    """Measure both by turns, so that whatever else the machine does falls on both alike."""
    key, certificate = _signer()
    writer = SecurityObjectWriter(certificate, key.algorithm)
    files, at = _files(), datetime.now(UTC)
    whole = files | {2: write_tlv(0x75, os.urandom(_PORTRAIT_BYTES))}
    private = new_elliptic_key(ec.SECP256R1(), os.urandom)
    algorithm, data = ec.ECDSA(hashes.SHA256()), os.urandom(100)
    works: tuple[Callable[[], object], ...] = (
        lambda: writer.write_sod(files, at=at, sign=key.sign),
        lambda: writer.write_sod(whole, at=at, sign=key.sign),
        lambda: private.sign(data, algorithm),
    )
    done, spent = [0, 0, 0], [0.0, 0.0, 0.0]
    while min(spent) < seconds:
        for place, work in enumerate(works):
            begun = time.process_time()
            while time.process_time() - begun < seconds / 10:
                work()
                done[place] += 1
            spent[place] += time.process_time() - begun
    return DocumentFigures(*(count / took for count, took in zip(done, spent, strict=True)))


def _signer() -> tuple[FileSigningKey, bytes]:
    """A document signer of a TEST country, in memory."""
    now = datetime.now(UTC).replace(microsecond=0)
    name = DistinguishedName(country="ID", organization="TEST Imigrasi", common_name="TEST CSCA")
    authority_key = FileSigningKey(new_elliptic_key(ec.SECP384R1(), os.urandom))
    years = timedelta(days=366)
    csca = self_signed_csca(
        _STATE,
        name,
        authority_key,
        serial=serial_number(os.urandom(16)),
        valid=Period(now, now + 14 * years),
        usage=Period(now, now + 3 * years),
    )
    key = FileSigningKey(new_elliptic_key(ec.SECP256R1(), os.urandom))
    certificate = document_signer_certificate(
        Authority(csca, authority_key),
        key.public_key,
        state=_STATE,
        name=DistinguishedName(country="ID", organization="TEST Imigrasi", common_name="TEST DS"),
        serial=serial_number(os.urandom(16)),
        valid=Period(now, now + 10 * years),
        usage=Period(now, now + timedelta(days=90)),
        document_types=("P",),
    )
    return key, certificate


def _files() -> dict[int, bytes]:
    return {number: write_tlv(tag, os.urandom(size)) for number, (tag, size) in _FILES.items()}
