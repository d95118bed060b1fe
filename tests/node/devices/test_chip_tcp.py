"""A virtual chip over a real socket, as vsmartcard's reader speaks to it."""

import socket
import threading

import pytest

from builders.chips import MRZ_PASSWORD, OTHER_MRZ_PASSWORD, a_locked_chip, chance, some_files
from loket.core.icao.chip.error import ChipError, ChipRefusalError
from loket.core.icao.chip.terminal import Terminal
from loket.core.icao.chip.virtual.chip import ANSWER_TO_RESET
from loket.core.icao.lds.files import ElementaryFile
from loket.node.devices import chip_tcp


@pytest.fixture(scope="module")
def memory():
    return a_locked_chip().memory


@pytest.fixture
def reader(memory):
    """A reader's end of a line to a chip that runs in a thread."""
    chip = a_locked_chip()
    server = chip_tcp.listen("127.0.0.1", 0)
    kept, stop, ended = [], threading.Event(), []

    def be_a_chip():
        line = chip_tcp.accept(server, stop.is_set)
        if line is None:
            return
        with line:
            try:
                chip_tcp.converse(line, chip, keep=lambda one: kept.append(one.memory), stopped=stop.is_set)
                ended.append("closed")
            except chip_tcp.ConversationBrokenError as error:
                ended.append(str(error))

    thread = threading.Thread(target=be_a_chip)
    thread.start()
    line = socket.create_connection(server.getsockname(), timeout=5)
    remote = chip_tcp.RemoteChip(line)
    remote.line, remote.kept, remote.ended, remote.thread, remote.stop = line, kept, ended, thread, stop
    yield remote
    stop.set()
    line.close()
    thread.join(5)
    server.close()
    assert not thread.is_alive()


def _received(line, length):
    """So many bytes, in however many pieces they come."""
    got = b""
    while len(got) < length and (piece := line.recv(length - len(got))):
        got += piece
    return got


def test_a_terminal_reads_the_chip_through_the_socket(reader):
    assert reader.power_on() == ANSWER_TO_RESET
    terminal = Terminal(reader.transmit, chance("t"))
    terminal.open(MRZ_PASSWORD)

    assert terminal.read(ElementaryFile.DG2) == some_files()[ElementaryFile.DG2]


def test_the_bytes_on_the_wire_are_the_protocol_s(reader):
    """Power on, answer to reset, SELECT of an unknown application; then reset, which says nothing."""
    line = reader.line
    line.sendall(bytes.fromhex("000101000104000700A4040002AABB"))
    expected = len(ANSWER_TO_RESET).to_bytes(2, "big") + ANSWER_TO_RESET + bytes.fromhex("00026A82")
    assert _received(line, len(expected)) == expected
    line.sendall(bytes.fromhex("000102000104"))
    assert _received(line, 2 + len(ANSWER_TO_RESET))[2:] == ANSWER_TO_RESET


def test_taking_the_power_away_ends_the_session(reader):
    reader.power_on()
    terminal = Terminal(reader.transmit, chance("t"))
    terminal.open(MRZ_PASSWORD)
    reader.power_off()
    reader.power_on()

    with pytest.raises(ChipError):
        terminal.read(ElementaryFile.DG1)


def test_what_changed_is_kept_before_the_answer_goes_out(reader):
    with pytest.raises(ChipRefusalError):
        Terminal(reader.transmit, chance("t")).open(OTHER_MRZ_PASSWORD)

    assert [memory.failures for memory in reader.kept] == [1]


def test_an_empty_message_and_an_unknown_control_do_no_harm(reader):
    expected = bytes.fromhex("00026700") + b"\0\x0f" + ANSWER_TO_RESET
    reader.line.sendall(bytes.fromhex("0000000103000104"))

    assert _received(reader.line, len(expected)) == expected


def test_a_line_that_breaks_off_in_a_message_is_told_apart_from_one_that_ends(reader):
    reader.line.sendall(bytes.fromhex("000700A4"))
    reader.line.shutdown(socket.SHUT_WR)
    reader.thread.join(5)

    assert reader.ended == ["the other side closed in the middle of a message"]


def test_a_line_that_ends_ends_the_conversation(reader):
    reader.line.shutdown(socket.SHUT_WR)
    reader.thread.join(5)

    assert reader.ended == ["closed"]


def test_a_chip_that_is_told_to_stop_stops_while_nobody_speaks(reader):
    reader.stop.set()
    reader.thread.join(5)

    assert reader.ended == ["closed"]
