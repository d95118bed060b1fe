"""Whom a document is traced to: anchors, link certificates, master lists, revocation lists."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from builders.foreign_documents import (
    CSCA,
    NOW,
    Asked,
    How,
    Party,
    Sod,
    a_state,
    certify,
    key_of,
    master_list,
    revocation_list,
    some_files,
    write_sod,
)
from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.anchors import read_anchors
from loket.core.icao.inspection.certificate import read_certificate
from loket.core.icao.inspection.document import inspect_document
from loket.core.icao.inspection.files import identify
from loket.core.icao.inspection.report import Check, Outcome, Report

PLAIN = Sod()
OLD = certify(key_of("SECP256R1", 11), CSCA)
NEW_KEY = key_of("SECP384R1", 12)
NEW = certify(NEW_KEY, replace(CSCA, serial=2), how=How("sha384"))
LINK = certify(NEW_KEY, replace(CSCA, serial=3), OLD)
SIGNER = certify(key_of("SECP256R1", 13), Asked(), NEW, How("sha384"))


def report_of(signer: Party, *given: bytes, sod: Sod = PLAIN, now: datetime = NOW) -> Report:
    files = [("sod", write_sod(some_files(), signer, sod))]
    files += [(f"dg {number}", data) for number, data in some_files().items()]
    anchors = read_anchors((f"given {at}", one) for at, one in enumerate(given))
    return inspect_document(identify(files), anchors, now, challenge=bytes(8))


def chain_of(signer: Party, *given: bytes, sod: Sod = PLAIN) -> Check:
    return report_of(signer, *given, sod=sod)["signer_chain"]


@pytest.mark.parametrize(
    "given",
    [[NEW], [OLD, LINK], [LINK], [OLD, LINK, NEW], [NEW, OLD]],
    ids=["new", "old and link", "link alone", "all", "no link"],
)
def test_trust_goes_from_an_old_key_over_its_link_to_the_new_one(given):
    found = chain_of(SIGNER, *(party.der for party in given))

    assert found.outcome is Outcome.SUCCESSFUL


def test_the_link_is_told():
    found = chain_of(SIGNER, OLD.der, LINK.der)

    assert "link" in found.reason
    assert len(found.evidence["chain"]) == 2


def test_the_old_key_alone_did_not_sign():
    assert chain_of(SIGNER, OLD.der).outcome is Outcome.FAILED


def test_a_link_that_the_document_brings_along_is_not_followed():
    found = chain_of(SIGNER, OLD.der, sod=Sod(more=(LINK.der,)))

    assert found.outcome is Outcome.FAILED


def test_an_authority_below_an_anchor_is_no_link():
    # Signed by the anchor, but with a name of its own and for no country signing key: an intermediate.
    middle = certify(NEW_KEY, replace(CSCA, common="TEST SUB", serial=4), OLD)
    signer = certify(key_of("SECP256R1", 13), Asked(), middle, How("sha384"))

    found = chain_of(signer, OLD.der, middle.der)

    assert found.outcome is Outcome.FAILED
    assert "intermediate" in found.reason


@pytest.mark.parametrize("how", ["name change", "new one given"])
def test_a_link_to_another_name_is_one_if_it_says_so_or_the_new_key_is_known(how):
    renamed = replace(CSCA, common="TEST CSCA 2", serial=5)
    new = certify(NEW_KEY, renamed, how=How("sha384"))
    link = certify(NEW_KEY, replace(renamed, serial=6, changes_name=how == "name change"), OLD)
    signer = certify(key_of("SECP256R1", 13), Asked(), new, How("sha384"))
    given = [OLD.der, link.der, *([new.der] if how == "new one given" else [])]

    assert chain_of(signer, *given).outcome is Outcome.SUCCESSFUL


def test_a_document_signer_signs_no_document_signer():
    middle = certify(key_of("SECP256R1", 14), Asked(common="TEST DS 1"), OLD)
    signer = certify(key_of("SECP256R1", 13), Asked(), middle)

    found = chain_of(signer, OLD.der, middle.der)

    assert found.outcome is Outcome.FAILED
    assert "basicConstraints" in found.reason


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (replace(CSCA, is_ca=False, path_length=None), "basicConstraints"),
        (replace(CSCA, is_ca=None, path_length=None), "basicConstraints"),
        (replace(CSCA, usage=("crl_sign",)), "keyUsage"),
    ],
)
def test_an_anchor_that_may_not_sign_certificates_fails(asked, word):
    anchor = certify(key_of("SECP256R1", 15), asked)
    signer = certify(key_of("SECP256R1", 13), Asked(), anchor)

    found = chain_of(signer, anchor.der)

    assert found.outcome is Outcome.FAILED
    assert word in found.reason


def test_one_country_does_not_sign_for_another():
    anchor = certify(key_of("SECP256R1", 15), replace(CSCA, country="XX"))
    report = report_of(certify(key_of("SECP256R1", 13), Asked(), anchor), anchor.der)

    assert "country" in report["signer_certificate"].reason
    assert report["signer_certificate"].outcome is report.overall is Outcome.FAILED


def test_a_country_signing_key_signs_no_documents_itself():
    report = report_of(OLD, OLD.der)

    assert report["signer_certificate"].outcome is report.overall is Outcome.FAILED


def test_an_anchor_whose_own_signature_is_wrong_fails():
    wrong = OLD.der[:-1] + bytes((OLD.der[-1] ^ 1,))
    signer = certify(key_of("SECP256R1", 13), Asked(), OLD)

    assert "own signature" in chain_of(signer, wrong).reason
    assert chain_of(signer, wrong).outcome is Outcome.FAILED


def test_an_expired_anchor_fails_the_validity():
    anchor = certify(key_of("SECP256R1", 15), replace(CSCA, not_after=NOW - timedelta(days=1)))
    signer = certify(key_of("SECP256R1", 13), Asked(), anchor)
    report = report_of(signer, anchor.der)

    assert [check.name for check in report.checks if check.outcome is Outcome.FAILED] == ["signer_validity"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_renewed_certificate_of_the_same_key_stands_in_for_the_expired_one(order):
    key = key_of("SECP256R1", 15)
    expired = certify(key, replace(CSCA, not_after=NOW - timedelta(days=1)))
    renewed = certify(key, replace(CSCA, serial=2, not_before=NOW - timedelta(days=30)))
    signer = certify(key_of("SECP256R1", 13), Asked(), expired)

    report = report_of(signer, *(expired.der, renewed.der)[::order])

    assert report.overall is Outcome.SUCCESSFUL


def test_a_key_identifier_without_its_own_tag_is_read_as_it_stands():
    anchor = certify(key_of("SECP256R1", 15), replace(CSCA, bare_key_id=True))
    signer = certify(key_of("SECP256R1", 13), Asked(bare_key_id=True), anchor)

    assert read_certificate(anchor.der).subject_key_id == anchor.key_id
    assert report_of(signer, anchor.der).overall is Outcome.SUCCESSFUL
    assert report_of(signer, anchor.der, sod=Sod(by_key_id=True)).overall is Outcome.SUCCESSFUL


def test_an_authority_that_names_no_country_is_none_of_another_country():
    nameless = certify(key_of("SECP256R1", 15), replace(CSCA, country=""))
    report = report_of(certify(key_of("SECP256R1", 13), Asked(), nameless), nameless.der)

    assert report["signer_certificate"].outcome is Outcome.SUCCESSFUL
    assert report["signer_chain"].outcome is Outcome.SUCCESSFUL


@pytest.mark.parametrize(("country", "outcome"), [("UT", Outcome.SUCCESSFUL), ("XX", Outcome.FAILED)])
def test_a_signer_whose_issuer_has_no_country_in_its_name_goes_by_its_own(country, outcome):
    key = key_of("SECP256R1", 15)
    nameless, anchor = certify(key, replace(CSCA, country="")), certify(key, replace(CSCA, country=country))
    signer = certify(key_of("SECP256R1", 13), Asked(), nameless)

    assert chain_of(signer, anchor.der).outcome is outcome


def test_two_names_for_the_signature_algorithm_fail():
    signer = certify(key_of("SECP256R1", 13), Asked(), OLD)
    outer = signer.certificate.copy()
    outer["signature_algorithm"] = How("sha512").algorithm(OLD.key)
    report = report_of(Party(signer.key, outer), OLD.der)

    assert report["signer_chain"].outcome is report["signer_certificate"].outcome is Outcome.FAILED


def list_of(issuer: Party, serials: dict[int, datetime], age_days: int = 10, **more) -> bytes:
    this = NOW - timedelta(days=age_days)
    return revocation_list(issuer, serials, this=this, following=this + timedelta(days=90), **more)


LONG_AGO = NOW - timedelta(days=50)


@pytest.mark.parametrize(
    ("lists", "outcome", "word"),
    [
        ([], Outcome.UNDETERMINED, "no revocation list"),
        ([list_of(NEW, {}, how=How("sha384"))], Outcome.SUCCESSFUL, "not on a list"),
        ([list_of(NEW, {0x4712: LONG_AGO}, how=How("sha384"))], Outcome.SUCCESSFUL, "not on a list"),
        ([list_of(NEW, {0x4711: LONG_AGO}, how=How("sha384"))], Outcome.FAILED, "revoked"),
        ([list_of(NEW, {0x4711: NOW + timedelta(days=1)}, how=How("sha384"))], Outcome.SUCCESSFUL, "not on"),
        ([list_of(NEW, {}, 91, how=How("sha384"))], Outcome.FAILED, "stale"),
        ([list_of(NEW, {0x4711: LONG_AGO}, 91, how=How("sha384"))], Outcome.FAILED, "revoked"),
        ([list_of(NEW, {}, -1, how=How("sha384"))], Outcome.UNDETERMINED, "later"),
        (
            [list_of(NEW, {}, 91, how=How("sha384")), list_of(NEW, {}, 1, how=How("sha384"))],
            Outcome.SUCCESSFUL,
            "not on a list",
        ),
        ([list_of(Party(OLD.key, NEW.certificate), {0x4711: LONG_AGO})], Outcome.UNDETERMINED, "not signed"),
        (
            [
                list_of(
                    certify(key_of("SECP256R1", 16), replace(CSCA, common="TEST OTHER")), {0x4711: LONG_AGO}
                )
            ],
            Outcome.UNDETERMINED,
            "no list",
        ),
        ([list_of(NEW, {2: LONG_AGO}, how=How("sha384"))], Outcome.FAILED, "issuer's certificate is revoked"),
        ([list_of(NEW, {}, how=How("sha384"), delta=True)], Outcome.UNDETERMINED, "says nothing"),
        ([list_of(NEW, {0x4711: LONG_AGO}, how=How("sha384"), delta=True)], Outcome.FAILED, "revoked"),
        (
            [list_of(NEW, {}, how=How("sha384")), list_of(NEW, {}, 1, how=How("sha384"), delta=True)],
            Outcome.SUCCESSFUL,
            "not on a list",
        ),
    ],
)
def test_what_revocation_lists_say(lists, outcome, word):
    report = report_of(SIGNER, NEW.der, *lists)

    assert report["revocation"].outcome is outcome
    assert word in report["revocation"].reason
    # Nothing given leaves the whole as it is; a list that proves nothing does not.
    spoilt = outcome is Outcome.FAILED or word in {"not signed", "says nothing"}
    assert (report.overall is Outcome.SUCCESSFUL) is not spoilt


def test_the_newest_key_signs_lists_for_older_ones():
    signer = certify(key_of("SECP256R1", 13), Asked(), OLD)
    newest = list_of(NEW, {0x4711: LONG_AGO}, how=How("sha384"))

    assert report_of(signer, OLD.der, LINK.der, NEW.der, newest)["revocation"].outcome is Outcome.FAILED


def test_a_master_list_gives_anchors_and_a_wrong_one_gives_none():
    maker = certify(key_of("SECP256R1", 17), Asked(common="TEST ML", purposes=("2.23.136.1.1.3",)), OLD)
    whole = master_list([OLD.der, NEW.der, a_state("rsa").csca.der], maker)

    assert len(read_anchors([("list", whole)]).certificates) == 3
    assert chain_of(SIGNER, whole).outcome is Outcome.SUCCESSFUL
    changed = bytearray(whole)
    changed[whole.index(OLD.der) + 60] ^= 1
    with pytest.raises(IcaoError, match="does not verify"):
        read_anchors([("list", bytes(changed))])


def test_anchors_come_as_der_or_pem_and_what_is_neither_is_named():
    pem = b"-----BEGIN CERTIFICATE-----\n" + _base64(OLD.der) + b"-----END CERTIFICATE-----\n"
    both = read_anchors([("a.pem", pem + pem), ("b.der", OLD.der), ("notes.txt", b"hello"), ("empty", b"")])

    assert [each.der for each in both.certificates] == [OLD.der]
    assert both.passed_over == ("notes.txt", "empty")


def _base64(der: bytes) -> bytes:
    from base64 import encodebytes

    return encodebytes(der)


def test_another_implementation_reads_the_same_fields():
    from cryptography import x509

    ours = read_certificate(SIGNER.der)
    theirs = x509.load_der_x509_certificate(SIGNER.der)

    assert theirs.public_bytes(Encoding.DER) == ours.der
    assert (theirs.serial_number, theirs.tbs_certificate_bytes) == (ours.serial, ours.tbs)
    assert theirs.not_valid_after_utc == ours.validity.not_after
    assert (
        theirs.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        == ours.subject_key_id
    )
