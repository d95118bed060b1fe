"""What is read from the visible digital seal on a printed page."""

from loket.core.domain.quality.observations import SealObservation
from loket.core.icao.error import IcaoError
from loket.core.icao.seal.header import MAGIC
from loket.core.icao.seal.message import parse_seal
from loket.core.icao.seal.signature import is_signed_by, names_signer
from loket.core.icao.seal.use_cases import (
    EMERGENCY_TRAVEL_DOCUMENT,
    ZONE,
    check_features,
    read_features,
    use_case_of,
)
from loket.node.operations.node import Node
from loket.node.papers.codes import read_codes


def observe_seal(node: Node, page: bytes) -> SealObservation:
    """Read the seal of an emergency travel document on a page (PDF, PNG or JPEG); PaperError for other files.

    Of several codes the first that begins as a seal does counts. It is verified with the office's own signer:
    the page was printed here and now.
    """
    found = [code.data for code in read_codes(page) if code.data[:1] == bytes([MAGIC])]
    if not found:
        return SealObservation(found=False)
    try:
        seal = parse_seal(found[0])
        if use_case_of(seal.header) is not EMERGENCY_TRAVEL_DOCUMENT:
            return SealObservation(found=True)
        check_features(EMERGENCY_TRAVEL_DOCUMENT, seal.features)
        features = read_features(EMERGENCY_TRAVEL_DOCUMENT, seal.features)
    except IcaoError:
        return SealObservation(found=True)
    upper, lower = next(str(one.value) for one in features if one.name == ZONE).split("\n")
    signer = node.seals
    own = signer is not None and names_signer(seal.header, signer.certificate)
    return SealObservation(
        found=True,
        readable=True,
        signed=own and signer is not None and is_signed_by(seal, signer.public_key),
        zone=(upper, lower),
        issued=seal.header.issued,
    )
