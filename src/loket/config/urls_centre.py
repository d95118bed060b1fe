"""Addresses of a node wired as centre."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

handler400 = "loket.faces.ui.problems.bad_request"
handler403 = "loket.faces.ui.problems.permission_denied"
handler404 = "loket.faces.ui.problems.not_found"
handler500 = "loket.faces.ui.problems.server_error"
