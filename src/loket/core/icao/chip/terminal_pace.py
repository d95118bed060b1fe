"""PACE at the terminal: choosing among a chip's offers, and the four steps (9303-11 §4.4)."""

import hmac
from collections import Counter
from dataclasses import dataclass

from loket.core.icao.chip import pace
from loket.core.icao.chip.apdu import CLA_CHAINING, MAX_SHORT_NE, Command, Ins
from loket.core.icao.chip.card_channel import CardChannel
from loket.core.icao.chip.ciphers import SessionKeys
from loket.core.icao.chip.curves import Curve, EphemeralKey, RandomBytes
from loket.core.icao.chip.error import ChipError
from loket.core.icao.chip.pace import ChipAuthenticationData, PaceProtocol
from loket.core.icao.chip.passwords import Password
from loket.core.icao.lds import der
from loket.core.icao.lds import security_infos as infos
from loket.core.icao.lds.tlv import read_all, read_only, read_tlv, write_template, write_tlv

_CLAUSE = "9303-11 4.4"
_FIELD = "PACE"


@dataclass(frozen=True, slots=True)
class PaceTerms:
    """One way in which a chip offers PACE; `ambiguous`: this protocol is offered on other curves too."""

    protocol: PaceProtocol
    curve: Curve
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class PaceOpened:
    """The chip was opened by PACE.

    `chip_data` came with chip-authentication mapping: with the public key in EF.CardSecurity, once that is
    verified, it proves the chip.
    """

    terms: PaceTerms
    mapping_public: bytes
    chip_data: ChipAuthenticationData | None

    def proves(self, static_public: bytes) -> bool:
        """Whether the chip holds the private key of this point of the same curve; False without data."""
        if self.chip_data is None:
            return False
        return self.chip_data.proves(
            self.terms.curve, static_public=static_public, mapping_public=self.mapping_public
        )


def pace_offers(card_access: bytes) -> tuple[PaceTerms, ...]:
    """Return the offers in EF.CardAccess that are supported here, best first; raises IcaoError.

    Best is what proves the chip too, then the longest key of the session.
    """
    offers = []
    for info in infos.read_security_infos(card_access):
        if isinstance(info, infos.PaceInfo) and info.version == 2 and info.parameter_id is not None:
            try:
                protocol = PaceProtocol.of_identifier(info.protocol)
                offers.append((protocol, Curve.of_parameters(info.parameter_id)))
            except ChipError:
                continue
    often = Counter(protocol for protocol, _ in offers)
    found = [PaceTerms(protocol, curve, often[protocol] > 1) for protocol, curve in offers]
    return tuple(
        sorted(found, key=lambda one: (one.protocol.authenticates_chip, one.protocol.value[1]), reverse=True)
    )


def open_with_pace(
    card: CardChannel, password: Password, terms: PaceTerms, random_bytes: RandomBytes
) -> tuple[PaceOpened, SessionKeys]:
    """Do PACE; ChipRefusalError (6300) for a wrong password, ChipError when the chip does not know it."""
    protocol, curve, suite = terms.protocol, terms.curve, terms.protocol.suite
    identifier = read_tlv(der.write_oid(protocol.identifier))[0].value
    asked = [write_tlv(0x80, identifier), write_tlv(0x83, bytes((password.kind,)))]
    if terms.ambiguous:
        asked.append(write_tlv(0x84, bytes((curve.value,))))
    card.require(Command(0x00, Ins.MANAGE_SECURITY_ENVIRONMENT, 0xC1, 0xA4, b"".join(asked)), _FIELD, _CLAUSE)
    nonce = pace.decrypt_nonce(suite, password, _step(card, b"", 0x80))
    mapping = EphemeralKey.draw(curve, curve.generator, random_bytes)
    mapping_public = _step(card, write_tlv(0x81, mapping.public), 0x82)
    generator = pace.map_generator(curve, nonce, mapping, mapping_public)
    own = EphemeralKey.draw(curve, generator, random_bytes)
    other_public = _step(card, write_tlv(0x83, own.public), 0x84)
    keys = pace.session_keys(suite, curve, own, other_public)
    token = pace.authentication_token(protocol, keys, other_public)
    answer = _send(card, write_tlv(0x85, token), last=True)
    expected = pace.authentication_token(protocol, keys, own.public)
    if not hmac.compare_digest(answer.get(0x86, b""), expected):
        raise ChipError(_FIELD, _CLAUSE, "the chip does not know the password")
    data = None
    if protocol.authenticates_chip:
        if 0x8A not in answer:
            raise ChipError(_FIELD, _CLAUSE, "the chip authentication data are missing")
        data = ChipAuthenticationData.decrypt(keys, answer[0x8A])
    return PaceOpened(terms, mapping_public, data), keys


def _step(card: CardChannel, data: bytes, wanted: int) -> bytes:
    answer = _send(card, data, last=False)
    if answer.keys() != {wanted}:
        raise ChipError(_FIELD, _CLAUSE, "the chip answers another step")
    return answer[wanted]


def _send(card: CardChannel, data: bytes, *, last: bool) -> dict[int, bytes]:
    cla = 0x00 if last else CLA_CHAINING
    command = Command(cla, Ins.GENERAL_AUTHENTICATE, 0, 0, write_template(0x7C, (data,)), MAX_SHORT_NE)
    answer = card.require(command, _FIELD, _CLAUSE)
    elements = read_all(read_only(answer, 0x7C, field=_FIELD), most=4)
    return {element.tag: element.value for element in elements}
