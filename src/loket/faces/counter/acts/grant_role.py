"""Grant a role to an officer, or end one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.choices import choices
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.grant_role import end_role, grant_role
from loket.node.operations.node import Node

GRANTED = tuple(role for role in Role if role not in (Role.SYSTEM, Role.HEADQUARTERS))


class GrantRoleForm(ActForm):
    """Officer, name as others read it, and role."""

    officer = forms.RegexField(
        r"\A[a-z0-9][a-z0-9._-]{0,63}\Z",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Small letters, digits, dots and dashes only.")},
    )
    name = text(required=False)
    role = forms.ChoiceField(choices=choices(GRANTED))

    def _focus_first(self) -> None:
        """The page is read from its top: the form stands below the officers."""


class EndRoleForm(ActForm):
    """Officer and role."""

    officer = forms.CharField(max_length=64)
    role = forms.ChoiceField(choices=choices(GRANTED))


def _grant(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    role = Role(cleaned["role"])
    return grant_role(node, by, officer=cleaned["officer"], name=cleaned["name"], role=role)


def _end(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return end_role(node, by, officer=cleaned["officer"], role=Role(cleaned["role"]))


ACT = OfficeAct(
    stem="grant_role",
    title=_("Grant a role"),
    form=GrantRoleForm,
    roles=(Role.HEAD,),
    page="/head/officers",
    perform=_grant,
)
END = OfficeAct(
    stem="end_role",
    title=_("End a role"),
    form=EndRoleForm,
    roles=(Role.HEAD,),
    page="/head/officers",
    perform=_end,
)
