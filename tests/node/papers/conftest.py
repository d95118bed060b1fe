from datetime import date

import pytest

from loket.core.icao.dates import MrzDate
from loket.core.icao.mrz import Sex, Td3
from loket.core.icao.names import Name
from loket.node.papers.data_page import DataPage
from loket.node.papers.drawings import draw_portrait
from loket.node.papers.read_back import find_model


def _a_data_page(**changes):
    page = {
        "document_code": "P<",
        "issuing_state": "IDN",
        "document_number": "X1234567",
        "full_name": "SITTI AMINAH",
        "nationality": "INDONESIA",
        "birth_date": date(1990, 8, 17),
        "birthplace": "POLEWALI",
        "sex": Sex.FEMALE,
        "issue_date": date(2024, 6, 26),
        "expiry_date": date(2034, 6, 26),
        "issuing_office": "POLEWALI MANDAR",
        "portrait": draw_portrait(1, Sex.FEMALE),
        "specimen": True,
    } | changes
    primary, _, secondary = page["full_name"][::-1].partition(" ")
    zone = Td3(
        document_code=page["document_code"],
        issuing_state=page["issuing_state"],
        name=Name(primary[::-1], secondary[::-1]),
        document_number=page["document_number"],
        nationality="IDN",
        birth_date=MrzDate.of(page["birth_date"]),
        sex=page["sex"],
        expiry=MrzDate.of(page["expiry_date"]),
    )
    return DataPage(**{"mrz": zone.lines} | page)


@pytest.fixture(scope="session")
def a_data_page():
    """A builder of data pages with defaults; the zone follows from the fields unless it is given."""
    return _a_data_page


@pytest.fixture(scope="session")
def model():
    return find_model()
