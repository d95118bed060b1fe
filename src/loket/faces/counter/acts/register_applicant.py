"""Register a walk-in applicant."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain import nik as niks
from loket.core.domain.applicant import Applicant, IdentityCard, Registration, Relative
from loket.core.domain.refusals import Refused
from loket.core.domain.rules.registration import Walkin
from loket.core.domain.terms import CivilStatus, DocumentKind, Role, Service, Sex
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.choices import choices
from loket.faces.counter.acts.name_split import propose_split
from loket.faces.ui.forms import ActForm, day, text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.register_applicant import register_applicant

RELATIVES = ("father", "mother", "spouse")


def _years() -> list[tuple[int, object]]:
    return [(5, _("5 years")), (10, _("10 years"))]


class RegisterApplicantForm(ActForm):
    """Every field of the application; what is missing or wrong in substance is refused by the rule."""

    nik = text(required=False, most=40, inputmode="numeric", autocomplete="off")
    full_name = text(required=False, autocomplete="off")
    primary_identifier = text(required=False, autocomplete="off")
    secondary_identifier = text(required=False, autocomplete="off")
    name_split_confirmed = forms.BooleanField(required=False)
    sex = forms.ChoiceField(choices=choices(Sex), widget=forms.RadioSelect)
    birth_place = text(required=False)
    birth_date = day()
    service = forms.ChoiceField(choices=choices(Service), initial=Service.NEW.value, widget=forms.RadioSelect)
    old_passport_number = text(required=False, most=40, autocomplete="off")
    kind = forms.ChoiceField(choices=choices(DocumentKind), initial=DocumentKind.ORDINARY.value)
    validity_years = forms.TypedChoiceField(choices=_years, coerce=int, initial=10)
    height_cm = forms.IntegerField(
        min_value=0, max_value=999, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    occupation = text(required=False)
    civil_status = forms.ChoiceField(choices=choices(CivilStatus))
    other_names = text(required=False)
    phone = text(required=False, inputmode="tel")
    email = text(required=False, inputmode="email")
    identity_card_place = text(required=False)
    identity_card_issued_on = day(required=False)
    identity_card_expires_on = day(required=False)
    home_address = text(required=False)
    office_address = text(required=False)
    parents_address = text(required=False)
    father_name = text(required=False)
    father_nationality = text(required=False, most=3)
    father_birth_place = text(required=False)
    father_birth_date = day(required=False)
    mother_name = text(required=False)
    mother_nationality = text(required=False, most=3)
    mother_birth_place = text(required=False)
    mother_birth_date = day(required=False)
    spouse_name = text(required=False)
    spouse_nationality = text(required=False, most=3)
    spouse_birth_place = text(required=False)
    spouse_birth_date = day(required=False)
    language = forms.ChoiceField(
        choices=[("id", "Bahasa Indonesia"), ("en", "English")], initial="id", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.split_proposed = False
        if self.is_bound:
            self._propose_split()
        else:
            for who in RELATIVES:
                self.initial.setdefault(f"{who}_nationality", "IDN")

    def _propose_split(self) -> None:
        """Without a script in the browser: fill in the likely split, for the officer to confirm."""
        full_name = str(self.data.get("full_name", ""))
        if full_name.strip() and not str(self.data.get("primary_identifier", "")).strip():
            data = self.data.copy()  # type: ignore[attr-defined]  # bound to a QueryDict
            data["primary_identifier"], data["secondary_identifier"] = propose_split(full_name)
            data.pop("name_split_confirmed", None)
            self.data = data
            self.split_proposed = True

    def clean_nik(self) -> str:
        """A NIK is often written in groups."""
        return "".join(str(self.cleaned_data["nik"]).split())

    def nik_warning(self) -> bool:
        """Whether the NIK carries another date of birth: a hint to look twice, never a refusal."""
        cleaned = getattr(self, "cleaned_data", {})
        nik, birth, sex = (cleaned.get(name) for name in ("nik", "birth_date", "sex"))
        if not (nik and birth and sex) or niks.objections_to(nik):
            return False
        return not niks.agrees_with(nik, birth_date=birth, sex=Sex(sex))


def _relative(cleaned: Cleaned, who: str) -> Relative:
    return Relative(
        name=cleaned[f"{who}_name"],
        nationality=cleaned[f"{who}_nationality"].upper() or "IDN",
        birth_place=cleaned[f"{who}_birth_place"],
        birth_date=cleaned[f"{who}_birth_date"],
    )


_SAME = (
    "full_name",
    "primary_identifier",
    "secondary_identifier",
    "nik",
    "birth_place",
    "birth_date",
    "height_cm",
    "occupation",
    "home_address",
    "other_names",
    "email",
    "phone",
    "office_address",
    "parents_address",
)


def walkin_of(cleaned: Cleaned) -> Walkin:
    """What the form says, as the rule takes it."""
    applicant = Applicant(
        **{name: cleaned[name] for name in _SAME},
        sex=Sex(cleaned["sex"]),
        civil_status=CivilStatus(cleaned["civil_status"]),
        identity_card=IdentityCard(
            number=cleaned["nik"],
            place=cleaned["identity_card_place"],
            issued_on=cleaned["identity_card_issued_on"],
            expires_on=cleaned["identity_card_expires_on"],
        ),
        father=_relative(cleaned, "father"),
        mother=_relative(cleaned, "mother"),
        spouse=_relative(cleaned, "spouse") if cleaned["spouse_name"].strip() else None,
        language=cleaned["language"] or "id",
    )
    old = cleaned["old_passport_number"] if cleaned["service"] == Service.RENEWAL.value else ""
    return Walkin(
        service=Service(cleaned["service"]),
        kind=DocumentKind(cleaned["kind"]),
        validity_years=cleaned["validity_years"],
        registration=Registration(applicant=applicant, old_passport_number=old),
        name_split_confirmed=cleaned["name_split_confirmed"],
    )


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return register_applicant(node, by, walkin_of(cleaned))


ACT = OfficeAct(
    stem="register_applicant",
    title=_("Register an applicant"),
    form=RegisterApplicantForm,
    roles=(Role.COUNTER_OFFICER,),
    page="/stations/registration",
    perform=_perform,
)
