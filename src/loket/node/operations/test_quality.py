"""The quality test (uji kualitas): gather what can be observed, run every check, write all of them down."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from loket.core.domain.checks import Check, CheckName
from loket.core.domain.events import Blob, QualityFindings, QualityTestFailed, QualityTestPassed
from loket.core.domain.quality.observations import (
    BatchObservation,
    ChipObservation,
    Observations,
    OrderedDocument,
    PageObservation,
    SealObservation,
)
from loket.core.domain.quality.run import run_quality_test
from loket.core.domain.refusals import Objection, Reason, Refused, refuse
from loket.core.domain.rows import Booklet, Case, Officer, Order, QualityTest
from loket.core.domain.rules import personalisation, quality
from loket.core.domain.rules.common import waiver_of
from loket.core.domain.rules.issuance import add_years
from loket.core.domain.rules.personalisation import has_chip
from loket.core.domain.terms import WITH_SEAL, BookletState, Duty, Role, Stage
from loket.node.operations.act import By, Desk, Done, officer_of, perform_on_case, today_of
from loket.node.operations.case_blobs import SCANS, keep_blob
from loket.node.operations.node import Node
from loket.node.operations.observe_chip import observe_chip
from loket.node.operations.observe_seal import observe_seal
from loket.node.operations.page_observation import observe_page
from loket.node.papers.error import PaperError
from loket.node.papers.page_reading import kept_picture
from loket.node.store.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was gathered of one passport before its test is decided, and what the officer says of it."""

    page: PageObservation
    chip: ChipObservation | None = None
    seal: SealObservation | None = None
    confirmed: frozenset[CheckName] = frozenset()
    remark: str = ""


def test_quality(  # the act's name, and no test of pytest's
    node: Node,
    by: By,
    case: str,
    *,
    page: bytes,
    confirmed: Collection[CheckName] = (),  # noqa: PT028 - see above
    remark: str = "",  # noqa: PT028 - see above
) -> Done | Refused:
    """Test a passport by its page: what the printer put out, or a scan or photo of it (PDF, PNG or JPEG).

    `confirmed`: checks that no program settled, which the officer looked at and found right; `remark`: what
    he writes about it. The picture of the page is kept as a file of the case.
    """
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
    if row is None:
        return refuse(Reason.CASE_UNKNOWN)
    try:
        read = node.pages_read.read(page)
        observed = observe_page(node, row, read)
        picture = kept_picture(read.picture)
        seal = observe_seal(node, page) if row.kind in WITH_SEAL else None
    except PaperError as error:
        return Refused((Objection(Reason.UPLOAD_NOT_ACCEPTED, "page", {"why": error.reason.value}),))
    with node.store.reading() as reading:
        new = reading.act_index(by.act) is None
    chip = None
    if new and row.stage is Stage.READ_BACK and personalisation.is_written(row):
        chip = observe_chip(node, row, zone=observed.mrz, page=picture)
    seen = Seen(page=observed, chip=chip, seal=seal, confirmed=frozenset(confirmed), remark=remark.strip())
    with node.store.reading() as reading:
        if new:
            officer, orders = officer_of(node, reading, by.officer), _orders(node, reading, row)
            first = decide_quality(node, reading, row, officer, orders, today_of(node, reading), seen)
            if isinstance(first, Refused):
                return first  # nothing is kept of a test that cannot be written down yet
    return write_quality_test(node, by, case, seen, picture)


def write_quality_test(node: Node, by: By, case: str, seen: Seen, picture: bytes | None) -> Done | Refused:
    """Decide and write down, with the picture of the page (JPEG) where there is one."""
    blob = None
    if picture is not None:
        blob = keep_blob(node, case, picture, lane=SCANS, media_type="image/jpeg")
        if blob is None:
            return refuse(Reason.CASE_UNKNOWN)

    def decide(desk: Desk, row: Case) -> QualityTestPassed | QualityTestFailed | Refused:
        orders = desk.orders(row)
        return decide_quality(node, desk.writing, row, desk.officer, orders, desk.today, seen, blob)

    return perform_on_case(node, by, Role.QUALITY_TESTER, case, decide)


def decide_quality(
    node: Node,
    reading: Reading,
    case: Case,
    officer: Officer,
    orders: tuple[Order, ...],
    today: date,
    seen: Seen,
    blob: Blob | None = None,
) -> QualityTestPassed | QualityTestFailed | Refused:
    """Run every check over what was seen and what the office's rows say, and let the rule decide."""
    record = case.page.record if case.page else None
    checks: tuple[Check, ...] = ()
    if record is not None:
        ordered = OrderedDocument(
            record=record,
            booklet=case.booklet,
            kind=case.kind,
            has_chip=has_chip(case),
            granted_until=add_years(record.issued_on, case.validity_years),
            today=today,
        )
        batch = _batch(node, reading, case, officer, orders)
        seen_of_it = Observations(
            ordered=ordered, page=seen.page, batch=batch, chip=seen.chip, seal=seen.seal
        )
        checks = run_quality_test(seen_of_it)
    upper, lower = seen.page.mrz
    fields = {name: one.text for name, one in seen.page.fields.items()}
    findings = QualityFindings(mrz_upper=upper, mrz_lower=lower, fields=fields, remark=seen.remark)
    tested = quality.Tested(checks=checks, findings=findings, confirmed=seen.confirmed, blob=blob)
    return quality.test_quality(case, officer=officer, tested=tested, orders=orders)


def _batch(
    node: Node, reading: Reading, case: Case, officer: Officer, orders: tuple[Order, ...]
) -> BatchObservation:
    booklet = reading.get(Booklet, (node.name, case.booklet))
    of_case = reading.select(QualityTest, {"office": node.name, "case": case.case}, order_by=("number",))
    of_number = reading.select(QualityTest, {"office": node.name, "booklet": case.booklet})
    waiver = waiver_of(case, Duty.QUALITY_TEST, orders)
    return BatchObservation(
        bound=booklet is not None and booklet.state is BookletState.ALLOCATED and booklet.case == case.case,
        holders=len({test.case for test in of_number} - {case.case}),
        earlier_failed=tuple(dict.fromkeys(test.booklet for test in of_case if not test.passed)),
        reported=tuple(report.booklet for report in case.spoil_reports),
        also_did=tuple(
            done.duty.value
            for done in case.duties
            if done.officer == officer.officer and done.duty is not Duty.QUALITY_TEST
        ),
        waived=waiver is not None and waiver.by != officer.officer,
    )


def _orders(node: Node, reading: Reading, case: Case) -> tuple[Order, ...]:
    return tuple(reading.select(Order, {"office": node.name, "case": case.case}))
