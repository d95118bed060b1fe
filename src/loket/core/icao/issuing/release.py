"""Verifying a finished document again, as a border would, before it is released to the encoder.

Whatever signs may be broken, or sign with another key than its certificate says: nothing leaves unverified.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.anchors import Anchors
from loket.core.icao.inspection.card_security import read_card_security
from loket.core.icao.inspection.document import inspect_document
from loket.core.icao.inspection.files import LdsFiles
from loket.core.icao.inspection.report import Outcome
from loket.core.icao.inspection.security_object import read_security_object
from loket.core.icao.issuing.contents import data_groups
from loket.core.icao.lds.files import ElementaryFile

CARD_SECURITY: Final = "card_security"
_MUST: Final = (
    "sod_structure",
    "sod_signature",
    "signer_certificate",
    "signer_chain",
    "signer_validity",
    "signer_key_usage_period",
    "revocation",
    "issuer_country",
    "document_type",
)


def what_keeps_back(
    files: Mapping[ElementaryFile, bytes], anchors: Anchors, now: datetime, *, challenge: bytes
) -> tuple[str, ...]:
    """Return the names of all checks that are not successful; none: the document may be written to a chip.

    `anchors` are the country's own authorities and revocation lists; `challenge` 8 random bytes. What only a
    chip can answer is left to the quality test.
    """
    lds = LdsFiles(
        security_object=files.get(ElementaryFile.SOD),
        data_groups=data_groups(files),
        common=files.get(ElementaryFile.COM),
    )
    report = inspect_document(lds, anchors, now, challenge=challenge)
    hashes = tuple(f"hash_dg{number}" for number in lds.data_groups)
    wrong = [
        name
        for name in (*_MUST, *hashes)
        if name not in report or report[name].outcome is not Outcome.SUCCESSFUL
    ]
    if report.overall is not Outcome.SUCCESSFUL and not wrong:
        wrong.append("overall")
    return (*wrong, *(() if _card_security_holds(files) else (CARD_SECURITY,)))


def _card_security_holds(files: Mapping[ElementaryFile, bytes]) -> bool:
    """Whether the document's own signer signed EF.CardSecurity too, where there is one."""
    stored = files.get(ElementaryFile.CARD_SECURITY)
    if stored is None:
        return True
    try:
        signed = read_card_security(stored)
        certificates = read_security_object(files.get(ElementaryFile.SOD, b"")).certificates
    except IcaoError:
        return False
    return any(signed.is_signed_by(one) for one in certificates)
