"""Which printers an office has, out of its settings."""

from loket.config.settings import FOLDER, NodeSettings
from loket.node.devices.printer import FolderPrinter, Printer


def data_page_printer(settings: NodeSettings) -> Printer:
    """The printer of data pages. In a specimen, what a simulated printer puts out can be seen in the folder.

    The library behind IPP is loaded only where such a printer is set.
    """
    if settings.printer == FOLDER:
        return FolderPrinter(settings.printer_folder)
    from loket.node.devices.ipp_printer import IppPrinter
    from loket.node.devices.shown_printer import ShownPrinter

    printer = IppPrinter(settings.printer, certificates=settings.printer_certificates)
    return ShownPrinter(printer, FolderPrinter(settings.printer_folder)) if settings.specimen else printer
