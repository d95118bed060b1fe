"""A printer whose output can be seen: in demonstrations a simulated one puts its pages into a folder."""

from loket.node.devices.printer import (
    FolderPrinter,
    JobReport,
    Printer,
    PrinterFault,
    PrinterStatus,
    Sent,
    SentOrNot,
)


class ShownPrinter:
    """`printer` takes and follows the jobs; what came out of it lies in `output` as `<job_id>.pdf`."""

    def __init__(self, printer: Printer, output: FolderPrinter) -> None:
        self._printer = printer
        self._output = output

    def send(self, job_id: str, pdf: bytes, *, media: str) -> Sent | SentOrNot | PrinterFault:
        """See Printer."""
        return self._printer.send(job_id, pdf, media=media)

    def job(self, job_id: str) -> JobReport:
        """See Printer."""
        return self._printer.job(job_id)

    def status(self) -> PrinterStatus:
        """See Printer."""
        return self._printer.status()

    def output(self, job_id: str) -> bytes | None:
        """What came out, if it was put into the folder."""
        return self._output.output(job_id)

    def kept(self) -> frozenset[str]:
        """Jobs that can still come out, and pages that lie in the folder."""
        return self._printer.kept() | self._output.kept()

    def forget(self, job_id: str) -> None:
        """Cancel the job, and remove its page."""
        self._printer.forget(job_id)
        self._output.forget(job_id)
