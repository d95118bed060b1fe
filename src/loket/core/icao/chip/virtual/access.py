"""Access control at the chip: GET CHALLENGE, EXTERNAL AUTHENTICATE, PACE (9303-11 §4.3, §4.4)."""

import hmac

from loket.core.icao.chip import bac, pace
from loket.core.icao.chip.apdu import CLA_CHAINING, Command, Response, StatusWord
from loket.core.icao.chip.ciphers import SessionKeys, Suite
from loket.core.icao.chip.curves import Curve, EphemeralKey
from loket.core.icao.chip.error import ChipError
from loket.core.icao.chip.memory import MOST_WRONG_PERSONALISATION_KEYS
from loket.core.icao.chip.pace import ChipAuthenticationData, PaceProtocol
from loket.core.icao.chip.passwords import Password, PasswordKind
from loket.core.icao.chip.personalisation import PERSONALISATION_SUITE
from loket.core.icao.chip.secure_messaging import SecureChannel
from loket.core.icao.chip.virtual.session import Access, PaceRun, RefusalError, Session, done, require
from loket.core.icao.lds import der
from loket.core.icao.lds import security_infos as infos
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.tlv import read_all, read_only, write_template, write_tlv

DYNAMIC_DATA = 0x7C
PROTOCOL, PASSWORD_REFERENCE, KEY_REFERENCE = 0x80, 0x83, 0x84
NONCE, MAPPING_TERMINAL, MAPPING_CHIP = 0x80, 0x81, 0x82
EPHEMERAL_TERMINAL, EPHEMERAL_CHIP = 0x83, 0x84
TOKEN_TERMINAL, TOKEN_CHIP, CHIP_DATA = 0x85, 0x86, 0x8A
"""Data objects of MSE:SET AT and of GENERAL AUTHENTICATE (9303-11 §4.4.4)."""


def get_challenge(session: Session, command: Command) -> Response:
    """GET CHALLENGE: 8 bytes, for the command that comes next."""
    require(command.ne in {bac.CHALLENGE_BYTES, 256}, StatusWord.WRONG_LENGTH)
    require(session.access is Access.NONE, StatusWord.CONDITIONS_NOT_SATISFIED)
    # 9303-11 4.3: basic access control belongs to the application.
    require(session.in_application or not session.memory.locked, StatusWord.CONDITIONS_NOT_SATISFIED)
    session.challenge = session.random_bytes(bac.CHALLENGE_BYTES)
    return done(session.challenge)


def external_authenticate(session: Session, command: Command) -> Response:
    """EXTERNAL AUTHENTICATE: basic access control, or the personalisation key before the lock."""
    challenge, session.challenge = session.challenge, None
    require(command.p1 == command.p2 == 0, StatusWord.WRONG_PARAMETERS)
    require(len(command.data) == bac.MESSAGE_BYTES, StatusWord.WRONG_LENGTH)
    if challenge is None or session.access is not Access.NONE:
        raise RefusalError(StatusWord.CONDITIONS_NOT_SATISFIED)
    suite, seed = _key_of(session)
    try:
        offer = bac.Offer.open(seed, command.data, suite)
    except ChipError:
        offer = None
    if offer is None or not hmac.compare_digest(offer.other_challenge, challenge):
        session.count_failure()
        raise RefusalError(StatusWord.AUTHENTICATION_FAILED)
    answer = bac.Offer(challenge, offer.own_challenge, session.random_bytes(bac.KEY_MATERIAL_BYTES))
    access = Access.BASIC if session.memory.locked else Access.PERSONALISATION
    session.forget_failures()
    session.open(access, SecureChannel(bac.session_keys(offer, answer, suite)))
    return done(answer.seal(seed, suite))


def _key_of(session: Session) -> tuple[Suite, bytes]:
    memory = session.memory
    if memory.personalisation_key is not None:
        blocked = memory.failures >= MOST_WRONG_PERSONALISATION_KEYS
        require(not blocked, StatusWord.AUTHENTICATION_BLOCKED)
        return PERSONALISATION_SUITE, memory.personalisation_key
    require(session.in_application, StatusWord.CONDITIONS_NOT_SATISFIED)
    if memory.mrz_secret is None:
        raise RefusalError(StatusWord.REFERENCE_NOT_FOUND)
    return Suite.TRIPLE_DES, Password(PasswordKind.MRZ, memory.mrz_secret).bac_seed


def set_pace(session: Session, command: Command) -> Response:
    """MSE:SET AT for PACE: protocol, password, and domain parameters if more than one are offered."""
    require(session.memory.locked and session.access is Access.NONE, StatusWord.CONDITIONS_NOT_SATISFIED)
    parts = {element.tag: element.value for element in read_all(command.data, most=3)}
    known = {PROTOCOL, PASSWORD_REFERENCE, KEY_REFERENCE}
    # Also a certificate holder's rights (7F4C), which go with terminal authentication.
    require(parts.keys() <= known and PROTOCOL in parts, StatusWord.WRONG_DATA)
    protocol = PaceProtocol.of_identifier(der.read_oid(parts[PROTOCOL]))
    password = _password(session, parts.get(PASSWORD_REFERENCE, b""))
    session.pace = PaceRun(protocol, _curve(session, protocol, parts.get(KEY_REFERENCE)), password)
    return done()


def _password(session: Session, reference: bytes) -> Password:
    secrets = {PasswordKind.MRZ: session.memory.mrz_secret, PasswordKind.CAN: session.memory.can}
    for kind, secret in secrets.items():
        if reference == bytes((kind,)) and secret is not None:
            return Password(kind, secret)
    raise RefusalError(StatusWord.REFERENCE_NOT_FOUND)


def _curve(session: Session, protocol: PaceProtocol, reference: bytes | None) -> Curve:
    card_access = session.memory.files.get(ElementaryFile.CARD_ACCESS)
    require(card_access, StatusWord.FUNCTION_NOT_SUPPORTED)
    offered = {
        info.parameter_id
        for info in infos.read_security_infos(card_access or b"")
        if isinstance(info, infos.PaceInfo) and info.protocol == protocol.identifier
    }
    if reference is not None:
        offered &= {int.from_bytes(reference, "big")}
    number = offered.pop() if len(offered) == 1 else None
    if number is None:
        raise RefusalError(StatusWord.REFERENCE_NOT_FOUND)
    return Curve.of_parameters(number)


def general_authenticate_pace(session: Session, command: Command, run: PaceRun) -> Response:
    """GENERAL AUTHENTICATE, four times: nonce, mapping, key agreement, tokens; any slip ends the run."""
    session.pace = None
    parts = read_all(read_only(command.data, DYNAMIC_DATA, field="dynamic authentication data"), most=1)
    tag, value = (parts[0].tag, parts[0].value) if parts else (None, b"")
    last = run.own is not None
    require(bool(command.cla & CLA_CHAINING) is not last, StatusWord.CONDITIONS_NOT_SATISFIED)
    if run.nonce is None:
        require(tag is None, StatusWord.WRONG_DATA)
        answer = _give_nonce(session, run)
    elif run.generator is None:
        require(tag == MAPPING_TERMINAL, StatusWord.WRONG_DATA)
        answer = _map(session, run, run.nonce, value)
    elif run.own is None:
        require(tag == EPHEMERAL_TERMINAL, StatusWord.WRONG_DATA)
        run.own = EphemeralKey.draw(run.curve, run.generator, session.random_bytes)
        run.curve.point(value)
        run.other_public = value
        answer = write_tlv(EPHEMERAL_CHIP, run.own.public)
    else:
        require(tag == TOKEN_TERMINAL, StatusWord.WRONG_DATA)
        return _finish(session, run, run.own, value)
    session.pace = run
    return done(write_template(DYNAMIC_DATA, (answer,)))


def _give_nonce(session: Session, run: PaceRun) -> bytes:
    run.nonce = session.random_bytes(pace.NONCE_BYTES)
    return write_tlv(NONCE, pace.encrypt_nonce(run.protocol.suite, run.password, run.nonce))


def _map(session: Session, run: PaceRun, nonce: bytes, other_public: bytes) -> bytes:
    run.mapping = EphemeralKey.draw(run.curve, run.curve.generator, session.random_bytes)
    run.generator = pace.map_generator(run.curve, nonce, run.mapping, other_public)
    return write_tlv(MAPPING_CHIP, run.mapping.public)


def _finish(session: Session, run: PaceRun, own: EphemeralKey, token: bytes) -> Response:
    keys = pace.session_keys(run.protocol.suite, run.curve, own, run.other_public)
    if not hmac.compare_digest(pace.authentication_token(run.protocol, keys, own.public), token):
        session.count_failure()
        raise RefusalError(StatusWord.AUTHENTICATION_FAILED)
    parts = [write_tlv(TOKEN_CHIP, pace.authentication_token(run.protocol, keys, run.other_public))]
    if run.protocol.authenticates_chip:
        parts.append(write_tlv(CHIP_DATA, _chip_data(session, run, keys)))
    session.forget_failures()
    # 9303-11 4.4: after PACE the master file is the current one.
    session.in_application = False
    session.open(Access.PACE, SecureChannel(keys))
    return done(write_template(DYNAMIC_DATA, parts))


def _chip_data(session: Session, run: PaceRun, keys: SessionKeys) -> bytes:
    static = session.memory.chip_authentication_key
    if static is None or static.curve is not run.curve or run.mapping is None:
        raise RefusalError(StatusWord.REFERENCE_NOT_FOUND)
    return ChipAuthenticationData.of_keys(run.curve, static.private, run.mapping.private).encrypt(keys)
