"""PACE against the worked examples of Doc 9303-11: G.1 (generic mapping), I.1 (chip authentication)."""

from dataclasses import dataclass

import pytest

from loket.core.icao.chip import pace
from loket.core.icao.chip.ciphers import PASSWORD, Suite
from loket.core.icao.chip.curves import Curve, EphemeralKey, agree
from loket.core.icao.chip.error import ChipError
from loket.core.icao.chip.pace import PaceProtocol
from loket.core.icao.chip.passwords import can_password, mrz_information, mrz_password
from loket.core.icao.dates import MrzDate

CURVE = Curve.BRAINPOOL_P256R1


@dataclass(frozen=True)
class Example:
    """Values that the standard prints for one run; points are x and y."""

    protocol: PaceProtocol
    number: str
    birth: MrzDate
    expiry: MrzDate
    information: str
    password_key: str
    encrypted_nonce: str
    nonce: str
    mapping_terminal: tuple[str, str]  # private, public
    mapping_chip: tuple[str, str]
    session_terminal: tuple[str, str]
    session_chip: tuple[str, str]
    secret: str
    encryption: str
    authentication: str
    token_terminal: str
    token_chip: str


GENERIC = Example(
    protocol=PaceProtocol.GM_AES_128,
    number="T22000129",
    birth=MrzDate(64, 8, 12),
    expiry=MrzDate(10, 10, 31),
    information="T22000129364081251010318",
    password_key="89DED1B26624EC1E634C1989302849DD",
    encrypted_nonce="95A3A016522EE98D01E76CB6B98B42C3",
    nonce="3F00C4D39D153F2B2A214A078D899B22",
    mapping_terminal=(
        "7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99",
        (
            "7ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
            "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D"
        ),
    ),
    mapping_chip=(
        "498FF49756F2DC1587840041839A85982BE7761D14715FB091EFA7BCE9058560",
        (
            "824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
            "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54"
        ),
    ),
    session_terminal=(
        "A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595",
        (
            "2DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"
            "3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462"
        ),
    ),
    session_chip=(
        "107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A",
        (
            "9E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
            "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094"
        ),
    ),
    secret="28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925",
    encryption="F5F0E35C0D7161EE6724EE513A0D9A7F",
    authentication="FE251C7858B356B24514B3BD5F4297D1",
    token_terminal="C2B0BD78D94BA866",
    token_chip="3ABB9674BCE93C08",
)
CHIP_AUTHENTICATING = Example(
    protocol=PaceProtocol.CAM_AES_128,
    number="C11T002JM",
    birth=MrzDate(96, 8, 12),
    expiry=MrzDate(23, 10, 31),
    information="C11T002JM496081222310314",
    password_key="4E6F6FBF7BE748B932C7B74161BBA9DF",
    encrypted_nonce="CB60E8E0D85B76A9BD304747C2AD42E2",
    nonce="658B860BC94DF6F044FCE6D5C82CF8E5",
    mapping_terminal=(
        "5D8BB87BD74D985A4B7D4325B9F7B976FE835122773400798914AA22738135CC",
        (
            "7F1D410ADB7DDB3B84BF1030800981A9105D7457B4A3ADE002384F3086C67EDE"
            "1AB889104A27DB6D842B019020FBF3CEACB0DC627F7BDCAC29969E19D0E553C1"
        ),
    ),
    mapping_chip=(
        "9E56A6B59C95D06ECE5CD10F983BB2F4F1943528E577F23881D89D8C3BBEE0AA",
        (
            "A234236AA9B9621E8EFB73B5245C0E09D2576E5277183C1208BDD55280CAE8B3"
            "04F365713A356E65A451E165ECC9AC0AC46E3771342C8FE5AEDD092685338E23"
        ),
    ),
    session_terminal=(
        "76ECFDAA9841C323A3F5FC5E88B88DB3EFF7E35EBF57A7E6946CB630006C2120",
        (
            "446C934084D9DAB863944F219520076C29EE3F7AE6722B11FF319EC1C7728F95"
            "5483400BFF60BF0C5929270009277DC2A515E12575010AD9BA916CF1BF86FEFC"
        ),
    ),
    # No example that we know prints the chip's private key of this step; its public key suffices.
    session_chip=(
        "",
        (
            "02AD566F3C6EC7F9324509AD50A51FA52030782A4968FCFEDF737DAEA9933331"
            "11C3B9B4C2287789BD137E7F8AA882E2A3C633CCD6ECC2C63C57AD401A09C2E1"
        ),
    ),
    secret="67950559D0C06B4D4B86972D14460837461087F8419FDBC36AAF6CEAAC462832",
    encryption="0A9DA4DB03BDDE39FC5202BC44B2E89E",
    authentication="4B1C06491ED5140CA2B537D344C6C0B1",
    token_terminal="E86BD06018A1CD3B",
    token_chip="8596CF055C67C1A3",
)
BOTH = pytest.mark.parametrize(
    "example", [GENERIC, CHIP_AUTHENTICATING], ids=["appendix-G.1", "appendix-I.1"]
)
STATIC_PUBLIC = (
    "041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610DC8"
    "84D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F"
)
CA_DATA = "85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3"
ENCRYPTED_CA_DATA = (
    "1EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F92"
)


def key(printed):
    private, public = printed
    return EphemeralKey(int(private or "0", 16), bytes.fromhex("04" + public))


def password(example):
    return mrz_password(example.number, example.birth, example.expiry)


def upper(data):
    return data.hex().upper()


@BOTH
def test_the_nonce_is_hidden_by_the_password(example):
    secret = password(example)

    assert mrz_information(example.number, example.birth, example.expiry) == example.information
    assert upper(Suite.AES_128.derive(secret.secret, PASSWORD)) == example.password_key
    assert (
        upper(pace.decrypt_nonce(Suite.AES_128, secret, bytes.fromhex(example.encrypted_nonce)))
        == example.nonce
    )
    assert (
        upper(pace.encrypt_nonce(Suite.AES_128, secret, bytes.fromhex(example.nonce)))
        == example.encrypted_nonce
    )


def test_the_password_s_hash_of_appendix_g():
    assert upper(password(GENERIC).secret) == "7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD"


@BOTH
def test_both_sides_map_to_the_same_generator(example):
    nonce = bytes.fromhex(example.nonce)
    terminal, chip = key(example.mapping_terminal), key(example.mapping_chip)

    for one in (terminal, chip):
        assert CURVE.encode(CURVE.generator * one.private) == one.public
    assert CURVE.encode(agree(CURVE, terminal.private, chip.public)) == CURVE.encode(
        agree(CURVE, chip.private, terminal.public)
    )
    mapped = pace.map_generator(CURVE, nonce, terminal, chip.public)
    assert CURVE.encode(mapped) == CURVE.encode(pace.map_generator(CURVE, nonce, chip, terminal.public))
    session = key(example.session_terminal)
    assert CURVE.encode(mapped * session.private) == session.public


def test_the_shared_point_and_the_generator_of_appendix_g():
    terminal, chip = key(GENERIC.mapping_terminal), key(GENERIC.mapping_chip)

    assert upper(CURVE.encode(agree(CURVE, terminal.private, chip.public))) == (
        "0460332EF2450B5D247EF6D3868397D398852ED6E8CAF6FFEEF6BF85CA57057FD5"
        "0840CA7415BAF3E43BD414D35AA4608B93A2CAF3A4E3EA4E82C9C13D03EB7181"
    )
    mapped = pace.map_generator(CURVE, bytes.fromhex(GENERIC.nonce), chip, terminal.public)
    assert upper(CURVE.encode(mapped)) == (
        "048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E2"
        "8C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522"
    )
    session = key(GENERIC.session_chip)
    assert CURVE.encode(mapped * session.private) == session.public


@BOTH
def test_the_session_keys_and_tokens_are_the_printed_ones(example):
    terminal, chip = key(example.session_terminal), key(example.session_chip)

    keys = pace.session_keys(Suite.AES_128, CURVE, terminal, chip.public)

    assert upper(pace.shared_secret(CURVE, terminal.private, chip.public)) == example.secret
    assert upper(keys.encryption) == example.encryption
    assert upper(keys.authentication) == example.authentication
    assert keys.counter == bytes(16)
    assert upper(pace.authentication_token(example.protocol, keys, chip.public)) == example.token_terminal
    assert upper(pace.authentication_token(example.protocol, keys, terminal.public)) == example.token_chip
    if chip.private:
        assert pace.session_keys(Suite.AES_128, CURVE, chip, terminal.public) == keys


def test_the_chip_authentication_data_of_appendix_i():
    keys = pace.session_keys(
        Suite.AES_128,
        CURVE,
        key(CHIP_AUTHENTICATING.session_terminal),
        key(CHIP_AUTHENTICATING.session_chip).public,
    )
    data = pace.ChipAuthenticationData.decrypt(keys, bytes.fromhex(ENCRYPTED_CA_DATA))
    mapping = key(CHIP_AUTHENTICATING.mapping_chip)
    static = bytes.fromhex(STATIC_PUBLIC)

    assert upper(data.value) == CA_DATA
    assert upper(data.encrypt(keys)) == ENCRYPTED_CA_DATA
    assert data.proves(CURVE, static_public=static, mapping_public=mapping.public)
    # CA = SK_Map / SK, so SK = SK_Map / CA: the private key behind the printed public key
    private = mapping.private * pow(int(CA_DATA, 16), -1, CURVE.order) % CURVE.order
    assert CURVE.encode(CURVE.generator * private) == static
    assert pace.ChipAuthenticationData.of_keys(CURVE, private, mapping.private) == data


def test_a_clone_with_another_key_is_not_proven():
    data = pace.ChipAuthenticationData(bytes.fromhex(CA_DATA))
    mapping = bytes.fromhex("04" + CHIP_AUTHENTICATING.mapping_chip[1])
    other = bytes.fromhex("04" + GENERIC.mapping_chip[1])

    assert not data.proves(CURVE, static_public=other, mapping_public=mapping)
    assert not data.proves(CURVE, static_public=bytes.fromhex(STATIC_PUBLIC), mapping_public=other)
    for value in (bytes(32), b"\xff" * 32, b""):
        assert not pace.ChipAuthenticationData(value).proves(
            CURVE, static_public=mapping, mapping_public=mapping
        )


def test_the_own_key_sent_back_is_refused():
    terminal = key(GENERIC.mapping_terminal)

    with pytest.raises(ChipError, match="own key"):
        pace.map_generator(CURVE, bytes.fromhex(GENERIC.nonce), terminal, terminal.public)
    with pytest.raises(ChipError, match="own key"):
        pace.session_keys(Suite.AES_128, CURVE, terminal, terminal.public)


@pytest.mark.parametrize(
    "public",
    [
        b"",
        b"\x00",
        bytes(65),
        b"\x04" + bytes(64),
        bytes.fromhex("02" + GENERIC.mapping_chip[1][:64]),
        bytes.fromhex("04" + GENERIC.mapping_chip[1])[:-1] + b"\x00",
        bytes.fromhex("04" + GENERIC.mapping_chip[1]) + b"\x00",
    ],
)
def test_what_is_no_point_of_the_curve_is_refused(public):
    with pytest.raises(ChipError, match="no point"):
        pace.map_generator(CURVE, bytes(16), key(GENERIC.mapping_terminal), public)


def test_a_card_access_number_is_six_digits():
    assert can_password("123456").secret == b"123456"
    for wrong in ("12345", "1234567", "12345A", "１２３４５６"):
        with pytest.raises(Exception, match="six digits"):
            can_password(wrong)
