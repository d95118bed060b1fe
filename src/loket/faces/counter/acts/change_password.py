"""The form with which an officer changes his own password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.faces.ui import credentials
from loket.faces.ui.forms import PAUSED, ActForm


def _password(autocomplete: str) -> forms.CharField:
    return forms.CharField(
        max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": autocomplete})
    )


class ChangePasswordForm(ActForm):
    """The old password, and the new one twice. `username`: whose, as signed in."""

    old_password = _password("current-password")
    new_password = _password("new-password")
    new_password_again = _password("new-password")

    def __init__(self, *args: Any, username: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.username = username

    def clean(self) -> dict[str, Any]:
        """The new one first: a mistake there is not worth an attempt with the old one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        old, new = cleaned.get("old_password", ""), cleaned.get("new_password", "")
        if new and new != cleaned.get("new_password_again", ""):
            self.add_error("new_password_again", ValidationError(_("The two are not the same.")))
        elif new and new == old:
            self.add_error("new_password", ValidationError(_("This is the old password.")))
        elif new:
            try:
                validate_password(new)
            except ValidationError as error:
                self.add_error("new_password", error)
        if self.errors:
            return cleaned
        checked = credentials.check_credentials(self.address, self.username, old, one_time=True)
        if checked.account is None:
            code = PAUSED if checked.paused else None
            wrong = _("This is not your password.") if checked.wrong is credentials.WRONG else checked.wrong
            self.add_error("old_password", ValidationError(wrong, code=code))
        return cleaned
