"""Addresses of a node wired as centre: headquarters, the simulated bank, the exchange."""

from loket.faces.exchange.urls import urlpatterns as exchange
from loket.faces.national.urls import urlpatterns as national

urlpatterns = [*national, *exchange]

handler400 = "loket.faces.ui.problems.bad_request"
handler403 = "loket.faces.ui.problems.permission_denied"
handler404 = "loket.faces.ui.problems.not_found"
handler500 = "loket.faces.ui.problems.server_error"
