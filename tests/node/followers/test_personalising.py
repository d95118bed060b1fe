"""Chips are written once, each signature is counted before its key is used, and crashes are told apart."""

import hashlib
import os
import shutil

import pytest

from builders.cases import NOON
from builders.country import ANOTHER, bring_to, done, supplied, the_row
from builders.electronic import (
    chip_of,
    electronic_case,
    encoder,
    follower,
    make_signers,
    page_is_out,
    signers_of,
)
from builders.nodes import by
from loket.core.domain.refusals import Reason
from loket.core.domain.rules.personalisation import moment
from loket.core.domain.terms import ChipFault, ChipState, DocumentKind, SpoilCause, Stage
from loket.core.icao.chip.passwords import password_of
from loket.core.icao.chip.terminal import Terminal
from loket.core.icao.inspection.anchors import read_anchors
from loket.core.icao.inspection.document import inspect_document
from loket.core.icao.inspection.files import identify
from loket.core.icao.inspection.report import Outcome
from loket.core.icao.issuing.reading import read_files
from loket.core.icao.lds.details import read_dg11, read_dg12
from loket.core.icao.lds.face_group import read_dg2
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.mrz_parsing import parse
from loket.core.icao.pki.issuance import Hindrance
from loket.node.devices.chip_encoder import EncoderFaultReason
from loket.node.followers.personalising import Personalised
from loket.node.keys.signing_keys import FileSigningKey
from loket.node.operations.encode_chip import encode_chip
from loket.node.operations.rebuild import rebuild
from loket.node.operations.spoil_booklet import spoil_booklet
from loket.node.papers.chip_portrait import MOST_BYTES, portrait_from_chip


class PowerCutError(Exception):
    """The machine goes off."""


class CutEncoder:
    """The power goes off around the writing of a chip: `before` it, or `after` it was locked."""

    def __init__(self, chips, when):
        self.chips = chips
        self.when = when

    def encode(self, job_id, content):
        if self.when == "after":
            self.chips.encode(job_id, content)
        raise PowerCutError

    def open(self, job_id):
        return self.chips.open(job_id)

    def kept(self):
        return self.chips.kept()

    def forget(self, job_id):
        self.chips.forget(job_id)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return make_signers(tmp_path_factory.mktemp("country") / "TEST-keys", NOON)


@pytest.fixture
def signers(bundle, tmp_path):
    return shutil.copytree(bundle, tmp_path / "signers")


@pytest.fixture
def chips(tmp_path):
    return encoder(tmp_path)


@pytest.fixture
def case(country):
    return electronic_case(country)


def opened(chips, country, case):
    record = the_row(country.office, case).page.record
    terminal = Terminal(chips.open(chip_of(country.office, case).job), os.urandom)
    terminal.open(password_of(parse(f"{record.mrz_upper}\n{record.mrz_lower}")))
    return terminal


def used(country):
    return sum(signer.used for signer in signers_of(country.office))


def test_a_chip_is_written_with_what_the_page_says_and_verifies_at_a_border(country, chips, signers, case):
    report = follower(country.office, chips, signers).run_once()

    assert (report.encoded, report.not_encoded) == (1, 0)
    row = the_row(country.office, case)
    terminal = opened(chips, country, case)
    files = read_files(terminal)
    record = row.page.record
    assert (
        files[ElementaryFile.DG1] == b"\x61\x5b\x5f\x1f\x58" + (record.mrz_upper + record.mrz_lower).encode()
    )
    details = read_dg11(files[ElementaryFile.DG11])
    assert details.full_name == "KADIR<<NUR<AISYAH<ABDUL"
    assert not details.personal_number
    assert read_dg12(files[ElementaryFile.DG12]).issue_date == f"{record.issued_on:%Y%m%d}"
    (face,) = read_dg2(files[ElementaryFile.DG2])
    assert len(face.pictures[0]) <= MOST_BYTES
    assert portrait_from_chip(face.pictures[0]).size == (413, 531)
    trusted = [
        (path.name, path.read_bytes()) for folder in ("csca", "crls") for path in (signers / folder).iterdir()
    ]
    inspected = inspect_document(
        identify((file.title, data) for file, data in files.items()),
        read_anchors(trusted),
        moment(country.clock.now),
        challenge=os.urandom(8),
    )
    assert inspected.overall is Outcome.SUCCESSFUL
    assert row.chip.security_object == hashlib.sha256(files[ElementaryFile.SOD]).hexdigest()
    assert row.chip.chip == terminal.serial().hex().upper()
    assert used(country) == 1
    assert rebuild(country.office, "polman").equal


def test_the_folders_signers_are_taken_into_the_log_once(country, chips, signers):
    first = follower(country.office, chips, signers).run_once()
    again = follower(country.office, chips, signers).run_once()

    assert first.installed == len(list((signers / "signers").glob("*.der"))) > 0
    assert again == Personalised()


def test_a_signer_whose_key_is_another_ones_is_not_taken(country, chips, signers, case):
    names = sorted(path.stem for path in (signers / "signers").glob("*.der"))
    (signers / "signers" / f"{names[0]}.pem").write_bytes(
        (signers / "signers" / f"{names[1]}.pem").read_bytes()
    )

    report = follower(country.office, chips, signers).run_once()

    assert report.installed == 0
    assert chip_of(country.office, case).fault is ChipFault.NO_SIGNER


def test_a_chip_waits_until_its_page_is_out(country, chips, signers):
    supplied(country, kind=DocumentKind.ELECTRONIC)
    case = bring_to(country.office, Stage.READ_BACK, kind=DocumentKind.ELECTRONIC)

    follower(country.office, chips, signers).run_once()

    assert chip_of(country.office, case).state is ChipState.SUBMITTED
    assert used(country) == 0


def test_without_signers_the_chip_waits_with_the_reason(country, chips, case):
    follower(country.office, chips, None).run_once()

    chip = chip_of(country.office, case)
    assert (chip.state, chip.fault, chip.hindrances) == (ChipState.FAILED, ChipFault.NO_SIGNER, ())


def test_when_the_quota_is_used_up_nothing_is_signed(country, chips, tmp_path, case):
    few = make_signers(tmp_path / "TEST-few", country.clock.now, quota=1)
    follower(country.office, chips, few).run_once()
    names = {signer.signer for signer in signers_of(country.office)}
    assert len(names) == 2
    first = chip_of(country.office, case)
    assert first.state is ChipState.ENCODED
    other = another_case(country)

    follower(country.office, chips, few).run_once()

    chip = chip_of(country.office, other)
    # The first signer has signed its one document; the next one's key is not in use yet.
    assert chip.fault is ChipFault.NO_SIGNER
    assert set(chip.hindrances) == {Hindrance.QUOTA_USED_UP, Hindrance.KEY_NOT_YET_IN_USE}
    assert used(country) == 1


def another_case(country):
    case = bring_to(country.office, Stage.READ_BACK, kind=DocumentKind.ELECTRONIC, **ANOTHER)
    page_is_out(country.office, case)
    return case


# ------------------------------------------------------------------------------------------ crashes


def crash(country, chips, signers):
    with pytest.raises(PowerCutError):
        follower(country.office, chips, signers).run_once()


def test_cut_before_the_signature_is_counted_nothing_was_signed(country, chips, signers, case, monkeypatch):
    def cut(*_args, **_more):
        raise PowerCutError

    with monkeypatch.context() as patch:
        patch.setattr("loket.node.operations.personalise_chip.open_blob", cut)
        crash(country, chips, signers)
    assert (chip_of(country.office, case).state, used(country)) == (ChipState.SUBMITTED, 0)

    follower(country.office, chips, signers).run_once()

    assert (chip_of(country.office, case).state, used(country)) == (ChipState.ENCODED, 1)


def test_cut_between_counting_and_signing_the_signature_stays_counted(
    country, chips, signers, case, monkeypatch
):
    real = FileSigningKey.sign

    def cut(self, data):
        if data.startswith(b"Loket:"):
            return real(self, data)
        raise PowerCutError

    with monkeypatch.context() as patch:
        patch.setattr(FileSigningKey, "sign", cut)
        crash(country, chips, signers)
    assert (chip_of(country.office, case).state, used(country)) == (ChipState.SIGNED, 1)

    follower(country.office, chips, signers).run_once()

    assert (chip_of(country.office, case).state, used(country)) == (ChipState.ENCODED, 2)


def test_cut_before_encoding_a_new_document_is_signed_for_the_untouched_chip(country, chips, signers, case):
    crash(country, CutEncoder(chips, "before"), signers)

    follower(country.office, chips, signers).run_once()

    assert (chip_of(country.office, case).state, used(country)) == (ChipState.ENCODED, 2)
    assert len(chips.kept()) == 1


def test_cut_after_the_lock_the_chip_is_found_written_and_not_written_again(country, chips, signers, case):
    crash(country, CutEncoder(chips, "after"), signers)
    job = chip_of(country.office, case).job
    before = chips.memory(job)
    assert before.locked

    follower(country.office, chips, signers).run_once()

    chip = chip_of(country.office, case)
    assert (chip.state, used(country)) == (ChipState.ENCODED, 1)
    assert chips.memory(job) == before
    assert chip.chip == before.serial.hex().upper()
    assert chip.security_object == hashlib.sha256(before.files[ElementaryFile.SOD]).hexdigest()


def test_cut_while_writing_the_booklet_is_spoilt(country, tmp_path, signers, case):
    broken = encoder(tmp_path, faults=[EncoderFaultReason.HALF_WRITTEN])

    class Cut(CutEncoder):
        def encode(self, job_id, content):
            self.chips.encode(job_id, content)
            raise PowerCutError

    crash(country, Cut(broken, ""), signers)
    assert chip_of(country.office, case).state is ChipState.SIGNED

    follower(country.office, encoder(tmp_path), signers).run_once()

    assert chip_of(country.office, case).fault is ChipFault.CHIP_HALF_WRITTEN


def test_what_the_encoder_reports_stands_on_the_case_until_it_is_put_right(country, tmp_path, signers, case):
    reasons = [EncoderFaultReason.NO_CHIP, EncoderFaultReason.UNREACHABLE, EncoderFaultReason.CHIP_LOCKED]
    office, faulty = country.office, encoder(tmp_path, faults=reasons)

    for fault in (ChipFault.NO_CHIP, ChipFault.ENCODER_UNREACHABLE):
        follower(office, faulty, signers).run_once()
        chip = chip_of(office, case)
        assert (chip.state, chip.fault) == (ChipState.FAILED, fault)
        done(encode_chip(office, by("budi"), case))
    follower(office, faulty, signers).run_once()

    assert chip_of(office, case).fault is ChipFault.CHIP_LOCKED
    assert encode_chip(office, by("budi"), case).reasons == (Reason.CHIP_IS_SPOILT,)
    # Each try is signed anew.
    assert used(country) == 3


def test_without_an_encoder_nothing_is_signed(country, signers, case):
    follower(country.office, None, signers).run_once()

    assert chip_of(country.office, case).fault is ChipFault.ENCODER_UNREACHABLE
    assert used(country) == 0


def test_a_chip_that_does_not_answer_for_a_moment_is_written_all_the_same(country, tmp_path, signers, case):
    once = encoder(tmp_path, faults=[EncoderFaultReason.NO_ANSWER])

    follower(country.office, once, signers).run_once()

    assert (chip_of(country.office, case).state, used(country)) == (ChipState.ENCODED, 1)


def test_a_document_that_does_not_verify_never_reaches_the_encoder(
    country, chips, signers, case, monkeypatch
):
    real = FileSigningKey.sign

    def wrong(self, data):
        return real(self, data if data.startswith(b"Loket:") else data + b"!")

    monkeypatch.setattr(FileSigningKey, "sign", wrong)
    follower(country.office, chips, signers).run_once()

    chip = chip_of(country.office, case)
    assert chip.fault is ChipFault.DOCUMENT_DOES_NOT_VERIFY
    assert set(chip.differing) == {"sod_signature", "card_security"}
    assert not chips.kept()


def test_the_encoder_forgets_the_chip_of_a_booklet_that_was_spoilt(country, chips, signers, case):
    follower(country.office, chips, signers).run_once()
    cause = SpoilCause.DAMAGED_BLANK
    done(spoil_booklet(country.office, by("tini"), case, cause=cause, report="Sobek.", present="budi"))

    round_ = follower(country.office, chips, signers).run_once()

    assert round_.forgotten == 1
    assert not chips.kept()
