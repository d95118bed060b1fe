"""The two sentences of a refusal."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Sentences:
    """What is wrong, and what would remove it."""

    wrong: Promise
    remedy: Promise
