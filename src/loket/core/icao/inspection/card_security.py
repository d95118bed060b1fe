"""EF.CardSecurity: the chip's key for chip-authentication mapping, signed (Doc 9303-11 §9.2.8, RFC 5652)."""

from dataclasses import dataclass

from asn1crypto import cms

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.certificate import Certificate, read_certificate
from loket.core.icao.inspection.foreign_asn1 import foreign_asn1, whole
from loket.core.icao.inspection.security_object import Signer, read_signer
from loket.core.icao.lds.security_infos import SecurityInfo, read_security_infos

CARD_SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"
"""id-SecurityObject, the type of what is signed (BSI TR-03110-3 A.1.2.5)."""
_FIELD, _CLAUSE = "EF.CardSecurity", "9303-11 9.2.8"
_MOST_CERTIFICATES = 16


@dataclass(frozen=True, slots=True)
class CardSecurity:
    """What the file signs, by whom, and the certificates that it brings along."""

    content_type: str
    content: bytes
    infos: tuple[SecurityInfo, ...]
    signer: Signer
    certificates: tuple[Certificate, ...]

    def is_signed_by(self, certificate: Certificate) -> bool:
        """Whether this certificate's key made the signature, over this content as this type.

        Whether that signer is to be trusted is for passive authentication of the document that it signed.
        """
        is_card_security = self.content_type == CARD_SECURITY_OBJECT
        return is_card_security and self.signer.signed(CARD_SECURITY_OBJECT, self.content, certificate)


def read_card_security(data: bytes) -> CardSecurity:
    """Read the file, BER or DER; raises IcaoError."""
    stored, _following = whole(data, _FIELD, _CLAUSE)
    return _read(stored)


@foreign_asn1(_FIELD, _CLAUSE)
def _read(data: bytes) -> CardSecurity:
    info = cms.ContentInfo.load(data, strict=True)
    if info["content_type"].dotted != "1.2.840.113549.1.7.2":
        raise IcaoError(_FIELD, _CLAUSE, "no signed data")
    signed = info["content"]
    signers, stored = signed["signer_infos"], signed["certificates"]
    if len(signers) != 1 or len(stored) > _MOST_CERTIFICATES:
        raise IcaoError(_FIELD, _CLAUSE, "not signed by one, or with too many certificates")
    content = bytes(signed["encap_content_info"]["content"])
    return CardSecurity(
        content_type=signed["encap_content_info"]["content_type"].dotted,
        content=content,
        infos=read_security_infos(content),
        signer=read_signer(signers[0]),
        certificates=tuple(
            read_certificate(each.chosen.dump()) for each in stored if each.name == "certificate"
        ),
    )
