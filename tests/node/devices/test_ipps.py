"""Jobs over TLS: a printer whose own certificate the office names, and one that it does not know."""

import ipaddress
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from loket.config.printers import data_page_printer
from loket.config.settings import NodeSettings
from loket.node.devices.fake_printer import FakePrinter, FakePrinterServer, Fault
from loket.node.devices.printer import (
    FaultReason,
    JobReport,
    JobState,
    PrinterFault,
    PrinterState,
    PrinterStatus,
    Sent,
    SentOrNot,
)

JOB = "0123456789abcdef0123456789abcdef"
PAGE = b"%PDF-1.7 a page"
MEDIA = "iso_b7_88x125mm"


def self_made(folder, name, *, address="127.0.0.1", days=30):
    """A certificate and a key as a printer makes them for itself, in one PEM file each."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"TEST {name}")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    (folder / f"{name}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / f"{name}.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    self_made(folder, "printer")
    self_made(folder, "another")
    self_made(folder, "elsewhere", address="127.0.0.2")
    self_made(folder, "expired", days=-1)
    return folder


def tls_of(certificates, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / f"{name}.pem", certificates / f"{name}.key")
    return context


def printer_at(uri, trusted):
    named = {"LOKET_PRINTER_CERTIFICATES": str(trusted)} if trusted else {}
    return data_page_printer(
        NodeSettings.from_environment(
            {"LOKET_ROLE": "office", "LOKET_NODE": "polman", "LOKET_DATA": "/nowhere", "LOKET_PRINTER": uri}
            | named
        )
    )


@pytest.fixture
def fake():
    return FakePrinter()


@pytest.fixture
def printer(fake, certificates):
    with FakePrinterServer(fake, tls=tls_of(certificates, "printer")) as server:
        assert server.uri.startswith("ipps://")
        yield printer_at(server.uri, certificates / "printer.pem")


def test_a_printer_with_the_certificate_that_the_office_names_prints(fake, printer):
    assert printer.status() == PrinterStatus(PrinterState.IDLE)
    assert printer.send(JOB, PAGE, media=MEDIA) == Sent(JOB)

    assert [printer.job(JOB).state for _ in range(2)] == [JobState.PROCESSING, JobState.COMPLETED]
    assert [job.document for job in fake.jobs] == [PAGE]


@pytest.mark.parametrize(
    ("shown", "trusted"),
    [("printer", "another"), ("printer", None), ("elsewhere", "elsewhere"), ("expired", "expired")],
)
def test_a_printer_with_another_certificate_is_told_nothing(fake, certificates, shown, trusted):
    with FakePrinterServer(fake, tls=tls_of(certificates, shown)) as server:
        printer = printer_at(server.uri, certificates / f"{trusted}.pem" if trusted else None)

        assert printer.send(JOB, PAGE, media=MEDIA) == PrinterFault(FaultReason.NOT_TRUSTED)
        assert printer.status() == PrinterStatus(PrinterState.UNREACHABLE, ("certificate-not-trusted",))
        assert printer.job(JOB) == JobReport(JobState.NOT_ASKED)
        assert printer.kept() == frozenset()
        printer.forget(JOB)
    assert fake.seen == []


def test_a_printer_that_speaks_no_tls_is_out_of_reach(fake, certificates):
    with FakePrinterServer(fake) as server:
        printer = printer_at(server.uri.replace("ipp:", "ipps:"), certificates / "printer.pem")

        assert printer.send(JOB, PAGE, media=MEDIA) == PrinterFault(FaultReason.UNREACHABLE)
    assert fake.seen == []


@pytest.mark.parametrize(
    ("fault", "known"), [(Fault.LOST_ANSWER, JobState.PROCESSING), (Fault.LOST_REQUEST, JobState.NOT_KNOWN)]
)
def test_an_answer_lost_within_tls_leaves_it_open(fake, printer, fault, known):
    fake.switch(fault)

    assert printer.send(JOB, PAGE, media=MEDIA) == SentOrNot(JOB)
    assert printer.job(JOB).state is known


class BreakingPrinter:
    """Answers over TLS until a job comes: that it reads to its end, and then it breaks TLS itself."""

    def __init__(self, fake, tls):
        self._fake, self._tls = fake, tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.uri = f"ipps://127.0.0.1:{self._listening.getsockname()[1]}/ipp/print"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            plain, _ = self._listening.accept()
            with self._tls.wrap_socket(plain, server_side=True) as secure:
                reader = secure.makefile("rb")
                length = 0
                while (line := reader.readline()).strip():
                    name, _, value = line.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                body = reader.read(length)
                if PAGE in body:
                    # No record of TLS: the other side's library calls it an error of TLS.
                    socket.socket.sendall(secure, b"HTTP/1.1 500 no TLS\r\n\r\n")
                    return
                answer = self._fake.answer(body)
                head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(answer)
                secure.sendall(head + answer)

    def close(self):
        self._thread.join(5)
        self._listening.close()


def test_tls_that_breaks_after_the_job_went_out_is_no_word_that_it_did_not(fake, certificates):
    breaking = BreakingPrinter(fake, tls_of(certificates, "printer"))
    try:
        printer = printer_at(breaking.uri, certificates / "printer.pem")

        assert printer.send(JOB, PAGE, media=MEDIA) == SentOrNot(JOB)
    finally:
        breaking.close()
