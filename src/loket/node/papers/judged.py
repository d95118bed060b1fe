"""A portrait judged and cut: what an operation asks of a picture in one step."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from loket.node.papers.faces import judge_and_crop
from loket.node.papers.images import prepare_portrait
from loket.node.papers.portrait import PortraitCheckName, PortraitJudgement, PortraitOutcome


@dataclass(frozen=True, slots=True)
class JudgedPortrait:
    """A picture's judgement and the portrait of 413 x 531 pixels cut from it (JPEG; empty without a face)."""

    judgement: PortraitJudgement
    portrait: bytes

    @property
    def faces(self) -> int | None:
        """How many faces the picture shows; None where that cannot be told."""
        found = self.judgement.check(PortraitCheckName.FACE_FOUND)
        if found.outcome is PortraitOutcome.UNDETERMINED:
            return None
        if found.outcome is PortraitOutcome.FAILED:
            return 0
        return int(self.judgement.check(PortraitCheckName.ONE_FACE).measured or 1)

    @property
    def failed(self) -> tuple[PortraitCheckName, ...]:
        """The checks that failed, in the order in which one would mend them."""
        return tuple(one.name for one in self.judgement.checks if one.outcome is PortraitOutcome.FAILED)


class JudgedLately:
    """Judges pictures for a counter: the page shows what was found on one, then sends the very same bytes.

    What was found is remembered until it is asked for again, of the last few pictures, and nowhere but here.
    """

    def __init__(self, judge: Callable[[bytes], JudgedPortrait] | None = None, *, most: int = 8) -> None:
        self._judge = judge or judged_and_cut
        self._most = most
        self._found: dict[bytes, JudgedPortrait] = {}
        self._alone = threading.Lock()

    def __call__(self, data: bytes) -> JudgedPortrait:
        """What `judged_and_cut` says of these bytes; PaperError as it."""
        digest = sha256(data).digest()
        with self._alone:
            found = self._found.pop(digest, None)
        if found is not None:
            return found
        judged = self._judge(data)
        with self._alone:
            self._found[digest] = judged
            for oldest in list(self._found)[: -self._most]:
                del self._found[oldest]
        return judged


def judged_and_cut(data: bytes, *, model_folder: Path | None = None) -> JudgedPortrait:
    """Judge a JPEG or PNG of at most 15 MB and cut it around the face, or to its middle without models.

    Raises PaperError for what is no picture, and TOO_FEW_PIXELS where the portrait would be too coarse.
    """
    judgement, portrait = judge_and_crop(data, model_folder=model_folder)
    if judgement.check(PortraitCheckName.FACE_FOUND).outcome is PortraitOutcome.UNDETERMINED:
        return JudgedPortrait(judgement, prepare_portrait(data))
    return JudgedPortrait(judgement, portrait or b"")
