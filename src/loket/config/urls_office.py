"""Addresses of a node wired as office: the counter, and the exchange for auditors and neighbours."""

from loket.faces.counter.urls import urlpatterns as counter
from loket.faces.exchange.urls import urlpatterns as exchange

urlpatterns = [*counter, *exchange]

handler400 = "loket.faces.ui.problems.bad_request"
handler403 = "loket.faces.ui.problems.permission_denied"
handler404 = "loket.faces.ui.problems.not_found"
handler500 = "loket.faces.ui.problems.server_error"
