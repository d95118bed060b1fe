"""A barcode scanner is a keyboard that types fast and ends with Enter."""

from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import expect

from builders.country import bring_to, the_row
from loket.core.domain.terms import Stage


def _scan(page, code):
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def _scan_until_there(page, code, url):
    """On a machine with other work the keys may come slower than a scanner's: a person scans again."""
    for _ in range(10):
        _scan(page, code)
        try:
            page.wait_for_url(url, timeout=2_000)
        except TooLate:
            continue
        return
    raise AssertionError("the code was never searched for")


def test_a_code_that_is_scanned_where_no_field_has_the_focus_opens_its_case(country, officer):
    case = bring_to(country.office, Stage.PAYMENT)
    page = officer("kepala")
    page.goto("/log")

    _scan_until_there(page, the_row(country.office, case).application_number, f"**/cases/{case}")

    page.goto("/stock")
    page.evaluate("document.activeElement.blur()")
    _scan_until_there(page, case.upper(), f"**/cases/{case}")


def test_what_is_scanned_into_a_field_stays_in_it(country, officer):
    page = officer("rahma")
    page.wait_for_url("**/stations/registration")
    expect(page.locator("#id_nik")).to_be_focused()

    page.keyboard.type("7604115010900003")

    expect(page.locator("#id_nik")).to_have_value("7604115010900003")
    expect(page.locator("#search")).to_have_value("")


def test_a_scan_throws_nothing_away_that_was_typed(country, officer):
    bring_to(country.office, Stage.PAYMENT)
    page = officer("rahma")
    page.wait_for_url("**/stations/registration")
    page.locator("#id_full_name").type("Hasnah")
    page.evaluate("document.activeElement.blur()")

    for _ in range(10):
        _scan(page, "A001")
        if page.evaluate("document.activeElement.id") == "search":
            break

    expect(page.locator("#search")).to_have_value("A001")
    expect(page.locator("#id_full_name")).to_have_value("Hasnah")
    assert page.url.endswith("/stations/registration")


def test_a_person_who_types_slowly_searches_for_nothing(country, officer):
    bring_to(country.office, Stage.PAYMENT)
    page = officer("kepala")
    page.goto("/log")

    page.keyboard.type("A001", delay=150)
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)

    assert page.url.endswith("/log")
