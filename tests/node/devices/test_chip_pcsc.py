"""The encoder for cards on PC/SC readers, over a stand-in for pyscard."""

import sys

import pytest

from builders.chips import (
    MRZ_PASSWORD,
    TEST_PERSONALISATION_KEY,
    a_blank_chip,
    a_content,
    a_locked_chip,
    chance,
    some_files,
)
from builders.fake_pyscard import Reader, plug_in
from loket.core.icao.chip.terminal import Terminal
from loket.core.icao.lds.files import ElementaryFile
from loket.node.devices.chip_encoder import Encoded, EncoderFault, EncoderFaultReason
from loket.node.devices.chip_pcsc import PcscChipEncoder, PcscMissingError

JOB = "job-1"


@pytest.fixture
def reader(monkeypatch):
    reader = Reader("TEST reader 00 00", a_blank_chip())
    plug_in(monkeypatch, [Reader("another reader"), reader])
    return reader


def an_encoder(folder, name="TEST reader"):
    return PcscChipEncoder(folder, name, TEST_PERSONALISATION_KEY, chance("encoder"))


def fault(reason):
    return EncoderFault(EncoderFaultReason[reason])


def test_a_card_is_written_locked_and_read_back(tmp_path, reader):
    encoder = an_encoder(tmp_path)

    encoded = encoder.encode(JOB, a_content())

    assert encoded == Encoded(JOB, reader.chip.memory.serial.hex().upper())
    assert reader.chip.memory.locked
    terminal = Terminal(encoder.open(JOB), chance("t"))
    terminal.open(MRZ_PASSWORD)
    assert terminal.read(ElementaryFile.DG2) == some_files()[ElementaryFile.DG2]
    assert encoder.encode(JOB, a_content()) == encoded
    assert encoder.encode(JOB, a_content(can=None)) == fault("JOB_ID_TAKEN")


def test_nothing_is_written_where_there_is_no_blank_card(tmp_path, reader):
    encoder = an_encoder(tmp_path)
    assert an_encoder(tmp_path, "no such").encode(JOB, a_content()) == fault("UNREACHABLE")
    reader.chip = None
    assert encoder.encode(JOB, a_content()) == fault("NO_CHIP")
    reader.chip = a_locked_chip()
    assert encoder.encode(JOB, a_content()) == fault("CHIP_LOCKED")
    assert encoder.kept() == frozenset()


def test_a_card_that_is_taken_away_is_known_as_half_written_when_it_comes_back(tmp_path, reader):
    encoder = an_encoder(tmp_path)
    reader.breaks_after = 9

    assert encoder.encode(JOB, a_content()) == fault("NO_ANSWER")
    reader.breaks_after = None
    assert reader.chip.memory.half_written
    for _ in range(2):
        assert an_encoder(tmp_path).encode(JOB, a_content()) == fault("HALF_WRITTEN")


def test_a_card_that_was_locked_when_the_office_lost_its_power_is_recognised(tmp_path, reader, monkeypatch):
    encoder = an_encoder(tmp_path)
    keep = encoder._keep

    def power_cut(job, record):
        if record["locked"]:
            raise KeyboardInterrupt
        keep(job, record)

    monkeypatch.setattr(encoder, "_keep", power_cut)
    with pytest.raises(KeyboardInterrupt):
        encoder.encode(JOB, a_content())

    again = an_encoder(tmp_path)
    serial = reader.chip.memory.serial.hex().upper()
    assert again.encode(JOB, a_content()) == Encoded(JOB, serial)
    assert again.encode(JOB, a_content()) == Encoded(JOB, serial)


@pytest.mark.parametrize("other", [a_blank_chip("other"), a_locked_chip(seed="other")])
def test_another_card_is_never_taken_for_the_one_that_was_begun(tmp_path, reader, other):
    encoder = an_encoder(tmp_path)
    reader.breaks_after = 9
    encoder.encode(JOB, a_content())
    reader.breaks_after, reader.chip = None, other
    before = other.memory

    assert encoder.encode(JOB, a_content()) == fault("ANOTHER_CHIP")
    assert other.memory.files == before.files
    encoder.forget(JOB)
    assert encoder.open(JOB) is None


def test_a_wrong_personalisation_key_is_said_and_leaves_the_card_blank(tmp_path, reader):
    encoder = PcscChipEncoder(tmp_path, "TEST", bytes(16), chance("e"))

    assert encoder.encode(JOB, a_content()) == fault("WRONG_KEY")
    assert not reader.chip.memory.half_written
    assert encoder.kept() == frozenset()


def test_without_pyscard_the_package_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "smartcard", None)

    with pytest.raises(PcscMissingError, match="pip install pyscard"):
        an_encoder(tmp_path)
