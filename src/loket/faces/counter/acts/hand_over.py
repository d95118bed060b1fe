"""Hand a passport over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.events import HandoverBookLine
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.terms import Recipient, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.hand_over import AtTheCounter, hand_over
from loket.node.operations.node import Node


class HandOverForm(ActForm):
    """What the officer sees and writes; what is missing is refused by the rule, all at once."""

    passport_number_read = text(required=False, most=40, autocomplete="off", autocapitalize="characters")
    recipient = forms.ChoiceField(
        choices=choices(Recipient), initial=Recipient.APPLICANT.value, widget=forms.RadioSelect
    )
    recipient_name = text(required=False)
    recipient_identity_number = text(required=False, autocomplete="off")
    authority_papers = text(required=False)
    identity_confirmed = forms.BooleanField(required=False)
    book_signed = forms.BooleanField(required=False)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    seen = AtTheCounter(
        recipient=Recipient(cleaned["recipient"]),
        signed_for=HandoverBookLine(
            recipient_name=cleaned["recipient_name"],
            recipient_identity_number=cleaned["recipient_identity_number"],
            authority_papers=cleaned["authority_papers"],
        ),
        identity_confirmed=cleaned["identity_confirmed"],
        book_signed=cleaned["book_signed"],
        passport_number_read=cleaned["passport_number_read"],
    )
    return hand_over(node, by, case, seen)


def _initial(case: Case) -> Cleaned:
    """Who is likely to collect: the applicant; for a child, the parent who came at the registration."""
    if case.registration is None:
        return {}
    guardians = case.registration.guardians
    if guardians is not None:
        return {
            "recipient": Recipient.FAMILY.value,
            "recipient_name": guardians.guardian_name,
            "recipient_identity_number": guardians.guardian_identity_number,
        }
    applicant = case.registration.applicant
    return {"recipient_name": applicant.full_name, "recipient_identity_number": applicant.nik}


ACT = CaseAct(
    stem="hand_over",
    title=_("Hand the passport over"),
    form=HandOverForm,
    roles=(Role.HANDOVER_OFFICER,),
    stages=(Stage.HANDOVER,),
    perform=_perform,
    initial=_initial,
)
