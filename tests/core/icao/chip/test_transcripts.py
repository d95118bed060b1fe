"""Whole conversations, byte for byte as Doc 9303-11 prints them, from both sides."""

import pytest

from builders.chips import CAM_AES_128, GM_AES_128, a_card_access, a_content, chance, some_files, write
from loket.core.icao.chip.card_channel import CardChannel
from loket.core.icao.chip.curves import Curve
from loket.core.icao.chip.keys import ChipKey
from loket.core.icao.chip.memory import ChipMemory
from loket.core.icao.chip.passwords import mrz_password
from loket.core.icao.chip.terminal import Terminal
from loket.core.icao.chip.terminal_pace import open_with_pace, pace_offers
from loket.core.icao.chip.virtual.chip import VirtualChip
from loket.core.icao.dates import MrzDate
from loket.core.icao.lds.files import LDS1_APPLICATION, ElementaryFile

CURVE = Curve.BRAINPOOL_P256R1
COM = bytes.fromhex("60145F0104303130365F36063034303030305C026175")

# Appendix D; the application is selected first, which the standard prints without its bytes.
BASIC = [
    ("0084000008", "4608F919887022129000"),
    (
        "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728",
        "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000",
    ),
    ("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800", "990290008E08FA855A5D4C50A8ED9000"),
]
# Appendix G.1
GENERIC = [
    ("0022C1A40F800A04007F00070202040202830101", "9000"),
    ("10860000027C0000", "7C12801095A3A016522EE98D01E76CB6B98B42C39000"),
    (
        (
            "10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
            "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00"
        ),
        (
            "7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
            "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C549000"
        ),
    ),
    (
        (
            "10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"
            "3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200"
        ),
        (
            "7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
            "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F0949000"
        ),
    ),
    ("008600000C7C0A8508C2B0BD78D94BA86600", "7C0A86083ABB9674BCE93C089000"),
]
# Appendix I.1
CHIP_AUTHENTICATING = [
    ("0022C1A40F800A04007F00070202040602830101", "9000"),
    ("10860000027C0000", "7C128010CB60E8E0D85B76A9BD304747C2AD42E29000"),
    (
        (
            "10860000457C438141047F1D410ADB7DDB3B84BF1030800981A9105D7457B4A3ADE002384F3086C67EDE"
            "1AB889104A27DB6D842B019020FBF3CEACB0DC627F7BDCAC29969E19D0E553C100"
        ),
        (
            "7C43824104A234236AA9B9621E8EFB73B5245C0E09D2576E5277183C1208BDD55280CAE8B3"
            "04F365713A356E65A451E165ECC9AC0AC46E3771342C8FE5AEDD092685338E239000"
        ),
    ),
    (
        (
            "10860000457C43834104446C934084D9DAB863944F219520076C29EE3F7AE6722B11FF319EC1C7728F95"
            "5483400BFF60BF0C5929270009277DC2A515E12575010AD9BA916CF1BF86FEFC00"
        ),
        (
            "7C4384410402AD566F3C6EC7F9324509AD50A51FA52030782A4968FCFEDF737DAEA9933331"
            "11C3B9B4C2287789BD137E7F8AA882E2A3C633CCD6ECC2C63C57AD401A09C2E19000"
        ),
    ),
    (
        "008600000C7C0A8508E86BD06018A1CD3B00",
        (
            "7C3C86088596CF055C67C1A38A301EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8798CF77F5B7A54BD"
            "10CBA372B42BE0B9B5F28AA8DE2F4F929000"
        ),
    ),
]
HOLDER_D = mrz_password("L898902C", MrzDate(69, 8, 6), MrzDate(94, 6, 23))
HOLDER_G = mrz_password("T22000129", MrzDate(64, 8, 12), MrzDate(10, 10, 31))
HOLDER_I = mrz_password("C11T002JM", MrzDate(96, 8, 12), MrzDate(23, 10, 31))
STATIC_I = (
    "041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610DC8"
    "84D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F"
)


def drawn(*printed):
    """Chance that leads to the printed values: `private_key` takes 40 bytes mod (order - 1), plus 1."""
    waiting = [bytes.fromhex(one) for one in printed]

    def random_bytes(count):
        value = waiting.pop(0)
        return value if len(value) == count else (int.from_bytes(value, "big") - 1).to_bytes(count, "big")

    return random_bytes


class PrintedChip:
    """Answers as printed, and only to what is printed; files that are read around it are not there."""

    def __init__(self, transcript):
        self.waiting = list(transcript)

    def transmit(self, apdu):
        if self.waiting and apdu.hex().upper() == self.waiting[0][0]:
            return bytes.fromhex(self.waiting.pop(0)[1])
        assert apdu[:2] in {b"\x00\xa4", b"\x0c\xa4"}, apdu.hex()
        return bytes.fromhex("9000" if LDS1_APPLICATION in apdu else "6A82")


def test_the_terminal_speaks_appendix_d():
    chip = PrintedChip(BASIC)
    terminal = Terminal(chip.transmit, drawn("781723860C06C226", "0B795240CB7049B01C19B33E32804F0B"))

    terminal.open_with_bac(HOLDER_D)
    terminal.select(ElementaryFile.COM)

    assert not chip.waiting


@pytest.mark.parametrize(
    ("transcript", "protocol", "holder", "keys"),
    [
        (
            GENERIC,
            GM_AES_128,
            HOLDER_G,
            (
                "7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99",
                "A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595",
            ),
        ),
        (
            CHIP_AUTHENTICATING,
            CAM_AES_128,
            HOLDER_I,
            (
                "5D8BB87BD74D985A4B7D4325B9F7B976FE835122773400798914AA22738135CC",
                "76ECFDAA9841C323A3F5FC5E88B88DB3EFF7E35EBF57A7E6946CB630006C2120",
            ),
        ),
    ],
    ids=["appendix-G.1", "appendix-I.1"],
)
def test_the_terminal_speaks_pace(transcript, protocol, holder, keys):
    chip = PrintedChip(transcript)
    card_access = a_card_access(protocol, curve=CURVE)
    terminal = Terminal(chip.transmit, drawn(*keys))
    # in secure messaging the chip of this test says 6A82 in clear, which ends the session after all is done
    with pytest.raises(Exception, match="6A82"):
        terminal.open_with_pace(holder, pace_offers(card_access)[0])

    assert not chip.waiting


def test_the_terminal_sees_that_the_chip_of_appendix_i_is_genuine():
    chip = PrintedChip(CHIP_AUTHENTICATING)
    terms = pace_offers(a_card_access(CAM_AES_128, curve=CURVE))[0]
    keys = drawn(
        "5D8BB87BD74D985A4B7D4325B9F7B976FE835122773400798914AA22738135CC",
        "76ECFDAA9841C323A3F5FC5E88B88DB3EFF7E35EBF57A7E6946CB630006C2120",
    )
    opened, session = open_with_pace(CardChannel(chip.transmit), HOLDER_I, terms, keys)

    assert opened.proves(bytes.fromhex(STATIC_I))
    assert session.encryption == bytes.fromhex("0A9DA4DB03BDDE39FC5202BC44B2E89E")


def a_chip_of(password, random_bytes, **changes):
    """A locked chip that draws what is printed."""
    chip = VirtualChip(ChipMemory.blank(b"TEST key of chip", chance("blank")), chance("writing"))
    write(chip, a_content(some_files(**changes.pop("files", {})), password=password, **changes))
    return VirtualChip(chip.memory, random_bytes)


def assert_speaks(chip, transcript):
    for command, response in transcript:
        assert chip.transmit(bytes.fromhex(command)).hex().upper() == response


def test_the_chip_speaks_appendix_d():
    chip = a_chip_of(HOLDER_D, drawn("4608F91988702212", "0B4F80323EB3191CB04970CB4052790B"))

    chip.transmit(bytes.fromhex("00A4040C07A0000002471001"))
    assert_speaks(chip, BASIC)
    # READ BINARY of 4 and of 18 bytes, of the EF.COM that the standard prints
    assert_speaks(
        chip,
        [
            (
                "0CB000000D9701048E08ED6705417E96BA5500",
                "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
            ),
            (
                "0CB000040D9701128E082EA28A70F3C7B53500",
                "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
            ),
        ],
    )


def test_the_chip_speaks_appendix_g():
    chip = a_chip_of(
        HOLDER_G,
        drawn(
            "3F00C4D39D153F2B2A214A078D899B22",
            "498FF49756F2DC1587840041839A85982BE7761D14715FB091EFA7BCE9058560",
            "107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A",
        ),
        files={"CARD_ACCESS": a_card_access(GM_AES_128, curve=CURVE)},
    )

    assert_speaks(chip, GENERIC)


def test_the_chip_speaks_appendix_i_up_to_its_own_session_key():
    # The static key follows from the printed CA = SK_Map / SK; the chip's key of the session is not printed.
    mapping = "9E56A6B59C95D06ECE5CD10F983BB2F4F1943528E577F23881D89D8C3BBEE0AA"
    factor = int("85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3", 16)
    static = int(mapping, 16) * pow(factor, -1, CURVE.order) % CURVE.order
    key = ChipKey(CURVE, static)
    assert key.public().point == bytes.fromhex(STATIC_I)
    chip = a_chip_of(
        HOLDER_I,
        drawn("658B860BC94DF6F044FCE6D5C82CF8E5", mapping),
        files={"CARD_ACCESS": a_card_access(CAM_AES_128, curve=CURVE)},
        chip_authentication_key=key,
    )

    assert_speaks(chip, CHIP_AUTHENTICATING[:3])
