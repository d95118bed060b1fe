"""Register a walk-in applicant: any service, adult or child."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain import nik as niks
from loket.core.domain.applicant import Applicant, Guardians, IdentityCard, Registration, Relative
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import StandingOrder
from loket.core.domain.rules.children import is_child
from loket.core.domain.rules.registration import Walkin, order_against_same_day
from loket.core.domain.terms import CivilStatus, DocumentKind, ParentConsent, Role, Service, Sex, Speed
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.choices import choices
from loket.faces.counter.acts.name_split import propose_split
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, day, text
from loket.faces.ui.words.terms import word
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node, current_node
from loket.node.operations.register_applicant import register_applicant

RELATIVES = ("father", "mother", "spouse")
GUARDIANS = ("father_consent", "mother_consent", "guardian_name", "guardian_identity_number", "custody_order")


def _years() -> list[tuple[int, object]]:
    # One and two years are for emergency travel documents; the rule says so where they are chosen otherwise.
    return [(1, _("1 year")), (2, _("2 years")), (5, _("5 years")), (10, _("10 years"))]


def _consents() -> list[tuple[str, object]]:
    return [("", "–"), *((consent.value, word(consent)) for consent in ParentConsent)]


class RegisterApplicantForm(ActForm):
    """Every field of the application; what is missing or wrong in substance is refused by the rule.

    The page shows what this applicant needs; what a service does not ask for is not taken from the form.
    """

    nik = text(required=False, most=40, inputmode="numeric", autocomplete="off")
    full_name = text(required=False, autocomplete="off")
    primary_identifier = text(required=False, autocomplete="off")
    secondary_identifier = text(required=False, autocomplete="off")
    name_split_confirmed = forms.BooleanField(required=False)
    sex = forms.ChoiceField(choices=choices(Sex), widget=forms.RadioSelect)
    birth_place = text(required=False)
    birth_date = day()
    service = forms.ChoiceField(choices=choices(Service), initial=Service.NEW.value, widget=forms.RadioSelect)
    speed = forms.ChoiceField(
        choices=choices(Speed), initial=Speed.REGULAR.value, required=False, widget=forms.RadioSelect
    )
    old_passport_number = text(required=False, most=40, autocomplete="off", autocapitalize="characters")
    police_report = text(required=False, most=100, autocomplete="off")
    change_of_data = text(required=False)
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
    father_consent = forms.ChoiceField(choices=_consents, required=False)
    mother_consent = forms.ChoiceField(choices=_consents, required=False)
    guardian_name = text(required=False, autocomplete="off")
    guardian_identity_number = text(required=False, most=100, autocomplete="off")
    custody_order = text(required=False, most=100, autocomplete="off")
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

    def parents_are_asked(self) -> bool:
        """Whether the parents' section is open from the start: it was filled in, or is refused."""
        return self.is_bound and any(self[name].errors or self[name].value() for name in GUARDIANS)

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


def _guardians(cleaned: Cleaned) -> Guardians:
    return Guardians(
        father=_consent(cleaned["father_consent"]),
        mother=_consent(cleaned["mother_consent"]),
        guardian_name=cleaned["guardian_name"],
        guardian_identity_number=cleaned["guardian_identity_number"],
        custody_order=cleaned["custody_order"],
    )


def _consent(answer: str) -> ParentConsent | None:
    return ParentConsent(answer) if answer else None


def walkin_of(cleaned: Cleaned, *, today: date) -> Walkin:
    """What the form says, as the rule takes it: parents for a child, and what the service asks for."""
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
        spouse=_relative(cleaned, "spouse") if _has_spouse(cleaned) else None,
        language=cleaned["language"] or "id",
    )
    service = Service(cleaned["service"])
    return Walkin(
        service=service,
        kind=DocumentKind(cleaned["kind"]),
        validity_years=cleaned["validity_years"],
        registration=Registration(
            applicant=applicant,
            # Of a lost passport the number is taken where it is known; nobody has to know it.
            old_passport_number="" if service is Service.NEW else cleaned["old_passport_number"],
            guardians=_guardians(cleaned) if is_child(applicant, today) else None,
            police_report=cleaned["police_report"] if service is Service.LOST else "",
            change_of_data=cleaned["change_of_data"] if service is Service.CHANGE_OF_DATA else "",
        ),
        name_split_confirmed=cleaned["name_split_confirmed"],
        speed=Speed(cleaned["speed"] or Speed.REGULAR),
    )


def _has_spouse(cleaned: Cleaned) -> bool:
    return cleaned["civil_status"] == CivilStatus.MARRIED.value and bool(cleaned["spouse_name"].strip())


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    at = by.paper.done_at if by.paper else node.clock()
    return register_applicant(node, by, walkin_of(cleaned, today=node.day_of(at)))


def registration_context(_request: OfficerRequest) -> dict[str, Any]:
    """What the page says beside the form: the day, and the head's order against same-day service."""
    node = current_node()
    today = node.day_of(node.clock())
    with node.store.reading() as reading:
        orders = reading.select(StandingOrder, {"office": node.name})
    return {"today": today, "same_day_stopped": order_against_same_day(orders, today)}


ACT = OfficeAct(
    stem="register_applicant",
    title=_("Register an applicant"),
    form=RegisterApplicantForm,
    roles=(Role.COUNTER_OFFICER,),
    page="/stations/registration",
    perform=_perform,
)
