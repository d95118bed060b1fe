"""Events of the chip of an electronic passport: the office's signers, signatures given, chips written."""

from dataclasses import dataclass
from typing import ClassVar

from loket.core.domain.terms import ChipFault


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSignerInstalled:
    """The office holds a document signer (9303-12 §4.2): key and certificate are in its key folder.

    `signer`: the certificate's subject key identifier, hex. The key signs in [`signs_from`, `signs_until`)
    (ms), at most `quota` security objects. `certificate`: DER, so that what a lost office signed can be told.
    """

    KIND: ClassVar = "document_signer_installed"
    signer: str
    signs_from: int
    signs_until: int
    quota: int
    certificate: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipSubmitted:
    """A chip waits to be written, with what the data page's record says."""

    KIND: ClassVar = "chip_submitted"
    case: str
    booklet: str
    job: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityObjectSigned:
    """The `number`-th signature of a signer goes to this chip; written before the key is used.

    A signature that a crash keeps from a chip stays counted: the brake may be early, never late.
    """

    KIND: ClassVar = "security_object_signed"
    case: str
    job: str
    signer: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipEncoded:
    """The chip was written and locked. `chip`: its serial; `security_object`: SHA-256 of EF.SOD, hex."""

    KIND: ClassVar = "chip_encoded"
    case: str
    job: str
    booklet: str
    chip: str
    security_object: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipNotEncoded:
    """The chip was not written, for a stated fault.

    `hindrances`: where no signer may sign, every reason why not (`core.icao.pki.issuance.Hindrance`); none:
    the office holds no signer. `differing`: where the document does not verify, the checks that say so.
    """

    KIND: ClassVar = "chip_not_encoded"
    case: str
    job: str
    fault: ChipFault
    hindrances: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
