"""A second officer who agrees to an act, by signing in the form with a name and a password of their own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from loket.faces.ui import credentials
from loket.faces.ui.access import officer_of_account
from loket.faces.ui.forms import PAUSED, ActForm, text


class SecondOfficerForm(ActForm):
    """The second officer who agrees, and the password that says that it is them: a name alone anybody types.

    Cleaned, `second_officer` is that account's officer (empty: nobody), and the password is gone.
    """

    second_officer = text(required=False, most=150, autocomplete="off", autocapitalize="none")
    second_password = forms.CharField(
        required=False,
        max_length=200,
        strip=False,
        # A browser does not offer what the signed-in officer keeps in it.
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
        if checked.account is None:
            code = PAUSED if checked.paused else None
            self.add_error("second_password", ValidationError(checked.wrong, code=code))
            return cleaned
        second = officer_of_account(checked.account)
        cleaned["second_officer"] = second.officer if second else ""
        return cleaned
