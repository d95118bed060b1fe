"""Walking an applicant through the office, stage by stage, each stage by its own officer."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from loket.core.icao.mrz import Sex
from loket.drills.office_client import ActRefusedError, OfficeClient
from loket.drills.people import MadeUp
from loket.node.papers.drawings import draw_portrait, draw_scan, draw_signature

STAGES = (
    "documents",
    "payment",
    "photo",
    "interview",
    "look_up",
    "approval",
    "allocation",
    "printing",
    "read_back",
    "handover",
    "filing",
    "archived",
)
_PAGE_SECONDS = 30.0
_FEES_RUPIAH = {"ordinary": 350_000, "electronic": 650_000}
# The printing follower has not sent the page yet, or the personalising one has not written the chip.
_NOT_YET = {("page_not_sent",), ("chip_not_encoded",), ("page_not_sent", "chip_not_encoded")}
FIRST_PASSPORT = "registry_answer_missing_for_first_passport"
Tell = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Walked:
    """A case and how far it was walked."""

    case: str
    reached: str


class Walker:
    """The officers of one office; `tell(who, what)` hears of each act."""

    def __init__(self, officers: Mapping[str, OfficeClient], tell: Tell) -> None:
        self._officers = officers
        self._tell = tell

    def receive(self, shipment: str, count: int, *, seconds: float = 60.0) -> None:
        """Receive a shipment, as soon as the office has read of it in the centre's log; two count."""
        fields = {"shipment": shipment, "counted": str(count), **self._by("tini").as_second}
        deadline = time.monotonic() + seconds
        while True:
            try:
                self._by("budi").act("receive_shipment", fields)
            except ActRefusedError as error:
                if error.reasons != ("shipment_unknown",) or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
            else:
                break
        self._tell("budi", f"received {count} blank booklets ({shipment})")

    def walk(self, person: MadeUp, *, until: str = "archived") -> Walked:
        """Register a person and take the case on until it waits for the stage `until`."""
        done = self._by("rahmawati").act("register_applicant", person.fields)
        case: str = done["case"]
        self._tell("rahmawati", f"registered {person.fields['service']} case {case[:8]}")
        steps = self._steps(person, case)
        for stage in STAGES:
            if stage == until:
                return Walked(case, stage)
            for who, what in next(steps):
                self._tell(who, f"{case[:8]} {what}")
        return Walked(case, "archived")

    def _by(self, username: str) -> OfficeClient:
        return self._officers[username]

    def _steps(self, person: MadeUp, case: str) -> Iterator[Iterator[tuple[str, str]]]:
        """One iterator of acts per stage, in order."""
        yield self._documents(person, case)
        yield self._payment(person, case)
        yield self._photo(person, case)
        yield self._interview(person, case)
        yield self._simple("dewi", "look_up_prevention_list", case)
        yield self._simple("dewi", "approve_application", case)
        yield self._simple("budi", "allocate_booklet", case)
        yield self._simple("budi", "print_data_page", case)
        yield self._test_quality(case)
        yield self._hand_over(person, case)
        yield self._simple("anton", "archive_file", case, {"shelf": f"A-{person.number:03d}"})

    def _simple(
        self, who: str, stem: str, case: str, fields: Mapping[str, str] | None = None
    ) -> Iterator[tuple[str, str]]:
        self._by(who).act(stem, fields, case=case)
        yield who, stem.replace("_", " ")

    def _documents(self, person: MadeUp, case: str) -> Iterator[tuple[str, str]]:
        papers = {"identity_card": "ktp"}
        papers |= (
            {"old_passport": "akta"} if person.renewal else {"family_card": "kk", "birth_certificate": "akta"}
        )
        for paper, drawn in papers.items():
            image = draw_scan(drawn, [("Nama", person.full_name), ("Nomor", str(person.number))])
            scan = (f"{paper}.jpg", image, "image/jpeg")
            self._by("rahmawati").act("scan_document", {"paper": paper}, case=case, files={"scan": scan})
        if person.renewal:
            self._by("rahmawati").act("read_old_passport", {"mrz": person.old_passport}, case=case)
        self._by("rahmawati").act("check_documents", {"originals_seen": list(papers)}, case=case)
        yield "rahmawati", f"{len(papers)} papers scanned and checked"

    def _payment(self, person: MadeUp, case: str) -> Iterator[tuple[str, str]]:
        self._by("rahmawati").act("issue_billing_code", case=case)
        fee = str(_FEES_RUPIAH[person.fields["kind"]])
        self._by("rahmawati").act("record_payment", {"amount_rupiah": fee}, case=case)
        payment = self._by("rahmawati").case(case)["payment"]
        proof = payment["receipt_number"] or f"bank {payment['bank_reference']}"
        yield "rahmawati", f"paid ({proof})"

    def _photo(self, person: MadeUp, case: str) -> Iterator[tuple[str, str]]:
        portrait = draw_portrait(person.number, Sex.FEMALE if person.woman else Sex.MALE)
        self._by("iwan").act("take_photo", case=case, files={"photo": ("photo.jpg", portrait, "image/jpeg")})
        yield "iwan", "photo taken"

    def _interview(self, person: MadeUp, case: str) -> Iterator[tuple[str, str]]:
        self._by("iwan").act("take_fingerprints", case=case)
        signature = ("signature.png", draw_signature(person.number), "image/png")
        self._by("iwan").act("take_signature", case=case, files={"signature": signature})
        yield "iwan", "fingerprints and signature taken"
        fields = {"purpose": person.purpose, "notes": "Tujuan jelas.", "advice": "go_on"}
        self._by("iwan").act("record_interview", fields, case=case)
        yield "iwan", "interviewed"

    def _test_quality(self, case: str) -> Iterator[tuple[str, str]]:
        deadline = time.monotonic() + _PAGE_SECONDS
        while True:
            try:
                self._by("tini").act("test_quality", case=case)
            except ActRefusedError as error:
                if error.reasons not in _NOT_YET or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                break
        yield "tini", "quality test passed"

    def _hand_over(self, person: MadeUp, case: str) -> Iterator[tuple[str, str]]:
        booklet = self._by("anton").case(case)["booklet"]
        fields = {
            "passport_number_read": booklet,
            "recipient": "applicant",
            "recipient_name": person.full_name,
            "recipient_identity_number": person.nik,
            "identity_confirmed": True,
            "book_signed": True,
        }
        try:
            self._by("anton").act("hand_over", fields, case=case)
        except ActRefusedError as error:
            if error.reasons != (FIRST_PASSPORT,):
                raise
            yield "anton", "handover refused: first passport without the registry's answer"
            order = {"kind": "issue_without_registry_answer", "duty": "", "why": "Keberangkatan mendesak."}
            self._by("kepala").act("give_order", order, case=case)
            yield "kepala", "ordered a signed exception"
            self._by("anton").act("hand_over", fields, case=case)
        yield "anton", f"passport {booklet} handed over"
