"""Fourteen electronic passports with one thing wrong each: the quality test fails for that and nothing else.

Each is a whole virtual chip that is read with the key out of the printed zone, and tested against page,
record, log and the country's certificates and lists.
"""

import hashlib
from dataclasses import replace

import pytest

from builders import specimens
from builders.country import bring_to, make_country, supplied, the_row
from builders.electronic import AUTHORITY, encoder
from builders.photographs import as_jpeg, enlarged
from loket.core.domain import events as e
from loket.core.domain.checks import CheckName, CheckOutcome, CheckReason
from loket.core.domain.refusals import Refused
from loket.core.domain.rules.personalisation import moment
from loket.core.domain.terms import ChipState, DocumentKind, Stage
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.pki.revocation import RevocationList
from loket.node.devices.printer import FolderPrinter
from loket.node.followers.printing import PrintingFollower
from loket.node.keys.document_signers import DocumentSigners
from loket.node.operations.act import officer_of, today_of
from loket.node.operations.observe_chip import observe_chip
from loket.node.operations.page_observation import observe_page
from loket.node.operations.personalise_chip import chip_details, time_to_judge_by
from loket.node.operations.signer_folder import HeldSigners
from loket.node.operations.test_quality import Seen, decide_quality
from loket.node.papers.chip_portrait import chip_portrait
from loket.node.papers.images import prepare_portrait
from loket.node.papers.page_reading import kept_picture


class Trusting:
    """An office whose folder holds these certificates and lists, and no signer."""

    def __init__(self, specimen):
        lists = tuple(RevocationList.read(one) for one in specimen.lists)
        signers = DocumentSigners(signers=(), authorities=specimen.authorities, lists=lists)
        self._held = HeldSigners(signers, {})

    def held(self):
        return self._held


class Office:
    """An office with one electronic passport whose page is out, and a way to test any chip in its booklet."""

    def __init__(self, country):
        self.node = country.office
        self.node.title = AUTHORITY
        self.node.encoder = encoder(country.folder)
        supplied(country, kind=DocumentKind.ELECTRONIC)
        self.case = bring_to(self.node, Stage.READ_BACK, kind=DocumentKind.ELECTRONIC)
        printer = FolderPrinter(country.folder / "printer")
        PrintingFollower(self.node, printer, office_title=AUTHORITY, specimen=True).run_once()
        self.row = the_row(self.node, self.case)
        page = printer.output(self.row.page.job)
        read = self.node.pages_read.read(page)
        self.zone, self.picture = read.mrz, kept_picture(read.picture)
        self.page = observe_page(self.node, self.row, read)
        self.keys = specimens.Keys.make()
        self.now = moment(time_to_judge_by(self.node))

    def details(self):
        from loket.node.operations.case_blobs import open_blob

        photo = open_blob(self.node, self.node.name, self.case, self.row.photo)
        return chip_details(self.node, self.row, portrait=chip_portrait(photo))

    def test(self, specimen):
        """The whole quality test of the passport with this chip in it, as the office would write it down."""
        job = self.row.chip.job
        chips = self.node.encoder
        chips._path(job).write_bytes(specimen.memory.encode())
        self.node.document_signers = Trusting(specimen)
        sod = hashlib.sha256(specimen.memory.files[ElementaryFile.SOD]).hexdigest()
        serial = specimen.memory.serial.hex().upper()
        chip = replace(self.row.chip, state=ChipState.ENCODED, chip=serial, security_object=sod)
        row = replace(self.row, chip=chip)
        seen = Seen(page=self.page, chip=observe_chip(self.node, row, zone=self.zone, page=self.picture))
        with self.node.store.reading() as reading:
            tini = officer_of(self.node, reading, "tini")
            today = today_of(self.node, reading)
            return decide_quality(self.node, reading, row, tini, (), today, seen)


@pytest.fixture(scope="module")
def office(tmp_path_factory, databases_of_our_own):
    country = make_country(tmp_path_factory.mktemp("country"))
    yield Office(country)
    country.close()


def found(result):
    return {check.name: check for check in result.checks}


def test_a_passport_with_nothing_wrong_passes(office):
    result = office.test(specimens.right(office.details(), office.keys, office.now))

    assert isinstance(result, e.QualityTestPassed), result


def swapped(details, keys, now):
    stranger = chip_portrait(prepare_portrait(as_jpeg(enlarged("collins", 3.0))))
    return specimens.swapped_portrait(details, keys, now, portrait=stranger)


Name, Why = CheckName, CheckReason
CASES = {
    "one digit of the zone": (
        specimens.one_digit_of_the_zone,
        {Name.CHIP_ZONE_AS_PRINTED: Why.DIFFERS_FROM_PAGE},
        {"places": "2:4"},  # the lower line's fourth character
    ),
    "another's portrait": (
        swapped,
        {
            Name.CHIP_PORTRAIT_AS_PRINTED: Why.PORTRAIT_DIFFERS,
            Name.CHIP_PORTRAIT_AS_ENROLLED: Why.PORTRAIT_DIFFERS,
        },
        {},
    ),
    "hash of a data group": (
        specimens.altered_hash,
        {Name.DATA_GROUP_HASHES: Why.HASH_DIFFERS},
        {"data_groups": "12"},
    ),
    "another country": (specimens.another_country, {Name.ISSUING_COUNTRY: Why.ANOTHER_COUNTRY}, {}),
    "expired signer": (specimens.expired_signer, {Name.SIGNER_VALIDITY: Why.NOT_VALID}, {}),
    "revoked signer": (specimens.revoked_signer, {Name.SIGNER_REVOCATION: Why.SIGNER_REVOKED}, {}),
    "key not in use": (specimens.outside_key_usage, {Name.SIGNER_KEY_USAGE: Why.KEY_NOT_IN_USE}, {}),
    "foreign authority": (
        specimens.foreign_authority,
        {Name.SIGNER_ISSUER: Why.NO_TRUSTED_ISSUER},
        {},
    ),
    "unlisted type": (specimens.unlisted_type, {Name.DOCUMENT_TYPE: Why.TYPE_NOT_LISTED}, {}),
    "SHA-1": (specimens.sha_1, {Name.HASH_FUNCTIONS: Why.WEAK_HASH}, {"functions": "SHA-1"}),
    "altered generator": (
        specimens.altered_generator,
        {Name.SIGNER_CERTIFICATE: Why.CURVE_ALTERED},
        {},
    ),
    "clone's key in DG14": (
        specimens.clone_key_in_dg14,
        {Name.DATA_GROUP_HASHES: Why.HASH_DIFFERS},
        {"data_groups": "14"},
    ),
    "link as intermediate": (
        specimens.link_as_intermediate,
        {Name.SIGNER_ISSUER: Why.NO_TRUSTED_ISSUER},
        {},
    ),
    "stale list": (specimens.stale_list, {Name.SIGNER_REVOCATION: Why.REVOCATION_LIST_STALE}, {}),
}


@pytest.mark.parametrize("case", CASES)
def test_it_fails_for_its_one_reason_and_no_other(office, case):
    make, expected, evidence = CASES[case]

    result = office.test(make(office.details(), office.keys, office.now))

    assert isinstance(result, e.QualityTestFailed), result
    checks = found(result)
    assert {name: checks[name].reason for name in result.failed} == expected
    assert evidence.items() <= checks[result.failed[0]].evidence.items()


def test_what_a_copy_answers_proves_nothing(office):
    checks = found(office.test(specimens.clone_key_in_dg14(office.details(), office.keys, office.now)))

    # The copy has the private key of the data group 14 that it shows, and answers right.
    answer = checks[CheckName.CHIP_AUTHENTICATION]
    assert (answer.outcome, answer.reason) == (CheckOutcome.UNDETERMINED, CheckReason.WITHOUT_GROUND)


def test_an_intermediate_authority_is_named_as_one(office):
    result = office.test(specimens.link_as_intermediate(office.details(), office.keys, office.now))

    assert "intermediate authority" in found(result)[CheckName.SIGNER_ISSUER].evidence["says"]


def test_a_key_out_of_a_zone_that_was_not_surely_read_fails_no_chip(office, monkeypatch):
    upper, lower = office.zone
    # The first character of the date of birth.
    misread = upper, lower[:13] + ("1" if lower[13] != "1" else "2") + lower[14:]
    poor = replace(office.page, mrz=misread, zone=replace(office.page.zone, likeness=0.8))
    monkeypatch.setattr(office, "zone", misread)
    monkeypatch.setattr(office, "page", poor)

    result = office.test(specimens.right(office.details(), office.keys, office.now))

    assert isinstance(result, Refused), result
    assert CheckName.CHIP_READ in {one.facts["test_check"] for one in result.objections}
