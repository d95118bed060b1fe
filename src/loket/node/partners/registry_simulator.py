"""A population registry that answers by rule: the same NIK always gets the same answer."""

import hashlib
from dataclasses import dataclass

from loket.node.partners.registry import (
    RegistryAgrees,
    RegistryDiffers,
    RegistryQuestion,
    RegistrySays,
    RegistryUnreachable,
)


@dataclass(kw_only=True)
class RegistrySimulator:
    """Agrees with everybody except the NIKs of `differing`.

    `reachable` and `delay_seconds` are its switches: a registry slower than `timeout_seconds` counts as
    out of reach, without anybody waiting for it.
    """

    differing: frozenset[str] = frozenset()
    reachable: bool = True
    delay_seconds: float = 0.0
    timeout_seconds: float = 3.0

    def check(self, question: RegistryQuestion) -> RegistrySays:
        """What the registry says of this person."""
        if not self.reachable or self.delay_seconds > self.timeout_seconds:
            return RegistryUnreachable()
        # The reference says nothing of the person to whoever does not know the NIK already.
        asked = f"TEST registry {question.nik} {question.full_name} {question.birth_date}"
        reference = f"DK-{hashlib.sha256(asked.encode()).hexdigest()[:12].upper()}"
        if question.nik in self.differing:
            return RegistryDiffers(reference)
        return RegistryAgrees(reference)
