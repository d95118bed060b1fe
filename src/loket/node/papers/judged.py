"""A portrait judged and cut: what an operation asks of a picture in one step."""

from dataclasses import dataclass
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


def judged_and_cut(data: bytes, *, model_folder: Path | None = None) -> JudgedPortrait:
    """Judge a JPEG or PNG of at most 15 MB and cut it around the face, or to its middle without models.

    Raises PaperError for what is no picture, and TOO_FEW_PIXELS where the portrait would be too coarse.
    """
    judgement, portrait = judge_and_crop(data, model_folder=model_folder)
    if judgement.check(PortraitCheckName.FACE_FOUND).outcome is PortraitOutcome.UNDETERMINED:
        return JudgedPortrait(judgement, prepare_portrait(data))
    return JudgedPortrait(judgement, portrait or b"")
