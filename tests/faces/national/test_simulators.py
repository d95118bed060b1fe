"""The simulated bank answers the office's own adapter over HTTP."""

import threading

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from builders.country import bring_to, push, the_row
from loket.core.domain.rules.counter import BankConfirmed, BankDenied, BankUnreachable
from loket.core.domain.terms import Stage
from loket.faces.national.simulators import set_bank_simulator
from loket.node.followers.centre import CentreFollower
from loket.node.operations.simulated_partners import simulated_partners
from loket.node.partners.bank import HttpBank
from loket.node.partners.bank_simulator import BankSimulator

CODE = "8" + "0" * 14


@pytest.fixture(autouse=True)
def without_a_bank_again():
    yield
    set_bank_simulator(None)


@pytest.fixture
def address():
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_office_hears_what_the_bank_says(address):
    bank = BankSimulator(bills={CODE: 350_000})
    set_bank_simulator(bank)
    office = HttpBank(address, timeout_seconds=5)

    confirmed = office.confirm(CODE)
    assert isinstance(confirmed, BankConfirmed)
    assert confirmed == bank.confirm(CODE)
    assert office.confirm("8" + "1" * 14) == BankUnreachable()
    bank.unpaid = frozenset({CODE})
    assert office.confirm(CODE) == BankDenied()
    bank.reachable = False
    assert office.confirm(CODE) == BankUnreachable()


def test_without_a_simulated_bank_there_is_nothing():
    assert Client().get(f"/bank/payments/{CODE}").status_code == 404


def test_only_a_billing_code_is_asked_about():
    set_bank_simulator(BankSimulator(bills={CODE: 1}))

    assert Client().get("/bank/payments/123").status_code == 404
    assert Client().post(f"/bank/payments/{CODE}").status_code == 405


def test_the_bank_beside_the_centre_knows_what_offices_billed(country):
    case = bring_to(country.office, Stage.PHOTO)
    push(country.office, country.centre)
    partners = simulated_partners(country.centre)
    CentreFollower(country.centre, partners).run_once(country.clock.now)
    fee = the_row(country.office, case).fee
    set_bank_simulator(partners.bank)

    said = Client().get(f"/bank/payments/{fee.billing_code}").json()

    assert (said["paid"], said["amount_rupiah"]) == (True, fee.amount_rupiah)
