"""The third release's log still means what the office did: its blanks, its pages, its tests, its chips."""

from collections import Counter

import pytest
from cryptography import x509

from builders.golden_logs import GOLDEN, LOGS, RELEASES, cases_of, entries_of, folded, rows_of
from loket.core.domain import events as e
from loket.core.domain.blanks import numbers_of
from loket.core.domain.checks import CheckName
from loket.core.domain.rows import (
    Booklet,
    DocumentSigner,
    OfficeDay,
    PersonalisedChip,
    QualityTest,
    Shipment,
    StockCount,
    StockReport,
    StockVariance,
    TimelineLine,
)
from loket.core.domain.stock_terms import Place, ShortfallOutcome, StockAct, VarianceGround
from loket.core.domain.terms import (
    BookletState,
    ChipFault,
    ChipState,
    DocumentKind,
    PageFound,
    PageState,
    Stage,
)
from loket.core.tlog.entry import decode

STEP3 = GOLDEN / "log-v1-step3"
# What no office of these logs went through: a clock put right, a new trust root or policy, a key destroyed
# at the centre.
ELSEWHERE = {"clock_confirmed", "trust_published", "policy_published", "case_key_destroyed"}
# What the encoder's chips themselves said when they were written.
CHIPS = {
    "E0000001": (
        "51C37D1858A2FA88",
        "4748f1ba151fec687a8e1f1b01503b217146c559007ab2ab1faefe4fe9a0dfb5",
    ),
    "E0000002": (
        "BA10F6AD5621FAC8",
        "d1723cde3e2e66ce00d0740a2d343369d622c232bd4644970d5b180bf2592c64",
    ),
}


@pytest.fixture(scope="module", name="third")
def what_the_third_release_wrote():
    return folded(STEP3)


def told(view, number, *names):
    """What the timeline of a case says of these events, in order: each with its facts."""
    case = cases_of(view)[number].case
    lines = sorted(
        (row for row in rows_of(view, TimelineLine) if row.case == case), key=lambda row: row.number
    )
    return [(row.event, row.facts) for row in lines if row.event in names]


def test_every_event_stands_in_a_golden_log():
    kinds = {
        decode(data).kind
        for release in RELEASES
        for log in LOGS
        for data in entries_of(GOLDEN / release / log)
    }

    assert {event.KIND for event in e.EVENT_TYPES} - kinds == ELSEWHERE


def test_its_cases_stand_where_the_officers_left_them(third):
    cases = cases_of(third)

    assert {number: (case.stage, case.booklet, case.spoilt_booklets) for number, case in cases.items()} == {
        "A001": (Stage.ARCHIVED, "X0000001", ()),
        "A002": (Stage.FILING, "X0000006", ("X0000002",)),
        # Its first booklet was lost; it got another when the close's variance was resolved.
        "A003": (Stage.PRINTING, "X0000101", ("X0000010",)),
        "A004": (Stage.ARCHIVED, "E0000001", ()),
        "A005": (Stage.HANDOVER, "E0000002", ()),
        "A006": (Stage.FILING, "S0000001", ()),
    }
    assert {number for number, case in cases.items() if case.kind is not DocumentKind.ORDINARY} == {
        "A004",
        "A005",
        "A006",
    }
    assert cases["A003"].spoil_reports[0].lost
    assert not cases["A002"].spoil_reports[0].lost
    handed_over = {number for number, case in cases.items() if case.handover}
    assert handed_over == {"A001", "A002", "A004", "A006"}
    assert cases["A006"].page.record.expires_on.year == cases["A006"].page.record.issued_on.year + 2


def test_each_blank_is_in_the_state_and_the_place_where_it_was_brought(third):
    gone, vault = Place.GONE, Place.VAULT

    assert {row.booklet: (row.state, row.place) for row in rows_of(third, Booklet)} == {
        "X0000001": (BookletState.ISSUED, gone),
        "X0000002": (BookletState.SPOILT, vault),
        "X0000003": (BookletState.DESTROYED, gone),
        # X0000004 and X0000005 did not come.
        "X0000006": (BookletState.ISSUED, gone),
        "X0000007": (BookletState.TRANSFERRED, gone),
        "X0000008": (BookletState.TRANSFERRED, gone),
        "X0000009": (BookletState.RETURNED, gone),
        "X0000010": (BookletState.LOST, gone),
        "X0000101": (BookletState.ALLOCATED, Place.MACHINE),
        "X0000102": (BookletState.LOST, gone),
        "X0000103": (BookletState.CANCELLED, vault),
        "E0000001": (BookletState.ISSUED, gone),
        "E0000002": (BookletState.ALLOCATED, Place.READY),
        "E0000003": (BookletState.IN_STOCK, vault),
        "E0000004": (BookletState.IN_STOCK, vault),
        "S0000001": (BookletState.ISSUED, gone),
        "S0000002": (BookletState.IN_STOCK, vault),
    }
    counted = Counter((row.kind, row.place, row.state) for row in rows_of(third, Booklet))
    assert {(row.kind, row.place, row.state): row.count for row in rows_of(third, StockCount)} == counted


def test_its_shipments_came_as_two_officers_counted_them(third):
    shipments = {row.shipment: row for row in rows_of(third, Shipment)}

    assert {
        name: (row.kind, len(row.blanks), row.received, row.imported) for name, row in shipments.items()
    } == {
        "KIRIM-0001": (DocumentKind.ORDINARY, 10, True, False),
        "KIRIM-0002": (DocumentKind.ELECTRONIC, 4, True, False),
        "KIRIM-0003": (DocumentKind.EMERGENCY, 2, True, False),
        "KIRIM-0004": (DocumentKind.ORDINARY, 3, True, True),
    }
    short = shipments["KIRIM-0001"]
    assert list(numbers_of(short.missing)) == ["X0000004", "X0000005"]
    assert list(numbers_of(short.damaged)) == ["X0000009"]
    assert (short.short, short.outcome) == (False, ShortfallOutcome.NEVER_SENT)
    assert not any(row.short or row.outcome for name, row in shipments.items() if name != "KIRIM-0001")


def test_each_act_with_blanks_left_its_report_signed_by_two(third):
    reports = {row.number: row for row in rows_of(third, StockReport)}

    assert {number: (row.act, row.count) for number, row in reports.items()} == {
        "TERIMA-2024-0001": (StockAct.RECEIVED, 8),
        "TERIMA-2024-0002": (StockAct.RECEIVED, 4),
        "TERIMA-2024-0003": (StockAct.RECEIVED, 2),
        "TERIMA-2024-0004": (StockAct.RECEIVED, 3),
        "SERAH-2024-0001": (StockAct.MOVED, 3),
        "SERAH-2024-0002": (StockAct.MOVED, 1),
        "RUSAK-2024-0001": (StockAct.SPOILT, 1),
        "RUSAK-2024-0002": (StockAct.SPOILT, 1),
        "MUSNAH-2024-0001": (StockAct.DESTROYED, 1),
        "RETUR-2024-0001": (StockAct.RETURNED, 1),
        "HILANG-2024-0001": (StockAct.LOST, 1),
        "HILANG-2024-0002": (StockAct.LOST, 1),
        "HILANG-2024-0003": (StockAct.LOST, 1),
        "TEMU-2024-0001": (StockAct.FOUND, 1),
        "CABUT-2024-0001": (StockAct.CANCELLED, 1),
        "PINDAH-2024-0001": (StockAct.TRANSFERRED, 2),
        "HITUNG-2024-0001": (StockAct.RECOUNTED, 0),
    }
    # Who saw a case's spoilt booklet is sealed in the case's file.
    assert {number for number, row in reports.items() if not row.second_officer} == {"RUSAK-2024-0002"}
    assert all(row.by != row.second_officer for row in reports.values())
    moved = [reports[f"SERAH-2024-000{number}"] for number in (1, 2)]
    assert [(row.from_place, row.to_place, row.to_holder) for row in moved] == [
        (Place.VAULT, Place.DRAWER, "budi"),
        (Place.DRAWER, Place.MACHINE, ""),
    ]
    assert reports["PINDAH-2024-0001"].to_office == "majene"
    by_case = {"RUSAK-2024-0002": "A002", "HILANG-2024-0002": "A003"}
    cases = cases_of(third)
    assert {number: row.case for number, row in reports.items() if row.case} == {
        number: cases[case].case for number, case in by_case.items()
    }


def test_its_days_close_found_a_blank_missing_and_two_officers_counted_again(third):
    (day,) = rows_of(third, OfficeDay)
    differing = [
        (line.place, line.expected, line.counted) for line in day.stock if line.expected != line.counted
    ]
    # Of X0000101 to X0000103 the last was cancelled; of the first ten none was left in the vault.
    assert differing == [(Place.VAULT, 2, 1)]

    (variance,) = rows_of(third, StockVariance)
    assert (variance.open, variance.ground, variance.number) == (
        False,
        VarianceGround.REPORTED,
        "HITUNG-2024-0001",
    )
    assert (variance.by, variance.second_officer) == ("budi", "tini")
    recount = next(row for row in rows_of(third, StockReport) if row.act is StockAct.RECOUNTED)
    assert (recount.by, recount.second_officer) == ("kepala", "tini")
    assert all(line.expected == line.counted for line in recount.lines)


def test_its_printer_reported_and_officers_looked_where_it_could_not_tell(third):
    states = [
        [facts["state"] for _event, facts in told(third, number, "printer_reported")]
        for number in ("A001", "A002", "A003")
    ]

    # A001: its page jams, its endorsement page does not. A002: nobody knows; again; the next booklet's page.
    assert states == [
        ["accepted", "stopped", "accepted", "printing", "accepted"],
        ["unknown", "accepted", "accepted"],
        ["unknown"],
    ]
    assert [
        facts["reasons"] for _event, facts in told(third, "A001", "printer_reported") if "reasons" in facts
    ] == ["media-jam"]
    looked = [told(third, number, "printed_page_looked_for")[0][1]["found"] for number in ("A002", "A003")]
    assert looked == [PageFound.NOTHING, PageFound.CAME_OUT]
    endorsement = cases_of(third)["A001"].endorsement
    assert (endorsement.state, endorsement.text.name, endorsement.text.observations) == (
        PageState.PRINTED,
        "ANDI NUR AISYAH RAHMAWATI CONTOH KADIR",
        "Nama ayah: Abdul",
    )


def test_a_booklet_with_another_ones_page_failed_and_the_next_passed(third):
    cases = {case.case: number for number, case in cases_of(third).items()}
    tests = {(cases[row.case], row.number): row for row in rows_of(third, QualityTest)}

    assert {key: (row.booklet, row.passed) for key, row in tests.items()} == {
        ("A001", 1): ("X0000001", True),
        ("A002", 1): ("X0000002", False),
        ("A002", 2): ("X0000006", True),
        ("A004", 1): ("E0000001", True),
        ("A005", 1): ("E0000002", True),
        ("A006", 1): ("S0000001", True),
    }
    assert all(row.by == "tini" and row.checks and row.page for row in tests.values())
    # It was A001's page: number, name and face are another's, while both were born on the same day.
    failed = tests["A002", 1]
    assert set(failed.failed) == {
        CheckName.MRZ_AS_RECORDED,
        CheckName.NUMBER_AS_ALLOCATED,
        CheckName.VISUAL_NUMBER,
        CheckName.VISUAL_NAME,
        CheckName.PORTRAIT_AS_ENROLLED,
    }
    assert failed.findings.mrz_lower.startswith("X0000001<")
    assert failed.findings.remark == "Halaman orang lain."


def test_its_chips_are_in_their_booklets_and_each_signature_is_counted(third):
    cases = cases_of(third)
    signatures = {
        number: [facts["number"] for _event, facts in told(third, number, "security_object_signed")]
        for number in ("A004", "A005")
    }

    # The power went when the first was signed; the encoder had no chip for the third.
    assert signatures == {"A004": ["1", "2"], "A005": ["3", "4"]}
    steps = [
        event for event, _facts in told(third, "A005", "chip_not_encoded", "chip_submitted", "chip_encoded")
    ]
    assert steps == ["chip_not_encoded", "chip_submitted", "chip_encoded"]
    assert told(third, "A005", "chip_not_encoded")[0][1]["fault"] == ChipFault.NO_CHIP
    assert {row.booklet: row.chip for row in rows_of(third, PersonalisedChip)} == {
        booklet: serial for booklet, (serial, _hash) in CHIPS.items()
    }
    for number in ("A004", "A005"):
        chip = cases[number].chip
        assert chip.state is ChipState.ENCODED
        assert (chip.chip, chip.security_object) == CHIPS[cases[number].booklet]
    assert [number for number, case in cases.items() if case.chip] == ["A004", "A005"]


def test_its_signers_are_those_of_their_certificates_and_one_signed_four_times(third):
    first, second = sorted(rows_of(third, DocumentSigner), key=lambda row: row.signs_from)

    assert (first.used, second.used) == (4, 0)
    assert {case.chip.signer for case in cases_of(third).values() if case.chip} == {first.signer}
    for signer in (first, second):
        certificate = x509.load_der_x509_certificate(signer.certificate)
        identifier = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        assert identifier.hex() == signer.signer
        assert signer.quota == 100
