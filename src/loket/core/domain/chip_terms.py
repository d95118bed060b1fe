"""Words of the chip of an electronic passport."""

from enum import StrEnum


class ChipState(StrEnum):
    """How far the chip of an electronic passport is; SIGNED after a crash: the encoder is asked first."""

    SUBMITTED = "submitted"
    SIGNED = "signed"
    ENCODED = "encoded"
    FAILED = "failed"


class ChipFault(StrEnum):
    """Why a chip was not written."""

    NO_SIGNER = "no_signer"
    PORTRAIT_MISSING = "portrait_missing"
    DOCUMENT_DOES_NOT_VERIFY = "document_does_not_verify"
    ENCODER_UNREACHABLE = "encoder_unreachable"
    NO_CHIP = "no_chip"
    CHIP_LOCKED = "chip_locked"
    CHIP_REFUSES = "chip_refuses"
    CHIP_HALF_WRITTEN = "chip_half_written"
    CHIP_OF_ANOTHER_BOOKLET = "chip_of_another_booklet"
