"""The data page of a passport as a PDF of 125 x 88 mm (Doc 9303-4 §2 and §4.1)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from loket.core.icao.check_digit import FILLER
from loket.core.icao.dates import MrzDate
from loket.core.icao.error import IcaoError
from loket.core.icao.mrz import Sex, Td3
from loket.core.icao.mrz_parsing import parse
from loket.node.papers.codes import data_matrix_svg
from loket.node.papers.data_page_measure import measure_data_page
from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.ground import ground_svg
from loket.node.papers.images import ImageKind, check_upload
from loket.node.papers.typesetting import TEMPLATE_FOLDER, jpeg_as_svg, typeset

_TEMPLATE = TEMPLATE_FOLDER / "data_page.typ"
_MONTHS_ID = ("JAN", "FEB", "MAR", "APR", "MEI", "JUN", "JUL", "AGU", "SEP", "OKT", "NOV", "DES")
_MONTHS_EN = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_SEX = {Sex.MALE: "L / M", Sex.FEMALE: "P / F", Sex.UNSPECIFIED: "X"}
_LARGEST_PORTRAIT_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class DataPage:
    """What stands on one data page; texts as the page shows them, dates as dates.

    `portrait` is a JPEG in the proportion 35:45 (`images.prepare_portrait` makes one). `mrz` are the two
    lines of 44. `is_emergency` names it a travel document in lieu of passport (SPLP); `seal` are the bytes of
    its visible digital seal. Creating one raises PaperError when the zone is wrong or contradicts the page.
    """

    document_code: str
    issuing_state: str
    document_number: str
    full_name: str
    nationality: str
    birth_date: date
    birthplace: str
    sex: Sex
    issue_date: date
    expiry_date: date
    issuing_office: str
    mrz: tuple[str, str]
    portrait: bytes
    registration_number: str = ""
    specimen: bool = False
    is_emergency: bool = False
    seal: bytes = b""

    def __post_init__(self) -> None:
        """Hold the zone against the page: what machines read is what people read."""
        try:
            zone = parse("\n".join(self.mrz))
        except IcaoError as error:
            raise PaperError(PaperReason.MRZ_INVALID, f"{error.field}, Doc {error.clause}") from None
        if not isinstance(zone, Td3):
            raise PaperError(PaperReason.MRZ_INVALID, "not the zone of a passport")
        agreements = {
            "document code": zone.document_code.rstrip(FILLER) == self.document_code.rstrip(FILLER),
            "issuing State": zone.issuing_state == self.issuing_state,
            "document number": zone.document_number == self.document_number,
            "birth date": zone.birth_date == MrzDate.of(self.birth_date),
            "sex": zone.sex is self.sex,
            "expiry": zone.expiry == MrzDate.of(self.expiry_date),
        }
        contradictions = [field for field, agrees in agreements.items() if not agrees]
        if contradictions:
            raise PaperError(PaperReason.MRZ_CONTRADICTS_PAGE, ", ".join(contradictions))


def make_data_page(page: DataPage) -> bytes:
    """Return the page as PDF, measured again after it was made; the same page gives the same bytes.

    Raises PaperError when a text does not fit or has no glyph, when the portrait is no JPEG, or when the
    measured page is not what Doc 9303-4 asks for.
    """
    pdf = _composed(page, page.mrz)
    measure_data_page(pdf, expected_mrz=page.mrz)
    return pdf


def page_date(day: date) -> str:
    """Return a date of the visual zone, "17 AGU/AUG 1990": both languages where they differ (9303-3 §3.7)."""
    indonesian, english = _MONTHS_ID[day.month - 1], _MONTHS_EN[day.month - 1]
    month = indonesian if indonesian == english else f"{indonesian}/{english}"
    return f"{day.day:02} {month} {day.year}"


def page_sex(sex: Sex) -> str:
    """Return the sex as the visual zone shows it, in both languages."""
    return _SEX[sex]


def _composed(page: DataPage, mrz: tuple[str, str], template: Path = _TEMPLATE) -> bytes:
    portrait = check_upload(page.portrait, kinds={ImageKind.JPEG}, max_bytes=_LARGEST_PORTRAIT_BYTES)
    data: dict[str, Any] = {
        "fields": {
            "document_code": page.document_code.rstrip(FILLER),
            "issuing_state": page.issuing_state,
            "document_number": page.document_number,
            "full_name": page.full_name,
            "nationality": page.nationality,
            "birth_date": page_date(page.birth_date),
            "birthplace": page.birthplace,
            "sex": _SEX[page.sex],
            "issue_date": page_date(page.issue_date),
            "expiry_date": page_date(page.expiry_date),
            "issuing_office": page.issuing_office,
            "registration_number": page.registration_number or "–",
        },
        "mrz": list(mrz),
        "specimen": page.specimen,
        "emergency": page.is_emergency,
        "has_seal": bool(page.seal),
    }
    pictures = {
        "ground": ground_svg(),
        "portrait": jpeg_as_svg(page.portrait, portrait.width, portrait.height),
        **({"seal": data_matrix_svg(page.seal)} if page.seal else {}),
    }
    return typeset(template, data, pictures, tagged=False)
