"""All offices' stock of blanks; shipping, settling what did not come, and the manifest for the box."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from loket.core.domain.rows import Shipment
from loket.core.domain.stock_terms import ShortfallOutcome
from loket.core.domain.terms import DocumentKind, Role
from loket.faces.national.frame import page
from loket.faces.ui.access import OfficerRequest, officers
from loket.faces.ui.forms import ActForm, text
from loket.faces.ui.languages import in_both
from loket.faces.ui.words.formats import moment
from loket.faces.ui.words.terms import word
from loket.node.operations.act import By, Done
from loket.node.operations.centre_act import offices_of
from loket.node.operations.centre_stock import centre_stock, next_range
from loket.node.operations.manifests import manifest_of
from loket.node.operations.node import Node, current_node
from loket.node.operations.settle_shortfall import settle_shortfall
from loket.node.operations.ship_booklets import ship_booklets
from loket.node.papers.office_papers import PaperSize, Row, Signatory, make_paper
from loket.node.papers.typesetting import drawable

_MOST_NUMBER = 10**12
_NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}


def _offices() -> list[tuple[str, str]]:
    return [(name, name) for name in offices_of(current_node().trust())]


def _number(most: int) -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=most, widget=forms.TextInput(attrs=_NUMERIC))


class ShipBookletsForm(ActForm):
    """To whom, under which number, and which range of blanks."""

    office = forms.ChoiceField(choices=_offices)
    kind = forms.ChoiceField(choices=lambda: [(kind.value, word(kind)) for kind in DocumentKind])
    shipment = text(most=64, autocomplete="off")
    series = text(required=False, most=3, autocapitalize="characters", autocomplete="off")
    digits = _number(12)
    first = _number(_MOST_NUMBER)
    last = _number(_MOST_NUMBER)


class SettleShortfallForm(ActForm):
    """What became of blanks that an office did not find in a shipment."""

    office = forms.CharField(max_length=64, widget=forms.HiddenInput)
    shipment = forms.CharField(max_length=64, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        choices=lambda: [(one.value, word(one)) for one in ShortfallOutcome], widget=forms.RadioSelect
    )
    text = text(most=500, rows=2)


@officers(Role.HEADQUARTERS)
@never_cache
@require_safe
def stock(request: OfficerRequest) -> HttpResponse:
    """Every office's stock, the lowest first, with what should be sent."""
    return _stock_page(request, settling=None, status=200)


def _stock_page(
    request: OfficerRequest, *, settling: SettleShortfallForm | None, status: int
) -> HttpResponse:
    node = current_node()
    with node.store.reading() as reading:
        said = centre_stock(node, reading)
    waiting = [(row, settling if _is_of(settling, row) else _settle_form(row)) for row in said.shortfalls]
    shown = {
        "stock": said,
        "shortfalls": waiting,
        "form": settling,
        "written_index": request.GET.get("written", ""),
        "practice": node.practice,
    }
    answer = page(request, "national/stock.html", shown)
    answer.status_code = status
    return answer


def _is_of(form: SettleShortfallForm | None, row: Shipment) -> bool:
    return form is not None and (form.data.get("office"), form.data.get("shipment")) == (
        row.office,
        row.shipment,
    )


def _settle_form(row: Shipment) -> SettleShortfallForm:
    initial = {"office": row.office, "shipment": row.shipment}
    form = SettleShortfallForm(initial=initial, auto_id=f"id_{row.office}_{row.shipment}_%s")
    form.fields["outcome"].widget.attrs.pop("autofocus", None)
    return form


@officers(Role.HEADQUARTERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ship(request: OfficerRequest) -> HttpResponse:
    """Send blanks to an office; a proposal fills the form in."""
    node = current_node()
    if request.method != "POST":
        return page(request, "national/ship.html", {"form": ShipBookletsForm(initial=_proposed(request))})
    form = ShipBookletsForm(request.POST)
    if form.is_valid():
        filled = form.cleaned_data
        done = ship_booklets(
            node,
            By(request.officer.officer, filled["act"]),
            filled["office"],
            shipment=filled["shipment"],
            kind=DocumentKind(filled["kind"]),
            series=filled["series"].strip().upper(),
            digits=filled["digits"],
            first=filled["first"],
            last=filled["last"],
        )
        if isinstance(done, Done):
            return HttpResponseRedirect(f"/stock?written={done.index}")
        form.refused(done)
    answer = page(request, "national/ship.html", {"form": form})
    answer.status_code = 422
    return answer


def _proposed(request: OfficerRequest) -> dict[str, Any]:
    """The form's first filling: the office and kind of a proposal, and the numbers that come next."""
    node = current_node()
    asked = request.GET.get("kind", "")
    kind = next((one for one in DocumentKind if one.value == asked), DocumentKind.ORDINARY)
    blanks = request.GET.get("blanks", "")
    filled: dict[str, Any] = {"office": request.GET.get("office", ""), "kind": kind.value}
    with node.store.reading() as reading:
        count = len(reading.select(Shipment, {"office": node.name}))
        proposed = next_range(
            node, reading, kind, int(blanks) if blanks.isdecimal() and len(blanks) < 7 else 0
        )
    filled["shipment"] = f"KIRIM-{count + 1:04d}"
    series = node.series.of(kind)
    if proposed is not None:
        return filled | {
            "series": proposed.series,
            "digits": proposed.digits,
            "first": proposed.first,
            "last": proposed.last,
        }
    return filled | ({"digits": series[0].digits} if series else {})


@officers(Role.HEADQUARTERS)
@never_cache
@require_http_methods(["POST"])
def settle(request: OfficerRequest) -> HttpResponse:
    """Say what became of missing blanks."""
    form = SettleShortfallForm(request.POST)
    if form.is_valid():
        filled = form.cleaned_data
        if filled["office"] not in offices_of(current_node().trust()):
            raise Http404
        done = settle_shortfall(
            current_node(),
            By(request.officer.officer, filled["act"]),
            filled["office"],
            shipment=filled["shipment"],
            outcome=ShortfallOutcome(filled["outcome"]),
            text=filled["text"].replace("\r\n", "\n"),
        )
        if isinstance(done, Done):
            return HttpResponseRedirect(f"/stock?written={done.index}")
        form.refused(done)
    return _stock_page(request, settling=form, status=422)


@officers(Role.HEADQUARTERS)
@never_cache
@require_safe
def manifest(request: OfficerRequest, shipment: str) -> HttpResponse:
    """The manifest to lay into the box: on paper, or with ?as=text as the signed note alone."""
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(Shipment, (node.name, shipment))
    if row is None or not row.addressee:
        raise Http404
    note = manifest_of(node, row)
    name = "".join(letter if letter.isalnum() or letter == "-" else "-" for letter in shipment)
    if request.GET.get("as") == "text":
        answer = HttpResponse(note, content_type="text/plain; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.manifest"'
        return answer
    answer = HttpResponse(_manifest_paper(row, note, node), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _manifest_paper(row: Shipment, note: bytes, node: Node) -> bytes:
    title = in_both(lambda: str(_("Manifest of a shipment of blanks")))
    footer = in_both(
        lambda: str(_("The code is the signed manifest: an office that cannot reach the centre takes it in."))
    )
    with override("id"):
        when = moment(row.shipped_at or node.clock())
    listed = (
        (_("Shipment"), row.shipment),
        (_("To the office"), row.addressee),
        (_("Kind"), " / ".join(dict.fromkeys(in_both(lambda: str(word(row.kind))).values()))),
        (_("Numbers"), row.blanks.said),
        (_("Blanks"), str(len(row.blanks))),
        (_("From"), row.sender or node.name),
        (_("Date"), when),
    )
    rows = []
    for caption, value in listed:
        said = in_both(lambda caption=caption: str(caption))  # type: ignore[misc]
        rows.append(Row(said["id"], said["en"], drawable(value)))
    capacities = [in_both(lambda text=text: str(text)) for text in (_("Packed by"), _("Checked by"))]  # type: ignore[misc]
    return make_paper(
        title_id=title["id"],
        title_en=title["en"],
        office="Direktorat Jenderal Imigrasi",
        number=drawable(row.shipment),
        rows=rows,
        signatories=[Signatory(" / ".join(one.values()), "") for one in capacities],
        footer=footer["id"],
        signature_text=note.decode("utf-8"),
        size=PaperSize.A4,
    )
