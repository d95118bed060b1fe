"""The page that tries a chip again."""

import re

from builders.country import bring_to, the_row
from builders.electronic import electronic_blanks
from builders.nodes import by
from loket.core.domain import events as e
from loket.core.domain.terms import ChipFault, ChipState, DocumentKind, Role, Stage
from loket.node.operations.act import SYSTEM

ACT = "0123456789abcdef-encode"


def _text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def with_fault(country, fault):
    office = country.office
    electronic_blanks(country)
    case = bring_to(office, Stage.READ_BACK, kind=DocumentKind.ELECTRONIC)
    fault = e.ChipNotEncoded(case=case, job=the_row(office, case).chip.job, fault=fault)
    with office.store.writing() as writing:
        office.append(writing, fault, officer=SYSTEM, role=Role.SYSTEM, act=by(SYSTEM).act)
    return case


def test_a_chip_is_tried_again_from_its_case(country, office, client_of):
    case = with_fault(country, ChipFault.NO_CHIP)
    client = client_of("budi")

    page = _text(client.get(f"/cases/{case}"))
    client.post(f"/cases/{case}/encode_chip", {"act": ACT})

    assert "The chip was not written: no booklet lies on the encoder." in page
    assert the_row(office, case).chip.state is ChipState.SUBMITTED


def test_a_spoilt_chip_is_not_tried_again(country, office, client_of):
    case = with_fault(country, ChipFault.CHIP_HALF_WRITTEN)

    answer = client_of("budi").post(f"/cases/{case}/encode_chip", {"act": ACT})

    assert answer.status_code == 422
    assert "Report the booklet as spoilt" in _text(answer)
