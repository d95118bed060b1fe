"""Documents of made-up States in every shape seen in the field; each wrong one fails for its own reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import core

from builders.foreign_documents import (
    CSCA,
    NOW,
    P256,
    Asked,
    How,
    Party,
    Sod,
    a_state,
    certify,
    dg1,
    explicit_info,
    key_of,
    some_files,
    tlv,
    write_sod,
)
from loket.core.icao.inspection.anchors import read_anchors
from loket.core.icao.inspection.document import inspect_document
from loket.core.icao.inspection.files import LdsFiles, identify, security_object_alone
from loket.core.icao.inspection.report import Outcome, Report

CHALLENGE = bytes(range(8))


def inspected(
    sod: bytes, *given: bytes, files: dict[int, bytes] | None = None, now: datetime = NOW
) -> Report:
    chip = some_files() if files is None else files
    named = [("sod", sod), *((f"file {number}", data) for number, data in chip.items())]
    anchors = read_anchors((f"given {at}", der) for at, der in enumerate(given)) if given else None
    return inspect_document(identify(named), anchors, now, challenge=CHALLENGE)


def failures(report: Report) -> dict[str, str]:
    return {check.name: check.reason for check in report.checks if check.outcome is Outcome.FAILED}


@pytest.mark.parametrize(
    ("kind", "how", "sod"),
    [
        ("SECP256R1", How(), Sod()),
        ("SECP256R1", How("sha384"), Sod(version=1, hash_name="sha512")),
        ("SECP384R1", How("sha384"), Sod(hash_name="sha384")),
        ("SECP521R1", How("sha512"), Sod()),
        ("SECP224R1", How("sha224"), Sod(hash_name="sha224")),
        ("BrainpoolP256R1", How(), Sod(by_key_id=True)),
        ("BrainpoolP512R1", How("sha512"), Sod(version=1)),
        ("rsa", How(), Sod()),
        ("rsa", How(bare_rsa=True), Sod()),
        ("rsa", How(pss=True), Sod()),
        ("rsa", How("sha512", pss=True, mgf="sha256", salt=20), Sod()),
        ("rsa", How("sha256", pss=True, mgf="sha1", salt=0), Sod()),
        ("SECP256R1", How(), Sod(ber=True)),
        ("rsa", How(), Sod(ber=True, by_key_id=True)),
        ("SECP256R1", How(), Sod(bare=True)),
        ("SECP256R1", How(), Sod(attributes=False)),
        ("SECP256R1", How(), Sod(unsorted=True)),
        ("SECP256R1", How(), Sod(content_type="1.2.840.113549.1.7.1")),
        ("SECP256R1", How(), Sod(content_type="1.3.27.1.1.1")),
        ("SECP256R1", How(), Sod(content_type="1.2.528.1.1006.1.20.1")),
        ("SECP256R1", How("sha256"), Sod(digest_name="sha512")),
    ],
)
def test_every_shape_of_security_object_seen_in_the_field_verifies(kind, how, sod):
    state = a_state(kind, how)
    if how.bare_rsa:  # a certificate always names the hash with the signature
        state = a_state(kind)

    report = inspected(write_sod(some_files(), state.signer, replace(sod, how=how)), state.csca.der)

    assert failures(report) == {}
    assert report["hash_dg1"].outcome is report["hash_dg2"].outcome is Outcome.SUCCESSFUL
    assert report.overall is Outcome.SUCCESSFUL


def test_without_anchors_nobody_knows_who_signed():
    report = inspected(write_sod(some_files(), a_state().signer))

    assert report["sod_signature"].outcome is Outcome.SUCCESSFUL
    assert report["signer_chain"].outcome is report.overall is Outcome.UNDETERMINED


def test_an_anchor_of_another_state_fails():
    foreign = certify(key_of("SECP256R1", 9), CSCA)

    report = inspected(write_sod(some_files(), a_state().signer), foreign.der)

    assert set(failures(report)) == {"signer_chain"}


@pytest.mark.parametrize("number", [1, 2])
def test_an_altered_data_group_fails_alone(number):
    files = some_files()
    sod = write_sod(files, a_state().signer)
    files[number] = files[number][:-1] + bytes((files[number][-1] ^ 1,))

    assert set(failures(inspected(sod, a_state().csca.der, files=files))) == {f"hash_dg{number}"}


def test_a_swapped_portrait_fails_alone():
    files = some_files()
    sod = write_sod(files, a_state().signer)
    files[2] = tlv(0x75, tlv(0x7F61, b"\x02\x01\x01" + bytes(299) + b"!"))

    assert set(failures(inspected(sod, a_state().csca.der, files=files))) == {"hash_dg2"}


def test_a_content_that_was_not_signed_fails():
    state = a_state()
    sod = write_sod(some_files(), state.signer)
    listed = inspected(sod)["hash_dg1"].evidence["listed"]
    assert isinstance(listed, str)
    other = sod.replace(bytes.fromhex(listed), bytes(32))

    assert "messageDigest" in failures(inspected(other, state.csca.der))["sod_signature"]


def test_attributes_of_another_content_type_fail():
    sod = write_sod(some_files(), a_state().signer, Sod(said_type="1.2.840.113549.1.7.1"))

    assert "contentType" in failures(inspected(sod, a_state().csca.der))["sod_signature"]


def test_signed_data_about_something_else_is_no_security_object():
    sod = write_sod(some_files(), a_state().signer, Sod(content_type="0.4.0.127.0.7.3.2.1"))
    report = inspected(sod, a_state().csca.der)

    assert "sod_structure" in failures(report)
    assert report["sod_signature"].outcome is Outcome.ABORTED


@pytest.mark.parametrize("hash_name", ["sha1", "md5"])
def test_weak_hashes_are_named(hash_name):
    how = How(hash_name)
    state = a_state("rsa", how)
    report = inspected(
        write_sod(some_files(), state.signer, Sod(hash_name=hash_name, how=how)), state.csca.der
    )

    word = {"sha1": "SHA-1", "md5": "MD5"}[hash_name]
    assert report.weaknesses == (word,)
    for name in ("sod_structure", "sod_signature", "signer_chain"):
        assert f"{word} is weak" in report[name].reason


def signer_with(asked: Asked, csca: Party | None = None, number: int = 2) -> Party:
    return certify(key_of("SECP256R1", number), asked, csca or a_state().csca)


@pytest.mark.parametrize(
    ("asked", "check"),
    [
        (Asked(not_after=NOW - timedelta(days=1)), "signer_validity"),
        (Asked(not_before=NOW + timedelta(days=1)), "signer_validity"),
        (Asked(usage=("key_encipherment",)), "signer_certificate"),
        (Asked(purposes=("2.23.136.1.1.3",)), "signer_certificate"),
        (Asked(types=("I", "AC")), "document_type"),
        (Asked(types=("PD",)), "document_type"),
        (
            Asked(usage_period=(NOW - timedelta(days=90), NOW - timedelta(days=60))),
            "signer_key_usage_period",
        ),
    ],
)
def test_a_signer_that_may_not_fails_for_its_own_reason(asked, check):
    sod = write_sod(some_files(), signer_with(asked), Sod(signing_time=NOW - timedelta(days=30)))

    assert set(failures(inspected(sod, a_state().csca.der))) == {check}


@pytest.mark.parametrize("types", [("P",), ("PP",), ("V", "PP"), ("P<",)])
def test_a_listed_document_type_or_its_first_letter_suffices(types):
    sod = write_sod(some_files(), signer_with(Asked(types=types)))

    assert inspected(sod, a_state().csca.der)["document_type"].outcome is Outcome.SUCCESSFUL


def test_a_certificate_without_types_supports_no_judgement_of_them():
    sod = write_sod(some_files(), signer_with(Asked(types=None)))

    assert inspected(sod, a_state().csca.der)["document_type"].outcome is Outcome.NOT_SUPPORTED


def test_the_day_of_issue_stands_in_for_a_signing_time():
    files = some_files() | {12: tlv(0x6C, tlv(0x5C, b"\x5f\x26") + tlv(0x5F26, b"20261001"))}
    in_use = (datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
    too_late = (datetime(2026, 10, 2, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))

    for period, outcome in ((in_use, Outcome.SUCCESSFUL), (too_late, Outcome.FAILED)):
        sod = write_sod(files, signer_with(Asked(usage_period=period)))
        assert inspected(sod, a_state().csca.der, files=files)["signer_key_usage_period"].outcome is outcome


def test_a_day_of_issue_that_nobody_signed_says_nothing_of_the_key():
    period = (datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
    sod = write_sod(some_files(), signer_with(Asked(usage_period=period)))

    for day in (b"20261001", b"20261102"):
        files = some_files() | {12: tlv(0x6C, tlv(0x5C, b"\x5f\x26") + tlv(0x5F26, day))}
        found = inspected(sod, a_state().csca.der, files=files)["signer_key_usage_period"]
        assert found.outcome is Outcome.UNDETERMINED


@pytest.mark.parametrize(
    ("state", "country", "outcome"),
    [
        ("UTO", "UT", Outcome.SUCCESSFUL),
        ("D<<", "DE", Outcome.SUCCESSFUL),
        ("IDN", "ID", Outcome.SUCCESSFUL),
        ("IDN", "id", Outcome.SUCCESSFUL),
        ("UNO", "UN", Outcome.SUCCESSFUL),
        ("EUE", "EU", Outcome.SUCCESSFUL),
        ("GBD", "GB", Outcome.SUCCESSFUL),
        ("RKS", "KS", Outcome.SUCCESSFUL),
        ("IDN", "DE", Outcome.FAILED),
        ("D<<", "ID", Outcome.FAILED),
        ("QQQ", "ID", Outcome.UNDETERMINED),
    ],
)
def test_the_issuing_state_is_the_country_that_signed(state, country, outcome):
    zone = dg1("PP" + state + dg1()[10:].decode())
    csca = certify(key_of("SECP256R1", 1), replace(CSCA, country=country))
    files = some_files() | {1: zone}
    sod = write_sod(files, signer_with(Asked(country=country), csca))

    report = inspected(sod, csca.der, files=files)

    assert report["issuer_country"].outcome is outcome
    assert (report.overall is Outcome.SUCCESSFUL) is (outcome is Outcome.SUCCESSFUL)


def name_in_parts(*parts: tuple[str, int, bytes]) -> bytes:
    """Return a Name: object identifier, kind of string and text of each part."""
    pairs = (tlv(0x30, core.ObjectIdentifier(oid).dump() + tlv(kind, text)) for oid, kind, text in parts)
    return tlv(0x30, b"".join(tlv(0x31, pair) for pair in pairs))


COUNTRY, ORGANIZATION, COMMON = ("2.5.4.6", 0x13, b"UT"), ("2.5.4.10", 0x13, b"TEST"), "2.5.4.3"


@pytest.mark.parametrize(
    ("issuer", "outcome"),
    [
        (name_in_parts((COMMON, 0x13, b"TEST CSCA"), ORGANIZATION, COUNTRY), Outcome.SUCCESSFUL),
        (name_in_parts(COUNTRY, ORGANIZATION, (COMMON, 0x0C, b"TEST CSCA")), Outcome.SUCCESSFUL),
        (name_in_parts(COUNTRY, ORGANIZATION, (COMMON, 0x0C, b"TEST cSCA")), Outcome.UNDETERMINED),
        (name_in_parts(COUNTRY, ORGANIZATION), Outcome.UNDETERMINED),
        (name_in_parts(COUNTRY, ORGANIZATION, (COMMON, 0x0C, b"\xff")), Outcome.UNDETERMINED),
    ],
)
def test_the_name_beside_the_signature_is_the_certificates_to_the_letter(issuer, outcome):
    sod = write_sod(some_files(), a_state().signer, Sod(issuer=issuer))

    assert inspected(sod, a_state().csca.der).overall is outcome


def test_a_missing_certificate_may_be_given():
    state = a_state()
    sod = write_sod(some_files(), state.signer, Sod(with_certificate=False))

    assert inspected(sod, state.csca.der).overall is Outcome.UNDETERMINED
    assert inspected(sod, state.csca.der, state.signer.der).overall is Outcome.SUCCESSFUL


@pytest.mark.parametrize("info", [{}, {"compressed": True}, {"seed": True}, {"h": None}])
def test_an_explicit_curve_that_agrees_in_everything_is_taken_for_the_named_one(info):
    key = key_of("SECP256R1", 3)
    sod = write_sod(some_files(), certify(key, Asked(info=explicit_info(key, **info)), a_state().csca))

    report = inspected(sod, a_state().csca.der)

    assert report.overall is Outcome.SUCCESSFUL
    assert "secp256r1, explicit" in str(report["sod_signature"].evidence["key"])


# 2G on P-256: a point of the curve, and so a generator that looks right.
TWICE_X = 0x7CF27B188D034F7E8A52380304B51AC3C08969E277F21B35A60B48FC47669978
TWICE_Y = 0x07775510DB8ED040293D9AC69F7430DBBA7DADE63CE982299E04B79D227873D1


@pytest.mark.parametrize(
    "changed",
    [
        {"x": TWICE_X, "y": TWICE_Y},
        {"y": P256["p"] - P256["y"]},
        {"a": P256["a"] - 1},
        {"b": P256["b"] + 1},
        {"n": P256["n"] - 2},
        {"h": 2},
        {"x": TWICE_X, "y": TWICE_Y, "compressed": True},
        {"y": P256["p"] - P256["y"], "compressed": True},
    ],
)
@pytest.mark.parametrize("whose", ["signer", "anchor"])
def test_an_explicit_curve_with_anything_altered_is_never_successful(changed, whose):
    key = key_of("SECP256R1", 3)
    info = explicit_info(key, **changed)
    if whose == "signer":
        csca, signer = a_state().csca, certify(key, Asked(info=info), a_state().csca)
    else:
        csca = certify(key, replace(CSCA, info=info))
        signer = certify(key_of("SECP256R1", 2), Asked(), csca)

    report = inspected(write_sod(some_files(), signer), csca.der)

    assert report.overall is Outcome.FAILED
    told = report["signer_certificate" if whose == "signer" else "signer_chain"]
    assert told.outcome is Outcome.FAILED
    assert "curve" in told.reason


def test_a_curve_that_nobody_knows_is_not_supported():
    key = key_of("SECP256R1", 3)
    # Another prime altogether: no known curve stands over it.
    info = explicit_info(key, p=2**256 - 189)
    report = inspected(
        write_sod(some_files(), certify(key, Asked(info=info), a_state().csca)), a_state().csca.der
    )

    assert report["signer_certificate"].outcome is Outcome.NOT_SUPPORTED
    assert report["sod_signature"].outcome is Outcome.NOT_SUPPORTED
    assert report.overall is Outcome.UNDETERMINED


@pytest.mark.parametrize("end", [1, 3, 100, 700, -1])
def test_a_security_object_that_breaks_off_fails_and_leaves_the_rest_aborted(end):
    report = inspected(write_sod(some_files(), a_state().signer)[:end], a_state().csca.der)

    assert report.overall in {Outcome.FAILED, Outcome.UNDETERMINED}
    assert report["sod_signature"].outcome is Outcome.ABORTED


def test_a_security_object_alone_is_judged_without_data_groups():
    state = a_state()
    files = security_object_alone(write_sod(some_files(), state.signer))
    report = inspect_document(files, read_anchors([("csca", state.csca.der)]), NOW, challenge=CHALLENGE)

    assert report.overall is Outcome.SUCCESSFUL
    assert report["hash_dg1"].outcome is Outcome.UNDETERMINED


def test_files_that_are_missing_or_not_listed_leave_the_whole_undetermined():
    files = some_files()
    sod = write_sod(files | {11: b"\x6b\x00"}, a_state().signer)

    missing = inspected(sod, a_state().csca.der)
    unlisted = inspected(
        write_sod(files, a_state().signer), a_state().csca.der, files=files | {11: b"\x6b\x00"}
    )

    for report in (missing, unlisted):
        assert report["hash_dg11"].outcome is report.overall is Outcome.UNDETERMINED


def test_fingers_that_only_few_may_read_are_not_missed():
    sod = write_sod(some_files() | {3: b"\x63\x00"}, a_state().signer)
    report = inspected(sod, a_state().csca.der)

    assert report["hash_dg3"].outcome is Outcome.NOT_SUPPORTED
    assert report.overall is Outcome.SUCCESSFUL


@pytest.mark.parametrize("signers", [0, 2])
def test_two_signers_or_none_are_refused(signers):
    # RFC 5652 §5.1 lets a set of signers be empty; Doc 9303-10 §4.6.2.2 asks for one.
    sod = write_sod(some_files(), a_state().signer, Sod(signers=signers))

    assert "sod_structure" in failures(inspected(sod, a_state().csca.der))


def test_a_report_says_what_the_command_prints():
    report = inspect_document(LdsFiles(), None, NOW, challenge=CHALLENGE)

    assert report.as_json()["overall"] == "undetermined"
    assert {frozenset(check) for check in report.as_json()["checks"]} == {
        frozenset({"name", "outcome", "reason", "evidence"})
    }
