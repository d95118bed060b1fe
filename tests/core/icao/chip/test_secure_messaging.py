"""Secure messaging beyond the standard's example: AES, odd instructions, long messages, attacks."""

import itertools

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.chips import COM, MRZ_PASSWORD, a_locked_chip, chance
from loket.core.icao.chip.apdu import Command, Response
from loket.core.icao.chip.ciphers import SessionKeys, Suite
from loket.core.icao.chip.secure_messaging import BrokenChannelError, SecureChannel
from loket.core.icao.chip.terminal import Terminal
from loket.core.icao.chip.virtual.chip import VirtualChip
from loket.core.icao.error import IcaoError
from loket.core.icao.lds.files import ElementaryFile


def keys(suite=Suite.AES_128):
    return SessionKeys.derive(suite, b"TEST secret")


def test_aes_as_another_implementation_has_it():
    # Values of the reader gmrtd's tests, there for the session of appendix I.1: SELECT EF.CardSecurity
    session = SessionKeys(
        Suite.AES_128,
        bytes.fromhex("0A9DA4DB03BDDE39FC5202BC44B2E89E"),
        bytes.fromhex("4B1C06491ED5140CA2B537D344C6C0B1"),
        bytes(16),
    )
    channel = SecureChannel(session)

    sent = channel.protect_command(Command(0x00, 0xA4, 0x02, 0x0C, bytes.fromhex("011D")))
    assert sent.encode().hex() == "0ca4020c1d8711013824f3cb16caa40ddff8459c215cc4988e08158449671fcc718300"
    answer = Response.parse(bytes.fromhex("990290008E085e007ca87260a77f9000"))
    assert channel.open_response(0xA4, answer) == Response(b"", 0x9000)
    sent = channel.protect_command(Command(0x00, 0xB0, 0x00, 0x00, ne=4))
    assert sent.encode().hex() == "0cb000000d9701048e081049244eed15563d00"


def test_an_odd_instruction_has_its_data_in_another_object():
    session = keys()
    sent = SecureChannel(session).protect_command(
        Command(0x00, 0xB1, 0x00, 0x00, bytes.fromhex("54028000"), 256)
    )

    # ISO/IEC 7816-4 10.3: DO 85 without padding indicator; the vector is E(counter), the counter being 1
    counter = (1).to_bytes(16, "big")
    ecb = Cipher(algorithms.AES(session.encryption), modes.ECB()).encryptor()
    cbc = Cipher(algorithms.AES(session.encryption), modes.CBC(ecb.update(counter))).encryptor()
    objects = b"\x85\x10" + cbc.update(bytes.fromhex("54028000") + b"\x80" + bytes(11)) + b"\x97\x01\x00"
    code = CMAC(algorithms.AES(session.authentication))
    code.update(counter + bytes.fromhex("0CB10000") + b"\x80" + bytes(11) + objects + b"\x80" + bytes(10))
    assert len(objects) % 16 == 5
    assert sent.data == objects + b"\x8e\x08" + code.finalize()[:8]


@settings(max_examples=40)
@given(
    st.sampled_from(list(Suite)),
    st.lists(
        st.tuples(st.integers(0, 255), st.binary(max_size=40), st.integers(0, 400), st.binary(max_size=300)),
        max_size=4,
    ),
)
def test_both_sides_understand_each_other(suite, exchange):
    terminal, chip = SecureChannel(keys(suite)), SecureChannel(keys(suite))

    for ins, data, ne, answer in exchange:
        command = Command(0x00, ins, 1, 2, data, ne)
        assert chip.open_command(Command.parse(terminal.protect_command(command).encode())) == command
        response = Response(answer, 0x9000)
        sent = Response.parse(chip.protect_response(ins, response).encode())
        assert terminal.open_response(ins, sent) == response


def test_long_messages_are_coded_with_extended_lengths():
    terminal, chip = SecureChannel(keys()), SecureChannel(keys())
    for command in (Command(0, 0xB0, 0, 0, ne=65_536), Command(0, 0xD6, 0, 0, bytes(30_000))):
        sent = terminal.protect_command(command)
        assert sent.ne == 65_536
        assert chip.open_command(Command.parse(sent.encode())) == command
        answer = Response(bytes(32_768 if command.ne else 0), 0x9000)
        got = terminal.open_response(command.ins, chip.protect_response(command.ins, answer))
        assert got == answer


@pytest.mark.parametrize("suite", Suite)
def test_a_flipped_bit_anywhere_in_a_command_is_refused(suite):
    sent = (
        SecureChannel(keys(suite)).protect_command(Command(0x00, 0xA4, 0x02, 0x0C, b"\x01\x1e", 256)).encode()
    )

    for place, bit in itertools.product(range(len(sent) - 1), range(8)):
        changed = bytearray(sent)
        changed[place] ^= 1 << bit
        try:
            command = Command.parse(bytes(changed))
        except IcaoError:
            continue
        if command.header[0] & 0x0C != 0x0C:
            continue  # no secure messaging any more, which ends the session at the chip
        with pytest.raises(BrokenChannelError):
            SecureChannel(keys(suite)).open_command(command)


def test_a_chip_s_answer_that_was_changed_on_the_way_is_never_taken():
    memory = a_locked_chip().memory

    def read_with(change):
        chip = VirtualChip(memory, chance("session"))
        sent = 0

        def transmit(apdu):
            nonlocal sent
            sent += 1
            response = bytearray(chip.transmit(apdu))
            change(sent, response)
            return bytes(response)

        terminal = Terminal(transmit, chance("terminal"))
        terminal.open_with_bac(MRZ_PASSWORD)
        return terminal.read(ElementaryFile.COM), sent

    content, commands = read_with(lambda *_: None)
    assert content == COM
    for number, bit in itertools.product((commands - 1, commands), range(0, 8 * 40, 7)):
        changed = []

        def flip(sent, response, number=number, bit=bit, changed=changed):
            if sent == number and bit // 8 < len(response):
                response[bit // 8] ^= 1 << bit % 8
                changed.append(number)

        try:
            got, _ = read_with(flip)
        except IcaoError:
            continue
        assert not changed
        assert got == COM
