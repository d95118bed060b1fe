"""Forget a finished case: its key is destroyed. Two officers do it, and both have signed in for it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui import credentials
from loket.faces.ui.access import officer_of_account
from loket.faces.ui.forms import PAUSED, ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.forget_case import forget_case
from loket.node.operations.node import Node


class ForgetCaseForm(ActForm):
    """The second officer who agrees, and the password that says that it is them: a name alone anybody types.

    Cleaned, `second_officer` is that account's officer (empty: nobody), and the password is gone.
    """

    second_officer = text(required=False, most=150, autocomplete="off", autocapitalize="none")
    second_password = forms.CharField(
        required=False,
        max_length=200,
        strip=False,
        # A browser does not offer what the head keeps in it.
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Look whether name and password belong together, with the pauses of signing in."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        username, password = cleaned.pop("second_officer", ""), cleaned.pop("second_password", "")
        cleaned["second_officer"] = ""
        # With an error elsewhere nothing is done, so nothing is asked of the accounts.
        if self.errors or not username or not password:
            return cleaned
        checked = credentials.check_credentials(self.address, username, password)
        if checked.paused:
            self.add_error("second_password", ValidationError(credentials.PAUSED, code=PAUSED))
        elif checked.account is None:
            self.add_error("second_password", ValidationError(credentials.WRONG))
        else:
            second = officer_of_account(checked.account)
            cleaned["second_officer"] = second.officer if second else ""
        return cleaned


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return forget_case(node, by, case, second_officer=cleaned["second_officer"])


ACT = CaseAct(
    stem="forget_case",
    title=_("Forget the case"),
    form=ForgetCaseForm,
    roles=(Role.HEAD,),
    stages=(Stage.ARCHIVED,),
    perform=_perform,
)
