"""A paper of the office goes to its printer from where it is made, once, and as this officer may see it."""

from io import BytesIO

import pypdfium2

from builders.country import bring_to
from loket.core.domain.rows import Look
from loket.core.domain.terms import Stage
from loket.faces.counter.desk import office_desk

ACT = "a" * 32


def printed():
    office_desk().papers.run_once()
    return [office_desk().papers._printer.output(job.job) for job in office_desk().papers.jobs()]


def test_a_paper_is_given_to_the_printer_once_and_the_look_is_written_down(office, client_of):
    case = bring_to(office, Stage.PAYMENT)
    client = client_of("budi")
    form = {"act": ACT, "paper": f"/cases/{case}/slip"}

    answer = client.post("/papers/print", form)
    client.post("/papers/print", form)

    assert (answer.status_code, answer["Location"]) == (302, "/papers")
    (pdf,) = printed()
    # A6, as the slip is set: 105 x 148 mm.
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        assert [round(points / 72 * 25.4) for points in document[0].get_size()] == [105, 148]
    assert office_desk().papers.jobs()[0].media == "iso_a6_105x148mm"
    with office.store.reading() as reading:
        looks = reading.select(Look, {"office": office.name, "case": case})
    assert [(look.officer, look.what.value) for look in looks] == [("budi", "paper")]
    listed = client.get("/papers").content.decode()
    assert "Out of the printer" in listed
    assert "Status slip" in listed


def test_a_case_offers_its_papers_to_the_printer(office, client_of):
    case = bring_to(office, Stage.PAYMENT)

    shown = client_of("budi").get(f"/cases/{case}").content.decode()

    assert 'action="/papers/print"' in shown
    assert f'value="/cases/{case}/slip"' in shown


def test_nothing_but_a_paper_is_printed(office, client_of):
    client = client_of("budi")

    for address in ("/log", "/cases/x/slip", "//other.example/day/2024-06-20/slip", "", "/papers/print"):
        assert client.post("/papers/print", {"act": ACT, "paper": address}).status_code == 404
    assert client.post("/papers/print", {"act": "", "paper": "/log"}).status_code == 404
    # A report is the section's: who may not see it may not print it.
    answer = client.post("/papers/print", {"act": ACT, "paper": "/reports/pdf?kind=day&day=2024-06-20"})
    assert answer.status_code == 403
    assert office_desk().papers.jobs() == ()
