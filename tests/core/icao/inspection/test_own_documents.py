"""What Loket itself issues passes its own inspection, links of its own authorities included."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from builders.foreign_documents import some_files
from builders.pki import NOON, STATE, YEAR, Key, a_csca, a_document_signer, a_name
from loket.core.icao.inspection.anchors import read_anchors
from loket.core.icao.inspection.document import inspect_document
from loket.core.icao.inspection.files import identify
from loket.core.icao.inspection.report import Outcome, Report
from loket.core.icao.lds.security_object import SecurityObjectWriter
from loket.core.icao.pki.certificates import link_certificate

DAY = NOON + timedelta(days=1)


def issued(signer: tuple[bytes, Key], *given: bytes, at=DAY, now=DAY) -> Report:
    certificate, key = signer
    # The specimen of Doc 9303-4 with Indonesia as its issuing State.
    files = some_files() | {1: some_files()[1].replace(b"PPUTO", b"PPIDN")}
    sod = SecurityObjectWriter(certificate, key.algorithm).write_sod(files, at=at, sign=key.sign)
    named = [("sod", sod), *((str(number), data) for number, data in files.items())]
    anchors = read_anchors((str(at), der) for at, der in enumerate(given))
    return inspect_document(identify(named), anchors, now, challenge=bytes(8))


@pytest.fixture(scope="module")
def old():
    return a_csca(start=NOON - 2 * YEAR)


@pytest.mark.parametrize(
    "key", [Key.on(), Key.on(ec.BrainpoolP384R1), Key.rsa()], ids=["P-256", "brainpool", "RSA"]
)
def test_an_office_issues_what_passes_every_check(old, key):
    report = issued(a_document_signer(old, key), old.certificate)

    assert {check.name for check in report.checks if check.outcome is not Outcome.SUCCESSFUL} == {
        "revocation",
        "chip_authentication",
        "active_authentication",
    }
    assert report.overall is Outcome.SUCCESSFUL
    assert report.weaknesses == ()


@pytest.mark.parametrize("renamed", [False, True])
def test_documents_of_the_new_key_are_trusted_over_the_old_one(old, renamed):
    new = a_csca(name=a_name("TEST CSCA 2") if renamed else None)
    link = link_certificate(old, new.certificate, state=STATE, serial=77, at=NOON)
    report = issued(a_document_signer(new), old.certificate, link)

    assert report["signer_chain"].outcome is Outcome.SUCCESSFUL
    assert "link" in report["signer_chain"].reason


def test_a_signer_used_after_its_time_fails_alone(old):
    late = NOON + timedelta(days=91)
    report = issued(a_document_signer(old), old.certificate, at=late, now=late)

    failed = [check.name for check in report.checks if check.outcome is Outcome.FAILED]
    assert failed == ["signer_key_usage_period"]


def test_a_signer_of_another_country_fails_alone():
    foreign = replace(STATE, code="DEU")
    csca = a_csca(name=a_name(country="DE"), state=foreign)
    report = issued(
        a_document_signer(csca, name=a_name("TEST DS", country="DE"), state=foreign), csca.certificate
    )

    assert [check.name for check in report.checks if check.outcome is Outcome.FAILED] == ["issuer_country"]
