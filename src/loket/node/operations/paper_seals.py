"""The seals of an office's papers: which paper, of which day, and a digest of what it says."""

from collections.abc import Callable
from datetime import date

from loket.core.icao.seal.codings import Value
from loket.core.icao.seal.header import SealHeader
from loket.core.icao.seal.signature import SealSigner, make_seal
from loket.core.icao.seal.use_cases import OFFICE_PAPER, make_features
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


def _header(signer: SealSigner, day: date) -> SealHeader:
    name = signer.certificate
    return SealHeader(
        issuing_country=name.issuing_country,
        signer=name.signer,
        certificate_reference=name.reference,
        issued=day,
        # A paper of before this signer's first day is made again, and sealed, with the signer of now.
        signed=max(day, signer.first_day),
        feature_reference=OFFICE_PAPER.feature_reference,
        category=OFFICE_PAPER.category,
    )
