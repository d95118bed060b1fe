"""The seals that an office makes: of its papers, and of the emergency travel documents that it issues."""

from collections.abc import Callable
from datetime import date

from loket.core.domain.events import PageRecord
from loket.core.icao.seal.codings import Value
from loket.core.icao.seal.header import SealHeader
from loket.core.icao.seal.rules import UseCase
from loket.core.icao.seal.signature import SealSigner, make_seal
from loket.core.icao.seal.use_cases import EMERGENCY_TRAVEL_DOCUMENT, OFFICE_PAPER, ZONE, make_features
from loket.node.keys.error import KeysError
from loket.node.operations.node import Node


def paper_seal(
    node: Node,
    *,
    kind: str,
    number: str,
    day: date,
    application_number: str = "",
    until: date | None = None,
    **facts: Value,
) -> Callable[[bytes], bytes] | None:
    """Return what makes a paper's seal out of the digest of its content; None if the office has no signer.

    `kind` and `number` name the paper, `day` is the office's day that it is of; `facts` are further features
    of the use case (`amount_rupiah`, `billing_code`, `tender`). The same paper has the same seal any time.
    """
    signer = node.seals
    if signer is None:
        return None
    features: dict[str, Value] = {"kind": kind, "number": number, "office": node.name, **facts}
    if application_number:
        features["application_number"] = application_number
    if until is not None:
        features["until"] = until
    header = _header(signer, day)

    def seal(digest: bytes) -> bytes:
        made = make_features(OFFICE_PAPER, {**features, "content_digest": digest})
        return make_seal(header, made, signer).encoded

    return seal


def document_seal(node: Node, record: PageRecord) -> bytes:
    """Return the seal of an emergency travel document: its machine readable zone, signed.

    Raises KeysError if the office has no seal signer.
    """
    signer = node.seals
    if signer is None:
        message = "there is no seal signer"
        raise KeysError(message)
    zone = f"{record.mrz_upper}\n{record.mrz_lower}"
    features = make_features(EMERGENCY_TRAVEL_DOCUMENT, {ZONE: zone})
    return make_seal(_header(signer, record.issued_on, EMERGENCY_TRAVEL_DOCUMENT), features, signer).encoded


def _header(signer: SealSigner, day: date, case: UseCase = OFFICE_PAPER) -> SealHeader:
    name = signer.certificate
    return SealHeader(
        issuing_country=name.issuing_country,
        signer=name.signer,
        certificate_reference=name.reference,
        issued=day,
        # A paper of before this signer's first day is made again, and sealed, with the signer of now.
        signed=max(day, signer.first_day),
        feature_reference=case.feature_reference,
        category=case.category,
    )
