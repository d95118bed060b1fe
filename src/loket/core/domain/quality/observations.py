"""What was observed of one passport: plain values, however they were read. Reading is the node's work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from loket.core.domain.issuance_events import PageRecord
from loket.core.domain.terms import DocumentKind

if TYPE_CHECKING:
    # Readers of certificates and files: of no use to an office that has no chips to test.
    from loket.core.icao.inspection.anchors import Anchors
    from loket.core.icao.lds.details import DocumentDetails, PersonalDetails
    from loket.core.icao.lds.files import ElementaryFile


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedDocument:
    """What was ordered to be made: the record of its page, its blank, the last day granted, and today."""

    record: PageRecord
    booklet: str
    has_chip: bool
    granted_until: date
    today: date
    kind: DocumentKind = DocumentKind.ORDINARY


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneObservation:
    """The zone as measured, in mm from the page's left and lower edges. `likeness` to OCR-B: -1 to 1.

    The pairs are of the upper and the lower line. `tilt_deg` against the lower edge.
    """

    likeness: float
    left_mm: tuple[float, float]
    pitch_mm: tuple[float, float]
    baseline_mm: tuple[float, float]
    tilt_deg: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldObservation:
    """What was read in a field of the visual zone, in capitals; `confidence` of the reader, 0 to 100."""

    text: str
    confidence: int


class FaceSeen(StrEnum):
    """Whether a program could compare the face on the page with the enrolled one."""

    COMPARED = "compared"
    NO_FACE = "no_face"
    NO_MODEL = "no_model"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPortrait:
    """The printed portrait beside the enrolled photo: likeness of the pictures, size, of the faces."""

    likeness: float
    width_mm: float
    height_mm: float
    face: FaceSeen
    cosine: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageObservation:
    """What was read on the printed page. `mrz`: its two lines as they were read, of any length.

    `zone` and `portrait` are None where they could not be measured; `fields` by name, those that were read.
    """

    mrz: tuple[str, str]
    zone: ZoneObservation | None = None
    fields: Mapping[str, FieldObservation] = field(default_factory=dict)
    portrait: PrintedPortrait | None = None


class KeyTried(StrEnum):
    """How a chip answered a key."""

    OPENED = "opened"
    REFUSED = "refused"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessObservation:
    """How the chip answered, each time freshly under power.

    `basic`, `pace`: with the key out of the zone as it was read; `wrong_basic`, `wrong_pace`: with another.
    `readable_before`: files that were given without a key; `writable`: files that let a byte be written.
    """

    basic: KeyTried
    pace: KeyTried
    wrong_basic: KeyTried
    wrong_pace: KeyTried
    readable_before: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerObservation:
    """What the chip answered to prove that it is no copy; None: it did not answer.

    `signature` is over `challenge`, by active authentication. `agreed`: chip authentication with the key of
    data group 14. `mapped`: the key in EF.CardSecurity is the one of PACE with chip-authentication mapping;
    `mapping_signed`: the document's own signer signed that file.
    """

    challenge: bytes
    signature: bytes | None = None
    agreed: bool | None = None
    mapped: bool | None = None
    mapping_signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Two portraits compared: by which measure, how alike they are (1: the same), how alike they must be."""

    measure: str
    score: float
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitObservation:
    """The chip's portrait: whether it can be decoded, its bytes, and how alike it is to the other two.

    None: there was nothing to compare with, or no face was found to compare.
    """

    decoded: bool
    size_bytes: int
    as_printed: Likeness | None = None
    as_enrolled: Likeness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipObservation:
    """What was read from the chip, with keys from the zone as it was read on the page.

    `files`: every file that it gave; `broken`: titles of those that ended before their own length. `serial`:
    hexadecimal. `anchors`: what the office trusts, `at`: the moment judged by. `personal`, `document`: what
    the record says of the holder and the passport. `logged_serial`, `logged_security_object`: what the
    office's log says was written for this booklet ("" if nothing).
    """

    access: AccessObservation
    files: "Mapping[ElementaryFile, bytes]"
    broken: tuple[str, ...] = ()
    serial: str = ""
    answers: AnswerObservation
    portrait: PortraitObservation
    anchors: "Anchors"
    at: datetime
    personal: "PersonalDetails"
    document: "DocumentDetails"
    logged_serial: str
    logged_security_object: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealObservation:
    """What was read from the visible digital seal of a document of a kind that carries one.

    `found`: a code that could be it was read. `readable`: it is a seal of an emergency travel document; only
    then do `zone` (as much of the two lines as it holds), `issued` and `signed`, whether the office's own
    signer made it over these bytes, say something.
    """

    found: bool
    readable: bool = False
    signed: bool = False
    zone: tuple[str, str] = ("", "")
    issued: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchObservation:
    """What the office's log says around this passport.

    `bound`: the blank is allocated to this case. `holders`: other cases that have, or had, its number.
    `earlier_failed`: booklets of this case that failed their test before; `reported`: its booklets with a
    report. `also_did`: other duties of the four that the tester did; `waived`: the head has ordered it.
    """

    bound: bool
    holders: int
    earlier_failed: tuple[str, ...]
    reported: tuple[str, ...]
    also_did: tuple[str, ...]
    waived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """All that a quality test has to go by; None: nothing was read."""

    ordered: OrderedDocument
    page: PageObservation | None
    batch: BatchObservation
    chip: ChipObservation | None = None
    seal: SealObservation | None = None
