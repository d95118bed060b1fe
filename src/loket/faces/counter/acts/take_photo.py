"""Keep the portrait of the data page, from the camera or a file, with what was found on it in view."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Case
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.capture_steps import Step, steps_of
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm
from loket.faces.ui.words.terms import word_of
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.take_photo import take_photo
from loket.node.papers.portrait import PortraitCheckName


class TakePhotoForm(ActForm):
    """A portrait from the camera or a file; `although`: the failed checks it is kept with, by commas.

    `failed`: those for which it was refused just now.
    """

    photo = forms.FileField(widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}))
    although = forms.CharField(required=False, max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.failed: tuple[str, ...] = ()

    def refused(self, refused: Refused) -> None:
        """Keep the names of the failed checks, for the tick that keeps the portrait all the same."""
        super().refused(refused)
        failed = [one for one in refused.objections if one.reason is Reason.PORTRAIT_CHECK_FAILED]
        self.failed = tuple(str(one.facts["check"]) for one in failed)


@dataclass(frozen=True, slots=True)
class PhotoPage:
    """What stands beside the form; `although`: failed checks by commas, `named`: in words."""

    steps: list[Step]
    although: str
    named: str


def named(failed: tuple[str, ...]) -> str:
    """Names of checks in words, by commas."""
    return ", ".join(str(word_of(PortraitCheckName, name)) for name in failed)


def _about(_request: OfficerRequest, case: Case, form: ActForm) -> PhotoPage:
    failed = form.failed if isinstance(form, TakePhotoForm) else ()
    return PhotoPage(steps_of(case, ACT.stem), ",".join(failed), named(failed))


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    although = frozenset(filter(None, cleaned["although"].split(",")))
    return take_photo(node, by, case, data=cleaned["photo"].read(), although=although)


ACT = CaseAct(
    stem="take_photo",
    title=_("Take the photo"),
    form=TakePhotoForm,
    roles=(Role.INTERVIEWER,),
    stages=(Stage.PHOTO, Stage.INTERVIEW),
    perform=_perform,
    about=_about,
)
