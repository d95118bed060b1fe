"""Reading a chip for its quality test, as a border would, with keys out of the zone as it was read."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from loket.core.domain.quality.observations import (
    AccessObservation,
    AnswerObservation,
    ChipObservation,
    KeyTried,
    Likeness,
    PortraitObservation,
)
from loket.core.domain.rows import Case
from loket.core.domain.rules.personalisation import moment
from loket.core.icao.error import IcaoError
from loket.node.devices.chip_encoder import ChipEncoder, ChipUnreachableError
from loket.node.keys.error import KeysError
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.node import Node
from loket.node.operations.personalise_chip import chip_details, time_to_judge_by
from loket.node.papers.error import PaperError
from loket.node.store.error import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loket.core.icao.chip.passwords import Password
    from loket.core.icao.chip.terminal import BasicOpened, Terminal
    from loket.core.icao.chip.terminal_pace import PaceOpened
    from loket.core.icao.lds.files import ElementaryFile

_CHALLENGE_BYTES = 8
_NUMBER, _BIRTH, _EXPIRY = slice(0, 9), slice(13, 19), slice(21, 27)
"""Places in the lower line of a TD3 document (9303-4 §4.2.2)."""


class _ChipGoneError(Exception):
    """The chip gave no line, or stopped answering."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What one conversation by PACE (or basic access) gave."""

    files: "Mapping[ElementaryFile, bytes]"
    broken: tuple[str, ...]
    writable: tuple[str, ...]
    serial: str
    answers: AnswerObservation


def observe_chip(
    node: Node, case: Case, *, zone: tuple[str, str], page: bytes | None
) -> ChipObservation | None:
    """Read and try the chip of this case; None when there is nothing to read, or it broke off.

    `zone`: the lines as they were read on the page; `page`: a picture of the whole data page, for its
    portrait.
    """
    try:
        held = node.document_signers.held() if node.document_signers else None
    except KeysError:
        return None
    if node.encoder is None or case.chip is None or held is None:
        return None
    try:
        password = _password(zone)
        details = chip_details(node, case, portrait=b"")
        access, read = _observed(node, node.encoder, case.chip.job, password)
    except (IcaoError, ChipUnreachableError, _ChipGoneError, PaperError, StoreError, KeysError):
        return None
    from loket.core.icao.issuing.contents import document_details, personal_details

    at = moment(time_to_judge_by(node))
    return ChipObservation(
        access=access,
        files=read.files,
        broken=read.broken,
        serial=read.serial,
        answers=read.answers,
        portrait=_portrait(node, case, read.files, page),
        anchors=held.anchors(at),
        at=at,
        personal=personal_details(details),
        document=document_details(details),
        logged_serial=case.chip.chip,
        logged_security_object=case.chip.security_object,
    )


def _password(zone: tuple[str, str]) -> "Password":
    """The key out of the printed zone as it was read; IcaoError where its fields are none."""
    from loket.core.icao.chip.passwords import mrz_password
    from loket.core.icao.dates import MrzDate

    lower = zone[1]
    return mrz_password(
        lower[_NUMBER], MrzDate.parse(lower[_BIRTH], "birth date"), MrzDate.parse(lower[_EXPIRY], "expiry")
    )


def _another(password: "Password") -> "Password":
    """A key that is certainly another one: of the same kind, with one bit turned over."""
    from dataclasses import replace

    return replace(password, secret=bytes((password.secret[0] ^ 1,)) + password.secret[1:])


def _observed(
    node: Node, encoder: ChipEncoder, job: str, password: "Password"
) -> tuple[AccessObservation, _Read]:
    """Every conversation, each with the chip freshly under power; the right key ends its waits."""

    def terminal() -> "Terminal":
        from loket.core.icao.chip.terminal import Terminal

        line = encoder.open(job)
        if line is None:
            raise _ChipGoneError
        return Terminal(line, node.random_bytes)

    readable = _readable_without_key(terminal())
    wrong_basic, _ = _by_basic_access(terminal(), _another(password))
    basic, by_basic = _by_basic_access(terminal(), password)
    wrong_pace, _, _ = _by_pace(terminal(), _another(password))
    pace, by_pace, opened = _by_pace(terminal(), password)
    conversation = by_pace or by_basic
    if conversation is None:
        read = _Read({}, (), (), "", AnswerObservation(challenge=node.random_bytes(_CHALLENGE_BYTES)))
    else:
        read = _read(node, conversation, opened)
    access = AccessObservation(
        basic=basic,
        pace=pace,
        wrong_basic=wrong_basic,
        wrong_pace=wrong_pace,
        readable_before=readable,
        writable=read.writable,
    )
    return access, read


def _readable_without_key(terminal: "Terminal") -> tuple[str, ...]:
    """Titles of the application's files, and of EF.CardSecurity, that the chip gives to anybody."""
    from loket.core.icao.issuing.reading import IN_APPLICATION
    from loket.core.icao.lds.files import ElementaryFile

    found = []
    for file in (ElementaryFile.CARD_SECURITY, *IN_APPLICATION):
        try:
            terminal.read(file)
        except IcaoError:
            continue
        found.append(file.title)
    return tuple(found)


def _by_basic_access(terminal: "Terminal", password: "Password") -> "tuple[KeyTried, Terminal | None]":
    try:
        terminal.open_with_bac(password)
    except IcaoError:
        return KeyTried.REFUSED, None
    return KeyTried.OPENED, terminal


def _by_pace(
    terminal: "Terminal", password: "Password"
) -> "tuple[KeyTried, Terminal | None, PaceOpened | BasicOpened | None]":
    offers = terminal.pace_offers()
    if not offers:
        return KeyTried.NOT_OFFERED, None, None
    try:
        opened = terminal.open_with_pace(password, offers[0])
    except IcaoError:
        return KeyTried.REFUSED, None, None
    return KeyTried.OPENED, terminal, opened


def _read(node: Node, terminal: "Terminal", opened: "PaceOpened | BasicOpened | None") -> _Read:
    """Everything in one opened conversation; chip authentication last, since after a failure it is over."""
    from loket.core.icao.chip.error import ChipRefusalError
    from loket.core.icao.issuing.reading import IN_APPLICATION, IN_MASTER_FILE, read_files
    from loket.core.icao.lds.files import ElementaryFile

    files: dict[ElementaryFile, bytes] = {}
    broken = []
    for file in (*IN_MASTER_FILE, *IN_APPLICATION):
        try:
            files.update(read_files(terminal, (file,)))
        except ChipRefusalError:
            broken.append(file.title)
    try:
        serial = terminal.serial().hex().upper()
    except ChipRefusalError:
        serial = ""
    tried = (ElementaryFile.COM, ElementaryFile.SOD, ElementaryFile.DG1, ElementaryFile.DG14)
    writable = tuple(file.title for file in tried if file in files and terminal.may_write(file))
    return _Read(files, tuple(broken), writable, serial, _answers(node, terminal, files, opened))


def _answers(
    node: Node,
    terminal: "Terminal",
    files: "Mapping[ElementaryFile, bytes]",
    opened: "PaceOpened | BasicOpened | None",
) -> AnswerObservation:
    from loket.core.icao.chip.chip_authentication import terms_of
    from loket.core.icao.chip.error import ChipRefusalError
    from loket.core.icao.lds.files import ElementaryFile
    from loket.core.icao.lds.security_infos import read_dg14

    challenge = node.random_bytes(_CHALLENGE_BYTES)
    signature = agreed = None
    if ElementaryFile.DG15 in files:
        try:
            signature = terminal.sign_challenge(challenge)
        except ChipRefusalError:
            signature = None
    try:
        terms = terms_of(read_dg14(files.get(ElementaryFile.DG14, b"")))
    except IcaoError:
        terms = ()
    if terms:
        try:
            agreed = terminal.authenticate_chip(terms[0])
        except IcaoError:
            agreed = False
    mapped, mapping_signed = _mapped(files, opened)
    return AnswerObservation(
        challenge=challenge,
        signature=signature,
        agreed=agreed,
        mapped=mapped,
        mapping_signed=mapping_signed,
    )


def _mapped(
    files: "Mapping[ElementaryFile, bytes]", opened: "PaceOpened | BasicOpened | None"
) -> tuple[bool | None, bool]:
    """Whether the key in EF.CardSecurity is PACE's, and whether the document's signer signed that file."""
    from loket.core.icao.chip.keys import ChipPublicKey
    from loket.core.icao.chip.terminal_pace import PaceOpened
    from loket.core.icao.inspection.card_security import read_card_security
    from loket.core.icao.inspection.security_object import read_security_object
    from loket.core.icao.lds.files import ElementaryFile
    from loket.core.icao.lds.security_infos import ChipAuthenticationPublicKeyInfo

    if not isinstance(opened, PaceOpened) or opened.chip_data is None:
        return None, False
    try:
        file = read_card_security(files.get(ElementaryFile.CARD_SECURITY, b""))
        keys = [one.public_key for one in file.infos if isinstance(one, ChipAuthenticationPublicKeyInfo)]
        proven = any(opened.proves(ChipPublicKey.read(key).point) for key in keys)
        signers = read_security_object(files.get(ElementaryFile.SOD, b"")).certificates
    except IcaoError:
        return False, False
    return proven, any(file.is_signed_by(one) for one in signers)


def _portrait(
    node: Node, case: Case, files: "Mapping[ElementaryFile, bytes]", page: bytes | None
) -> PortraitObservation:
    from loket.core.icao.lds.face_group import read_dg2
    from loket.core.icao.lds.files import ElementaryFile
    from loket.node.papers.chip_portrait import portrait_from_chip
    from loket.node.papers.images import decode_image
    from loket.node.papers.portrait_likeness import AS_ENROLLED, AS_PRINTED, cut_from_page, likeness

    stored = b""
    try:
        stored = read_dg2(files.get(ElementaryFile.DG2, b""))[0].pictures[0]
        picture = portrait_from_chip(stored)
    except (IcaoError, PaperError, IndexError):
        return PortraitObservation(decoded=False, size_bytes=len(stored))
    printed = enrolled = None
    if page is not None:
        score = likeness(picture, cut_from_page(Image.open(io.BytesIO(page))))
        printed = Likeness(measure="picture", score=score, threshold=AS_PRINTED)
    if case.photo is not None:
        photo = decode_image(open_blob(node, case.office, case.case, case.photo))
        enrolled = Likeness(measure="picture", score=likeness(picture, photo), threshold=AS_ENROLLED)
    return PortraitObservation(decoded=True, size_bytes=len(stored), as_printed=printed, as_enrolled=enrolled)
