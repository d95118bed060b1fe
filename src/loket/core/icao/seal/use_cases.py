"""Use cases of seals: which features a seal of one has, and how each is written.

Visas: Doc 9303-7 §9.1.3. Emergency travel documents: Doc 9303-8. The German ones: BSI TR-03137-1, chapters
6 to 10. Categories that ICAO gives are odd, all others even (Doc 9303-13 §2.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from loket.core.icao.error import IcaoError
from loket.core.icao.seal.codings import Coding, Value, read_value, write_value
from loket.core.icao.seal.header import SealHeader
from loket.core.icao.seal.message import Feature
from loket.core.icao.seal.rules import FeatureRule, UseCase

ZONE = "machine_readable_zone"
_ZONE_BYTES = 48
_ALNUM = Coding.ALPHANUMERIC


def _number(tag: int, name: str, size: int = 6) -> FeatureRule:
    return FeatureRule(tag, name, _ALNUM, size, size)


def _zone(tag: int, coding: Coding = Coding.TD2) -> FeatureRule:
    return FeatureRule(tag, ZONE, coding, _ZONE_BYTES, _ZONE_BYTES)


VISA: Final = UseCase(
    "visa",
    0x5D,
    0x01,
    (
        FeatureRule(1, "zone_of_visa_a", Coding.MRV_A, 48, 48, required=False),
        FeatureRule(2, "zone_of_visa_b", Coding.MRV_B, 44, 44, required=False),
        FeatureRule(3, "number_of_entries", Coding.NUMBER, 1, 1, required=False),
        FeatureRule(4, "duration_of_stay", Coding.STAY, 3, 3),
        _number(5, "passport_number"),
        FeatureRule(6, "visa_type", Coding.BYTES, 1, 4, required=False),
        FeatureRule(7, "additional_feature", Coding.BYTES, 0, 254, required=False),
    ),
    one_of=("zone_of_visa_a", "zone_of_visa_b"),
)
EMERGENCY_TRAVEL_DOCUMENT: Final = UseCase(
    "emergency-travel-document", 0x5E, 0x03, (_zone(2, Coding.TD2_OR_TD3),)
)
ARRIVAL_ATTESTATION: Final = UseCase(
    "arrival-attestation", 0xFD, 0x02, (_zone(2), _number(3, "azr_number", 8))
)
SOCIAL_INSURANCE_CARD: Final = UseCase(
    "social-insurance-card",
    0xFC,
    0x04,
    (
        _number(1, "social_insurance_number", 8),
        FeatureRule(2, "surname", Coding.UTF_8, 1, 90),
        FeatureRule(3, "first_name", Coding.UTF_8, 1, 90),
        FeatureRule(4, "birth_name", Coding.UTF_8, 1, 90, required=False),
    ),
)
RESIDENCE_PERMIT: Final = UseCase("residence-permit", 0xFB, 0x06, (_zone(2), _number(3, "passport_number")))
SUPPLEMENTARY_SHEET: Final = UseCase(
    "residence-permit-supplementary-sheet", 0xFA, 0x06, (_zone(4), _number(5, "sheet_number"))
)
_ADDRESS = (
    _number(1, "document_number"),
    _number(2, "municipality_code"),
    FeatureRule(3, "address", _ALNUM, 6, 18),
)
ADDRESS_STICKER_IDENTITY_CARD: Final = UseCase("address-sticker-identity-card", 0xF9, 0x08, _ADDRESS)
ADDRESS_STICKER_RESIDENCE_PERMIT: Final = UseCase("address-sticker-residence-permit", 0xF9, 0x0C, _ADDRESS)
RESIDENCE_STICKER_PASSPORT: Final = UseCase(
    "residence-sticker-passport", 0xF8, 0x0A, (*_ADDRESS[:2], _number(3, "postal_code", 4))
)
# The office's own: an even category, so none of ICAO's; see docs/formats/papers.md.
OFFICE_PAPER: Final = UseCase(
    "office-paper",
    0xA1,
    0xA0,
    (
        FeatureRule(1, "kind", Coding.UTF_8, 1, 40),
        FeatureRule(2, "number", Coding.UTF_8, 1, 40),
        FeatureRule(3, "application_number", _ALNUM, 12, 12, required=False),
        FeatureRule(4, "content_digest", Coding.BYTES, 16, 16),
        FeatureRule(5, "until", Coding.DATE, 3, 3, required=False),
        FeatureRule(6, "office", Coding.UTF_8, 1, 40),
        FeatureRule(7, "amount_rupiah", Coding.NUMBER, 6, 6, required=False),
        FeatureRule(8, "billing_code", _ALNUM, 10, 10, required=False),
        FeatureRule(9, "tender", Coding.UTF_8, 1, 40, required=False),
    ),
)
USE_CASES: Final = (
    VISA,
    EMERGENCY_TRAVEL_DOCUMENT,
    ARRIVAL_ATTESTATION,
    SOCIAL_INSURANCE_CARD,
    RESIDENCE_PERMIT,
    SUPPLEMENTARY_SHEET,
    ADDRESS_STICKER_IDENTITY_CARD,
    ADDRESS_STICKER_RESIDENCE_PERMIT,
    RESIDENCE_STICKER_PASSPORT,
    OFFICE_PAPER,
)
_BY_NUMBERS: Final = {(one.feature_reference, one.category): one for one in USE_CASES}


@dataclass(frozen=True, slots=True)
class ReadFeature:
    """A feature as it was read: `name` is empty and `value` the bytes where its use case has no such tag."""

    tag: int
    name: str
    value: Value
    raw: bytes


def use_case_of(header: SealHeader) -> UseCase | None:
    """Return the use case that a header names, or None for one that is not known here."""
    return _BY_NUMBERS.get((header.feature_reference, header.category))


def use_case_named(name: str) -> UseCase | None:
    """Return the use case of this name, if there is one."""
    return next((one for one in USE_CASES if one.name == name), None)


def read_features(case: UseCase | None, features: Sequence[Feature]) -> tuple[ReadFeature, ...]:
    """Return what features say; of unknown tags and unknown use cases the bytes (Doc 9303-13 §2.3).

    Raises IcaoError if a known one cannot be read. Lengths and presence are for `check_features`.
    """
    rules = {} if case is None else {rule.tag: rule for rule in case.rules}
    return tuple(_read(rules.get(feature.tag), feature) for feature in features)


def _read(rule: FeatureRule | None, feature: Feature) -> ReadFeature:
    if rule is None:
        return ReadFeature(feature.tag, "", feature.value, feature.value)
    try:
        value = read_value(rule.coding, feature.value)
    except IcaoError as error:
        raise IcaoError(rule.name, error.clause, error.reason) from None
    return ReadFeature(feature.tag, rule.name, value, feature.value)


def check_features(case: UseCase, features: Sequence[Feature]) -> None:
    """Raise IcaoError unless every feature that the use case asks for is there, each as long as it says.

    Features with unknown tags do no harm (Doc 9303-13 §2.3).
    """
    held = {feature.tag: feature for feature in features}
    for rule in case.rules:
        feature = held.get(rule.tag)
        if feature is None:
            if rule.required:
                raise IcaoError(rule.name, "9303-13 2.3", "missing")
        elif not rule.least <= len(feature.value) <= rule.most:
            raise IcaoError(rule.name, "9303-13 2.3", f"not {rule.least} to {rule.most} bytes")
    there = [rule.name for rule in case.rules if rule.name in case.one_of and rule.tag in held]
    if case.one_of and len(there) != 1:
        raise IcaoError(case.one_of[0], "9303-13 2.3", f"not exactly one of {', '.join(case.one_of)}")


def make_features(case: UseCase, values: Mapping[str, Value]) -> tuple[Feature, ...]:
    """Return the features of these values by name, checked against the use case. Raises IcaoError."""
    rules = {rule.name: rule for rule in case.rules}
    for name in values:
        if name not in rules:
            raise IcaoError("feature", "9303-13 2.3", "one that this use case does not have")
    features = []
    for rule in case.rules:
        if rule.name in values:
            try:
                data = write_value(rule.coding, values[rule.name], size=rule.most)
            except IcaoError as error:
                raise IcaoError(rule.name, error.clause, error.reason) from None
            features.append(Feature(rule.tag, data))
    check_features(case, features)
    return tuple(features)
