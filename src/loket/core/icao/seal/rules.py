"""What a use case of seals is: its two numbers and a rule for each feature (Doc 9303-13 §2.2, §2.3)."""

from dataclasses import dataclass

from loket.core.icao.seal.codings import Coding


@dataclass(frozen=True, slots=True)
class FeatureRule:
    """A feature's tag, name, coding, and the bytes that it takes at the least and at the most."""

    tag: int
    name: str
    coding: Coding
    least: int
    most: int
    required: bool = True


@dataclass(frozen=True, slots=True)
class UseCase:
    """A use case; `one_of` are names of features of which exactly one has to be there."""

    name: str
    feature_reference: int
    category: int
    rules: tuple[FeatureRule, ...]
    one_of: tuple[str, ...] = ()
