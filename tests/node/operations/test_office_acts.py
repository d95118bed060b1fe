"""The office's acts on a real store: whole, once, sealed, and refused with every reason."""

from dataclasses import replace

import pytest

from builders.cases import DAY
from builders.country import bring_to, done, forget, hq, pull, push, supplied, the_row
from builders.nodes import by, make_node
from builders.people import a_walkin
from loket.core.domain import events as e
from loket.core.domain.checks import CheckName, CheckOutcome
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Booklet, Case, HeldCase, Obligation, QualityTest, Shipment, TimelineLine
from loket.core.domain.terms import (
    BookletState,
    DocumentKind,
    ObligationKind,
    OrderKind,
    Recipient,
    Role,
    SpoilCause,
    Stage,
)
from loket.core.domain.view import Put
from loket.core.tlog.verify import verify_log
from loket.node.devices.printer import FolderPrinter
from loket.node.followers.centre import CentreFollower
from loket.node.followers.printing import PrintingFollower
from loket.node.keys.case_keys import CaseKey
from loket.node.operations import test_quality as quality
from loket.node.operations.act import By
from loket.node.operations.allocate_booklet import allocate_booklet
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.check_documents import check_documents
from loket.node.operations.confirm_clock import confirm_clock
from loket.node.operations.forget_case import forget_case
from loket.node.operations.give_order import give_order
from loket.node.operations.hand_over import AtTheCounter, hand_over
from loket.node.operations.publish_policy import publish_policy
from loket.node.operations.rebuild import rebuild
from loket.node.operations.receive_shipment import receive_shipment
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.scan_document import scan_document
from loket.node.operations.simulated_partners import simulated_partners
from loket.node.operations.spoil_booklet import spoil_booklet
from loket.node.operations.take_photo import take_photo
from loket.node.papers.data_page import DataPage, make_data_page
from loket.node.papers.drawings import draw_portrait
from loket.node.store.log_files import LogDatabase


@pytest.fixture(name="country")
def supplied_country(country):
    supplied(country)
    return country


def seen(booklet, **changes):
    values = {
        "recipient": Recipient.APPLICANT,
        "signed_for": e.HandoverBookLine(
            recipient_name="nur aisyah ABDUL Kadir", recipient_identity_number="7604 1150 1090 0003"
        ),
        "identity_confirmed": True,
        "book_signed": True,
        "passport_number_read": booklet,
    }
    return AtTheCounter(**(values | changes))


def print_and_test(country, case, *, page=None):
    printer = FolderPrinter(country.folder / "printer")
    PrintingFollower(country.office, printer, office_title="KANIM CONTOH", specimen=True).run_once()
    output = printer.output(the_row(country.office, case).page.job)
    return quality.test_quality(country.office, by("tini"), case, page=page or output), output


def test_a_first_passport_goes_from_walk_in_to_archive_with_the_centre_gone(country):
    office = country.office
    case = bring_to(office, Stage.READ_BACK)
    done(print_and_test(country, case)[0])
    booklet = the_row(office, case).booklet

    refused = hand_over(office, by("anton"), case, seen(booklet))
    assert refused.reasons == (Reason.REGISTRY_ANSWER_MISSING_FOR_FIRST_PASSPORT,)
    order = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER
    done(give_order(office, by("kepala"), case, kind=order, duty=None, why="Umrah"))
    done(hand_over(office, by("anton"), case, seen(booklet)))
    bring_to(office, Stage.ARCHIVED, case=case)

    row = the_row(office, case)
    assert row.handover.provisional
    assert row.handover.line == 1
    with office.store.reading() as reading:
        assert reading.get(Booklet, ("polman", booklet)).state is BookletState.ISSUED
        owed = {one.kind for one in reading.select(Obligation, {"case": case}) if one.open}
        lines = [line.event for line in reading.select(TimelineLine, {"case": case}, order_by=("number",))]
    assert owed == {
        ObligationKind.REGISTRY_ANSWER,
        ObligationKind.DUPLICATE_SEARCH,
        ObligationKind.BANK_CONFIRMATION,
    }
    assert lines[0] == "application_registered"
    assert lines[-1] == "file_archived"


def test_a_page_with_one_altered_character_does_not_become_printed(country):
    office = country.office
    case = bring_to(office, Stage.READ_BACK)
    row = the_row(office, case)
    record = row.page.record
    # The zone of another holder's day of birth, with check digits that fit: only the record tells them apart.
    other = replace(
        row.registration.applicant, birth_date=row.registration.applicant.birth_date.replace(day=11)
    )
    from loket.core.domain.rules.issuance import page_record

    wrong = page_record(row, replace(row.registration, applicant=other), issued_on=record.issued_on)
    page = make_data_page(
        DataPage(
            document_code=wrong.document_code,
            issuing_state="IDN",
            document_number=row.booklet,
            full_name=wrong.names_visual,
            nationality="IDN",
            birth_date=wrong.birth_date,
            birthplace=wrong.birth_place,
            sex=_sex(wrong.sex),
            issue_date=wrong.issued_on,
            expiry_date=wrong.expires_on,
            issuing_office="KANIM CONTOH",
            mrz=(wrong.mrz_upper, wrong.mrz_lower),
            portrait=open_blob(office, "polman", case, row.photo),
            specimen=True,
        )
    )

    print_and_test(country, case, page=page)

    row = the_row(office, case)
    assert row.stage is Stage.READ_BACK
    assert row.page.state.value == "read_back_failed"
    with office.store.reading() as reading:
        test = reading.get(QualityTest, ("polman", case, 1))
    # 901010 became 901011 and its check digit 7 became 8. The composite one stays: there both have weights
    # 7 and 3, which adds 10 (9303-3 §4.9). Every check digit of the wrong page is right.
    assert test.failed == (CheckName.MRZ_AS_RECORDED, CheckName.VISUAL_BIRTH_DATE)
    found = {check.name: check for check in test.checks}
    assert found[CheckName.MRZ_AS_RECORDED].evidence == {"differing": "2", "places": "2:19,2:20"}
    assert found[CheckName.MRZ_CHECK_DIGITS].outcome is CheckOutcome.SUCCESSFUL


def _sex(letter):
    from loket.core.icao.mrz import Sex

    return Sex(letter)


def test_a_spoilt_booklet_is_replaced_without_a_new_application(country):
    office = country.office
    case = bring_to(office, Stage.READ_BACK)
    first = the_row(office, case).booklet

    spoilt = spoil_booklet(
        office, by("tini"), case, cause=SpoilCause.MISPRINT, report="Tinta luntur.", present="budi"
    )
    done(spoilt)
    done(allocate_booklet(office, by("budi"), case))

    row = the_row(office, case)
    assert row.booklet != first
    assert row.spoilt_booklets == (first,)
    with office.store.reading() as reading:
        assert reading.get(Booklet, ("polman", first)).state is BookletState.SPOILT


def test_the_same_act_sent_twice_happens_once(country):
    office = country.office
    act = By("rahma", "the-same-act-of-a-form-sent-twice")

    first = done(register_applicant(office, act, a_walkin()))
    again = done(register_applicant(office, act, a_walkin()))

    assert (again.index, again.repeated) == (first.index, True)
    with office.store.reading() as reading:
        assert reading.count(Case, {"office": "polman"}) == 1


def test_an_act_id_that_stands_for_another_act_is_refused_and_not_taken_for_done(country):
    office = country.office
    act = By("rahma", "one-act-id-of-one-form-0001")
    done(register_applicant(office, act, a_walkin()))
    other = done(register_applicant(office, by("rahma"), a_walkin(nik="7604115010900004"))).case

    case = done(register_applicant(office, act, a_walkin())).case
    another_act = check_documents(office, act, case, originals_seen=frozenset())
    another_person = register_applicant(office, act, a_walkin(nik="7604115010900009"))
    on_another_case = scan_document(office, act, other, paper=_paper(), data=draw_portrait(1))
    by_another = register_applicant(office, By("iwan", act.act), a_walkin())

    assert on_another_case.reasons == (Reason.ACT_ID_USED,)
    assert another_act.reasons == (Reason.ACT_ID_USED,)
    assert another_person.reasons == (Reason.ACT_ID_USED,)
    assert by_another.reasons == (Reason.ACT_ID_USED,)


def test_a_clock_far_ahead_stops_acts_until_the_head_has_looked(country):
    """One act with a wrong year would make every list old for ever."""
    office = country.office
    done(register_applicant(office, by("rahma"), a_walkin()))
    right = country.clock.now
    country.clock.now = right + 30 * 365 * DAY

    wrong_year = register_applicant(office, by("rahma"), a_walkin(nik="7604115010900004"))
    done(publish_policy(country.centre, hq(), version=1, hand_over_renewal_list_days=7, list_fresh_hours=24))
    pull(office, country.centre)
    not_the_head = confirm_clock(office, by("rahma"))
    country.clock.now = right + DAY
    put_right = register_applicant(office, by("rahma"), a_walkin(nik="7604115010900004"))
    not_needed = confirm_clock(office, by("kepala"))
    country.clock.now = right + 60 * DAY
    after_two_months = register_applicant(office, by("rahma"), a_walkin(nik="7604115010900005"))
    done(confirm_clock(office, by("kepala")))

    assert wrong_year.reasons == (Reason.CLOCK_IMPLAUSIBLE,)
    assert not_the_head.reasons == (Reason.OFFICER_LACKS_ROLE,)
    done(put_right)
    assert not_needed.reasons == (Reason.ORDER_NOT_NEEDED,)
    assert after_two_months.reasons == (Reason.CLOCK_IMPLAUSIBLE,)
    done(register_applicant(office, by("rahma"), a_walkin(nik="7604115010900005")))


def test_a_sealed_part_that_does_not_open_holds_its_case_only(country):
    """Damage, or a key of somebody else: the case waits, the others go on (invariant 8)."""
    office, centre = country.office, country.centre
    case = done(register_applicant(office, by("rahma"), a_walkin())).case
    other = done(register_applicant(office, by("rahma"), a_walkin(nik="7604115010900004"))).case
    push(office, centre, keys=False)
    wrong = CaseKey.new(lambda size: b"w" * size)
    with office.store.reading() as reading:
        right = reading.case_key("polman", other, "centre")
    with centre.store.writing() as writing:
        writing.put_case_key("polman", case, "centre", wrong.wrap(centre.keys.recipient))
        writing.put_case_key("polman", other, "centre", right)

    centre.project_log(office.origin("office"))

    with centre.store.reading() as reading:
        assert reading.get(HeldCase, ("polman", case)) is not None
        assert reading.get(Case, ("polman", other)).registration is not None


def test_an_office_does_not_receive_numbers_that_it_holds_already(country):
    office = country.office
    with office.store.writing() as writing:
        writing.apply(
            [
                Put(
                    Shipment(
                        office="polman",
                        shipment="again",
                        kind=DocumentKind.ORDINARY,
                        series="X",
                        digits=7,
                        first=5,
                        last=9,
                    )
                )
            ]
        )

    refused = receive_shipment(office, by("budi"), shipment="again", counted=5, second_officer="tini")

    assert refused.reasons == (Reason.SHIPMENT_OVERLAPS,)


def test_a_refusal_changes_nothing(country):
    office = country.office
    before = _size(office)

    refused = register_applicant(office, by("budi"), a_walkin(nik="1", home_address=""))

    assert isinstance(refused, Refused)
    assert set(refused.reasons) == {
        Reason.OFFICER_LACKS_ROLE,
        Reason.NIK_NOT_16_DIGITS,
        Reason.FIELD_MISSING,
    }
    assert _size(office) == before


def _size(node):
    with node.store.reading() as reading:
        return reading.head(node.origin("office")).size


def test_queue_and_application_numbers_count_up_and_begin_anew_each_day(country):
    office = country.office
    niks = [f"76041150109000{n:02d}" for n in range(1, 4)]
    cases = [done(register_applicant(office, by("rahma"), a_walkin(nik=nik))).case for nik in niks[:2]]
    country.clock.now += DAY
    cases.append(done(register_applicant(office, by("rahma"), a_walkin(nik=niks[2]))).case)

    rows = [the_row(office, case) for case in cases]

    assert [row.queue_number for row in rows] == ["A001", "A002", "A001"]
    assert [row.application_number for row in rows] == [
        "7604240620000001",
        "7604240620000002",
        "7604240621000001",
    ]


@pytest.mark.parametrize(
    "data", [b"", b"not a picture", b"%PDF-1.7 but no pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 99]
)
def test_an_upload_that_is_not_what_it_says_is_refused_and_changes_nothing(country, data):
    office = country.office
    case = done(register_applicant(office, by("rahma"), a_walkin())).case
    before = _size(office)

    scan = scan_document(office, by("rahma"), case, paper=_paper(), data=data)
    photo = take_photo(office, by("iwan"), case, data=data)

    assert scan.reasons == (Reason.UPLOAD_NOT_ACCEPTED,)
    assert photo.reasons == (Reason.UPLOAD_NOT_ACCEPTED,)
    assert _size(office) == before


def _paper():
    from loket.core.domain.terms import PaperKind

    return PaperKind.IDENTITY_CARD


def test_a_clock_set_back_does_not_make_an_old_list_young(country):
    office = country.office
    case = bring_to(office, Stage.READ_BACK)
    done(print_and_test(country, case)[0])
    booklet = the_row(office, case).booklet
    order = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER
    country.clock.now += 9 * DAY
    done(give_order(office, by("kepala"), case, kind=order, duty=None, why="Umrah"))
    country.clock.now -= 9 * DAY

    refused = hand_over(office, by("anton"), case, seen(booklet))

    assert refused.reasons == (Reason.PREVENTION_LIST_TOO_OLD,)


def test_one_officer_with_every_role_still_cannot_do_two_of_the_four_duties(country):
    from loket.node.operations.grant_role import grant_role

    office = country.office
    done(grant_role(office, by("kepala"), officer="tini", name="Tini", role=Role.HANDOVER_OFFICER))
    case = bring_to(office, Stage.READ_BACK)
    done(print_and_test(country, case)[0])

    refused = hand_over(office, by("tini"), case, seen(the_row(office, case).booklet))

    assert Reason.SAME_OFFICER_DID_ANOTHER_DUTY in refused.reasons


# --- personal data


def files_of(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.glob("node.sqlite3*")))


def test_no_personal_data_stands_in_the_log_in_the_clear(country):
    office = country.office
    bring_to(office, Stage.READ_BACK)

    with office.store.reading() as reading:
        entries = b"".join(reading.entries(office.origin("office"), 0, _size_in(reading, office)))

    for word in (b"Aisyah", b"AISYAH", b"7604115010900003", b"Jl. Contoh", b"Umrah"):
        assert word not in entries


def _size_in(reading, node):
    return reading.head(node.origin("office")).size


def test_a_forgotten_case_is_forgotten_in_every_file_and_the_log_still_verifies(country):
    office, centre = country.office, country.centre
    case = bring_to(office, Stage.READ_BACK)
    done(print_and_test(country, case)[0])
    booklet = the_row(office, case).booklet
    order = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER
    done(give_order(office, by("kepala"), case, kind=order, duty=None, why="Rahasia sekali"))
    done(hand_over(office, by("anton"), case, seen(booklet)))
    bring_to(office, Stage.ARCHIVED, case=case)
    photo = the_row(office, case).photo
    assert b"Nur Aisyah Abdul Kadir" in files_of(country.folder / "polman")

    refused = forget_case(office, by("kepala"), case, second_officer="anton")
    assert refused.reasons == (Reason.OBLIGATIONS_OPEN, Reason.KEPT_UNTIL)
    push(office, centre)
    CentreFollower(centre, simulated_partners(centre)).run_once(centre.clock())
    pull(office, centre)

    done(forget(office, case))

    row = the_row(office, case)
    assert (row.forgotten, row.registration, row.nik, row.handover.signed_for) == (True, None, "", None)
    from loket.core.domain.projecting import KeyAbsentError

    with pytest.raises(KeyAbsentError):
        open_blob(office, "polman", case, photo)
    assert rebuild(office, "polman").equal
    left = files_of(country.folder / "polman")
    for word in (b"Nur Aisyah", b"7604115010900003", b"Rahasia sekali", b"NUR<AISYAH"):
        assert word not in left
    origin = office.origin("office")
    with office.store.reading() as reading:
        source = LogDatabase(reading, origin, office.signed_head(origin))
        assert verify_log(source, [office.keys.logs[origin].vkey]).kinds["case_forgotten"] == 1
    # The centre hears of it, destroys its copy and says so in its own log.
    from loket.node.operations.destroy_case_key import destroy_case_keys

    push(office, centre)
    centre.project_log(origin)
    assert destroy_case_keys(centre, "polman") == 1
    pull(office, centre)
    with office.store.reading() as reading:
        from loket.core.domain.rows import KeyHolder

        assert reading.get(KeyHolder, ("polman", case, "centre")) is not None


def test_a_restored_backup_takes_no_acts_until_somebody_looks(country):
    """The database goes back, the mark does not: quarantine, a refusal, and nothing is written."""
    import shutil

    office = country.office
    done(register_applicant(office, by("rahma"), a_walkin()))
    office.store.close()
    folder = country.folder / "polman"
    backup = country.folder / "backup"
    backup.mkdir()
    for path in folder.glob("node.sqlite3*"):
        shutil.copy(path, backup / path.name)
    again = make_node(folder, clock=country.clock)
    done(register_applicant(again, by("rahma"), a_walkin(nik="7604115010900004")))
    again.store.close()
    for path in folder.glob("node.sqlite3*"):
        path.unlink()
    for path in backup.iterdir():
        shutil.copy(path, folder / path.name)

    restored = make_node(folder, clock=country.clock)
    refused = register_applicant(restored, by("rahma"), a_walkin(nik="7604115010900005"))

    assert refused.reasons == (Reason.OFFICE_IN_QUARANTINE,)
    restored.store.close()
