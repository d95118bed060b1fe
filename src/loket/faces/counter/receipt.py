"""The office's own receipt as PDF, with a signed note as QR code, when the bank could not be reached."""

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.row_parts import Fee
from loket.core.domain.rows import Case
from loket.core.domain.terms import LookedAt, ObligationKind
from loket.core.tlog.note import sign_note
from loket.faces.counter.desk import office_desk
from loket.faces.counter.frame import name_of
from loket.faces.counter.looks import looks_at
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.faces.ui.languages import in_both
from loket.faces.ui.words.fees import fee_part_words
from loket.faces.ui.words.formats import local, moment, rupiah
from loket.faces.ui.words.terms import word
from loket.node.operations.node import Node, current_node
from loket.node.operations.paper_seals import paper_seal
from loket.node.papers.office_papers import Row, make_paper

_TITLE = _("Receipt of payment")
_OWED = _("The bank could not be reached. Its confirmation is written down as owed: %(owed)s.")
_WAIVED = _("waived by order of the head")
_SEVERAL = 2
_FOOTER = _("The code holds this receipt, signed by the office's key for papers.")


@any_officer
@never_cache
@require_safe
@looks_at(LookedAt.PAPER)
def receipt(request: OfficerRequest, case: str) -> HttpResponse:  # noqa: ARG001
    """The same receipt every time: its number and content stand in the log."""
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
    if row is None or row.fee is None or row.payment is None or not row.payment.receipt_number:
        raise Http404
    answer = HttpResponse(_paper(node, row), content_type="application/pdf")
    # Named by its own number: a file name tells nothing of a person.
    answer.headers["Content-Disposition"] = f'inline; filename="{row.payment.receipt_number}.pdf"'
    return answer


def signed_receipt(node: Node, case: Case) -> bytes:
    """The receipt as a signed note (no personal data: it is read by any telephone)."""
    if case.fee is None or case.payment is None:
        message = "a case without a payment has no receipt"
        raise ValueError(message)
    text = "\n".join(
        (
            "loket receipt v2",
            case.payment.receipt_number,
            case.application_number,
            case.fee.billing_code,
            str(case.fee.amount_rupiah),
            case.payment.tender.value,
            local(case.payment.at, node.timezone).isoformat(timespec="minutes"),
            "",
        )
    )
    return sign_note(text, node.keys.papers)


def _paper(node: Node, case: Case) -> bytes:
    if case.fee is None or case.payment is None:
        raise Http404
    owed = in_both(lambda: str(_OWED) % {"owed": str(word(ObligationKind.BANK_CONFIRMATION))})
    title = in_both(lambda: str(_TITLE))
    tender = case.payment.tender
    with override("id"):
        at = moment(case.payment.at)
    seal = paper_seal(
        node,
        kind="receipt",
        number=case.payment.receipt_number,
        day=node.day_of(case.payment.at),
        application_number=case.application_number,
        amount_rupiah=case.fee.amount_rupiah,
        billing_code=case.fee.billing_code,
        tender=tender.value,
    )
    return make_paper(
        title_id=title["id"],
        title_en=title["en"],
        office=office_desk().title,
        number=case.payment.receipt_number,
        headline=_rupiah(case.fee.amount_rupiah),
        rows=(
            _row(_("Applicant"), name_of(case)),
            _row(_("Application number"), case.application_number),
            _row(_("Billing code"), case.fee.billing_code),
            *_parts(case.fee),
            _row(_("Ground of this receipt"), in_both(lambda: str(word(tender)))["id"]),
            _row(_("Tariff"), case.fee.tariff),
            _row(_("Received on"), at),
        ),
        paragraphs=(owed["id"], owed["en"]),
        footer=in_both(lambda: str(_FOOTER))["id"],
        seal=seal,
        signature_text=None if seal else signed_receipt(node, case).decode("utf-8"),
    )


def _parts(fee: Fee) -> list[Row]:
    """A fee of several parts, each on its line; what the head waived stays on the paper."""
    if len(fee.parts) < _SEVERAL:
        return []
    return [
        _row(
            fee_part_words(part.what),
            _rupiah(part.amount_rupiah) if part.amount_rupiah else in_both(lambda: str(_WAIVED))["id"],
        )
        for part in fee.parts
    ]


def _rupiah(amount: int) -> str:
    return rupiah(amount).replace("\N{NO-BREAK SPACE}", " ")


def _row(caption: Promise | str, value: str) -> Row:
    said = in_both(lambda: str(caption))
    return Row(said["id"], said["en"], value)
