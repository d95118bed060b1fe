"""Basic access control against the worked example of Doc 9303-11, appendix D."""

import pytest

from loket.core.icao.chip import bac
from loket.core.icao.chip.apdu import Command, Response
from loket.core.icao.chip.ciphers import AUTHENTICATION, ENCRYPTION, Suite
from loket.core.icao.chip.error import ChipError
from loket.core.icao.chip.passwords import mrz_information, mrz_password
from loket.core.icao.chip.secure_messaging import BrokenChannelError, SecureChannel
from loket.core.icao.dates import MrzDate

BIRTH, EXPIRY = MrzDate(69, 8, 6), MrzDate(94, 6, 23)
PASSWORD = mrz_password("L898902C", BIRTH, EXPIRY)
SEED = bytes.fromhex("239AB9CB282DAF66231DC5A4DF6BFBAE")
TERMINAL = bac.Offer(
    own_challenge=bytes.fromhex("781723860C06C226"),
    other_challenge=bytes.fromhex("4608F91988702212"),
    key_material=bytes.fromhex("0B795240CB7049B01C19B33E32804F0B"),
)
CHIP = bac.Offer(
    own_challenge=bytes.fromhex("4608F91988702212"),
    other_challenge=bytes.fromhex("781723860C06C226"),
    key_material=bytes.fromhex("0B4F80323EB3191CB04970CB4052790B"),
)
FROM_TERMINAL = bytes.fromhex(
    "72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2"  # E_IFD
    "5F1448EEA8AD90A7"  # M_IFD
)
FROM_CHIP = bytes.fromhex(
    "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F"  # E_IC
    "2F2D235D074D7449"  # M_IC
)
EXCHANGE = [
    # SELECT EF.COM, READ BINARY of 4 bytes, READ BINARY of the 18 bytes after them
    (
        "00A4020C02011E",
        "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800",
        "990290008E08FA855A5D4C50A8ED9000",
        "",
    ),
    (
        "00B0000004",
        "0CB000000D9701048E08ED6705417E96BA5500",
        "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
        "60145F01",
    ),
    (
        "00B0000412",
        "0CB000040D9701128E082EA28A70F3C7B53500",
        "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
        "04303130365F36063034303030305C026175",
    ),
]


def test_the_mrz_information_is_number_birth_and_expiry_with_their_check_digits():
    assert mrz_information("L898902C", BIRTH, EXPIRY) == "L898902C<369080619406236"
    assert mrz_information("L898902C<", BIRTH, EXPIRY) == "L898902C<369080619406236"


def test_a_number_of_twelve_counts_whole():
    # 9303-3 specimen: D23145890734 with check digit 9, spread over two fields of its zone
    assert (
        mrz_information("D23145890734", MrzDate(34, 7, 12), MrzDate(95, 7, 12))
        == "D23145890734934071279507122"
    )


def test_the_keys_follow_from_the_zone():
    assert PASSWORD.secret == bytes.fromhex("239AB9CB282DAF66231DC5A4DF6BFBAEDF477565")
    assert PASSWORD.bac_seed == SEED
    assert Suite.TRIPLE_DES.derive(SEED, ENCRYPTION) == bytes.fromhex("AB94FDECF2674FDFB9B391F85D7F76F2")
    assert Suite.TRIPLE_DES.derive(SEED, AUTHENTICATION) == bytes.fromhex("7962D9ECE03D1ACD4C76089DCE131543")


def test_both_sides_say_what_the_standard_prints():
    assert TERMINAL.seal(SEED) == FROM_TERMINAL
    assert CHIP.seal(SEED) == FROM_CHIP
    assert bac.Offer.open(SEED, FROM_TERMINAL) == TERMINAL
    assert bac.Offer.open(SEED, FROM_CHIP) == CHIP


def test_the_session_keys_and_the_counter_are_those_of_the_standard():
    keys = bac.session_keys(TERMINAL, CHIP)

    assert keys.encryption == bytes.fromhex("979EC13B1CBFE9DCD01AB0FED307EAE5")
    assert keys.authentication == bytes.fromhex("F1CB1F1FB5ADF208806B89DC579DC1F8")
    assert keys.counter == bytes.fromhex("887022120C06C226")


@pytest.mark.parametrize("place", range(0, 40, 5))
def test_a_message_that_was_changed_anywhere_is_refused(place):
    changed = bytearray(FROM_TERMINAL)
    changed[place] ^= 1

    with pytest.raises(ChipError, match="another key"):
        bac.Offer.open(SEED, bytes(changed))


def test_the_terminal_s_side_of_the_printed_exchange():
    channel = SecureChannel(bac.session_keys(TERMINAL, CHIP))

    for plain, protected, answer, data in EXCHANGE:
        command = Command.parse(bytes.fromhex(plain))
        assert channel.protect_command(command).encode().hex().upper() == protected
        assert (
            channel.open_response(command.ins, Response.parse(bytes.fromhex(answer))).data.hex().upper()
            == data
        )
    assert channel.counter == bytes.fromhex("887022120C06C22C")


def test_the_chip_s_side_of_the_printed_exchange():
    channel = SecureChannel(bac.session_keys(TERMINAL, CHIP))

    for plain, protected, answer, data in EXCHANGE:
        command = channel.open_command(Command.parse(bytes.fromhex(protected)))
        assert command == Command.parse(bytes.fromhex(plain))
        response = channel.protect_response(command.ins, Response(bytes.fromhex(data), 0x9000))
        assert response.encode().hex().upper() == answer


def test_a_replayed_message_is_refused():
    channel = SecureChannel(bac.session_keys(TERMINAL, CHIP))
    first = Command.parse(bytes.fromhex(EXCHANGE[0][1]))
    channel.open_command(first)
    channel.protect_response(first.ins, Response(b"", 0x9000))

    with pytest.raises(BrokenChannelError, match="authentication code"):
        channel.open_command(first)
