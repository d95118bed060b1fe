"""Electronic passports, each a whole virtual chip, with one thing wrong or none.

Everything but the one deviation is as the office does it: keys, files, signatures, anchors and revocation
lists of a TEST country, written to a chip and locked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from asn1crypto import algos, core, x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from builders.chips import TEST_PERSONALISATION_KEY, chance
from builders.pki import STATE, YEAR, Key, a_csca, a_document_signer, a_name
from loket.core.icao.chip.curves import Curve
from loket.core.icao.chip.keys import ChipKey
from loket.core.icao.chip.memory import ChipMemory
from loket.core.icao.chip.personalisation import Personaliser
from loket.core.icao.chip.virtual.chip import VirtualChip
from loket.core.icao.issuing.contents import (
    CHIP_AUTHENTICATION,
    PACE_PROTOCOLS,
    ChipKeys,
    PassportDetails,
    chip_content,
    data_groups,
    signed_files,
    unsigned_files,
)
from loket.core.icao.lds import security_infos as infos
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.security_object import LDS_SECURITY_OBJECT, SecurityObjectWriter
from loket.core.icao.lds.tlv import write_tlv
from loket.core.icao.pki.certificates import Authority, State, link_certificate
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.revocation import Revocation, revocation_list

Files = dict[ElementaryFile, bytes]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Keys:
    """Keys of a country and of chips, made once for many specimens."""

    authority: Key
    another_authority: Key
    signer: Key
    chip: ChipKeys
    clone: ChipKey

    @classmethod
    def make(cls):
        return cls(
            authority=Key.on(ec.SECP384R1),
            another_authority=Key.on(ec.SECP384R1),
            signer=Key.on(),
            chip=ChipKeys.draw(chance("TEST specimens")),
            clone=ChipKey.draw(Curve.NIST_P256, chance("TEST clone")),
        )


@dataclass(frozen=True)
class Signer:
    """Who signs: certificate and key, when it signed, and what the inspecting office is given to trust."""

    certificate: bytes
    key: Key
    at: datetime
    authorities: tuple[bytes, ...]
    lists: tuple[bytes, ...]


@dataclass(frozen=True)
class Specimen:
    """A locked chip, and what the office that tests it trusts."""

    memory: ChipMemory
    authorities: tuple[bytes, ...]
    lists: tuple[bytes, ...]


def a_signer(keys: Keys, now: datetime, *, state=STATE, country="ID", **changes) -> Signer:
    """As an office has it: in use for five days, its authority for a year, lists of yesterday."""
    csca = a_csca(keys.authority, start=now - YEAR, state=state, name=a_name(country=country))
    values = {"start": now - 5 * DAY, "state": state, "name": a_name("TEST DS polman", country)}
    certificate, key = a_document_signer(csca, keys.signer, **(values | changes))
    return Signer(certificate, key, now - timedelta(hours=1), (csca.certificate,), (a_list(csca, now),))


def a_list(csca: Authority, now: datetime, *, revoked=(), days=(-1, 2)) -> bytes:
    period = Period(*(now + day * DAY for day in days))
    return revocation_list(csca, number=1, period=period, revoked=revoked)


def issued(
    details: PassportDetails,
    keys: Keys,
    signer: Signer,
    *,
    before: Callable[[Files], Files] = dict,
    sign: Callable[[Files, SecurityObjectWriter], bytes] | None = None,
    after: Callable[[Files], Files] = dict,
    chip: ChipKeys | None = None,
) -> Specimen:
    """Put together, sign, write, lock; `before` and `after` change files before and after the signature.

    `sign` writes another security object than the office's; `chip` are other keys in the chip than signed.
    """
    files = before(unsigned_files(details, keys.chip))
    writer = SecurityObjectWriter(signer.certificate, signer.key.algorithm)
    whole = signed_files(files, keys.chip, writer, at=signer.at, sign=signer.key.sign)
    if sign is not None:
        whole[ElementaryFile.SOD] = sign(files, writer)
    memory = _written(after(whole), details, chip or keys.chip)
    return Specimen(memory, signer.authorities, signer.lists)


def _written(files: Files, details: PassportDetails, keys: ChipKeys) -> ChipMemory:
    random_bytes = chance("TEST specimen's chip")
    blank = VirtualChip(ChipMemory.blank(TEST_PERSONALISATION_KEY, random_bytes), random_bytes)
    personaliser = Personaliser(blank.transmit, random_bytes)
    personaliser.begin(TEST_PERSONALISATION_KEY)
    personaliser.write(chip_content(files, details.zone, keys))
    personaliser.lock()
    return blank.memory


# ------------------------------------------------------------------------------- one thing wrong


def right(details, keys, now) -> Specimen:
    return issued(details, keys, a_signer(keys, now))


def one_digit_of_the_zone(details, keys, now) -> Specimen:
    def changed(files: Files) -> Files:
        zone = bytearray(files[ElementaryFile.DG1])
        place = len(zone) - 44 + 3  # a digit of the document number, in the lower line
        zone[place] = ord("0") + (zone[place] - ord("0") + 1) % 10
        return files | {ElementaryFile.DG1: bytes(zone)}

    return issued(details, keys, a_signer(keys, now), before=changed)


def swapped_portrait(details, keys, now, *, portrait: bytes) -> Specimen:
    return issued(replace(details, portrait=portrait), keys, a_signer(keys, now))


def altered_hash(details, keys, now) -> Specimen:
    signer = a_signer(keys, now)

    def signed(files: Files, writer: SecurityObjectWriter) -> bytes:
        groups = data_groups(files)
        other = groups[12][:-1] + bytes((groups[12][-1] ^ 1,))
        return writer.write_sod(groups | {12: other}, at=signer.at, sign=signer.key.sign)

    return issued(details, keys, signer, sign=signed)


def another_country(details, keys, now) -> Specimen:
    state = State(code="MYS", mail=STATE.mail, crl_addresses=STATE.crl_addresses)
    return issued(details, keys, a_signer(keys, now, state=state, country="MY"))


def expired_signer(details, keys, now) -> Specimen:
    signer = a_signer(keys, now, start=now - 100 * DAY, usage=60 * DAY, valid=99 * DAY)
    return issued(details, keys, replace(signer, at=now - 50 * DAY))


def revoked_signer(details, keys, now) -> Specimen:
    signer = a_signer(keys, now, serial=0x7E57)
    csca = Authority(signer.authorities[0], keys.authority)
    dead = [Revocation(0x7E57, now - 2 * DAY)]
    return issued(details, keys, replace(signer, lists=(a_list(csca, now, revoked=dead),)))


def outside_key_usage(details, keys, now) -> Specimen:
    return issued(details, keys, a_signer(keys, now, start=now - 100 * DAY, usage=60 * DAY))


def foreign_authority(details, keys, now) -> Specimen:
    """Signed by a key under the same name that this office was not given."""
    own = a_signer(keys, now)
    stranger = replace(keys, authority=keys.another_authority)
    signer = a_signer(stranger, now)
    return issued(details, keys, replace(signer, authorities=own.authorities, lists=own.lists))


def unlisted_type(details, keys, now) -> Specimen:
    return issued(details, keys, a_signer(keys, now, types=("PD", "PO")))


def sha_1(details, keys, now) -> Specimen:
    signer = a_signer(keys, now)

    def signed(files: Files, writer: SecurityObjectWriter) -> bytes:
        content = _lds_security_object_with_sha_1(data_groups(files))
        whole = writer.write_signed_data(LDS_SECURITY_OBJECT, content, at=signer.at, sign=signer.key.sign)
        return write_tlv(0x77, whole)

    return issued(details, keys, signer, sign=signed)


def altered_generator(details, keys, now) -> Specimen:
    """The certificate's curve has another generator: the public key itself, whose private key then is 1."""
    signer = a_signer(keys, now)
    certificate = x509.Certificate.load(signer.certificate)
    tbs = certificate["tbs_certificate"].dump()
    point = keys.signer.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    generator = ec.derive_private_key(1, ec.SECP256R1()).public_key()
    encoded = generator.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    assert tbs.count(encoded) == 1
    altered = tbs.replace(encoded, point)
    forged = core.SequenceOf(spec=core.Any)
    parts = altered + certificate["signature_algorithm"].dump()
    parts += core.BitString(_bits(keys.authority.sign(altered))).dump()
    forged = core.Sequence(contents=parts)
    return issued(details, keys, replace(signer, certificate=forged.dump()))


def _bits(data: bytes) -> tuple[int, ...]:
    return tuple(byte >> place & 1 for byte in data for place in range(7, -1, -1))


def clone_key_in_dg14(details, keys, now) -> Specimen:
    """A copy: its chip answers with a key of its own, and data group 14 names that key."""
    generic = [infos.PaceInfo(PACE_PROTOCOLS[1], 2, Curve.NIST_P256.value)]

    def without_mapping(files: Files) -> Files:
        listed = infos.read_dg14(files[ElementaryFile.DG14])
        kept = [one for one in listed if one.protocol != PACE_PROTOCOLS[0]]
        return files | {
            ElementaryFile.CARD_ACCESS: infos.write_security_infos(generic),
            ElementaryFile.DG14: infos.write_dg14(kept),
        }

    def copied(files: Files) -> Files:
        listed = infos.read_dg14(files[ElementaryFile.DG14])
        kept = [one for one in listed if not isinstance(one, infos.ChipAuthenticationPublicKeyInfo)]
        public = keys.clone.public().loaded().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        own = infos.ChipAuthenticationPublicKeyInfo(infos.ID_PK_ECDH, public)
        assert CHIP_AUTHENTICATION in {one.protocol for one in kept}
        rest = {file: data for file, data in files.items() if file is not ElementaryFile.CARD_SECURITY}
        return rest | {ElementaryFile.DG14: infos.write_dg14([*kept, own])}

    chip = ChipKeys(keys.clone, keys.chip.active_authentication)
    return issued(details, keys, a_signer(keys, now), before=without_mapping, after=copied, chip=chip)


def link_as_intermediate(details, keys, now) -> Specimen:
    """The signer hangs on what the anchor signed for another authority, which is no link any more."""
    own = a_signer(keys, now)
    anchor = Authority(own.authorities[0], keys.authority)
    other = a_csca(keys.another_authority, start=now - 30 * DAY, name=a_name("TEST Sub CA"))
    link = link_certificate(anchor, other.certificate, state=STATE, serial=0x11, at=now - 30 * DAY)
    intermediate = _without_name_change(link, keys.authority)
    certificate, key = a_document_signer(other, keys.signer, start=now - 5 * DAY)
    authorities = (anchor.certificate, intermediate)
    return issued(details, keys, replace(own, certificate=certificate, key=key, authorities=authorities))


def _without_name_change(link: bytes, signer: Key) -> bytes:
    """The same certificate without the mark that makes it a link to a new name, signed again."""
    certificate = x509.Certificate.load(link)
    tbs = certificate["tbs_certificate"]
    kept = [one for one in tbs["extensions"] if one["extn_id"].dotted != "2.23.136.1.1.6.1"]
    assert len(kept) == len(tbs["extensions"]) - 1
    tbs["extensions"] = x509.Extensions(kept)
    body = tbs.dump(force=True)
    parts = body + certificate["signature_algorithm"].dump() + core.BitString(_bits(signer.sign(body))).dump()
    return core.Sequence(contents=parts).dump()


def stale_list(details, keys, now) -> Specimen:
    signer = a_signer(keys, now)
    csca = Authority(signer.authorities[0], keys.authority)
    return issued(details, keys, replace(signer, lists=(a_list(csca, now, days=(-10, -2)),)))


class _Hash(core.Sequence):
    _fields = [("number", core.Integer), ("value", core.OctetString)]  # noqa: RUF012


class _Hashes(core.SequenceOf):
    _child_spec = _Hash


class _Versions(core.Sequence):
    _fields = [("lds", core.PrintableString), ("unicode", core.PrintableString)]  # noqa: RUF012


class _LdsSecurityObject(core.Sequence):
    _fields = [  # noqa: RUF012
        ("version", core.Integer),
        ("algorithm", algos.DigestAlgorithm),
        ("hashes", _Hashes),
        ("versions", _Versions),
    ]


def _lds_security_object_with_sha_1(groups: Mapping[int, bytes]) -> bytes:
    """Doc 9303-10 §4.6.2.3 by another implementation, which signs what ours does not write."""
    import hashlib

    hashes = [
        {"number": number, "value": hashlib.sha1(data, usedforsecurity=False).digest()}
        for number, data in groups.items()
    ]
    return _LdsSecurityObject(
        {
            "version": 1,
            "algorithm": {"algorithm": "sha1"},
            "hashes": hashes,
            "versions": {"lds": "0108", "unicode": "040000"},
        }
    ).dump()
