"""Addresses of headquarters, and of the simulated bank beside a centre."""

from django.urls import URLPattern, path, re_path

from loket.faces.national import offices, simulators, stock
from loket.faces.ui.languages import choose_language
from loket.faces.ui.signing_in import sign_in, sign_out

urlpatterns: list[URLPattern] = [
    path("", offices.offices),
    path("offices/<slug:name>", offices.office),
    path("stock", stock.stock),
    path("stock/ship", stock.ship),
    path("stock/settle", stock.settle),
    path("stock/manifests/<path:shipment>", stock.manifest),
    path("sign-in", sign_in),
    path("sign-out", sign_out),
    path("language", choose_language),
    re_path(r"^bank/payments/(?P<billing_code>[0-9]{15})\Z", simulators.payment),
]
