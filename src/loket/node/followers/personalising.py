"""Writing the chips of electronic passports, after commit and at start, once their pages are out.

Takes new signers of the office's folder into the log, writes each chip that waits, the longest waiting first,
and lets the encoder forget every chip that nobody waits for.
"""

import logging
from dataclasses import dataclass
from threading import Event as Flag

from loket.core.domain.events import ChipEncoded, ChipNotEncoded
from loket.core.domain.rows import Case
from loket.core.domain.rules.personalisation import has_chip
from loket.core.domain.terms import ChipState, PageState, Stage
from loket.node.keys.error import KeysError
from loket.node.operations.act import Done
from loket.node.operations.install_signers import install_signers
from loket.node.operations.node import Node
from loket.node.operations.personalise_chip import personalise_chip
from loket.node.operations.signer_folder import HeldSigners

_OUT = (PageState.SENT, PageState.READ_BACK_FAILED, PageState.PRINTED)
_WAITING = (ChipState.SUBMITTED, ChipState.SIGNED)
_KEPT_STAGES = (Stage.READ_BACK, Stage.ADJUDICATION, Stage.HANDOVER)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Personalised:
    """One round: signers installed, chips written, chips not written, and what the encoder forgot."""

    installed: int = 0
    encoded: int = 0
    not_encoded: int = 0
    forgotten: int = 0


class PersonalisingFollower:
    """Follows the office's log for chips, with the node's own encoder and signers.

    Where the office has no encoder or no signers, its chips wait with the fault that says so.
    """

    def __init__(self, node: Node) -> None:
        self._node = node
        self._encoder = node.encoder
        self._wake = Flag()
        self._complained = ""

    def wake(self) -> None:
        """Something was committed that may be a chip to write."""
        self._wake.set()

    def run(self, stop: Flag, *, every_seconds: float = 2.0) -> None:
        """Write chips until told to stop."""
        while not stop.is_set():
            self._wake.clear()
            done = self.run_once()
            if done != Personalised():
                _log.info(
                    "chips: %d signers installed, %d written, %d not written, %d removed from the encoder",
                    done.installed,
                    done.encoded,
                    done.not_encoded,
                    done.forgotten,
                )
            self._wake.wait(every_seconds)

    def run_once(self) -> Personalised:
        """Install, write, forget. The encoder is asked first: what is begun later is none of its jobs."""
        kept = self._encoder.kept() if self._encoder else frozenset[str]()
        held = self._held()
        installed = self._install(held)
        cases = self._cases()
        encoded = not_encoded = 0
        for case in cases:
            if not _waits(case):
                continue
            done = personalise_chip(self._node, self._encoder, held, case)
            if isinstance(done, Done):
                encoded += isinstance(done.event, ChipEncoded)
                not_encoded += isinstance(done.event, ChipNotEncoded)
        done_with = kept - {case.chip.job for case in cases if case.chip}
        for job in sorted(done_with):
            if self._encoder:
                self._encoder.forget(job)
        return Personalised(installed, encoded, not_encoded, len(done_with))

    def _held(self) -> HeldSigners | None:
        """The signers of the folder; a folder that cannot be read is said once, and is none."""
        try:
            signers = self._node.document_signers
            held = signers.held() if signers else None
        except KeysError as error:
            self._complain(str(error))
            return None
        self._complained = ""
        return held

    def _complain(self, message: str) -> None:
        if message != self._complained:
            _log.error("the document signers cannot be used: %s", message)
        self._complained = message

    def _install(self, held: HeldSigners | None) -> int:
        if held is None:
            return 0
        done = install_signers(self._node, held)
        if done.broken:
            self._complain(f"{', '.join(done.broken)}: a trial signature does not verify")
        return len(done.installed)

    def _cases(self) -> list[Case]:
        with self._node.store.reading() as reading:
            cases = reading.select(
                Case, {"office": self._node.name, "stage": _KEPT_STAGES}, order_by=("stage_since",)
            )
        return [case for case in cases if has_chip(case)]


def _waits(case: Case) -> bool:
    """Whether the chip is to be written now: its page is out of the printer, and nobody doubts the case."""
    out = case.page is not None and case.page.state in _OUT
    return out and case.stage is Stage.READ_BACK and case.chip is not None and case.chip.state in _WAITING
