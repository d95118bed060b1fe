"""The form with which the head opens a sign-in for an officer who has a role and no sign-in yet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.rows import Officer
from loket.faces.ui.forms import ActForm
from loket.node.operations.node import current_node
from loket.node.store.accounts import all_accounts


def _officers() -> list[tuple[str, str]]:
    node = current_node()
    with node.store.reading() as reading:
        rows = reading.select(Officer, {"office": node.name}, order_by=("name",))
    known = all_accounts()
    return [(one.officer, one.name) for one in rows if one.roles and one.officer not in known]


class OpenSignInForm(ActForm):
    """For whom, and the user name. The password is made by the machine."""

    officer = forms.ChoiceField(choices=_officers)
    username = forms.RegexField(
        r"\A[a-z0-9][a-z0-9._-]{1,63}\Z",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"invalid": _("Small letters, digits, dots and dashes only.")},
    )
