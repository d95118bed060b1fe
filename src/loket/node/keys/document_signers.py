"""The document signers that an office holds, with the certificates and revocation lists that go with them.

csca/NAME.der     certificates of the country signing authority, links too
crls/NAME.crl     revocation lists, most of them signed ahead
signers/NAME.der  certificate of a signer
signers/NAME.toml its terms: quota, and where the key is if not in NAME.pem
signers/NAME.pem  its key

Layout and terms: docs/formats/pki.md. Everything is verified when it is loaded.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.algorithms import SignatureAlgorithm
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.issuance import (
    Autonomy,
    NotPermitted,
    SignerTerms,
    autonomy_days,
    signer_to_use,
)
from loket.core.icao.pki.lint import refuse_deviations
from loket.core.icao.pki.lint_extensions import Kind
from loket.core.icao.pki.revocation import RevocationList
from loket.core.icao.pki.signatures import SigningKey, read_public_key
from loket.node.keys.error import KeysError
from loket.node.keys.key_files import read_public, read_secret
from loket.node.keys.signing_keys import FileSigningKey
from loket.node.keys.token_keys import TokenPlace, TokenSigningKey

AUTHORITIES: Final = "csca"
LISTS: Final = "crls"
SIGNERS: Final = "signers"
_MOST_QUOTA: Final = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSigner:
    """One signer: certificate (DER), terms and key. Whether it may sign is for `issuance.may_sign`."""

    certificate: bytes
    terms: SignerTerms
    key: SigningKey = field(repr=False)

    @property
    def name(self) -> str:
        """The subject key identifier of its certificate, hex: its name in the log."""
        return self.terms.name

    @property
    def algorithm(self) -> SignatureAlgorithm:
        """How it signs."""
        return self.key.algorithm

    def sign(self, data: bytes) -> bytes:
        """Return the signature of the data (DER of r and s, or PSS); the caller has counted it."""
        return self.key.sign(data)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSigners:
    """All that a folder holds: signers, certificates of authorities (DER), revocation lists."""

    signers: tuple[DocumentSigner, ...]
    authorities: tuple[bytes, ...]
    lists: tuple[RevocationList, ...]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read and verify a folder; KeysError with what is wrong with which file.

        Certificates of signers keep to the profile, an authority of the folder signed them and the lists, and
        each key is the one that its certificate names.
        """
        authorities = tuple(read_public(path) for path in sorted((folder / AUTHORITIES).glob("*.der")))
        views = _views(authorities)
        signers = tuple(_signer(path, views) for path in sorted((folder / SIGNERS).glob("*.der")))
        lists = tuple(_list(path, views) for path in sorted((folder / LISTS).glob("*.crl")))
        return cls(signers=signers, authorities=authorities, lists=lists)

    def named(self, name: str) -> DocumentSigner | None:
        """Return the signer with this name."""
        return next((one for one in self.signers if one.name == name), None)

    def to_use(
        self, *, now: datetime, used: Mapping[str, int], document_code: str
    ) -> DocumentSigner | NotPermitted:
        """Return the signer that signs now, or all reasons why none does; `used`: signatures by name."""
        chosen = signer_to_use(
            self._terms(), now=now, used=used, document_code=document_code, lists=self.lists
        )
        if isinstance(chosen, NotPermitted):
            return chosen
        return next(one for one in self.signers if one.terms is chosen)

    def autonomy(self, *, now: datetime, used: Mapping[str, int], rate_per_day: float) -> Autonomy:
        """Return how long the office can sign alone at this many signatures a day."""
        return autonomy_days(self._terms(), now=now, used=used, rate_per_day=rate_per_day, lists=self.lists)

    def _terms(self) -> list[SignerTerms]:
        return [one.terms for one in self.signers]


def write_terms(quota: int, token: TokenPlace | None = None) -> str:
    """Return the text of a signer's terms (TOML): its quota, and the token that holds its key."""
    lines = [f"quota = {quota}"]
    if token is not None:
        lines += ["", "[token]", f"module = {_text(str(token.module))}"]
        lines += [f"token = {_text(token.token)}", f"label = {_text(token.label)}"]
        lines += ["# The PIN stands in a file of the same name that ends in .pin."]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    if "'" in value or not value.isprintable():
        message = "a token's module, name or label has an apostrophe or an unprintable character"
        raise KeysError(message)
    return f"'{value}'"


def _views(certificates: Iterable[bytes]) -> list[CertificateView]:
    try:
        return [CertificateView.read(one) for one in certificates]
    except IcaoError as error:
        message = f"a certificate in {AUTHORITIES}: {error}"
        raise KeysError(message) from error


def _signer(path: Path, authorities: Sequence[CertificateView]) -> DocumentSigner:
    certificate = read_public(path)
    try:
        view = CertificateView.read(certificate)
        refuse_deviations(certificate, Kind.DOCUMENT_SIGNER)
        certified = any(
            one.is_authority and one.subject == view.issuer and view.signed_by(one.public_key_info)
            for one in authorities
        )
    except IcaoError as error:
        message = f"{path.name}: {error}"
        raise KeysError(message) from error
    if not certified:
        message = f"{path.name} is signed by no authority in {AUTHORITIES}"
        raise KeysError(message)
    terms = _read_terms(path.with_suffix(".toml"))
    key = _key(path, terms)
    if read_public_key(view.public_key_info) != key.public_key:
        message = f"{path.name} certifies another key than the one beside it"
        raise KeysError(message)
    if view.usage is None or view.document_types is None:
        message = f"{path.name} says neither how long it signs nor what"
        raise KeysError(message)
    return DocumentSigner(
        certificate=certificate,
        terms=SignerTerms(
            name=view.key_identifier.hex(),
            serial=view.serial,
            usage=view.usage,
            quota=_quota(path, terms),
            document_types=view.document_types,
        ),
        key=key,
    )


def _read_terms(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_public(path).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        message = f"{path.name} is not TOML"
        raise KeysError(message) from None


def _quota(path: Path, terms: Mapping[str, Any]) -> int:
    quota = terms.get("quota")
    if not isinstance(quota, int) or isinstance(quota, bool) or not 0 < quota <= _MOST_QUOTA:
        message = f"{path.stem}.toml has no quota from 1 to {_MOST_QUOTA}"
        raise KeysError(message)
    return quota


def _key(path: Path, terms: Mapping[str, Any]) -> SigningKey:
    token = terms.get("token")
    if token is None:
        return FileSigningKey.load(path.with_suffix(".pem"))
    words = [token.get(word) for word in ("module", "token", "label")] if isinstance(token, dict) else []
    if len(words) != 3 or not all(isinstance(word, str) for word in words):
        message = f"{path.stem}.toml does not name module, token and label of its key"
        raise KeysError(message)
    module, name, label = map(str, words)
    pin = read_secret(path.with_suffix(".pin")).decode(errors="replace").strip()
    return TokenSigningKey.open(TokenPlace(module=Path(module), token=name, label=label), pin=pin)


def _list(path: Path, authorities: Sequence[CertificateView]) -> RevocationList:
    try:
        read = RevocationList.read(read_public(path))
        signed = any(one.is_authority and read.signed_by(one.public_key_info) for one in authorities)
    except IcaoError as error:
        message = f"{path.name}: {error}"
        raise KeysError(message) from error
    if not signed:
        message = f"{path.name} is signed by no authority in {AUTHORITIES}"
        raise KeysError(message)
    return read
