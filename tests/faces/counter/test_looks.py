"""No file is shown without its look in the log, and a sitting is one look."""

import pytest

from builders.country import bring_to, forget, pull, push, the_row
from loket.core.domain.policy import DAY_MS
from loket.core.domain.rows import Look
from loket.core.domain.terms import Stage
from loket.node.followers.centre import CentreFollower
from loket.node.operations.simulated_partners import simulated_partners

MINUTE = 60_000


def looks_at(office, case: str) -> list[tuple[str, str, int]]:
    with office.store.reading() as reading:
        rows = reading.select(Look, {"office": office.name, "case": case}, order_by=("number",))
    return [(look.officer, look.what.value, look.scan) for look in rows]


@pytest.fixture
def case(office):
    return bring_to(office, Stage.PHOTO)


def test_a_sitting_is_one_look_and_the_next_sitting_another(country, office, client_of, case):
    client = client_of("iwan")
    for _ in range(3):
        assert client.get(f"/cases/{case}").status_code == 200
    assert looks_at(office, case) == [("iwan", "file", 0)]

    country.clock.now += office.practice.look_again_minutes * MINUTE
    client.get(f"/cases/{case}")

    assert looks_at(office, case) == [("iwan", "file", 0), ("iwan", "file", 0)]


def test_another_officer_another_part_and_another_scan_are_other_looks(office, client_of, case):
    for officer, path in (
        ("rahma", ""),
        ("rahma", "/history"),
        ("rahma", "/scans/1"),
        ("rahma", "/scans/2"),
        ("rahma", "/receipt"),
        ("rahma", "/slip"),
        ("dewi", ""),
    ):
        assert client_of(officer).get(f"/cases/{case}{path}").status_code == 200

    assert looks_at(office, case) == [
        ("rahma", "file", 0),
        ("rahma", "history", 0),
        ("rahma", "scan", 1),
        ("rahma", "scan", 2),
        ("rahma", "paper", 0),
        ("dewi", "file", 0),
    ]


def test_portrait_and_thumbnails_belong_to_the_page_that_shows_them(office, client_of):
    case = bring_to(office, Stage.INTERVIEW)
    client = client_of("iwan")
    for path in ("", "/photo", "/scans/1/thumbnail"):
        assert client.get(f"/cases/{case}{path}").status_code == 200
    assert looks_at(office, case) == [("iwan", "file", 0)]

    # without the page they are looks of their own
    client_of("tini").get(f"/cases/{case}/photo")
    client_of("tini").get(f"/cases/{case}/scans/1/thumbnail")

    assert looks_at(office, case)[1:] == [("tini", "photo", 0), ("tini", "scan", 1)]


def test_the_interface_writes_the_same_look(office, client_of, case):
    assert client_of("iwan").get(f"/api/cases/{case}").status_code == 200

    assert looks_at(office, case) == [("iwan", "file", 0)]


@pytest.mark.parametrize("path", ["", "/history", "/scans/1", "/receipt", "/take_photo"])
def test_what_no_person_looks_at_is_refused_and_writes_nothing(office, client_of, case, path):
    client = client_of("iwan")

    assert client.head(f"/cases/{case}{path}").status_code == 405
    for header in ({"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}):
        answer = client.get(f"/cases/{case}{path}", headers=header)
        assert (answer.status_code, answer.content) == (503, b"")
    assert looks_at(office, case) == []


@pytest.mark.parametrize("number", ["99999999999999999999", "10000"])
def test_a_number_that_no_scan_has_is_not_found(client_of, case, number):
    client = client_of("dewi")
    assert client.get(f"/cases/{case}/scans/{number}").status_code == 404
    assert client.get(f"/cases/{case}/scans/{number}/thumbnail").status_code == 404


def test_no_file_is_shown_while_no_look_can_be_written(country, office, client_of, case):
    country.clock.now += 70 * DAY_MS
    client = client_of("iwan")

    for path in ("", "/history", "/scans/1", "/receipt"):
        answer = client.get(f"/cases/{case}{path}")
        assert answer.status_code == 503
        assert "clock is 7" in answer.content.decode()
        assert "Kadir" not in answer.content.decode()
    said = client.get(f"/api/cases/{case}").json()
    assert [one["reason"] for one in said["refused"]] == ["clock_implausible"]
    assert looks_at(office, case) == []


def test_of_a_forgotten_case_there_is_nothing_to_look_at(country, office, client_of):
    case = bring_to(office, Stage.HANDOVER)
    push(office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())
    pull(office, country.centre)
    bring_to(office, Stage.ARCHIVED, case=case)
    forget(office, case)

    assert the_row(office, case).forgotten
    assert client_of("anton").get(f"/cases/{case}").status_code == 200
    assert looks_at(office, case) == []


def test_a_form_that_was_refused_shows_the_file_and_is_a_look(office, client_of, case):
    client_of("iwan").post(f"/cases/{case}/take_photo", {"act": "0123456789abcdef-looks"})

    assert looks_at(office, case) == [("iwan", "file", 0)]
