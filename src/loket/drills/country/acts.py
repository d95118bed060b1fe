"""The acts of the counter as the made-up officers do them, each by the office's own operations."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from loket.core.domain import events as e
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import Case, Shipment
from loket.core.domain.terms import Advice, OrderKind, PaperKind, Recipient, SpoilCause
from loket.core.icao.mrz import Sex
from loket.drills.country import going as g
from loket.drills.country.arrivals import old_passport_zone, walkin_of
from loket.drills.country.going import Going
from loket.drills.error import DrillError
from loket.drills.page_as_ordered import page_as_ordered
from loket.drills.small_office import FEE_RUPIAH, a_scan
from loket.node.devices.fingers import SimulatedScanner
from loket.node.devices.printer import FolderPrinter
from loket.node.followers.printing import PrintingFollower
from loket.node.operations.act import By, Done
from loket.node.operations.allocate_booklet import allocate_booklet
from loket.node.operations.approve_application import approve_application
from loket.node.operations.archive_file import archive_file
from loket.node.operations.check_documents import check_documents
from loket.node.operations.give_order import give_order
from loket.node.operations.hand_over import AtTheCounter, hand_over
from loket.node.operations.issue_billing_code import issue_billing_code
from loket.node.operations.look_up_prevention_list import look_up_prevention_list
from loket.node.operations.node import Node
from loket.node.operations.print_data_page import print_data_page
from loket.node.operations.read_old_passport import read_old_passport
from loket.node.operations.receive_shipment import receive_shipment
from loket.node.operations.record_interview import record_interview
from loket.node.operations.record_payment import record_payment
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.scan_document import scan_document
from loket.node.operations.spoil_booklet import spoil_booklet
from loket.node.operations.take_fingerprints import take_fingerprints
from loket.node.operations.take_photo import take_photo
from loket.node.operations.take_signature import take_signature
from loket.node.operations.test_quality import Seen, test_quality, write_quality_test
from loket.node.papers.drawings import draw_portrait, draw_signature

PAGES_FOR_EACH_LOOK = 40
"""One page of so many is rendered and read by OCR, as every page is in an office: reading takes 0.3 s."""

_FACES = 8
_FINGER = (60, 80)  # pixels: the drill is about the office, not about the images
Result = Done | Refused
Act = Callable[[By, Going], Result]


@cache
def _face(number: int, sex: Sex) -> bytes:
    return draw_portrait(number, sex)


@cache
def _signature() -> bytes:
    return draw_signature(1)


class Counter:
    """Does acts on a node; an act id is made of the applicant's number and a count, so a seed repeats it."""

    def __init__(self, node: Node, folder: Path, *, title: str) -> None:
        self._node = node
        self._printer = FolderPrinter(folder)
        self._printing = PrintingFollower(node, self._printer, office_title=title, specimen=True)
        self._scanner = SimulatedScanner(1, size=_FINGER)
        self._acts_done = 0
        self.pages_looked_at = 0
        self.pages_printed = 0
        self._does: dict[str, Act] = {
            g.REGISTER: self._register,
            "check_documents": self._documents,
            "record_payment": self._payment,
            "take_photo": self._photo,
            "record_interview": self._interview,
            "look_up_prevention_list": lambda by, one: look_up_prevention_list(node, by, one.case),
            "approve_application": lambda by, one: approve_application(node, by, one.case),
            "allocate_booklet": lambda by, one: allocate_booklet(node, by, one.case),
            "print_data_page": self._print,
            g.TEST_QUALITY: self._test_quality,
            g.SPOIL: lambda by, one: spoil_booklet(
                node,
                by,
                one.case,
                cause=SpoilCause.MISPRINT,
                report="Contoh: cetakan kabur.",
                present="budi",
            ),
            g.HAND_OVER: self._hand_over,
            g.GIVE_ORDER: self._order,
            "archive_file": lambda by, one: archive_file(node, by, one.case, shelf=f"A-{one.number:04d}"),
        }

    def do(self, act: str, officer: str, one: Going) -> Result:
        """Do an act on an applicant's case; what the rules say comes back."""
        return self._does[act](self._by(officer), one)

    def row(self, case: str) -> Case:
        """The case as the fold has made it."""
        with self._node.store.reading() as reading:
            row = reading.get(Case, (self._node.name, case))
        if row is None:
            message = f"a registered case is gone: {case}"
            raise DrillError(message)
        return row

    def receive_shipments(self, officer: str, second: str) -> None:
        """Count what has come, whole, into custody, by two officers."""
        with self._node.store.reading() as reading:
            waiting = reading.select(Shipment, {"office": self._node.name, "received": False})
        for shipment in waiting:
            counted = shipment.last - shipment.first + 1
            receive_shipment(
                self._node,
                self._by(officer),
                shipment=shipment.shipment,
                counted=counted,
                second_officer=second,
            )

    def _by(self, officer: str) -> By:
        self._acts_done += 1
        return By(officer, f"{officer}/{self._acts_done:06d}")

    def _also(self, by: By, what: str) -> By:
        return By(by.officer, f"{by.act}/{what}")

    def _register(self, by: By, one: Going) -> Result:
        return register_applicant(self._node, by, walkin_of(one.comer.person))

    def _documents(self, by: By, one: Going) -> Result:
        papers = {PaperKind.IDENTITY_CARD}
        if one.comer.person.renewal:
            papers |= {PaperKind.OLD_PASSPORT}
        else:
            papers |= {PaperKind.FAMILY_CARD, PaperKind.BIRTH_CERTIFICATE}
        for paper in sorted(papers):
            scanned = scan_document(self._node, self._also(by, paper), one.case, paper=paper, data=a_scan())
            if isinstance(scanned, Refused):
                return scanned
        if one.comer.person.renewal:
            read = read_old_passport(
                self._node, self._also(by, "read"), one.case, old_passport_zone(one.comer)
            )
            if isinstance(read, Refused):
                return read
        return check_documents(self._node, by, one.case, originals_seen=frozenset(papers))

    def _payment(self, by: By, one: Going) -> Result:
        billed = issue_billing_code(self._node, self._also(by, "bill"), one.case)
        if isinstance(billed, Refused):
            return billed
        return record_payment(self._node, by, one.case, amount_rupiah=FEE_RUPIAH)

    def _photo(self, by: By, one: Going) -> Result:
        sex = Sex.FEMALE if one.comer.person.woman else Sex.MALE
        return take_photo(self._node, by, one.case, data=_face(one.number % _FACES, sex))

    def _interview(self, by: By, one: Going) -> Result:
        notes = e.InterviewNotes(purpose=one.comer.person.purpose, notes="Contoh: tujuan jelas.")
        fingers = take_fingerprints(self._node, self._also(by, "fingers"), one.case, scanner=self._scanner)
        if isinstance(fingers.result, Refused):
            return fingers.result
        signed = take_signature(self._node, self._also(by, "sign"), one.case, data=_signature())
        if isinstance(signed, Refused):
            return signed
        return record_interview(self._node, by, one.case, notes=notes, advice=Advice.GO_ON)

    def _print(self, by: By, one: Going) -> Result:
        submitted = print_data_page(self._node, by, one.case)
        self._printing.run_once()
        self.pages_printed += 1
        return submitted

    def _test_quality(self, by: By, one: Going) -> Result:
        page = self.row(one.case).page
        if self.pages_printed % PAGES_FOR_EACH_LOOK == 1:
            output = self._printer.output(page.job) if page else None
            self.pages_looked_at += 1
            return test_quality(self._node, by, one.case, page=output or b"")
        # The others are taken to have come out as they were ordered.
        record = page.record if page else None
        if record is None:
            return refuse(Reason.PAGE_NOT_SENT)
        seen = Seen(page=page_as_ordered(record, self.row(one.case).booklet))
        return write_quality_test(self._node, by, one.case, seen, None)

    def _hand_over(self, by: By, one: Going) -> Result:
        person = one.comer.person
        seen = AtTheCounter(
            recipient=Recipient.APPLICANT,
            signed_for=e.HandoverBookLine(
                recipient_name=person.full_name, recipient_identity_number=person.nik
            ),
            identity_confirmed=True,
            book_signed=True,
            passport_number_read=self.row(one.case).booklet,
        )
        return hand_over(self._node, by, one.case, seen)

    def _order(self, by: By, one: Going) -> Result:
        return give_order(
            self._node,
            by,
            one.case,
            kind=OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER,
            duty=None,
            why="Contoh: keberangkatan mendesak.",
        )
