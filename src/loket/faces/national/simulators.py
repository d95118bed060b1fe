"""The simulated bank over HTTP, for offices of a demonstration; without one its address does not exist."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.rules.counter import BankConfirmed, BankDenied, BankUnreachable
from loket.faces.ui.access import public
from loket.node.partners.bank import BankPort

_bank: list[BankPort] = []


def set_bank_simulator(bank: BankPort | None) -> None:
    """Say once, at start, which simulated bank this process answers for (None: none)."""
    _bank[:] = [] if bank is None else [bank]


@public
@never_cache
@require_safe
def payment(request: HttpRequest, billing_code: str) -> HttpResponse:  # noqa: ARG001
    """What the bank says of a billing code, in the JSON that `partners.bank.HttpBank` reads."""
    if not _bank:
        raise Http404
    match _bank[0].confirm(billing_code):
        case BankConfirmed(reference, amount_rupiah):
            return JsonResponse({"paid": True, "reference": reference, "amount_rupiah": amount_rupiah})
        case BankDenied():
            return JsonResponse({"paid": False})
        case BankUnreachable():
            return HttpResponse(status=503)
