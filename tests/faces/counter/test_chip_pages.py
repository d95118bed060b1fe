"""What officers see of chips and signers: how far a chip is, who signed, how long the office signs alone."""

import shutil

import pytest

from builders.cases import DAY, NOON
from builders.country import the_row
from builders.electronic import electronic_case, encoder, follower, make_signers
from loket.core.domain.terms import ChipState


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    return make_signers(tmp_path_factory.mktemp("country") / "TEST-keys", NOON)


def read(client_of, officer, path):
    return client_of(officer).get(path).content.decode()


def test_a_written_chip_shows_its_serial_and_its_signer(country, client_of, tmp_path, bundle):
    case = electronic_case(country, with_list=True)
    follower(country.office, encoder(tmp_path), shutil.copytree(bundle, tmp_path / "signers")).run_once()

    shown = read(client_of, "tini", f"/cases/{case}")

    chip = the_row(country.office, case).chip
    assert chip.state is ChipState.ENCODED
    assert "written and locked" in shown
    assert chip.chip in shown
    assert chip.signer[:8] in shown


def test_a_chip_that_nobody_may_sign_says_why(country, client_of, tmp_path):
    case = electronic_case(country, with_list=True)
    # The one list was signed eight days ago and was good for three.
    over = make_signers(tmp_path / "TEST-over", country.clock.now - 5 * DAY, days=1)
    follower(country.office, encoder(tmp_path), over).run_once()

    shown = read(client_of, "budi", f"/cases/{case}")

    assert "no document signer may sign now" in shown
    assert "the office has no current revocation list" in shown


def test_the_head_sees_how_long_the_office_can_sign_and_what_ends_it(country, client_of, tmp_path, bundle):
    follower(country.office, encoder(tmp_path), shutil.copytree(bundle, tmp_path / "signers")).run_once()

    shown = read(client_of, "kepala", "/head")

    assert "Document signers" in shown
    # Lists were signed for eight days, three days ago; keys and signatures last longer.
    assert "then no revocation list is current" in shown
    assert "ask headquarters" in shown


def test_an_office_without_signers_reckons_without_them(client_of):
    assert "Document signers" not in read(client_of, "kepala", "/head")
