"""The whole journey of one passport, by seven officers who never touch a mouse.

Nothing here clicks, fills a field or follows a link by its address: keys are pressed, and the focus is read.
Only the window in which a file is chosen is the operating system's own.
"""

from playwright.sync_api import expect

from builders.country import the_row
from builders.keyboard import Keys
from loket.core.domain.rows import Case
from loket.core.domain.terms import Stage
from loket.core.icao.dates import MrzDate
from loket.core.icao.mrz import Sex, Td3
from loket.core.icao.names import Name
from loket.node.papers.drawings import draw_portrait, draw_scan

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
TYPED = {
    "nik": "7604115010850004",
    "full_name": "Hasnah",
    "birth_place": "Polewali",
    "birth_date": "10-10-1985",
    "identity_card_place": "Polewali Mandar",
    "old_passport_number": "C1234567",
    "height_cm": "156",
    "occupation": "Guru",
    "home_address": "Jl. Contoh 1, Polewali",
    "father_name": "Abdul Contoh",
    "mother_name": "Sitti Contoh",
}


def _register(keys):
    keys.page.wait_for_url("**/stations/registration")
    for name in ("nik", "full_name"):
        keys.field(name)
        keys.type(TYPED[name])
    keys.tick("name_split_confirmed")
    keys.choose("sex", "F")
    for name in ("birth_place", "birth_date", "identity_card_place"):
        keys.field(name)
        keys.type(TYPED[name])
    keys.choose("service", "renewal")
    for name in list(TYPED)[5:]:
        keys.field(name)
        keys.type(TYPED[name])
    keys.press("Enter")
    keys.page.wait_for_url("**/cases/*?written=*")


def _documents(keys):
    for _ in range(2):
        # The paper that lacks next is proposed.
        keys.file("scan", draw_scan("ktp", [("Nama", "CONTOH")]))
        keys.button("Tambah pindaian")
    expect(keys.page.locator("#id_mrz")).to_be_focused()
    keys.type("\n".join(OLD_PASSPORT.lines))
    keys.press("Enter")
    expect(keys.page.locator(".written")).to_contain_text("Paspor lama dibaca")
    for paper in ("identity_card", "old_passport"):
        keys.tick("originals_seen", paper)
    keys.button("Lengkap, lanjut ke pembayaran")


def _pay(keys):
    keys.button("Terbitkan kode billing")
    keys.field("amount_rupiah")
    keys.type("350000")
    keys.button("Catat pembayaran")


def _capture(keys):
    keys.next_at(4)
    keys.file("photo", draw_portrait(7, Sex.FEMALE))
    # The photo is judged; until then it cannot be kept, and a person waits.
    expect(keys.page.locator("#portrait .judged > *")).to_be_visible()
    keys.button("Simpan foto ini")
    keys.button("Ambil sepuluh jari sekarang")
    keys.file("signature", draw_scan("ktp", [("Tanda tangan", "CONTOH")]))
    keys.button("Simpan tanda tangan")
    keys.field("purpose")
    keys.type("Umrah")
    keys.field("notes")
    keys.type("Tujuan dan biaya jelas.")
    keys.choose("advice", "go_on")
    keys.button("Catat wawancara")


def _sent(country):
    """Whether the printer has the page of the only case."""
    with country.office.store.reading() as reading:
        (row,) = reading.select(Case, {"office": country.office.name})
    return row.page is not None and row.page.state == "sent"


def test_a_renewal_goes_from_the_walk_in_to_the_archive_by_keyboard_alone(country, officer):
    counter = Keys(officer("rahma"))
    _register(counter)
    _documents(counter)
    _pay(counter)
    _capture(Keys(officer("iwan")))
    approver = Keys(officer("dewi"))
    approver.next_at(5)
    approver.button("Periksa daftar cekal")
    approver.button("Setujui")
    printer = Keys(officer("budi"))
    printer.next_at(6)
    printer.button("Alokasikan buku paspor")
    printer.button("Cetak halaman data")
    assert printer.waits_until(lambda: _sent(country))
    tester = Keys(officer("tini"))
    tester.next_at(7)
    tester.button("Uji kualitas paspor")
    Keys(handover := officer("anton")).hand_over("X0000001")
    last = Keys(handover)
    last.next_at(9)
    last.field("shelf")
    last.type("A-12")
    last.button("Arsipkan berkas")

    case = handover.url.rpartition("/")[2].partition("?")[0]
    assert the_row(country.office, case).stage is Stage.ARCHIVED
