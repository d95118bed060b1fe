"""The folder that writes virtual chips: once, wholly, and never again."""

import pytest

from builders.chips import (
    MRZ_PASSWORD,
    OTHER_MRZ_PASSWORD,
    TEST_PERSONALISATION_KEY,
    a_content,
    chance,
    some_files,
)
from loket.core.icao.chip.error import ChipRefusalError
from loket.core.icao.chip.memory import ChipMemory
from loket.core.icao.chip.terminal import Terminal
from loket.core.icao.lds.files import ElementaryFile
from loket.node.devices.chip_encoder import (
    Encoded,
    EncoderFault,
    EncoderFaultReason,
    FolderChipEncoder,
    write_and_lock,
)

JOB = "job-1"


def an_encoder(folder, *, seed="encoder", key=TEST_PERSONALISATION_KEY, **changes):
    return FolderChipEncoder(folder, key, chance(seed), **changes)


def test_what_was_encoded_is_read_back_with_the_zone_s_key(tmp_path):
    encoder = an_encoder(tmp_path)

    encoded = encoder.encode(JOB, a_content())

    terminal = Terminal(encoder.open(JOB), chance("reader"))
    terminal.open(MRZ_PASSWORD)
    assert terminal.read(ElementaryFile.DG2) == some_files()[ElementaryFile.DG2]
    assert encoded == Encoded(JOB, terminal.serial().hex().upper())
    assert not terminal.may_write(ElementaryFile.DG2)


def test_the_same_job_is_done_once(tmp_path):
    first = an_encoder(tmp_path).encode(JOB, a_content())
    before = (tmp_path / f"{JOB}.chip").read_bytes()

    again = an_encoder(tmp_path, seed="another start").encode(JOB, a_content())

    assert again == first
    assert (tmp_path / f"{JOB}.chip").read_bytes() == before


def test_a_damaged_file_is_a_chip_that_nobody_reads_and_stops_no_other(tmp_path):
    encoder = an_encoder(tmp_path)
    encoder.encode(JOB, a_content())
    (tmp_path / f"{JOB}.chip").write_bytes(b"torn")

    assert encoder.open(JOB) is None
    assert encoder.encode(JOB, a_content()) == EncoderFault(EncoderFaultReason.HALF_WRITTEN)
    assert isinstance(encoder.encode("job-2", a_content()), Encoded)


def test_another_content_under_the_same_job_is_refused_and_changes_nothing(tmp_path):
    encoder = an_encoder(tmp_path)
    encoder.encode(JOB, a_content())
    before = (tmp_path / f"{JOB}.chip").read_bytes()

    for other in (
        a_content(password=OTHER_MRZ_PASSWORD),
        a_content(can=None),
        a_content(some_files(DG3=None)),
    ):
        assert encoder.encode(JOB, other) == EncoderFault(EncoderFaultReason.JOB_ID_TAKEN)
    assert (tmp_path / f"{JOB}.chip").read_bytes() == before


def test_two_chips_have_two_serials(tmp_path):
    encoder = an_encoder(tmp_path)

    assert encoder.encode("a", a_content()).serial != encoder.encode("b", a_content()).serial
    assert encoder.kept() == {"a", "b"}


def test_a_chip_is_whole_blank_or_half_written_wherever_the_power_goes(tmp_path, monkeypatch):
    """Every write of the chip's file fails once; the next start says how it is, and never writes on."""
    ends = []
    for cut in range(4):
        folder = tmp_path / str(cut)
        encoder = an_encoder(folder)
        keep, count = encoder._keep, 0

        def power_cut(job, memory, keep=keep, cut=cut):
            nonlocal count
            count += 1
            if count > cut:
                raise KeyboardInterrupt  # nothing catches it, as nothing catches a power cut
            keep(job, memory)

        monkeypatch.setattr(encoder, "_keep", power_cut)
        try:
            first = encoder.encode(JOB, a_content())
        except KeyboardInterrupt:
            first = None
        after = an_encoder(folder, seed="after the cut").encode(JOB, a_content())
        ends.append((first is not None, getattr(after, "reason", "encoded")))

    # before the blank is kept; after it; after the first change; after the lock
    assert ends == [
        (False, "encoded"),
        (False, "encoded"),
        (False, EncoderFaultReason.HALF_WRITTEN),
        (True, "encoded"),
    ]


def test_a_half_written_chip_is_not_locked_is_read_by_nobody_and_never_gone_on_with(tmp_path):
    encoder = an_encoder(tmp_path, faults=[EncoderFaultReason.HALF_WRITTEN])

    for _ in range(2):
        assert encoder.encode(JOB, a_content()) == EncoderFault(EncoderFaultReason.HALF_WRITTEN)
    memory = encoder.memory(JOB)
    assert memory.half_written
    assert not memory.locked
    with pytest.raises(ChipRefusalError):
        Terminal(encoder.open(JOB), chance("r")).open_with_bac(MRZ_PASSWORD)
    assert isinstance(encoder.encode("next-job", a_content()), Encoded)


def test_ordered_faults_come_once_and_the_job_can_be_tried_again(tmp_path):
    encoder = an_encoder(tmp_path, faults=[EncoderFaultReason.NO_CHIP, EncoderFaultReason.NO_ANSWER])

    assert encoder.encode(JOB, a_content()) == EncoderFault(EncoderFaultReason.NO_CHIP)
    assert encoder.encode(JOB, a_content()) == EncoderFault(EncoderFaultReason.NO_ANSWER)
    assert isinstance(encoder.encode(JOB, a_content()), Encoded)


def test_a_wrong_personalisation_key_writes_nothing(tmp_path):
    encoder = an_encoder(tmp_path)
    encoder._keep(JOB, ChipMemory.blank(bytes(16), chance("another maker")))

    assert encoder.encode(JOB, a_content()) == EncoderFault(EncoderFaultReason.WRONG_KEY)
    assert encoder.memory(JOB).failures == 1
    assert not encoder.memory(JOB).files


def test_a_locked_chip_is_never_written_again_by_anybody(tmp_path):
    encoder = an_encoder(tmp_path)
    encoder.encode(JOB, a_content())
    before = encoder.memory(JOB)

    line = encoder.open(JOB)
    result = write_and_lock(
        line, TEST_PERSONALISATION_KEY, a_content(some_files(DG1=b"\x61\x01X")), chance("w"), lambda _: None
    )

    assert result == EncoderFault(EncoderFaultReason.CHIP_LOCKED)
    assert encoder.memory(JOB) == before


def test_wrong_keys_are_counted_in_the_file_and_held_back(tmp_path):
    waits = []
    encoder = an_encoder(tmp_path, sleep=waits.append)
    encoder.encode(JOB, a_content())

    for _ in range(3):
        with pytest.raises(ChipRefusalError):
            Terminal(encoder.open(JOB), chance("r")).open_with_bac(OTHER_MRZ_PASSWORD)

    assert encoder.memory(JOB).failures == 3
    assert max(waits) == 0.1


def test_a_chip_is_forgotten_with_its_case(tmp_path):
    encoder = an_encoder(tmp_path)
    encoder.encode(JOB, a_content())

    encoder.forget(JOB)
    encoder.forget(JOB)

    assert encoder.open(JOB) is None
    assert encoder.kept() == frozenset()
    assert not list(tmp_path.iterdir())


def test_the_file_of_a_chip_is_for_its_owner_alone(tmp_path):
    an_encoder(tmp_path).encode(JOB, a_content())

    assert (tmp_path / f"{JOB}.chip").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("job_id", ["", "../x", "a/b", "-a", "a" * 65])
def test_a_job_id_no_file_can_have_is_a_bug(tmp_path, job_id):
    encoder = an_encoder(tmp_path)
    for ask in (lambda: encoder.encode(job_id, a_content()), lambda: encoder.open(job_id)):
        with pytest.raises(ValueError, match="job id"):
            ask()
