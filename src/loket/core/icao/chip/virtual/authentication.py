"""The chip shows that it is no copy: chip authentication, active authentication (9303-11 §6)."""

from loket.core.icao.chip import active_authentication
from loket.core.icao.chip.apdu import CLA_CHAINING, Command, Response, StatusWord
from loket.core.icao.chip.chip_authentication import ChipAuthenticationTerms, terms_of
from loket.core.icao.chip.ciphers import SessionKeys, Suite
from loket.core.icao.chip.secure_messaging import SecureChannel
from loket.core.icao.chip.virtual import access
from loket.core.icao.chip.virtual.session import Access, RefusalError, Session, done, require
from loket.core.icao.lds import der
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.security_infos import read_dg14
from loket.core.icao.lds.tlv import read_all, read_only, write_tlv

SET_PACE = 0xC1A4
SET_CHIP_AUTHENTICATION = 0x41A4
SET_KEY_AGREEMENT = 0x41A6
"""P1-P2 of MANAGE SECURITY ENVIRONMENT (9303-11 §4.4.4.1, §6.2.4)."""
_TERMINAL_AUTHENTICATION = frozenset({0x81A4, 0x81B6, 0xC1B6})

AGREEMENT_KEY = 0x91
CHIP_AUTHENTICATION_KEY = 0x80
"""The terminal's ephemeral key in MSE:SET KAT, and in GENERAL AUTHENTICATE."""


def manage_security_environment(session: Session, command: Command) -> Response:
    """MSE: PACE, or chip authentication in either of its forms; terminal authentication is not supported."""
    purpose = command.p1 << 8 | command.p2
    if purpose == SET_PACE:
        session.pace = None
        return access.set_pace(session, command)
    require(purpose not in _TERMINAL_AUTHENTICATION, StatusWord.FUNCTION_NOT_SUPPORTED)
    require(purpose in {SET_CHIP_AUTHENTICATION, SET_KEY_AGREEMENT}, StatusWord.WRONG_PARAMETERS)
    require(session.access in {Access.BASIC, Access.PACE}, StatusWord.SECURITY_NOT_SATISFIED)
    parts = {element.tag: element.value for element in read_all(command.data, most=2)}
    reference = parts.pop(access.KEY_REFERENCE, None)
    key_id = None if reference is None else int.from_bytes(reference, "big")
    if purpose == SET_KEY_AGREEMENT:
        require(parts.keys() == {AGREEMENT_KEY}, StatusWord.WRONG_DATA)
        terms = _terms(session, Suite.TRIPLE_DES, key_id)
        _agree(session, terms, parts[AGREEMENT_KEY])
        return done()
    require(parts.keys() == {access.PROTOCOL}, StatusWord.WRONG_DATA)
    session.chip_authentication = _terms(session, der.read_oid(parts[access.PROTOCOL]), key_id)
    return done()


def general_authenticate(session: Session, command: Command) -> Response:
    """GENERAL AUTHENTICATE: a step of PACE, or the key agreement of chip authentication."""
    require(command.p1 == command.p2 == 0, StatusWord.WRONG_PARAMETERS)
    if session.pace is not None:
        return access.general_authenticate_pace(session, command, session.pace)
    terms, session.chip_authentication = session.chip_authentication, None
    if terms is None or command.cla & CLA_CHAINING:
        raise RefusalError(StatusWord.CONDITIONS_NOT_SATISFIED)
    dynamic = read_only(command.data, access.DYNAMIC_DATA, field="dynamic authentication data")
    _agree(session, terms, read_only(dynamic, CHIP_AUTHENTICATION_KEY, field="ephemeral key"))
    return done(write_tlv(access.DYNAMIC_DATA, b""))


def internal_authenticate(session: Session, command: Command) -> Response:
    """INTERNAL AUTHENTICATE: the signature of active authentication over 8 bytes."""
    require(command.p1 == command.p2 == 0, StatusWord.WRONG_PARAMETERS)
    require(session.access in {Access.BASIC, Access.PACE}, StatusWord.SECURITY_NOT_SATISFIED)
    require(len(command.data) == active_authentication.CHALLENGE_BYTES, StatusWord.WRONG_LENGTH)
    key = session.memory.active_authentication_key
    if key is None or not session.in_application:
        raise RefusalError(StatusWord.REFERENCE_NOT_FOUND)
    return done(key.sign(command.data))


def _terms(session: Session, protocol: str | Suite, key_id: int | None) -> ChipAuthenticationTerms:
    group = session.memory.files.get(ElementaryFile.DG14)
    require(group, StatusWord.REFERENCE_NOT_FOUND)
    for terms in terms_of(read_dg14(group or b"")):
        named = terms.protocol.suite if isinstance(protocol, Suite) else terms.protocol.identifier
        if named == protocol and key_id in {None, terms.key_id}:
            return terms
    raise RefusalError(StatusWord.REFERENCE_NOT_FOUND)


def _agree(session: Session, terms: ChipAuthenticationTerms, public: bytes) -> None:
    key = session.memory.chip_authentication_key
    if key is None:
        raise RefusalError(StatusWord.REFERENCE_NOT_FOUND)
    secret = key.agree(public)
    # 9303-11 6.2.2: the new keys hold from the next command on; the counter begins again.
    session.next_channel = SecureChannel(SessionKeys.derive(terms.protocol.suite, secret))
