"""Paths of the exchange, from the root on: they begin with `exchange/`, as `core.sync.http` says."""

from django.urls import URLPattern, path, re_path

from loket.faces.exchange import views

_HASH = "(?P<origin_hash>[0-9a-f]{64})"

urlpatterns: list[URLPattern] = [
    path("exchange/add-checkpoint", views.add_checkpoint),
    path("exchange/add-entries", views.add_entries),
    path("exchange/case-keys", views.add_case_keys),
    path("exchange/trust", views.trust),
    re_path(r"^exchange/blobs/(?P<sha256>[0-9a-f]{64})\Z", views.blob),
    re_path(rf"^exchange/logs/{_HASH}/checkpoint\Z", views.log_checkpoint),
    re_path(rf"^exchange/logs/{_HASH}/(?P<path>tile/[0-9a-z./]{{1,60}})\Z", views.log_tile),
    re_path(rf"^exchange/witness/{_HASH}/checkpoint\Z", views.witnessed_checkpoint),
]
