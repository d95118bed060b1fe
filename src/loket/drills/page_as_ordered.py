"""The observation of a page that came out as it was ordered, for drills that do not look at every one."""

from loket.core.domain.events import PageRecord
from loket.core.domain.quality.observations import (
    FaceSeen,
    FieldObservation,
    PageObservation,
    PrintedPortrait,
    ZoneObservation,
)
from loket.core.icao.mrz import Sex
from loket.node.papers.data_page import page_date, page_sex


def page_as_ordered(record: PageRecord, booklet: str) -> PageObservation:
    """What a reader without any fault would have seen."""
    texts = {
        "document_number": booklet,
        "full_name": record.names_visual,
        "sex": page_sex(Sex(record.sex)),
        "birth_date": page_date(record.birth_date),
        "birth_place": record.birth_place.upper(),
        "issue_date": page_date(record.issued_on),
        "expiry_date": page_date(record.expires_on),
    }
    return PageObservation(
        mrz=(record.mrz_upper, record.mrz_lower),
        zone=ZoneObservation(
            likeness=1.0,
            left_mm=(6.0, 6.0),
            pitch_mm=(2.54, 2.54),
            baseline_mm=(13.54, 7.19),
            tilt_deg=(0.0, 0.0),
        ),
        fields={name: FieldObservation(text=text, confidence=100) for name, text in texts.items()},
        portrait=PrintedPortrait(likeness=1.0, width_mm=35.0, height_mm=45.0, face=FaceSeen.NO_FACE),
    )
