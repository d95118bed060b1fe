"""The one error that this package raises for material it cannot accept or papers it cannot make."""

from enum import StrEnum


class PaperReason(StrEnum):
    """Why a paper or an upload is refused, for programs; the faces translate it for people."""

    UNREADABLE_FILE = "unreadable-file"
    KIND_NOT_ALLOWED = "kind-not-allowed"
    EMPTY_FILE = "empty-file"
    TOO_MANY_BYTES = "too-many-bytes"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_FEW_PIXELS = "too-few-pixels"
    TOO_MANY_PAGES = "too-many-pages"
    NOT_A_DATA_PAGE = "not-a-data-page"
    NO_MRZ_FOUND = "no-mrz-found"
    NO_MRZ_MODEL = "no-mrz-model"
    MRZ_INVALID = "mrz-invalid"
    MRZ_CONTRADICTS_PAGE = "mrz-contradicts-page"
    CHARACTER_WITHOUT_GLYPH = "character-without-glyph"
    TYPESETTING_FAILED = "typesetting-failed"
    NOTE_TOO_LONG = "note-too-long"
    CODE_TOO_LONG = "code-too-long"
    PAGE_SIZE_OFF = "page-size-off"
    FONT_OFF = "font-off"
    MRZ_TEXT_OFF = "mrz-text-off"
    MRZ_POSITION_OFF = "mrz-position-off"
    MRZ_PITCH_OFF = "mrz-pitch-off"
    NO_FACE_FOUND = "no-face-found"
    NO_FACE_MODEL = "no-face-model"
    FACE_TEMPLATE_INVALID = "face-template-invalid"
    BLANK_SIGNATURE = "blank-signature"


class PaperError(Exception):
    """A paper cannot be made, read or accepted.

    `detail` names the part and the measure that is off, never what a person's paper says.
    """

    def __init__(self, reason: PaperReason, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail
