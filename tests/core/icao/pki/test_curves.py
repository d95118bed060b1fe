"""Curves: their figures are those of other implementations, and one altered figure is another curve."""

import subprocess
from dataclasses import replace

import ecdsa
import pytest
from ecdsa import curves as other

from loket.core.icao.error import IcaoError
from loket.core.icao.pki.curves import (
    CURVES,
    curve_called,
    curve_named,
    curve_of_oid,
    read_parameters,
)

OTHERS = {
    "secp192r1": other.NIST192p,
    "secp224r1": other.NIST224p,
    "secp256r1": other.NIST256p,
    "secp384r1": other.NIST384p,
    "secp521r1": other.NIST521p,
    "brainpoolP192r1": other.BRAINPOOLP192r1,
    "brainpoolP224r1": other.BRAINPOOLP224r1,
    "brainpoolP256r1": other.BRAINPOOLP256r1,
    "brainpoolP320r1": other.BRAINPOOLP320r1,
    "brainpoolP384r1": other.BRAINPOOLP384r1,
    "brainpoolP512r1": other.BRAINPOOLP512r1,
}
OPENSSL_NAMES = {"secp192r1": "prime192v1", "secp256r1": "prime256v1"}
P256 = curve_called("secp256r1")


def openssl_parameters(name, *options):
    command = ["openssl", "ecparam", "-name", OPENSSL_NAMES.get(name, name), "-outform", "DER", *options]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_the_curves_of_travel_documents_are_known():
    assert [curve.name for curve in CURVES] == list(OTHERS)


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_every_figure_is_that_of_python_ecdsa(curve):
    known = OTHERS[curve.name]
    it = curve.parameters
    p = known.curve.p()

    assert (it.p, it.a, it.b) == (p, known.curve.a() % p, known.curve.b() % p)
    assert it.generator == known.generator.to_bytes("uncompressed")
    assert (it.n, it.h) == (known.order, 1)
    assert curve.oid == ".".join(map(str, known.oid))
    assert curve.size_bytes == (p.bit_length() + 7) // 8
    # The base point has order n: the figures belong together.
    assert known.generator * it.n == ecdsa.ellipticcurve.INFINITY


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_what_openssl_writes_out_is_recognised_and_named_by_its_identifier(curve):
    explicit = openssl_parameters(curve.name, "-param_enc", "explicit", "-conv_form", "uncompressed")
    compressed = openssl_parameters(curve.name, "-param_enc", "explicit", "-conv_form", "compressed")

    assert curve_named(read_parameters(explicit)) is curve
    assert curve_named(read_parameters(compressed)) is curve
    assert read_parameters(openssl_parameters(curve.name)) is curve
    assert curve_of_oid(curve.oid) is curve


@pytest.mark.parametrize("curve", [one for one in CURVES if one.name.startswith("b")], ids=lambda c: c.name)
def test_a_curve_is_written_out_as_openssl_does(curve):
    """Only of the brainpool curves, which OpenSSL writes without a seed."""
    options = ("-param_enc", "explicit", "-conv_form", "uncompressed")

    assert curve.explicit() == openssl_parameters(curve.name, *options)


@pytest.mark.parametrize("part", ["p", "a", "b", "n"])
def test_one_altered_figure_is_another_curve(part):
    altered = replace(P256.parameters, **{part: getattr(P256.parameters, part) + 2})

    assert curve_named(altered) is None


def test_another_generator_or_cofactor_is_another_curve():
    it = P256.parameters
    doubled = (other.NIST256p.generator * 2).to_bytes("uncompressed")
    opposite = other.NIST256p.generator * (it.n - 1)
    mirrored, mirrored_short = opposite.to_bytes("uncompressed"), opposite.to_bytes("compressed")

    for generator in (doubled, mirrored, mirrored_short, b"", it.generator[:-1], it.generator + b"\0"):
        assert curve_named(replace(it, generator=generator)) is None
    assert curve_named(replace(it, h=2)) is None


def test_a_cofactor_that_is_not_said_is_the_only_possible_one():
    assert curve_named(replace(P256.parameters, h=None)) is P256


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "cannot be read"),
        (b"\x05\x00", "left out"),
        (bytes.fromhex("06052b8104000a"), "not known"),  # secp256k1
        (bytes.fromhex("0609"), "cannot be read"),
        (b"\x30\x80" + bytes(3000), "too long"),
    ],
)
def test_what_is_no_curve_is_refused(data, reason):
    with pytest.raises(IcaoError, match=reason):
        read_parameters(data)


def test_a_binary_field_is_refused():
    with pytest.raises(IcaoError, match=r"prime field"):
        read_parameters(openssl_parameters("sect233k1", "-param_enc", "explicit"))


def test_nothing_may_follow_the_parameters():
    with pytest.raises(IcaoError):
        read_parameters(P256.explicit() + b"\0")
