"""The commands on a real demo folder: verify, show, export, rebuild; and the centre from its office."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import urllib3

from loket.config.demo import plan
from loket.config.demo_setup import make_demo
from loket.config.ports import three_ports
from loket.drills import people
from loket.drills.office_client import OfficeClient
from loket.drills.walk import Walker

pytestmark = pytest.mark.process

BLANKS = 600
PATIENCE_SECONDS = 60


def loket(*arguments, check=True):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "loket", *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if check:
        assert done.returncode == 0, done.stdout + done.stderr
    return done


class Running:
    """`loket serve` on a folder, killed at the end."""

    def __init__(self, folder, port):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        environment |= {"LOKET_PORT": str(port), "PYTHONPATH": os.pathsep.join(sys.path)}
        self.address = f"http://127.0.0.1:{port}"
        with (folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "loket", "serve", "--data", str(folder)],
                env=environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if urllib3.request("GET", self.address + "/sign-in", retries=False).status == 200:
                    return
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        raise AssertionError((folder / "serve.log").read_text())

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def held_in(folder):
    """What a node's database holds (its files may change without that: a write-ahead log is folded in)."""
    with closing(sqlite3.connect(folder / "node.sqlite3")) as database:
        return "\n".join(database.iterdump())


def patiently(probe, *, seconds=PATIENCE_SECONDS):
    deadline = time.monotonic() + seconds
    while not (found := probe()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return found


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """A demo with three cases at different stages, both nodes stopped after they had settled."""
    with three_ports() as first:
        demo = plan(tmp_path_factory.mktemp("country") / "demo", first)
        make_demo(demo)
        put_three_cases_in(demo)
        yield demo


def put_three_cases_in(demo):
    centre, office = Running(demo.centre, demo.centre_port), Running(demo.office, demo.office_port)
    try:
        passwords = demo.passwords()
        officers = {
            one.username: OfficeClient(office.address, one.username, passwords[one.username])
            for one in people.OFFICERS
        }
        from random import Random

        walker = Walker(officers, lambda _who, _what: None)
        walker.receive("KIRIM-0001", BLANKS)
        for number, stage in enumerate(("payment", "read_back", "archived")):
            person = people.make_up(number, Random(number), area="7604", renewal=True)
            walker.walk(person, until=stage)
        assert patiently(lambda: settled(demo))
        # The office reads on what the centre writes: it stops first, with nothing left that it has not sent.
        office.kill()
        for _ in range(5):
            if patiently(lambda: settled(demo), seconds=8):
                break
            office = Running(demo.office, demo.office_port)
            assert patiently(lambda: settled(demo))
            office.kill()
    finally:
        office.kill()
        centre.kill()


def settled(demo):
    return (
        loket("centre", "compare", "--data", demo.centre, "--office", demo.office, check=False).returncode
        == 0
    )


def test_log_verify_reads_a_nodes_folder(country):
    done = loket("log", "verify", country.office, "--trust", country.trust, "--json")

    report = json.loads(done.stdout)
    origins = [one["origin"] for one in report["logs"]]
    assert report["verified"]
    assert "loket.test/polman/1/office" in origins
    assert "loket.test/centre/1/national" in origins


def test_exported_files_verify_and_one_changed_byte_is_named(country, tmp_path):
    target = tmp_path / "stick"
    loket("log", "export", country.office, target)
    assert loket("log", "verify", target).returncode == 0

    bundle = next((target / "loket.test/polman/1/office/tile/entries").rglob("*"))
    while bundle.is_dir():
        bundle = next(iter(sorted(bundle.iterdir())))
    data = bytearray(bundle.read_bytes())
    data[40] ^= 1
    bundle.write_bytes(data)
    done = loket("log", "verify", target, check=False)

    assert done.returncode == 1
    assert "entry 0" in done.stdout


def test_a_log_whose_checkpoint_is_missing_is_not_passed_over(country, tmp_path):
    target = tmp_path / "stick"
    loket("log", "export", country.office, target)
    (target / "loket.test/polman/1/office/checkpoint").unlink()

    done = loket("log", "verify", target, check=False)

    assert done.returncode == 1
    assert "loket.test/polman/1/office: NOT VERIFIED: there are entries" in done.stdout


def test_verify_says_whose_trust_root_it_judged_by(country):
    own = loket("log", "verify", country.office).stdout
    given = loket("log", "verify", country.office, "--trust", country.trust).stdout

    assert "trust root: found at the place itself" in own
    assert "trust root: the file given" in given


def test_log_show_opens_sealed_parts_only_with_the_key(country):
    closed = loket("log", "show", country.office, "--json").stdout
    opened = loket("log", "show", country.office, "--json", "--with-key").stdout

    assert "home_address" not in closed
    assert "sealed, " in closed
    assert "home_address" in opened


def test_log_show_without_the_nodes_keys_cannot_open_anything(country, tmp_path):
    """A thief of the database without the keys folder."""
    copy = tmp_path / "copy"
    shutil.copytree(country.office, copy)
    (copy / "keys" / "case-keys.age").unlink()

    done = loket("log", "show", copy, "--with-key", check=False)

    assert done.returncode == 2
    assert "home_address" not in done.stdout


def test_rebuild_proves_the_live_rows_equal_to_the_fold(country):
    for folder in (country.office, country.centre):
        report = json.loads(loket("rebuild", "--data", folder, "--json").stdout)
        assert report["equal"]
        assert all(one["rows"] > 0 for one in report["owners"])


def test_rows_of_an_older_version_are_said_and_made_anew(country, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(country.office, copy)
    right = loket("rebuild", "--data", copy, "--json").stdout
    with closing(sqlite3.connect(copy / "node.sqlite3")) as database:
        # As an update of the tables leaves it: other tables, empty, and no word of who made the rows.
        database.execute("DROP TABLE row_case")
        database.execute("CREATE TABLE row_case (office text)")
        database.execute("DELETE FROM row_timeline_line")
        database.execute("DELETE FROM signed_note WHERE kind='fold'")
        database.execute("DELETE FROM django_migrations WHERE app='store' AND name>='0004'")
        database.commit()

    older = loket("rebuild", "--data", copy, check=False)
    verified = loket("log", "verify", copy)
    mended = loket("rebuild", "--data", copy, "--replace", "--json")

    assert older.returncode == 2
    assert "versi Loket yang lebih lama" in older.stdout
    assert "./loket rebuild --replace" in older.stdout
    assert "entries verified" in verified.stdout
    assert json.loads(mended.stdout)["equal"]
    assert loket("rebuild", "--data", copy, "--json").stdout == right


def test_the_invariants_hold_on_the_pair(country):
    done = loket("invariants", "--office", country.office, "--centre", country.centre)

    assert "0 violations" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "indonesian", "english"),
    [
        (("rebuild", "--data", "HERE"), "Folder, alamat", "is not the folder of a node"),
        (("log", "show", "HERE/none"), "Folder, alamat", "is not the folder of a node"),
        (("log", "verify", "HERE"), "Folder, alamat", "no trust root"),
        (("log", "verify", "HERE", "--trust", "GARBAGE"), "akar kepercayaan", "trust root"),
        (("log", "verify", "http://127.0.0.1:9"), "Folder, alamat", "--trust"),
        (("trust", "import", "--data", "OFFICE", "GARBAGE"), "akar kepercayaan", "trust root"),
        (("trust", "import", "--data", "OFFICE", "HERE/none"), "tidak ada", "no such file"),
        (("centre", "publish-list", "--data", "CENTRE", "GARBAGE"), "Isi berkas", "cannot be read"),
        (("demo", "--headless", "--data", "OFFICE"), "tidak dapat disiapkan", "something else"),
        (("demo", "--headless", "--data", "GARBAGE"), "tidak dapat disiapkan", "is not a folder"),
        (("log", "export", "OFFICE", "GARBAGE"), "Folder, alamat", "is not a folder"),
        (("log", "show", "OFFICE", "--origin", "nope"), "Folder, alamat", "no log of origin"),
        (
            (
                *("centre", "rebuild", "--data", "HERE/new", "--headquarters", "HQ", "--lost", "CENTRE"),
                *("--trust", "TRUST", "--out", "HERE/none/x"),
            ),
            "Folder, alamat",
            "there is no folder",
        ),
        (
            ("enrol", "--data", "OFFICE", "--trust", "GARBAGE", "--officers", "GARBAGE"),
            "tidak dapat disiapkan",
            "not a list of officers",
        ),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else "",
)
def test_bad_input_is_said_in_both_languages_and_changes_nothing(
    country, tmp_path, arguments, indonesian, english
):
    garbage = tmp_path / "garbage"
    garbage.write_bytes(b"\x00garbage\xff")
    names = {"HERE": tmp_path, "GARBAGE": garbage, "OFFICE": country.office, "CENTRE": country.centre}
    names |= {"HQ": country.folder / "headquarters", "TRUST": country.trust}
    words = [str(names.get(word, word.replace("HERE/", f"{tmp_path}/"))) for word in arguments]
    before = held_in(country.office)

    done = loket(*words, check=False)

    assert done.returncode == 2
    assert indonesian in done.stdout
    assert english in done.stdout
    assert "Traceback" not in done.stderr
    assert held_in(country.office) == before
    assert [path.name for path in tmp_path.iterdir()] == ["garbage"]


def test_verify_over_http_with_an_auditors_key(country):
    centre = Running(country.centre, country.centre_port)
    try:
        done = loket(
            "log",
            "verify",
            centre.address,
            "--trust",
            country.trust,
            "--key",
            country.folder / "auditor",
            "--node",
            "centre",
            "--json",
        )
    finally:
        centre.kill()

    report = json.loads(done.stdout)
    assert report["verified"]
    assert {one["origin"].rpartition("/")[2] for one in report["logs"]} == {"national", "staff", "to-polman"}


def test_a_destroyed_centre_is_filled_again_from_its_office(country, tmp_path):
    """An empty centre with new keys gets everything back, and the rows are equal."""
    folder = tmp_path / "country"
    shutil.copytree(country.folder, folder)
    old_env = (folder / "centre" / "node.env").read_text()
    shutil.rmtree(folder / "centre")
    (folder / "lost").mkdir()
    (folder / "lost" / "node.env").write_text(old_env)
    said = loket(
        "centre",
        "rebuild",
        "--data",
        folder / "centre",
        "--headquarters",
        folder / "headquarters",
        "--lost",
        folder / "lost",
        "--trust",
        folder / "trust-root.note",
        "--out",
        folder / "trust-root.next",
    ).stdout
    assert "incarnation 2" in said
    centre = Running(folder / "centre", country.centre_port)
    office = Running(folder / "polman", country.office_port)
    try:
        complete = patiently(
            lambda: (
                loket(
                    "centre",
                    "compare",
                    "--data",
                    folder / "centre",
                    "--office",
                    folder / "polman",
                    check=False,
                ).returncode
                == 0
                and (folder / "centre" / "blobs").exists()
            )
        )
    finally:
        office.kill()
        centre.kill()

    logs = "".join((folder / node / "serve.log").read_text()[-3_000:] for node in ("polman", "centre"))
    assert complete, (
        loket(
            "centre", "compare", "--data", folder / "centre", "--office", folder / "polman", check=False
        ).stdout
        + logs
    )
    assert json.loads(loket("rebuild", "--data", folder / "centre", "--json").stdout)["equal"]
    opened = loket(
        "log", "show", folder / "centre", "--origin", "loket.test/polman/1/office", "--with-key", "--json"
    ).stdout
    assert "home_address" in opened, "the office's case keys are wrapped to the new centre"
    blobs = {path.name for path in Path(folder / "polman" / "blobs").rglob("*") if path.is_file()}
    there = {path.name for path in Path(folder / "centre" / "blobs").rglob("*") if path.is_file()}
    assert blobs <= there
