"""Revocation lists: written, signed ahead for an outage, read, and chosen from (Doc 9303-12 §4.1.5, §7.1.4).

A list signed ahead says what was known when it was signed. A revocation that comes meanwhile makes a new
batch, whose numbers are higher; of the lists that have begun, the one with the highest number counts. See
docs/formats/pki.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self

from asn1crypto.crl import CertificateList

from loket.core.icao.error import IcaoError
from loket.core.icao.pki import der
from loket.core.icao.pki import extensions as ext
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.certificates import Authority
from loket.core.icao.pki.lint import refuse_list_deviations
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.signatures import SigningKey, read_public_key, signature_holds

LONGEST_LIST_BYTES: Final = 4_000_000
DAYS_AHEAD: Final = 90
STEP: Final = timedelta(hours=48)
# A list holds this much longer than the next one's beginning: clocks differ, and hands are slow.
OVERLAP: Final = timedelta(hours=24)
_VERSION_2: Final = 1
_MOST_ENTRIES: Final = 100_000
_MOST_DAYS_AHEAD: Final = 731
# Lists begin at multiples of 48 hours from here, whichever batch they are of.
_FIRST_STEP: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Revocation:
    """A certificate that no longer counts, by its serial number, and since when."""

    serial: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationList:
    """A revocation list as read; others may leave out number, identifier and nextUpdate."""

    encoded: bytes
    issuer: bytes
    authority_key_identifier: bytes | None
    number: int | None
    this_update: datetime
    next_update: datetime | None
    revoked: tuple[Revocation, ...]
    tbs: bytes
    algorithm: bytes
    signature: bytes

    @classmethod
    def read(cls, encoded: bytes) -> Self:
        """Read a revocation list (DER); IcaoError if it is none."""
        if len(encoded) > LONGEST_LIST_BYTES:
            raise IcaoError("revocation list", "9303-12 7.1.4", "is too long")
        try:
            return cls(**_read(encoded, CertificateList.load(encoded, strict=True)))
        except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError):
            raise IcaoError("revocation list", "9303-12 7.1.4", "cannot be read") from None

    def signed_by(self, public_key_info: bytes) -> bool:
        """Return whether this key (SubjectPublicKeyInfo) signed it; IcaoError if that cannot be found out."""
        return signature_holds(read_public_key(public_key_info), self.algorithm, self.tbs, self.signature)

    def revokes(self, serial: int, *, at: datetime) -> bool:
        """Return whether the certificate with this serial number was revoked by then."""
        return any(one.serial == serial and one.at <= at for one in self.revoked)

    def has_begun(self, at: datetime) -> bool:
        """Return whether it was to be published by then."""
        return self.this_update <= at

    def is_current(self, at: datetime) -> bool:
        """Return whether it has begun and its successor is not yet overdue."""
        return self.has_begun(at) and (self.next_update is None or at <= self.next_update)


def revocation_list(
    authority: Authority, *, number: int, period: Period, revoked: Iterable[Revocation] = ()
) -> bytes:
    """Return a signed revocation list (DER) from thisUpdate to nextUpdate, at most 90 days apart.

    It covers every certificate of the country, whichever of its keys signed them; the newest key signs it. A
    certificate that is named twice stands there once, since its earliest date.
    """
    return _one_list(authority.key, CertificateView.read(authority.certificate), number, period, revoked)


def _one_list(
    key: SigningKey, view: CertificateView, number: int, period: Period, revoked: Iterable[Revocation]
) -> bytes:
    algorithm = key.algorithm.identifier
    parts = [ext.authority_key_identifier(view.key_identifier), ext.crl_number(number)]
    tbs = der.sequence(
        der.integer(_VERSION_2),
        algorithm,
        view.subject,
        der.time(period.start),
        der.time(period.end),
        _entries(revoked),
        der.tagged(0, der.sequence(*parts)),
    )
    encoded = der.sequence(tbs, algorithm, der.bits(key.sign(tbs)))
    if not RevocationList.read(encoded).signed_by(view.public_key_info):
        raise IcaoError("signature", "9303-12 4.1.6", "does not verify with the authority's certificate")
    refuse_list_deviations(encoded)
    return encoded


def lists_signed_ahead(
    authority: Authority,
    *,
    first_number: int,
    start: datetime,
    revoked: Iterable[Revocation] = (),
    days: int = DAYS_AHEAD,
) -> tuple[bytes, ...]:
    """Return a batch of lists that leave no moment without a current one, from `start` for `days` days.

    The first begins at `start`, the others every 48 hours at moments that are the same for every batch, and
    each holds 72 hours. So at any moment a batch prevails over an earlier one both by its higher numbers and,
    for readers who go by time, by a thisUpdate that is never earlier. `first_number` must be higher than any
    that was used.
    """
    known, end = tuple(revoked), start + timedelta(days=days)
    if not 0 < days <= _MOST_DAYS_AHEAD:
        raise IcaoError("revocation list", "9303-12 4.1.5", "not between one day and two years ahead")
    view = CertificateView.read(authority.certificate)
    passed = (start - _FIRST_STEP) // STEP
    steps = (_FIRST_STEP + STEP * (passed + 1 + step) for step in range(days))
    moments = [start, *(moment for moment in steps if moment < end)]
    return tuple(
        _one_list(authority.key, view, number, Period(moment, moment + STEP + OVERLAP), known)
        for number, moment in enumerate(moments, first_number)
    )


def list_in_force(lists: Iterable[RevocationList], at: datetime) -> RevocationList | None:
    """Return the list that counts: of those that have begun, current or not, the one of highest number."""
    begun = [one for one in lists if one.has_begun(at)]
    return max(
        begun, key=lambda one: (-1 if one.number is None else one.number, one.this_update), default=None
    )


def covered_until(lists: Sequence[RevocationList], at: datetime) -> datetime | None:
    """Return until when some list will be in force and current without a gap; None if there is none now.

    A list without nextUpdate never ends, and counts as covering nothing: nobody promised a successor.
    """
    moment = at
    while (one := list_in_force(lists, moment)) is not None and one.next_update is not None:
        if not one.is_current(moment):
            break
        later = [
            other.this_update
            for other in lists
            if moment < other.this_update <= one.next_update and (other.number or 0) > (one.number or 0)
        ]
        if not later:
            return one.next_update
        moment = min(later)
    return None if moment == at else moment


def _entries(revoked: Iterable[Revocation]) -> bytes:
    earliest: dict[int, datetime] = {}
    for one in revoked:
        earliest[one.serial] = min(one.at, earliest.get(one.serial, one.at))
    if not earliest:
        return b""  # table 9: SHALL NOT be present
    return der.sequence(
        *(der.sequence(der.integer(serial), der.time(at)) for serial, at in sorted(earliest.items()))
    )


def _read(encoded: bytes, parsed: Any) -> dict[str, Any]:
    tbs = parsed["tbs_cert_list"]
    number, authority = parsed.crl_number_value, parsed.authority_key_identifier_value
    identifier = None if authority is None else authority["key_identifier"].native
    entries = tbs["revoked_certificates"]
    listed = [] if entries.native is None else list(entries)
    if len(listed) > _MOST_ENTRIES:
        raise ValueError
    return {
        "encoded": encoded,
        "issuer": tbs["issuer"].dump(),
        "authority_key_identifier": identifier,
        "number": None if number is None else int(number.native),
        "this_update": tbs["this_update"].native,
        "next_update": tbs["next_update"].native,
        "revoked": tuple(
            Revocation(int(entry["user_certificate"].native), entry["revocation_date"].native)
            for entry in listed
        ),
        "tbs": tbs.dump(),
        "algorithm": parsed["signature_algorithm"].dump(),
        "signature": parsed["signature"].native,
    }
