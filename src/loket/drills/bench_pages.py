"""How many data pages are made in a second, and how many are read back in a minute."""

import time
from dataclasses import dataclass
from datetime import date

from loket.core.icao.dates import MrzDate
from loket.core.icao.mrz import Sex, Td3
from loket.core.icao.names import Name
from loket.drills.error import DrillError
from loket.node.papers.data_page import DataPage, make_data_page
from loket.node.papers.drawings import draw_portrait
from loket.node.papers.page_reading import read_page
from loket.node.papers.read_back import compare_mrz


@dataclass(frozen=True, slots=True)
class PageFigures:
    """Pages, seconds to make them (each measured again), seconds to read them back (each compared)."""

    pages: int
    made_s: float
    read_s: float

    @property
    def made_per_second(self) -> float:
        """Pages made."""
        return self.pages / self.made_s

    @property
    def read_per_minute(self) -> float:
        """Pages read back."""
        return 60 * self.pages / self.read_s


def measure_pages(pages: int) -> PageFigures:
    """Make and read back so many different pages, after one that loads fonts and model."""
    read_page(make_data_page(a_page(pages)))
    portraits = [a_page(number) for number in range(pages)]
    began = time.perf_counter()
    made = [make_data_page(page) for page in portraits]
    made_s = time.perf_counter() - began
    began = time.perf_counter()
    for page, pdf in zip(portraits, made, strict=True):
        if compare_mrz(page.mrz, read_page(pdf).mrz):
            message = f"page {page.document_number} reads otherwise"
            raise DrillError(message)
    return PageFigures(pages, made_s, time.perf_counter() - began)


def a_page(number: int) -> DataPage:
    """A made-up page; number, date of birth and portrait differ."""
    born, issued, expires = date(1970 + number % 30, 8, 17), date(2024, 6, 26), date(2029, 6, 26)
    zone = Td3(
        document_code="P<",
        issuing_state="IDN",
        name=Name("Kadir", "Nur Contoh Abdul"),
        document_number=f"X{number:07d}",
        nationality="IDN",
        birth_date=MrzDate.of(born),
        sex=Sex.FEMALE,
        expiry=MrzDate.of(expires),
    )
    return DataPage(
        document_code="P<",
        issuing_state="IDN",
        document_number=f"X{number:07d}",
        full_name="NUR CONTOH ABDUL KADIR",
        nationality="INDONESIA",
        birth_date=born,
        birthplace="POLEWALI",
        sex=Sex.FEMALE,
        issue_date=issued,
        expiry_date=expires,
        issuing_office="POLEWALI MANDAR",
        portrait=draw_portrait(number, Sex.FEMALE),
        mrz=zone.lines,
        specimen=True,
    )
