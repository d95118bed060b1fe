"""One passport from the walk-in to the archive, by seven officers in a real browser."""

from playwright.sync_api import expect

from builders.country import the_row
from loket.core.domain.terms import Stage
from loket.core.icao.dates import MrzDate
from loket.core.icao.mrz import Sex, Td3
from loket.core.icao.names import Name
from loket.node.papers.drawings import draw_portrait, draw_scan

PERSON = {
    "nik": "7604115010900003",
    "full_name": "Nur Aisyah Abdul Kadir",
    "birth_place": "Polewali",
    "birth_date": "10-10-1990",
    "identity_card_place": "Polewali Mandar",
    "height_cm": "156",
    "occupation": "Guru",
    "home_address": "Jl. Contoh 1, Polewali",
    "father_name": "Abdul Kadir",
    "mother_name": "Sitti Contoh",
}
PAPERS = ("identity_card", "family_card", "birth_certificate")
OLD_PAPERS = ("identity_card", "old_passport")
# Of Hasnah, born on 10 October 1985, made with core/icao.
OLD_PASSPORT = Td3(
    document_code="P<",
    issuing_state="IDN",
    name=Name("HASNAH"),
    document_number="C1234567",
    nationality="IDN",
    birth_date=MrzDate(85, 10, 10),
    sex=Sex.FEMALE,
    expiry=MrzDate(24, 8, 17),
)


def _register(page, person, *, service="new"):
    page.goto("/stations/registration")
    for name, value in person.items():
        page.fill(f"#id_{name}", value)
    page.check("input[name=sex][value=F]")
    page.check(f"input[name=service][value={service}]")
    if service == "renewal":
        page.fill("#id_old_passport_number", "C1234567")
    page.check("#id_name_split_confirmed")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*?written=*")
    return page.url.rpartition("/")[2].partition("?")[0]


def _go_on(page, button):
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".written")).to_be_visible()


def _documents(page, case, papers):
    for paper in papers:
        page.goto(f"/cases/{case}")
        page.select_option("#id_paper", paper)
        scan = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": draw_scan("ktp", [("Nama", "CONTOH")])}
        page.set_input_files("#id_scan", scan)
        _go_on(page, "Tambah pindaian")
    if "old_passport" in papers:
        # Its field has the focus: a reader types the two lines and ends them with Enter.
        expect(page.locator("#id_mrz")).to_be_focused()
        page.keyboard.type("\n".join(OLD_PASSPORT.lines))
        page.keyboard.press("Enter")
        expect(page.locator(".written")).to_contain_text("Paspor lama dibaca")
    for paper in papers:
        page.check(f"input[name=originals_seen][value={paper}]")
    _go_on(page, "Lengkap, lanjut ke pembayaran")


def _pay(page):
    _go_on(page, "Terbitkan kode billing")
    page.fill("#id_amount_rupiah", "350000")
    _go_on(page, "Catat pembayaran")


def _sign(page):
    """On the pad, with the mouse."""
    place = page.locator("#signature-pad canvas").bounding_box()
    x, y = place["x"], place["y"]
    page.mouse.move(x + 40, y + 100)
    page.mouse.down()
    for to_x, to_y in ((120, 30), (160, 110), (240, 40), (330, 90)):
        page.mouse.move(x + to_x, y + to_y, steps=6)
    page.mouse.up()
    expect(page.get_by_role("button", name="Simpan tanda tangan")).to_be_enabled()


def _photo_and_interview(page, case):
    page.goto(f"/cases/{case}")
    portrait = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": draw_portrait(7, Sex.FEMALE)}
    page.set_input_files("#id_photo", portrait)
    _go_on(page, "Simpan foto ini")
    _go_on(page, "Ambil sepuluh jari sekarang")
    _sign(page)
    _go_on(page, "Simpan tanda tangan")
    page.fill("#id_purpose", "Umrah")
    page.fill("#id_notes", "Tujuan dan biaya jelas.")
    page.check("input[name=advice][value=go_on]")
    _go_on(page, "Catat wawancara")


def _look_up_and_approve(page, case):
    page.goto(f"/cases/{case}")
    _go_on(page, "Periksa daftar cekal")
    _go_on(page, "Setujui")


def _allocate_and_print(page, case):
    page.goto(f"/cases/{case}")
    _go_on(page, "Alokasikan buku paspor")
    _go_on(page, "Cetak halaman data")


def _test_quality(page, case, country):
    page.wait_for_timeout(200)
    for _ in range(50):
        row = the_row(country.office, case)
        if row.page.state == "sent":
            break
        page.wait_for_timeout(200)
    page.goto(f"/cases/{case}")
    _go_on(page, "Uji kualitas paspor")
    expect(page.locator(".written")).to_contain_text("Uji kualitas: lulus")


def _hand_over(page, case, booklet):
    page.goto(f"/cases/{case}")
    page.fill("#id_passport_number_read", booklet)
    page.check("#id_identity_confirmed")
    page.check("#id_book_signed")
    page.get_by_role("button", name="Serahkan paspor", exact=True).click()


def test_a_first_passport_with_the_heads_order_and_a_renewal(country, officer):
    counter, interviewer, approver = officer("rahma"), officer("iwan"), officer("dewi")
    printer, tester, handover, head = officer("budi"), officer("tini"), officer("anton"), officer("kepala")

    # a first passport
    first = _register(counter, PERSON)
    expect(counter.locator(".written")).to_contain_text("nomor antrean A001")
    _documents(counter, first, PAPERS)
    _pay(counter)
    receipt = counter.get_by_role("link", name="Cetak tanda terima").get_attribute("href")
    assert counter.request.get(receipt).body().startswith(b"%PDF-")
    _photo_and_interview(interviewer, first)
    _look_up_and_approve(approver, first)
    _allocate_and_print(printer, first)
    _test_quality(tester, first, country)
    _hand_over(handover, first, "X0000001")
    expect(handover.get_by_role("alert")).to_contain_text("Paspor baru tidak boleh keluar dari kantor")

    head.goto("/head")
    head.keyboard.press("Enter")  # the case that waits for an order has the focus
    head.wait_for_url("**/give_order")
    head.fill("#id_why", "Pemohon harus berobat; NIK sesuai KTP dan KK.")
    _go_on(head, "Beri perintah")

    _hand_over(handover, first, "X0000001")
    expect(handover.locator(".written")).to_contain_text("sementara: masih ada kewajiban")
    handover.fill("#id_shelf", "A-12")
    _go_on(handover, "Arsipkan berkas")
    assert the_row(country.office, first).stage is Stage.ARCHIVED

    # a renewal needs no order: the list is fresh
    other = PERSON | {"nik": "7604115010850004", "full_name": "Hasnah", "birth_date": "10-10-1985"}
    second = _register(counter, other, service="renewal")
    _documents(counter, second, OLD_PAPERS)
    _pay(counter)
    _photo_and_interview(interviewer, second)
    _look_up_and_approve(approver, second)
    _allocate_and_print(printer, second)
    _test_quality(tester, second, country)
    _hand_over(handover, second, "X0000002")
    expect(handover.locator(".written")).to_contain_text("Paspor diserahkan")

    row = the_row(country.office, second)
    assert row.registration.applicant.primary_identifier == "Hasnah"
    assert row.registration.applicant.secondary_identifier == ""
    assert len({done.officer for done in row.duties}) == 4


def test_an_officer_works_with_the_keyboard_alone(country, officer):
    page = officer("rahma", locale="en-GB")
    page.wait_for_url("**/stations/registration")

    # The first field has the focus; the split is proposed while the name is typed.
    values = [
        ("nik", "7604115010900003"),
        ("full_name", "Nur Aisyah"),
        ("primary_identifier", None),
        ("secondary_identifier", None),
        ("name_split_confirmed", " "),
    ]
    assert page.evaluate("document.activeElement.id") == "id_nik"
    for name, typed in values:
        assert page.evaluate("document.activeElement.name") == name
        if typed:
            page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for typed in ("Polewali", "10-10-1990", "Polewali Mandar"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    assert page.input_value("#id_primary_identifier") == "Aisyah"
    page.keyboard.press("Enter")

    # Refusals are listed, and the first wrong field has the focus.
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.field').classList.contains('wrong')")

    for key, station in (("2", "documents"), ("8", "handover"), ("1", "registration")):
        page.keyboard.press(f"Alt+{key}")
        page.wait_for_url(f"**/stations/{station}")

    page.keyboard.press("Alt+2")
    page.wait_for_url("**/stations/documents")
    page.keyboard.press("/")
    page.keyboard.type("nobody")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing found.")).to_be_visible()


def test_escape_goes_back_and_enter_goes_on(country, officer):
    page = officer("rahma")
    case = _register(page, PERSON)

    page.keyboard.press("Escape")
    page.wait_for_url("**/stations/documents")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{case}")


def test_the_counter_works_without_a_script(country, officer):
    page = officer("rahma", locale="en-GB", script=False)

    case = _register(
        page, PERSON | {"primary_identifier": "Kadir", "secondary_identifier": "Nur Aisyah Abdul"}
    )
    page.get_by_role("button", name="Bahasa Indonesia").click()

    expect(page.get_by_role("heading", name="Berkas asli dan pindaian")).to_be_visible()
    assert case in page.url


def test_a_counter_page_weighs_less_than_150_kb_and_asks_no_other_host(country, officer, address):
    page = officer("rahma")
    case = _register(page, PERSON)
    signed_in = page.context.storage_state()
    nothing_cached = page.context.browser.new_context(storage_state=signed_in, base_url=address)
    fresh = nothing_cached.new_page()
    answers = []
    fresh.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - playwright marks its handlers

    fresh.goto(f"/cases/{case}")
    fresh.wait_for_load_state("networkidle")

    assert sum(len(answer.body()) for answer in answers) < 150_000
    assert {answer.url.split("/")[2] for answer in answers} == {address.removeprefix("http://")}
    nothing_cached.close()


def test_the_page_shows_what_this_applicant_needs_and_nothing_else(country, officer):
    page = officer("rahma")
    page.goto("/stations/registration")
    parents = page.locator("#id_guardian_name")
    shown = {
        name: page.locator(f"#id_{name}")
        for name in ("old_passport_number", "police_report", "change_of_data", "spouse_name", "custody_order")
    }
    for field in shown.values():
        expect(field).to_be_hidden()

    page.check("input[name=service][value=lost]")
    expect(shown["police_report"]).to_be_visible()
    if_any = page.locator("label[for=id_old_passport_number] small")
    expect(if_any).to_be_visible()
    expect(shown["change_of_data"]).to_be_hidden()
    page.check("input[name=service][value=change_of_data]")
    expect(shown["police_report"]).to_be_hidden()
    expect(shown["old_passport_number"]).to_be_visible()
    expect(if_any).to_be_hidden()
    expect(shown["change_of_data"]).to_be_visible()
    page.check("input[name=service][value=new]")

    # The office's day is 20 June 2024: one is 17 on that day, the other the day after.
    page.fill("#id_birth_date", "20-06-2007")
    page.keyboard.press("Tab")
    expect(page.locator("#parents")).to_be_hidden()
    page.fill("#id_birth_date", "21-06-2007")
    page.keyboard.press("Tab")
    expect(parents).to_be_visible()
    expect(page.locator("#id_identity_card_place")).to_be_hidden()
    assert page.input_value("#id_validity_years") == "5"
    page.select_option("#id_mother_consent", "custody_with_other")
    expect(shown["custody_order"]).to_be_visible()

    page.select_option("#id_civil_status", "married")
    expect(parents).to_be_hidden()
    expect(shown["spouse_name"]).to_be_visible()


def test_without_a_script_a_child_is_registered_all_the_same(country, officer):
    page = officer("rahma", locale="en-GB", script=False)
    page.goto("/stations/registration")
    page.get_by_text("For a child: the parents").click()
    for name, value in {
        **PERSON,
        "nik": "7604115010200003",
        "birth_date": "10-10-2020",
        "height_cm": "99",
        "primary_identifier": "Kadir",
        "secondary_identifier": "Nur Aisyah Abdul",
        "guardian_name": "Sitti Contoh",
        "guardian_identity_number": "7604114105920002",
    }.items():
        page.fill(f"#id_{name}", value)
    page.check("input[name=sex][value=F]")
    page.check("#id_name_split_confirmed")
    page.select_option("#id_father_consent", "present")
    page.select_option("#id_mother_consent", "present")
    page.get_by_role("button", name="Register, give a queue number").click()

    # 10 years are refused for a child, with the parents' section still open.
    expect(page.get_by_role("alert")).to_contain_text("A child's passport is valid for 5 years.")
    expect(page.locator("#id_guardian_name")).to_be_visible()
    page.select_option("#id_validity_years", "5")
    page.get_by_role("button", name="Register, give a queue number").click()

    page.wait_for_url("**/cases/*?written=*")
    case = page.url.rpartition("/")[2].partition("?")[0]
    assert the_row(country.office, case).registration.guardians.guardian_name == "Sitti Contoh"
