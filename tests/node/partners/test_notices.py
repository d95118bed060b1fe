"""Notices: the folder, and apprise's own plugins against a real HTTP server."""

import json
import logging
import socket
import threading
import time
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from loket.node.partners.notices import (
    AppriseNotices,
    FolderNotices,
    Notice,
    NoticeFault,
    NoticeUrlError,
    NotSent,
    Sent,
    usable_email,
    usable_phone,
)

# On Python 3.11 and 3.12 apprise looks for a module that goes away in 3.13.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

ID = "5f" * 16
EMAIL, PHONE = "aisyah@example.org", "0812-3456-7890"


def a_notice(**changes):
    given = {
        "id": ID,
        "to_email": EMAIL,
        "to_phone": PHONE,
        "language": "id",
        "subject": "Permohonan 7604",
        "body": "Pembayaran diterima.\nTunggu panggilan.",
    }
    return Notice(**given | changes)


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, body))
        self.server.answers.wait(self.server.delay_seconds)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    served = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    served.asked, served.status, served.delay_seconds = [], 200, 0
    served.answers = threading.Event()
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.answers.set()
    served.shutdown()
    thread.join()
    served.server_close()


def gateway(server, *templates, **how):
    return AppriseNotices(
        [template.replace("HOST", f"127.0.0.1:{server.server_port}") for template in templates], **how
    )


# --- a folder


def test_a_notice_is_one_file_that_only_the_node_reads(tmp_path):
    folder = tmp_path / "notices"

    assert FolderNotices(folder).send(a_notice()) == Sent(ID)

    [file] = folder.iterdir()
    assert file.name == f"{ID}.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "id": ID,
        "to_email": EMAIL,
        "to_phone": PHONE,
        "language": "id",
        "subject": "Permohonan 7604",
        "body": "Pembayaran diterima.\nTunggu panggilan.",
    }


def test_a_notice_that_is_sent_again_is_written_once(tmp_path):
    notices = FolderNotices(tmp_path)
    notices.send(a_notice())

    assert notices.send(a_notice(body="Other words")) == Sent(ID)

    [file] = tmp_path.iterdir()
    assert "Pembayaran" in file.read_text(encoding="utf-8")


def test_what_a_killed_node_had_not_finished_is_cleared_away(tmp_path):
    (tmp_path / f"{ID}.part").write_bytes(b'{"to_')

    FolderNotices(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_may_be_back_later(tmp_path):
    notices = FolderNotices(tmp_path / "notices")
    (tmp_path / "notices").rmdir()

    assert notices.send(a_notice()) == NotSent(NoticeFault.FOLDER_UNWRITABLE, retry=True)


@pytest.mark.parametrize("wrong", ["", "aisyah", "../../etc/passwd", "5F" * 16])
def test_no_name_of_a_person_becomes_the_name_of_a_file(tmp_path, wrong):
    with pytest.raises(ValueError, match="hexadecimal"):
        FolderNotices(tmp_path).send(a_notice(id=wrong))


# --- gateways


def test_a_gateway_gets_the_words_and_the_recipient(server):
    notices = gateway(server, "json://HOST/to/{email}")

    assert notices.send(a_notice()) == Sent(ID)

    [(path, body)] = server.asked
    said = json.loads(body)
    assert path == f"/to/{EMAIL}"
    assert (said["title"], said["message"]) == ("Permohonan 7604", "Pembayaran diterima.\nTunggu panggilan.")


def test_a_telephone_is_given_in_international_digits(server):
    assert gateway(server, "form://HOST/sms?:to={phone}").send(a_notice()) == Sent(ID)

    [(_path, body)] = server.asked
    assert parse_qs(body.decode())["to"] == ["6281234567890"]


def test_the_second_gateway_is_asked_when_the_first_does_not_fit_or_does_not_take_it(server):
    notices = gateway(server, "json://HOST/mail/{email}", "json://HOST/sms/{phone}")

    assert notices.send(a_notice(to_email="")) == Sent(ID)
    assert [path for path, _ in server.asked] == ["/sms/6281234567890"]

    first_gone = gateway(server, "json://127.0.0.1:9/{email}", "json://HOST/sms/{phone}")
    assert first_gone.send(a_notice()) == Sent(ID)
    assert len(server.asked) == 2


def test_who_has_no_address_is_told_by_nobody_and_nothing_is_tried_again(server, tmp_path):
    nobody = a_notice(to_email="", to_phone="-")

    assert gateway(server, "json://HOST/{email}").send(nobody) == NotSent(NoticeFault.NO_ADDRESS, retry=False)
    assert FolderNotices(tmp_path).send(nobody) == NotSent(NoticeFault.NO_ADDRESS, retry=False)
    assert server.asked == []


def test_an_address_that_no_gateway_is_for_is_said_so(server):
    only_mail = gateway(server, "json://HOST/{email}")

    assert only_mail.send(a_notice(to_email="")) == NotSent(NoticeFault.NO_CHANNEL, retry=False)


@pytest.mark.parametrize("status", [500, 503])
def test_a_gateway_that_says_it_failed_is_asked_again_later(server, status):
    server.status = status

    assert gateway(server, "json://HOST/{email}").send(a_notice()) == NotSent(
        NoticeFault.NOT_TAKEN, retry=True
    )


def test_a_gateway_that_is_gone_is_asked_again_later(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as taken:  # bound and not listening: nobody else gets the port
        taken.bind(("127.0.0.1", 0))
        notices = AppriseNotices([f"json://127.0.0.1:{taken.getsockname()[1]}/{{email}}"])

        assert notices.send(a_notice()) == NotSent(NoticeFault.NOT_TAKEN, retry=True)


def test_a_slow_gateway_is_not_waited_for(server):
    server.delay_seconds = 20
    notices = gateway(server, "json://HOST/{email}", timeout_seconds=0.3)
    begun = time.monotonic()

    assert notices.send(a_notice()) == NotSent(NoticeFault.NOT_TAKEN, retry=True)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("address", [EMAIL, "aisyah+paspor@example.org", "a?to=b@example.org"])
def test_a_mail_server_gets_the_mail_for_this_recipient_alone(address):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        got = []
        thread = threading.Thread(target=_smtp, args=(listening, got))
        thread.start()
        port = listening.getsockname()[1]
        template = f"mailto://127.0.0.1:{port}?from=loket@example.org&to={{email}}&format=text&mode=insecure"

        assert AppriseNotices([template]).send(a_notice(to_email=address)) == Sent(ID)
        thread.join(timeout=5)

    recipients, mail = got
    assert recipients == [f"<{address}>"]
    parsed = message_from_bytes(mail)
    assert parsed["Subject"] == "Permohonan 7604"
    assert b"Tunggu panggilan." in parsed.get_payload(decode=True)


def _smtp(listening, got):
    """One conversation of RFC 5321."""
    connection, _ = listening.accept()
    with connection, connection.makefile("rwb") as line:

        def say(text):
            line.write(text.encode() + b"\r\n")
            line.flush()

        recipients, mail = [], []
        say("220 test")
        while command := line.readline().decode().strip():
            verb = command[:4].upper()
            if verb == "RCPT":
                recipients.append(command.partition(":")[2].split()[0])
            if verb == "DATA":
                say("354 go on")
                while (part := line.readline()) != b".\r\n":
                    mail.append(part)
            say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                break
        got.extend([recipients, b"".join(mail)])


def test_no_line_of_a_log_names_the_recipient(server, caplog):
    with caplog.at_level(logging.INFO):
        gateway(server, "json://HOST/{email}").send(a_notice())
        server.status = 500
        gateway(server, "json://HOST/{email}").send(a_notice())

    assert caplog.text == ""
    assert EMAIL not in repr(a_notice())
    assert "Pembayaran" not in repr(a_notice())


@pytest.mark.parametrize(
    "url", ["json://127.0.0.1/all", "mailto://u:TEST-pw@127.0.0.1", "nothing/{email}", "nosuch://x/{email}"]
)
def test_an_address_that_cannot_be_used_is_named_by_its_place_alone(url):
    with pytest.raises(NoticeUrlError, match="address 2 ") as refused:
        AppriseNotices(["json://127.0.0.1/{email}", url])

    assert "TEST-pw" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("0812-3456-7890", "6281234567890"),
        ("+62 812 3456 7890", "6281234567890"),
        ("+60 12-345 6789", "60123456789"),
        ("(0428) 21 234", "6242821234"),
        ("12345", ""),
        ("0812345678901234", ""),
        ("0812 atau 0813", ""),
        ("08123456789,08123456780", ""),
        ("", ""),
    ],
)
def test_a_telephone_is_one_number_or_none(written, used):
    assert usable_phone(written) == used


@pytest.mark.parametrize(
    "written",
    [
        "",
        "a@example.org,b@example.org",
        "a b@example.org",
        "a@b",
        "<a@example.org>",
        "a%2Cb@example.org",
        "a@b.1",
    ],
)
def test_what_is_not_one_plain_mail_address_is_none(written):
    assert usable_email(written) == ""
    assert usable_email(" aisyah@example.org ") == "aisyah@example.org"


def test_a_folder_forgets_a_notice_and_what_is_older_than_thirty_days(tmp_path):
    notices = FolderNotices(tmp_path)
    other = "60" * 16
    notices.send(a_notice())
    notices.send(a_notice(id=other))
    assert notices.forget(ID)
    assert notices.forget(ID)
    assert [path.stem for path in tmp_path.iterdir()] == [other]

    sent_at = int((tmp_path / f"{other}.json").stat().st_mtime * 1000)
    notices.tidy(sent_at + 30 * 24 * 3_600_000 - 1000)
    assert [path.stem for path in tmp_path.iterdir()] == [other]
    notices.tidy(sent_at + 30 * 24 * 3_600_000 + 1000)
    assert list(tmp_path.iterdir()) == []
