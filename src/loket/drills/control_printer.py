"""The demo's fake printer on its own page: what is wrong with it, at a button each."""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from loket.node.devices.fake_printer import FakePrinter, Fault


@dataclass(frozen=True, slots=True)
class Button:
    """One thing that can happen to the printer, in both languages."""

    indonesian: str
    english: str
    press: Callable[[FakePrinter], None]


def _fault(fault: Fault) -> Callable[[FakePrinter], None]:
    return lambda printer: printer.switch(fault)


BUTTONS: Mapping[str, Button] = {
    "ready": Button("Semua beres", "Put everything right", _fault(Fault.NONE)),
    "jam": Button("Kertas macet", "Paper jam", _fault(Fault.JAM)),
    "paper-out": Button("Kertas habis", "Out of paper", _fault(Fault.PAPER_OUT)),
    "cover-open": Button("Tutup terbuka", "Cover open", _fault(Fault.COVER_OPEN)),
    "offline": Button("Tidak terjangkau", "Out of reach", _fault(Fault.OFFLINE)),
    "busy": Button("Sibuk", "Busy", _fault(Fault.BUSY)),
    "cancel": Button("Batalkan tugas", "Cancel its job", FakePrinter.cancel),
    "power-cut": Button(
        "Listrik padam setelah tugas berikutnya diterima",
        "Power cut once the next job is taken",
        _fault(Fault.POWER_CUT),
    ),
    "lost-answer": Button("Jawaban berikutnya hilang", "Lose its next answer", _fault(Fault.LOST_ANSWER)),
    "lost-request": Button("Tugas berikutnya hilang", "Lose the next job", _fault(Fault.LOST_REQUEST)),
}
_STANDS: Mapping[Fault, tuple[str, str]] = {
    Fault.NONE: ("siap", "ready"),
    Fault.JAM: ("kertas macet", "paper jam"),
    Fault.PAPER_OUT: ("kertas habis", "out of paper"),
    Fault.COVER_OPEN: ("tutup terbuka", "cover open"),
    Fault.OFFLINE: ("tidak terjangkau", "out of reach"),
    Fault.BUSY: ("sibuk", "busy"),
    Fault.POWER_CUT: ("akan kehilangan tugas berikutnya", "will lose the next job to a power cut"),
    Fault.LOST_ANSWER: ("akan diam setelah tugas berikutnya", "will not answer to the next job"),
    Fault.LOST_REQUEST: ("tidak akan menerima tugas berikutnya", "will not get the next job"),
}


def printer_section(printer: FakePrinter, token: str) -> str:
    """The printer's part of the page, as HTML."""
    stands, stands_en = _STANDS[printer.fault]
    well = printer.fault is Fault.NONE
    buttons = "".join(
        f'<button name="wanted" value="{name}">{html.escape(button.indonesian)}'
        f'<small lang="en">{html.escape(button.english)}</small></button>'
        for name, button in BUTTONS.items()
    )
    return f"""<h2>Pencetak: {stands}<small lang="en">The printer: {stands_en}</small></h2>
<p class="{"up" if well else "down"}">{"●" if well else "■"} {len(printer.printed)} halaman keluar.
<small lang="en">{len(printer.printed)} pages came out.</small></p>
<form method="post" action="/printer" class="faults"><input type="hidden" name="token" value="{token}">
{buttons}</form>"""
