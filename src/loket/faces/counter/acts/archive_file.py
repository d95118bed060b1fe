"""Put the paper file on its shelf."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.terms import Outcome, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.archive_file import archive_file
from loket.node.operations.node import Node


class ArchiveFileForm(ActForm):
    """The shelf, and whether a book that waited to be cut was cut."""

    shelf = text(required=False, autocomplete="off")
    book_cut = forms.BooleanField(required=False)


def _about(_request: OfficerRequest, case: Case, _form: ActForm) -> Outcome | None:
    return case.concern


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return archive_file(node, by, case, shelf=cleaned["shelf"], book_cut=cleaned["book_cut"])


ACT = CaseAct(
    stem="archive_file",
    title=_("Archive the file"),
    form=ArchiveFileForm,
    roles=(Role.ARCHIVIST,),
    stages=(Stage.FILING, Stage.ENDED),
    perform=_perform,
    about=_about,
)
