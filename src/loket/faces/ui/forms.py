"""Forms: one act id each, fields from JSON or from a page, and refusals shown where the officer looks."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.faces.ui.words import refusals as refusal_words
from loket.faces.ui.words.fields import label_of

_ACT = RegexValidator(r"\A[A-Za-z0-9_-]{16,64}\Z", _("This is not the number of an act."))
ERROR_MESSAGES = {
    "required": _("This is needed."),
    "invalid": _("This cannot be read."),
    "invalid_choice": _("Choose one of the answers."),
    "invalid_list": _("Choose from the answers."),
}
PAUSED = "paused"
"""The code of the error of a form whose password was not looked at."""
DATE_FORMATS = ["%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d%m%Y"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason in words; `field` is set where the form has that field."""

    wrong: str
    remedy: str
    field: str


class ActForm(forms.Form):
    """The form of one official act. `act` is random: sent twice, the act happens once.

    `address`: where the filled form came from, for forms that ask for somebody's password. `on_paper`: the
    act was done on paper and is entered now, from a numbered sheet; a filled form that names one says so.
    """

    act = forms.CharField(widget=forms.HiddenInput, validators=[_ACT])
    required_css_class = "required"

    def __init__(self, *args: Any, address: str = "", on_paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        self.on_paper = on_paper or (self.is_bound and "paper_sheet" in self.data)
        if self.on_paper:
            self.fields = {**sheet_fields(), **self.fields}
        self.refusals: list[Refusal] = []
        for name, field in self.fields.items():
            if field.label is None:
                field.label = label_of(name)  # lazy: each reader has a language
            field.error_messages = {**field.error_messages, **_messages(field)}
        if not self.is_bound:
            self.initial.setdefault("act", new_act())
            self._focus_first()

    def _focus_first(self) -> None:
        """The first field takes what is typed."""
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs["autofocus"] = True
                return

    def refused(self, refused: Refused) -> None:
        """Show every reason why not, at its field where there is one."""
        for objection in refused.objections:
            field = objection.field if objection.field in self.fields else ""
            refusal = Refusal(refusal_words.wrong(objection), refusal_words.remedy(objection), field)
            self.refusals.append(refusal)
            if field:
                self.add_error(field, ValidationError(f"{refusal.wrong} {refusal.remedy}", code="refused"))

    @property
    def paused(self) -> bool:
        """Whether a password in it was not looked at, after too many attempts."""
        return any(error.code == PAUSED for errors in self.errors.as_data().values() for error in errors)

    def summary(self) -> list[Refusal]:
        """Everything that stands in the way, for the top of the form: bad input first, then refusals."""
        listed = []
        for name, errors in self.errors.as_data().items():
            for error in errors:
                if error.code == "refused":
                    continue
                label = "" if name == "__all__" else f"{self.fields[name].label}: "
                listed += [Refusal(f"{label}{text}", "", name) for text in error.messages]
        return listed + self.refusals


def _messages(field: forms.Field) -> dict[str, Any]:
    own = {code: text for code, text in ERROR_MESSAGES.items() if code in field.error_messages}
    if isinstance(field, forms.DateField):
        own["invalid"] = _("Write the date as day-month-year, for example 10-10-1990.")
    elif isinstance(field, forms.TimeField):
        own["invalid"] = _("Write the time as hours:minutes, for example 09:30.")
    elif isinstance(field, forms.IntegerField):
        own["invalid"] = _("Write a whole number.")
    elif isinstance(field, forms.FileField):
        own["required"] = own["missing"] = _("Choose a file.")
        own["empty"] = _("The file is empty.")
    return own


def new_act() -> str:
    """A random act id."""
    return secrets.token_urlsafe(18)


def text(*, required: bool = True, most: int = 400, rows: int = 0, **attrs: str) -> forms.CharField:
    """A text field. What the domain forbids is refused by its rule; this limit only bounds the input."""
    widget: forms.Widget = (
        forms.Textarea(attrs={"rows": rows, **attrs}) if rows else forms.TextInput(attrs=attrs)
    )
    return forms.CharField(required=required, max_length=max(most, 5_000 if rows else most), widget=widget)


def day(*, required: bool = True) -> forms.DateField:
    """A date typed as day-month-year; programs send year-month-day."""
    widget = forms.DateInput(
        format="%d-%m-%Y", attrs={"inputmode": "numeric", "placeholder": _("dd-mm-yyyy"), "maxlength": "10"}
    )
    return forms.DateField(required=required, input_formats=DATE_FORMATS, widget=widget)


def sheet_fields() -> dict[str, forms.Field]:
    """What is asked of an act that was done on paper: sheet, day, time of day, and the sheet's scan."""
    return {
        "paper_sheet": text(most=20, autocomplete="off"),
        "paper_done_on": day(),
        "paper_done_time": forms.TimeField(
            input_formats=["%H:%M", "%H.%M", "%H%M"],
            widget=forms.TimeInput(
                format="%H:%M", attrs={"inputmode": "numeric", "placeholder": _("hh:mm"), "maxlength": "5"}
            ),
        ),
        "paper_scan": forms.FileField(),
    }


def data_from_json(content: object) -> QueryDict:
    """A flat JSON object as form data; ValidationError for anything else."""
    data = QueryDict(mutable=True)
    if not isinstance(content, Mapping):
        raise ValidationError(_("Send one JSON object."))
    for name, value in content.items():
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            data.setlist(name, value)
        elif value is True:
            data[name] = "on"
        elif isinstance(value, str | int) and value is not False:
            data[name] = str(value)
        elif value is not None and value is not False:
            raise ValidationError(_("A field holds text, a number, yes or no, or a list of texts."))
    return data


NO_FILES: MultiValueDict[str, Any] = MultiValueDict()
