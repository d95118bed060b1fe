"""`loket chip serve` as a process of its own, with a reader of this test on either end of the line."""

import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from builders.chips import MRZ_PASSWORD, OTHER_MRZ_PASSWORD, a_locked_chip, chance, some_files
from loket.config.chip_commands import chip_file, lie_on_reader, serve_chip
from loket.config.chip_errors import ChipUsageError
from loket.core.icao.chip.error import ChipRefusalError
from loket.core.icao.chip.memory import ChipMemory
from loket.core.icao.chip.terminal import Terminal
from loket.core.icao.chip.virtual.chip import VirtualChip
from loket.core.icao.lds.files import ElementaryFile
from loket.node.devices.chip_tcp import RemoteChip

pytestmark = pytest.mark.process


@pytest.fixture
def chip(tmp_path):
    path = tmp_path / "job.chip"
    path.write_bytes(a_locked_chip().memory.encode())
    return path


@contextmanager
def serving(*arguments):
    """The command as a process; it ends by itself at SIGTERM."""
    command = [sys.executable, "-P", "-m", "loket", "chip", "serve", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
    assert process.returncode == 0


def read_portrait(line):
    reader = RemoteChip(line)
    reader.power_on()
    terminal = Terminal(reader.transmit, chance("t"))
    terminal.open(MRZ_PASSWORD)
    return terminal.read(ElementaryFile.DG2)


def test_a_reader_connects_to_a_chip_that_listens_again_and_again(chip):
    with serving(chip, "--listen", "--port", "0") as process:
        port = int(re.search(r":(\d+)$", process.stdout.readline().strip()).group(1))
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                assert read_portrait(line) == some_files()[ElementaryFile.DG2]
        with (
            socket.create_connection(("127.0.0.1", port), timeout=10) as line,
            pytest.raises(ChipRefusalError),
        ):
            Terminal(RemoteChip(line).transmit, chance("t")).open(OTHER_MRZ_PASSWORD)
        assert ChipMemory.decode(chip.read_bytes()).failures == 1


def test_a_chip_goes_to_a_reader_that_listens(chip):
    told, stop = [], threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        port = server.getsockname()[1]
        virtual = VirtualChip(ChipMemory.decode(chip.read_bytes()), chance("session"))
        thread = threading.Thread(
            target=lie_on_reader, args=(chip, virtual, "127.0.0.1", port, stop, told.append)
        )
        thread.start()
        line, _ = server.accept()
        with line:
            assert read_portrait(line) == some_files()[ElementaryFile.DG2]
            stop.set()
            thread.join(10)
    assert not thread.is_alive()
    assert told == [f"the chip lies on the reader at 127.0.0.1:{port}"]


def test_a_chip_waits_while_no_reader_is_there(chip):
    told, stop = [], threading.Event()

    def tell(line):
        told.append(line)
        stop.set()

    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    virtual = VirtualChip(ChipMemory.decode(chip.read_bytes()), chance("session"))
    lie_on_reader(chip, virtual, "127.0.0.1", port, stop, tell)

    assert told == [f"no reader listens at 127.0.0.1:{port}; waiting for one"]


def serve_nothing(path, port=0):
    serve_chip(path, host="127.0.0.1", port=port, listening=True, tell=print)


def test_what_is_no_chip_is_said_without_serving_it(tmp_path):
    wrong = tmp_path / "x.chip"
    wrong.write_bytes(b"no chip")

    with pytest.raises(ChipUsageError, match=r"x\.chip is no chip"):
        serve_nothing(wrong)


def test_a_port_that_is_taken_is_said(chip):
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        with (
            socket.create_server(("127.0.0.1", 0)) as taken,
            pytest.raises(ChipUsageError, match="cannot be used"),
        ):
            serve_nothing(chip, taken.getsockname()[1])
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def test_a_folder_with_two_chips_asks_which(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.chip").touch()

    with pytest.raises(ChipUsageError, match="holds 2"):
        chip_file(tmp_path)
    with pytest.raises(ChipUsageError, match="holds 0"):
        chip_file(tmp_path / "none")
