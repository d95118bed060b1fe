"""A counter over a real office: accounts that sign in, a printer that is a folder, a free port."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import waitress
from django.contrib.auth import get_user_model
from django.core.wsgi import get_wsgi_application
from django.test import Client

from builders.country import SCANNER, Country
from builders.nodes import OFFICERS
from loket.faces.counter.desk import OfficeDesk, set_office_desk
from loket.node.devices.paper_queue import PaperQueue
from loket.node.devices.printer import FolderPrinter
from loket.node.followers.printing import PrintingFollower
from loket.node.operations.node import set_current_node
from loket.node.store.models import SignInAttempts

PASSWORD = "kata-sandi-contoh-TEST"
TITLE = "Kantor Imigrasi Polewali Mandar"


def open_counter(country: Country) -> PrintingFollower:
    """Make this office the one of the process; returns what prints its pages when told to."""
    printer = FolderPrinter(country.folder / "printer")
    set_current_node(country.office)
    printing = PrintingFollower(country.office, printer, office_title="POLEWALI MANDAR", specimen=True)
    set_office_desk(
        OfficeDesk(
            title=TITLE,
            printer=printer,
            papers=PaperQueue(FolderPrinter(country.folder / "papers"), clock=lambda: country.clock.now),
            printer_status=lambda: printing.status,
            fingers=SCANNER,
            last_contact=lambda: country.clock.now,
        )
    )
    return printing


def close_counter() -> None:
    """The process runs no office any more."""
    set_current_node(None)
    set_office_desk(OfficeDesk(title="Kantor Imigrasi"))


def make_accounts(officers: tuple[str, ...] = tuple(OFFICERS)) -> None:
    """Everybody has the same TEST password; argon2 is slow on purpose, so it is worked out once."""
    SignInAttempts.objects.all().delete()  # the desk's database is shared: nobody stays paused
    accounts: Any = get_user_model()
    one = accounts()
    one.set_password(PASSWORD)
    for officer in officers:
        accounts.objects.update_or_create(
            username=officer,
            defaults={
                "officer": officer,
                "password": one.password,
                "is_active": True,
                "must_change": False,
                "one_time_until": 0,
                "last_act": "",
            },
        )


def signed_in(officer: str, *, language: str = "en") -> Client:
    """A client of this officer, without the work of a password."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["loket_language"] = language
    client.force_login(get_user_model().objects.get(officer=officer))
    return client


@contextmanager
def served() -> Iterator[str]:
    """The counter's address while it is served."""
    server: Any = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)
