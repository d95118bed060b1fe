"""Revocation lists: read by other implementations, signed ahead without a gap, and which one counts."""

import subprocess
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from builders.pki import NOON, Key, a_csca
from loket.core.icao.error import IcaoError
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.certificates import Authority
from loket.core.icao.pki.lint import lint_revocation_list
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.revocation import (
    Revocation,
    RevocationList,
    covered_until,
    list_in_force,
    lists_signed_ahead,
    revocation_list,
)

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def csca():
    return a_csca()


@pytest.fixture(scope="module")
def batch(csca):
    return [RevocationList.read(one) for one in lists_signed_ahead(csca, first_number=1, start=NOON)]


def a_list(csca, number, start, *, days=3, revoked=()):
    period = Period(start, start + days * DAY)
    return RevocationList.read(revocation_list(csca, number=number, period=period, revoked=revoked))


def test_a_list_is_what_cryptography_reads(csca):
    revoked = [Revocation(0x1234, NOON - DAY), Revocation(7, NOON - 2 * DAY), Revocation(7, NOON)]
    encoded = revocation_list(csca, number=128, period=Period(NOON, NOON + 3 * DAY), revoked=revoked)
    read = x509.load_der_x509_crl(encoded)

    assert read.issuer == x509.load_der_x509_certificate(csca.certificate).subject
    assert (read.last_update_utc, read.next_update_utc) == (NOON, NOON + 3 * DAY)
    assert [(one.serial_number, one.revocation_date_utc, len(one.extensions)) for one in read] == [
        (7, NOON - 2 * DAY, 0),
        (0x1234, NOON - DAY, 0),
    ]
    identifier = x509.SubjectKeyIdentifier.from_public_key(csca.key.public_key).digest
    assert [one.value for one in read.extensions] == [
        x509.AuthorityKeyIdentifier(identifier, None, None),
        x509.CRLNumber(128),
    ]
    assert read.is_signature_valid(csca.key.public_key)
    assert lint_revocation_list(encoded) == ()


def test_an_empty_list_has_no_entries_at_all(csca):
    """Table 9: if there are no revoked certificates, the field SHALL NOT be present. OpenSSL says so."""
    encoded = revocation_list(csca, number=1, period=Period(NOON, NOON + DAY))
    shown = subprocess.run(
        ["openssl", "crl", "-inform", "DER", "-noout", "-text"],
        input=encoded,
        capture_output=True,
        check=True,
    )

    assert b"No Revoked Certificates." in shown.stdout
    assert b"Version 2 (0x1)" in shown.stdout


def test_a_list_of_another_implementation_is_read():
    key = ec.generate_private_key(ec.SECP256R1())
    entry = x509.RevokedCertificateBuilder().serial_number(99).revocation_date(NOON).build()
    builder = x509.CertificateRevocationListBuilder().issuer_name(x509.Name([]))
    builder = builder.last_update(NOON).next_update(NOON + DAY).add_revoked_certificate(entry)
    encoded = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)

    read = RevocationList.read(encoded)

    assert (read.number, read.authority_key_identifier) == (None, None)
    assert read.revoked == (Revocation(99, NOON),)
    assert (read.this_update, read.next_update) == (NOON, NOON + DAY)
    assert read.revokes(99, at=NOON)
    assert not read.revokes(99, at=NOON - DAY)
    assert not read.revokes(98, at=NOON)


def test_lists_for_ninety_days_are_forty_six(batch):
    """Now, and every 48 hours, the shortest interval of 4.1.5.

    28 November 2026 is day 20,785. Steps are at midnight of even days: the next is twelve hours on.
    From 12 hours on, 45 steps of 48 hours begin before hour 2,160.
    """
    assert [one.number for one in batch] == list(range(1, 47))
    starts = [one.this_update for one in batch]
    assert starts[:2] == [NOON, NOON + 12 * HOUR]
    assert {later - earlier for earlier, later in pairwise(starts[1:])} == {2 * DAY}


def test_at_every_moment_of_the_ninety_days_a_list_is_current(batch):
    for hours in range(0, 90 * 24 + 1, 6):
        moment = NOON + timedelta(hours=hours)
        assert list_in_force(batch, moment).is_current(moment)
    # The last one begins in hour 12 + 44 · 48 and holds 72 hours.
    assert covered_until(batch, NOON) == NOON + 2196 * HOUR
    assert not list_in_force(batch, NOON + 92 * DAY).is_current(NOON + 92 * DAY)


def test_before_the_first_list_nothing_is_covered(batch):
    assert list_in_force(batch, NOON - DAY) is None
    assert covered_until(batch, NOON - DAY) is None
    assert covered_until([], NOON) is None


def test_a_missing_list_ends_the_coverage(batch):
    without_the_third = [one for one in batch if one.number != 3]

    # The second begins in hour 12 and holds 72 hours; the fourth begins in hour 108.
    assert covered_until(without_the_third, NOON) == NOON + 84 * HOUR


def test_a_revocation_prevails_over_lists_that_were_signed_before(csca, batch):
    """What was signed ahead says nothing of it; the new batch has the higher numbers."""
    when = NOON + 10 * DAY
    known = [Revocation(7, when)]
    again = [
        RevocationList.read(one)
        for one in lists_signed_ahead(csca, first_number=47, start=when, revoked=known)
    ]
    both = [*batch, *again]

    assert not list_in_force(both, when - DAY).revokes(7, at=when)
    for days in (10, 11, 30, 89):
        assert list_in_force(both, NOON + days * DAY).revokes(7, at=NOON + days * DAY)
    # Hour 240 of the first batch; the steps before hour 2,400 end with 12 + 49 · 48 = 2,364.
    assert covered_until(both, NOON) == NOON + (2364 + 72) * HOUR


@pytest.mark.parametrize("hours", [0, 1, 13, 47, 48, 60, 240])
def test_a_reader_that_goes_by_time_takes_the_newer_batch_too(csca, batch, hours):
    """RFC 5280 readers may take the latest thisUpdate, and of two equal ones the higher number."""
    when = NOON + hours * HOUR
    again = lists_signed_ahead(csca, first_number=47, start=when, revoked=[Revocation(7, when)])
    both = [*batch, *map(RevocationList.read, again)]

    for later in range(0, 300, 3):
        moment = when + later * HOUR
        latest = max(
            (one for one in both if one.has_begun(moment)), key=lambda one: (one.this_update, one.number)
        )
        assert latest is list_in_force(both, moment)
        assert latest.revokes(7, at=moment)


def test_a_list_without_next_update_covers_nothing():
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateRevocationListBuilder().issuer_name(x509.Name([])).last_update(NOON)
    endless = builder.next_update(NOON + DAY).sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
    assert covered_until([replace(RevocationList.read(endless), next_update=None)], NOON) is None


def test_a_list_is_not_released_with_another_key(csca):
    with pytest.raises(IcaoError, match="does not verify"):
        revocation_list(
            Authority(csca.certificate, Key.on(ec.SECP384R1)), number=1, period=Period(NOON, NOON + DAY)
        )


@pytest.mark.parametrize(
    ("number", "days", "reason"), [(-1, 3, "negative"), (1 << 160, 3, "20 octets"), (1, 91, "90 days")]
)
def test_a_list_outside_the_profile_is_not_released(csca, number, days, reason):
    with pytest.raises(IcaoError, match=reason):
        a_list(csca, number, NOON, days=days)


def test_a_flipped_bit_is_noticed(csca):
    one = a_list(csca, 1, NOON)
    info = RevocationList.read(one.encoded)
    public = CertificateView.read(csca.certificate).public_key_info
    assert info.signed_by(public)
    at = one.encoded.index(b"TEST CSCA")
    flipped = RevocationList.read(one.encoded[:at] + b"U" + one.encoded[at + 1 :])
    assert not flipped.signed_by(public)


@pytest.mark.parametrize("data", [b"", b"\x30\x00", bytes(50)])
def test_what_is_no_list_is_refused(data):
    with pytest.raises(IcaoError):
        RevocationList.read(data)
