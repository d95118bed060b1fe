"""`loket document inspect` as people and scripts call it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from builders.foreign_documents import NOW, Sod, a_state, dg1, master_list, some_files, write_sod
from loket.cli import app
from loket.core.icao.lds.tlv import MOST_FILE_BYTES

DAY = f"{NOW:%Y-%m-%d}"


@pytest.fixture
def chip(tmp_path) -> Path:
    folder = tmp_path / "chip"
    folder.mkdir()
    (folder / "EF_SOD.bin").write_bytes(write_sod(some_files(), a_state().signer))
    for number, data in some_files().items():
        (folder / f"Datagroup{number}.bin").write_bytes(data)
    (folder / "LICENSE").write_text("as you like")
    return folder


@pytest.fixture
def csca(tmp_path) -> Path:
    path = tmp_path / "csca.der"
    path.write_bytes(a_state().csca.der)
    return path


def run(*arguments: object):
    return CliRunner().invoke(app, ["document", "inspect", *map(str, arguments)])


def test_a_genuine_document_is_told_in_json(chip, csca):
    result = run(chip, "--csca", csca, "--at", DAY, "--json")
    report = json.loads(result.stdout)

    assert result.exit_code == 0
    assert set(report) == {"checks", "overall"}
    assert report["overall"] == "successful"
    assert all(set(check) == {"name", "outcome", "reason", "evidence"} for check in report["checks"])
    assert [check["name"] for check in report["checks"]] == [
        "sod_structure",
        "sod_signature",
        "signer_certificate",
        "signer_chain",
        "signer_validity",
        "signer_key_usage_period",
        "revocation",
        "hash_dg1",
        "hash_dg2",
        "issuer_country",
        "document_type",
        "chip_authentication",
        "active_authentication",
    ]
    assert report["checks"][0]["evidence"]["passed_over"] == ["LICENSE"]


def test_people_get_words_in_columns(chip, csca):
    lines = run(chip, "--csca", csca, "--at", DAY).stdout.splitlines()

    assert lines[-1].split() == ["overall", "successful"]
    columns = {line.index("successful") for line in lines if "  successful" in line}
    assert len(columns) == 1


def test_what_is_too_long_to_be_a_chips_file_is_passed_over(chip, csca):
    (chip / "film.mp4").write_bytes(bytes(MOST_FILE_BYTES + 1))
    report = json.loads(run(chip, "--csca", csca, "--at", DAY, "--json").stdout)

    assert report["overall"] == "successful"
    assert report["checks"][0]["evidence"]["passed_over"] == ["LICENSE", "film.mp4"]


def test_anchors_may_lie_in_a_folder_for_each_country(chip, csca, tmp_path):
    (tmp_path / "trusted" / "UT" / "2026").mkdir(parents=True)
    csca.rename(tmp_path / "trusted" / "UT" / "2026" / "csca.cer")

    assert run(chip, "--csca", tmp_path / "trusted", "--at", DAY).exit_code == 0


def test_the_files_of_another_chip_below_the_folder_are_not_this_chips(chip, csca):
    (chip / "another").mkdir()
    (chip / "another" / "EF_SOD.bin").write_bytes(b"\x77\x00")

    assert run(chip, "--csca", csca, "--at", DAY).exit_code == 0


@pytest.mark.parametrize("form", ["folder", "master list", "PEM"])
def test_anchors_come_in_every_form(chip, csca, tmp_path, form):
    import base64

    place = tmp_path / "trust"
    if form == "folder":
        place.mkdir()
        (place / "any.crt").write_bytes(csca.read_bytes())
        (place / "notes.txt").write_text("not a certificate")
    elif form == "master list":
        place.write_bytes(master_list([csca.read_bytes()], a_state().signer))
    else:
        body = base64.encodebytes(csca.read_bytes()).decode()
        place.write_text(f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n")

    assert run(chip, "--csca", place, "--at", DAY).exit_code == 0


def test_exit_statuses_tell_failed_undetermined_and_unreadable_apart(chip, csca, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()

    assert run(chip, "--at", DAY).exit_code == 2
    assert run(empty).exit_code == run(tmp_path / "nothing").exit_code == 3
    assert run(chip, "--csca", empty).exit_code == run(chip, "--csca", tmp_path / "nothing").exit_code == 3
    assert run(chip, "--csca", csca, "--at", "tomorrow").exit_code == 3
    assert run(chip, "--csca", csca, "--at", "2046-01-01").exit_code == 1
    (chip / "Datagroup1.bin").write_bytes(dg1()[:-1] + b"1")
    assert run(chip, "--csca", csca, "--at", DAY).exit_code == 1


def test_a_security_object_alone_may_be_bare(csca, tmp_path):
    for asked in (Sod(), Sod(bare=True), Sod(ber=True)):
        path = tmp_path / "sod"
        path.write_bytes(write_sod(some_files(), a_state().signer, asked))

        assert run(path, "--csca", csca, "--at", DAY).exit_code == 0
