"""The files of an electronic passport before and after they are signed (Doc 9303-10 §4, Doc 9303-11 §9.2).

Everything that is said on the chip stands on the data page too, or in the record that it was printed from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from loket.core.icao.check_digit import FILLER
from loket.core.icao.chip.active_authentication import ECDSA_PLAIN_SHA256
from loket.core.icao.chip.curves import Curve, RandomBytes
from loket.core.icao.chip.keys import ChipKey
from loket.core.icao.chip.passwords import password_of
from loket.core.icao.chip.personalisation import ChipContent, atr_info
from loket.core.icao.lds import security_infos as infos
from loket.core.icao.lds.common import common_data, write_com, write_dir
from loket.core.icao.lds.details import DocumentDetails, PersonalDetails, write_dg11, write_dg12
from loket.core.icao.lds.face_blocks import face_block
from loket.core.icao.lds.face_group import write_dg2
from loket.core.icao.lds.face_records import FaceRecord, Gender, SourceType, face_image
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.groups import write_dg15
from loket.core.icao.lds.security_object import SecurityObjectWriter, Sign
from loket.core.icao.lds.zone_group import write_dg1
from loket.core.icao.mrz import Sex, Td3
from loket.core.icao.pki.signatures import public_key_info

CURVE: Final = Curve.NIST_P256
"""Of PACE and of both keys: chip-authentication mapping asks that they share one (9303-11 §4.4.3.5)."""
PACE_PROTOCOLS: Final = (
    f"{infos.ID_PACE_ECDH_CAM}.{infos.AES_128}",
    f"{infos.ID_PACE_ECDH_GM}.{infos.AES_128}",
)
CHIP_AUTHENTICATION: Final = f"{infos.ID_CA_ECDH}.{infos.AES_128}"
LDS_VERSION: Final = "0108"
_GENDERS: Final = {Sex.MALE: Gender.MALE, Sex.FEMALE: Gender.FEMALE}


class FaceEncoding(StrEnum):
    """How data group 2 holds the portrait (9303-10 §4.5.6): until 2030 an issuer chooses."""

    ISO_19794_5 = "19794-5"
    ISO_39794_5 = "39794-5"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportDetails:
    """What the chip says of holder and document.

    `zone`: as printed. Names in full, as the record has them; `secondary_identifier` may be empty.
    `portrait`: JPEG 2000 or JPEG. No population number stands on the chip.
    """

    zone: Td3
    primary_identifier: str
    secondary_identifier: str
    birth_date: date
    birth_place: str
    authority: str
    issued_on: date
    portrait: bytes


@dataclass(frozen=True, slots=True, repr=False)
class ChipKeys:
    """The two private keys of one chip: made for it, written to it, and kept nowhere else."""

    chip_authentication: ChipKey
    active_authentication: ChipKey

    @classmethod
    def draw(cls, random_bytes: RandomBytes) -> "ChipKeys":
        """Make the keys of a chip."""
        return cls(ChipKey.draw(CURVE, random_bytes), ChipKey.draw(CURVE, random_bytes))


def unsigned_files(
    details: PassportDetails, keys: ChipKeys, *, face: FaceEncoding = FaceEncoding.ISO_19794_5
) -> dict[ElementaryFile, bytes]:
    """Return every file but the two that are signed; raises IcaoError for a portrait that is none."""
    files = {
        ElementaryFile.ATR_INFO: atr_info(),
        ElementaryFile.DIR: write_dir(),
        ElementaryFile.CARD_ACCESS: infos.write_security_infos(_access_infos()),
        ElementaryFile.DG1: write_dg1(details.zone),
        ElementaryFile.DG2: _face_group(details, face),
        ElementaryFile.DG11: write_dg11(personal_details(details)),
        ElementaryFile.DG12: write_dg12(document_details(details)),
        ElementaryFile.DG14: infos.write_dg14([*_access_infos(), *_key_infos(keys)]),
        ElementaryFile.DG15: write_dg15(_public(keys.active_authentication)),
    }
    listed = common_data(tuple(data_groups(files)), lds_version=LDS_VERSION)
    return {**files, ElementaryFile.COM: write_com(listed)}


def data_groups(files: Mapping[ElementaryFile, bytes]) -> dict[int, bytes]:
    """Return the data groups among files, by number, in ascending order."""
    found = {file.data_group: data for file, data in files.items() if file.data_group is not None}
    return dict(sorted(found.items()))


def card_security_infos(keys: ChipKeys) -> bytes:
    """Return what EF.CardSecurity signs: the key that chip-authentication mapping proves (9303-11 §9.2.8)."""
    listed = [*_access_infos(), *_key_infos(keys)]
    # Active authentication belongs to the application, not to the master file.
    return infos.write_security_infos([one for one in listed if one.protocol != infos.ID_AA])


def signed_files(
    files: Mapping[ElementaryFile, bytes],
    keys: ChipKeys,
    writer: SecurityObjectWriter,
    *,
    at: datetime,
    sign: Sign,
) -> dict[ElementaryFile, bytes]:
    """Return the files with EF.SOD and EF.CardSecurity; `sign` is called twice, for this one chip."""
    return {
        **files,
        ElementaryFile.SOD: writer.write_sod(data_groups(files), at=at, sign=sign),
        ElementaryFile.CARD_SECURITY: writer.write_card_security(card_security_infos(keys), at=at, sign=sign),
    }


def chip_content(files: Mapping[ElementaryFile, bytes], zone: Td3, keys: ChipKeys) -> ChipContent:
    """Return everything that the encoder writes; what opens the chip is the printed zone."""
    return ChipContent(
        files=files,
        password=password_of(zone),
        chip_authentication_key=keys.chip_authentication,
        active_authentication_key=keys.active_authentication,
    )


def personal_details(details: PassportDetails) -> PersonalDetails:
    """Return data group 11: the full name, primary before secondary, and birth (9303-10 §4.7.11)."""
    names = (details.primary_identifier, details.secondary_identifier)
    return PersonalDetails(
        full_name=(2 * FILLER).join(FILLER.join(name.upper().split()) for name in names if name.strip()),
        birth_date=f"{details.birth_date:%Y%m%d}",
        birth_place=details.birth_place.upper(),
    )


def document_details(details: PassportDetails) -> DocumentDetails:
    """Return data group 12: who issued the passport, and when (9303-10 §4.7.12)."""
    return DocumentDetails(
        issuing_authority=details.authority.upper(), issue_date=f"{details.issued_on:%Y%m%d}"
    )


def _face_group(details: PassportDetails, encoding: FaceEncoding) -> bytes:
    if encoding is FaceEncoding.ISO_39794_5:
        return write_dg2(face_block(details.portrait))
    gender = _GENDERS.get(details.zone.sex, Gender.UNSPECIFIED)
    image = face_image(details.portrait, gender=gender, source=SourceType.DIGITAL_CAMERA)
    return write_dg2(FaceRecord((image,)))


def _access_infos() -> list[infos.SecurityInfo]:
    return [infos.PaceInfo(protocol, 2, CURVE.value) for protocol in PACE_PROTOCOLS]


def _key_infos(keys: ChipKeys) -> list[infos.SecurityInfo]:
    return [
        infos.ChipAuthenticationInfo(CHIP_AUTHENTICATION),
        infos.ChipAuthenticationPublicKeyInfo(infos.ID_PK_ECDH, _public(keys.chip_authentication)),
        infos.ActiveAuthenticationInfo(ECDSA_PLAIN_SHA256),
    ]


def _public(key: ChipKey) -> bytes:
    # With all parameters of the curve, as certificates have them (9303-12 §4.1.6.3).
    return public_key_info(key.public().loaded())
