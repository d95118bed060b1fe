"""Which printers an office has, out of its settings."""

from collections.abc import Callable, Iterator
from pathlib import Path

from loket.config.settings import FOLDER, NodeSettings
from loket.node.devices.paper_queue import PaperQueue
from loket.node.devices.printer import FolderPrinter, Printer


def data_page_printer(settings: NodeSettings) -> Printer:
    """The printer of data pages. In a specimen, what a simulated printer puts out can be seen in the folder.

    The library behind IPP is loaded only where such a printer is set.
    """
    shown = settings.printer_folder if settings.specimen else None
    return _printer(settings.printer, settings, settings.printer_folder, shown=shown)


def paper_queue(settings: NodeSettings, *, clock: Callable[[], int]) -> PaperQueue:
    """The queue of the ordinary printer of the office's papers."""
    printer = _printer(settings.paper_printer, settings, settings.papers_folder, shown=None)
    return PaperQueue(printer, clock=clock)


def seconds_between_rounds(settings: NodeSettings) -> float:
    """A folder or a simulated printer is looked at often, a real one as often as an officer would look."""
    return 0.3 if settings.printer == FOLDER or settings.specimen else 1.5


def _printer(address: str, settings: NodeSettings, folder: Path, *, shown: Path | None) -> Printer:
    if address == FOLDER:
        return FolderPrinter(folder)
    from loket.node.devices.ipp_printer import IppPrinter
    from loket.node.devices.shown_printer import ShownPrinter

    printer = IppPrinter(address, render=_rendered, certificates=settings.printer_certificates)
    return ShownPrinter(printer, FolderPrinter(shown)) if shown else printer


def _rendered(
    pdf: bytes, *, width: int, height: int, dpi: int, colours: int
) -> Iterator[tuple[int, Iterator[bytes]]]:
    """Render as devices.pwg_raster.Render promises; PDFium is loaded where a printer takes no PDF."""
    from loket.node.papers.error import PaperError
    from loket.node.papers.page_lines import page_lines

    try:
        yield from page_lines(pdf, width=width, height=height, dpi=dpi, colours=colours)
    except PaperError as error:
        raise ValueError(str(error)) from None
