"""The virtual chip: what it gives to whom, and that nothing makes it raise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.chips import (
    CAM_AES_128,
    CAN_PASSWORD,
    CHIP_KEY,
    COM,
    GM_AES_128,
    MRZ_PASSWORD,
    OTHER_MRZ_PASSWORD,
    TEST_PERSONALISATION_KEY,
    a_blank_chip,
    a_card_access,
    a_content,
    a_dg14,
    a_locked_chip,
    chance,
    some_files,
)
from loket.core.icao.chip.apdu import Command, Ins
from loket.core.icao.chip.card_channel import CardChannel
from loket.core.icao.chip.chip_authentication import terms_of
from loket.core.icao.chip.curves import Curve
from loket.core.icao.chip.error import ChipError, ChipRefusalError
from loket.core.icao.chip.keys import ChipKey
from loket.core.icao.chip.memory import ChipMemory
from loket.core.icao.chip.personalisation import Personaliser
from loket.core.icao.chip.secure_messaging import BrokenChannelError
from loket.core.icao.chip.terminal import BasicOpened, Terminal
from loket.core.icao.chip.virtual.chip import ANSWER_TO_RESET, VirtualChip
from loket.core.icao.chip.virtual.session import wait_ms_after
from loket.core.icao.error import IcaoError
from loket.core.icao.lds import security_infos as infos
from loket.core.icao.lds.files import LDS1_APPLICATION, ElementaryFile
from loket.core.icao.lds.tlv import write_tlv

OPEN = {ElementaryFile.ATR_INFO, ElementaryFile.DIR, ElementaryFile.CARD_ACCESS}
SELECT_APPLICATION = Command(0, Ins.SELECT, 4, 0x0C, LDS1_APPLICATION)


@pytest.fixture(scope="module")
def memory():
    return a_locked_chip().memory


@pytest.fixture
def chip(memory):
    return VirtualChip(memory, chance("session"))


def terminal_at(chip, seed="terminal"):
    return Terminal(chip.transmit, chance(seed))


def status(chip, command):
    return int.from_bytes(chip.transmit(command.encode())[-2:], "big")


def test_what_was_written_is_read_through_every_access(chip):
    files = some_files()
    for password, open_it in (
        (MRZ_PASSWORD, Terminal.open_with_bac),
        (MRZ_PASSWORD, Terminal.open),
        (CAN_PASSWORD, Terminal.open),
    ):
        chip.reset()
        terminal = terminal_at(chip)
        open_it(terminal, password)

        for file, content in files.items():
            if file is not ElementaryFile.DG3:
                assert terminal.read(file) == content, file


def test_nothing_of_the_holder_is_readable_before_access(chip):
    terminal = terminal_at(chip)

    for file in ElementaryFile:
        if file not in OPEN:
            with pytest.raises(ChipRefusalError) as refusal:
                terminal.read(file)
            assert refusal.value.status_word == 0x6982, file
    assert terminal.read(ElementaryFile.CARD_ACCESS) == some_files()[ElementaryFile.CARD_ACCESS]
    for short in range(1, 0x1F):
        chip.transmit(SELECT_APPLICATION.encode())
        for ins, data in ((Ins.READ_BINARY, b""), (Ins.READ_BINARY_ODD, write_tlv(0x54, b"\0"))):
            p1, p2 = (0x80 | short, 0) if ins == Ins.READ_BINARY else (0, short)
            assert status(chip, Command(0, ins, p1, p2, data, 256)) == 0x6982
    for command in (
        Command(0, Ins.GET_DATA, 1, 1, ne=256),
        Command(0, Ins.INTERNAL_AUTHENTICATE, 0, 0, bytes(8), 256),
    ):
        assert status(chip, command) == 0x6982


@pytest.mark.parametrize("open_it", [Terminal.open_with_bac, Terminal.open])
def test_a_wrong_zone_is_refused_and_opens_nothing(chip, open_it):
    terminal = terminal_at(chip)

    with pytest.raises(ChipRefusalError) as refusal:
        open_it(terminal, OTHER_MRZ_PASSWORD)

    assert refusal.value.status_word == 0x6300
    assert not terminal.secure
    with pytest.raises(ChipRefusalError):
        terminal.read(ElementaryFile.DG1)
    assert chip.memory.failures == 1


def test_answers_to_wrong_keys_come_later_each_time_until_the_right_one(chip):
    waits = []

    def transmit(apdu):
        answer = chip.answer(apdu)
        if answer.response == b"\x63\x00":
            waits.append(answer.wait_ms)
        return answer.response

    for _ in range(5):
        with pytest.raises(ChipRefusalError):
            Terminal(transmit, chance("x")).open_with_bac(OTHER_MRZ_PASSWORD)
        chip.reset()  # taking it off the reader does not help

    assert waits == [0, 0, 100, 200, 400]
    assert wait_ms_after(60_000) == 10_000
    terminal_at(chip).open_with_bac(MRZ_PASSWORD)
    assert chip.memory.failures == 0


@pytest.mark.parametrize("cipher", [1, 2, 3, 4])
@pytest.mark.parametrize("mapping", [infos.ID_PACE_ECDH_GM, infos.ID_PACE_ECDH_CAM])
def test_pace_opens_with_every_cipher(mapping, cipher):
    if mapping == infos.ID_PACE_ECDH_CAM and cipher == 1:
        return  # 9303-11 9.2.1: no such protocol
    files = some_files(CARD_ACCESS=a_card_access(f"{mapping}.{cipher}"))
    chip = a_locked_chip(files)

    opened = terminal_at(chip).open(MRZ_PASSWORD)

    assert opened.terms.protocol.identifier == f"{mapping}.{cipher}"
    assert opened.proves(CHIP_KEY.public().point) is (mapping == infos.ID_PACE_ECDH_CAM)


@pytest.mark.parametrize(
    "curve",
    [
        Curve.NIST_P224,
        Curve.BRAINPOOL_P256R1,
        Curve.BRAINPOOL_P320R1,
        Curve.NIST_P384,
        Curve.BRAINPOOL_P384R1,
        Curve.BRAINPOOL_P512R1,
        Curve.NIST_P521,
    ],
)
def test_pace_opens_on_every_curve(curve):
    chip = a_locked_chip(some_files(CARD_ACCESS=a_card_access(GM_AES_128, curve=curve)))

    opened = terminal_at(chip).open(MRZ_PASSWORD)

    assert opened.terms.curve is curve


def test_the_terminal_says_which_curve_where_a_protocol_is_offered_on_two():
    card_access = infos.write_security_infos(
        [infos.PaceInfo(GM_AES_128, 2, 12), infos.PaceInfo(GM_AES_128, 2, 13)]
    )
    chip = a_locked_chip(some_files(CARD_ACCESS=card_access))

    offers = terminal_at(chip).pace_offers()

    assert {offer.curve for offer in offers} == {Curve.NIST_P256, Curve.BRAINPOOL_P256R1}
    for offer in offers:
        chip.reset()
        assert terminal_at(chip).open_with_pace(MRZ_PASSWORD, offer).terms == offer


def test_a_chip_without_pace_is_opened_by_basic_access_control():
    chip = a_locked_chip(some_files(CARD_ACCESS=None))

    assert terminal_at(chip).open(MRZ_PASSWORD) == BasicOpened()
    with pytest.raises(IcaoError, match="machine readable zone only"):
        terminal_at(chip).open(CAN_PASSWORD)


def test_a_chip_without_an_access_number_refuses_one():
    chip = a_locked_chip(can=None)

    with pytest.raises(ChipRefusalError) as refusal:
        terminal_at(chip).open(CAN_PASSWORD)
    assert refusal.value.status_word == 0x6A88


def test_fingers_and_irises_are_not_given_to_a_terminal_that_has_not_authenticated(chip):
    terminal = terminal_at(chip)
    terminal.open(MRZ_PASSWORD)

    for file in (ElementaryFile.DG3, ElementaryFile.DG4):
        with pytest.raises(ChipRefusalError) as refusal:
            terminal.read(file)
        assert refusal.value.status_word == 0x6982
    for p1, p2 in ((0x81, 0xA4), (0x81, 0xB6), (0xC1, 0xB6)):
        command = Command(0, Ins.MANAGE_SECURITY_ENVIRONMENT, p1, p2, write_tlv(0x83, b"TEST"))
        assert terminal._card.send(command).status_word == 0x6A81


def test_the_signed_copy_of_the_protocols_is_read_only_through_pace():
    files = some_files(CARD_SECURITY=write_tlv(0x30, b"signed"))
    chip = a_locked_chip(files)
    terminal = terminal_at(chip)
    terminal.open_with_bac(MRZ_PASSWORD)

    with pytest.raises(ChipRefusalError):
        terminal.read(ElementaryFile.CARD_SECURITY)
    chip.reset()
    terminal = terminal_at(chip)
    terminal.open(MRZ_PASSWORD)
    assert terminal.read(ElementaryFile.CARD_SECURITY) == files[ElementaryFile.CARD_SECURITY]
    # 9303-10: EF.SOD has the same identifier, in the application
    assert terminal.read(ElementaryFile.SOD) == files[ElementaryFile.SOD]


def test_the_serial_is_by_chance_and_told_only_with_the_key(chip):
    assert a_blank_chip("one").memory.serial != a_blank_chip("two").memory.serial
    terminal = terminal_at(chip)
    with pytest.raises(ChipRefusalError):
        terminal.serial()
    terminal.open(MRZ_PASSWORD)
    assert terminal.serial() == chip.memory.serial


WRITING = [
    Command(0, Ins.CREATE_FILE, 0, 0, bytes.fromhex("620A800300001083020105")),
    Command(0, Ins.CREATE_FILE, 0, 0, bytes.fromhex("6209800300001083020105")),
    Command(0, Ins.UPDATE_BINARY, 0, 0, b"\0"),
    Command(0, Ins.UPDATE_BINARY_ODD, 0, 0, bytes.fromhex("5401005301FF")),
    Command(0, Ins.PUT_DATA, 1, 1, bytes(20)),
    Command(0, Ins.PUT_DATA, 1, 2, b"654321"),
    Command(0, Ins.PUT_DATA, 1, 3, CHIP_KEY.encode()),
    Command(0, Ins.ACTIVATE_FILE, 0, 0),
]


def test_nothing_is_ever_written_to_a_locked_chip(chip):
    before = chip.memory

    for open_it in (lambda _: None, lambda t: t.open_with_bac(MRZ_PASSWORD), lambda t: t.open(MRZ_PASSWORD)):
        chip.reset()
        terminal = terminal_at(chip)
        open_it(terminal)
        if terminal.secure:
            terminal.select(ElementaryFile.COM)
        for command in WRITING:
            assert terminal._card.send(command).status_word == 0x6982
    assert chip.memory == before
    terminal = terminal_at(chip)
    terminal.open(MRZ_PASSWORD)
    assert not terminal.may_write(ElementaryFile.COM)
    # the key that wrote it opens nothing any more
    chip.reset()
    with pytest.raises(ChipError):
        Personaliser(chip.transmit, chance("p")).begin(TEST_PERSONALISATION_KEY)
    assert chip.memory.personalisation_key is None


def test_a_blank_chip_gives_and_takes_nothing_without_its_key():
    chip = a_blank_chip()
    before = chip.memory

    for command in [*WRITING, Command(0, Ins.READ_BINARY, 0x81, 0, ne=256)]:
        assert status(chip, command) in {0x6982, 0x6A82}
    with pytest.raises(ChipRefusalError):
        terminal_at(chip).open_with_bac(MRZ_PASSWORD)
    assert chip.memory.files == before.files


def test_a_wrong_personalisation_key_is_counted_and_the_eighth_ends_the_chip():
    chip = a_blank_chip()
    for _ in range(8):
        with pytest.raises(ChipRefusalError) as refusal:
            Personaliser(chip.transmit, chance("p")).begin(bytes(16))
        assert refusal.value.status_word == 0x6300

    with pytest.raises(ChipRefusalError) as refusal:
        Personaliser(chip.transmit, chance("p")).begin(TEST_PERSONALISATION_KEY)
    assert refusal.value.status_word == 0x6983


def test_a_chip_that_lost_its_power_while_it_was_written_is_known_by_that():
    chip = a_blank_chip()
    assert not chip.memory.half_written
    sent = 0

    def transmit(apdu):
        nonlocal sent
        sent += 1
        if sent == 8:
            raise ConnectionResetError
        return chip.transmit(apdu)

    personaliser = Personaliser(transmit, chance("p"))
    personaliser.begin(TEST_PERSONALISATION_KEY)
    with pytest.raises(ConnectionResetError):
        personaliser.write(a_content())

    again = VirtualChip(ChipMemory.decode(chip.memory.encode()), chance("again"))
    assert again.memory.half_written
    assert not again.memory.locked


def test_a_command_in_clear_ends_the_session(chip):
    terminal = terminal_at(chip)
    terminal.open(MRZ_PASSWORD)
    terminal.read(ElementaryFile.DG1)

    # EF.DG1 was selected; in clear it is not read
    assert status(chip, Command(0, Ins.READ_BINARY, 0, 0, ne=256)) in {0x6982, 0x6986}
    with pytest.raises(BrokenChannelError):
        terminal.read(ElementaryFile.DG1)


def test_a_replayed_command_ends_the_session(chip):
    sent = []

    def transmit(apdu):
        sent.append(apdu)
        return chip.transmit(apdu)

    terminal = Terminal(transmit, chance("t"))
    terminal.open(MRZ_PASSWORD)
    terminal.read(ElementaryFile.DG1)

    assert chip.transmit(sent[-1]) == bytes.fromhex("6988")
    with pytest.raises(BrokenChannelError):
        terminal.read(ElementaryFile.DG1)


def test_power_off_forgets_the_session_and_keeps_the_memory(chip):
    terminal = terminal_at(chip)
    terminal.open(MRZ_PASSWORD)
    memory = chip.memory

    assert chip.reset() == ANSWER_TO_RESET
    with pytest.raises(BrokenChannelError):
        terminal.read(ElementaryFile.DG1)
    assert chip.memory == memory


def test_the_answer_to_reset_ends_with_its_check_byte():
    check = 0
    for byte in ANSWER_TO_RESET[1:]:
        check ^= byte
    assert check == 0  # ISO/IEC 7816-3 8.2.5


@pytest.mark.parametrize("size", [0x7FFF - 10, 0x8000, 60_000])
@pytest.mark.parametrize("with_lengths", [True, False])
def test_files_of_any_length_come_whole_also_in_short_pieces(size, with_lengths):
    portrait = write_tlv(0x75, chance("large")(size))
    files = some_files(DG2=portrait)
    if not with_lengths:
        del files[ElementaryFile.ATR_INFO]
    chip = a_locked_chip(files)
    longest = 0

    def transmit(apdu):
        nonlocal longest
        response = chip.transmit(apdu)
        longest = max(longest, len(response))
        return response

    terminal = Terminal(transmit, chance("t"))
    terminal.open(MRZ_PASSWORD)

    assert terminal.read(ElementaryFile.DG2) == portrait
    assert longest > 30_000 if with_lengths else longest <= 258


@pytest.mark.parametrize("cipher", [1, 2, 3, 4])
@pytest.mark.parametrize("key_id", [None, 7])
def test_chip_authentication_goes_on_with_new_keys(cipher, key_id):
    group = a_dg14(f"{infos.ID_CA_ECDH}.{cipher}", key_id=key_id)
    chip = a_locked_chip(some_files(DG14=group))
    terminal = terminal_at(chip)
    terminal.open_with_bac(MRZ_PASSWORD)
    (terms,) = terms_of(infos.read_dg14(terminal.read(ElementaryFile.DG14)))

    assert terminal.authenticate_chip(terms)
    assert terminal.read(ElementaryFile.COM) == COM


def test_a_copy_without_the_key_does_not_pass_chip_authentication():
    clone = a_locked_chip(chip_authentication_key=ChipKey.draw(Curve.NIST_P256, chance("another key")))
    terminal = terminal_at(clone)
    terminal.open(MRZ_PASSWORD)
    (terms,) = terms_of(infos.read_dg14(terminal.read(ElementaryFile.DG14)))

    assert not terminal.authenticate_chip(terms)


def test_a_copy_without_the_key_is_not_proven_by_the_mapping():
    files = some_files(CARD_ACCESS=a_card_access(CAM_AES_128))
    other = ChipKey.draw(Curve.NIST_P256, chance("another key"))
    opened = terminal_at(a_locked_chip(files, chip_authentication_key=other)).open(MRZ_PASSWORD)

    assert not opened.proves(CHIP_KEY.public().point)
    assert opened.proves(other.public().point)


def test_the_memory_is_the_same_after_bytes(memory):
    assert ChipMemory.decode(memory.encode()) == memory
    blank = a_blank_chip().memory
    assert ChipMemory.decode(blank.encode()) == blank


@given(st.binary(max_size=80), st.integers(0, 3000), st.binary(max_size=4))
def test_no_bytes_of_a_memory_raise_anything_but_the_error_of_the_package(data, place, change):
    encoded = bytearray(a_blank_chip().memory.encode())
    encoded[place % len(encoded) : place % len(encoded) + len(change)] = change
    for damaged in (data, bytes(encoded), write_tlv(0x7F61, data)):
        try:
            ChipMemory.decode(damaged)
        except IcaoError:
            continue


COMMANDS = st.builds(
    Command,
    cla=st.sampled_from([0x00, 0x10, 0x0C, 0x80]) | st.integers(0, 255),
    ins=st.sampled_from(list(Ins)) | st.integers(0, 255),
    p1=st.sampled_from([0x00, 0x01, 0x02, 0x04, 0x41, 0x81, 0xC1]) | st.integers(0, 255),
    p2=st.sampled_from([0x00, 0x0C, 0xA4, 0xA6]) | st.integers(0, 255),
    data=st.binary(max_size=60)
    | st.sampled_from(
        [
            LDS1_APPLICATION,
            b"\x01\x1c",
            bytes.fromhex("7C00"),
            bytes.fromhex("800A04007F00070202040202830101"),
            bytes.fromhex("7C43814104") + bytes(64),
            bytes.fromhex("540100"),
            bytes.fromhex("54030000005301FF"),
            bytes.fromhex("620980030000108302010D"),
            bytes(40),
        ]
    ),
    ne=st.sampled_from([0, 1, 8, 256, 300, 65_536]),
)


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=40) | COMMANDS.map(Command.encode), max_size=8), st.booleans())
def test_no_bytes_make_the_chip_raise(memory, apdus, blank):
    chip = a_blank_chip() if blank else VirtualChip(memory, chance("any"))

    for apdu in apdus:
        assert 2 <= len(chip.transmit(apdu)) <= 65_538
    assert chip.memory.files == (a_blank_chip().memory if blank else memory).files


@settings(max_examples=40, deadline=None)
@given(st.lists(COMMANDS, max_size=5), st.sampled_from(["basic", "pace", "personalisation"]))
def test_no_command_of_who_has_the_key_makes_the_chip_raise(memory, commands, how):
    if how == "personalisation":
        chip = a_blank_chip()
        line = Personaliser(chip.transmit, chance("p"))
        line.begin(TEST_PERSONALISATION_KEY)
    else:
        chip = VirtualChip(memory, chance("any"))
        line = terminal_at(chip)
        line.open_with_bac(MRZ_PASSWORD) if how == "basic" else line.open(MRZ_PASSWORD)
    card: CardChannel = line._card

    for command in commands:
        try:
            assert card.send(command).status_word >= 0x6100
        except BrokenChannelError:
            break
    if how != "personalisation":
        assert chip.memory.files == memory.files
