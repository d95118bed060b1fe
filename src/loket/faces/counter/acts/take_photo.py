"""Keep the portrait of the data page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.take_photo import take_photo


class TakePhotoForm(ActForm):
    """A portrait from the camera or a file."""

    photo = forms.FileField(widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}))


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return take_photo(node, by, case, data=cleaned["photo"].read())


ACT = CaseAct(
    stem="take_photo",
    title=_("Take the photo"),
    form=TakePhotoForm,
    roles=(Role.INTERVIEWER,),
    stages=(Stage.PHOTO, Stage.INTERVIEW),
    perform=_perform,
)
