"""The quality tests of a case: each with its checks by group, and the page that was looked at."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.checks import Check, CheckGroup, CheckName, CheckOutcome
from loket.core.domain.projecting import KeyAbsentError
from loket.core.domain.rows import Case, Officer, QualityTest
from loket.core.domain.rules.personalisation import has_chip
from loket.core.domain.terms import WITH_SEAL, DocumentKind, LookedAt
from loket.faces.counter.frame import frame, name_of
from loket.faces.counter.looks import looks_at
from loket.faces.counter.stage_bar import steps
from loket.faces.counter.stations import station_of
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.faces.ui.words.quality import evidence_words, mending
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.node import Node, current_node
from loket.node.papers.page_fields import PLACES
from loket.node.store.error import NotHeldError
from loket.node.store.reading import Reading

_TAGS = {
    CheckOutcome.SUCCESSFUL: "ok",
    CheckOutcome.FAILED: "stop",
    CheckOutcome.UNDETERMINED: "warn",
    CheckOutcome.ABORTED: "warn",
    CheckOutcome.NOT_SUPPORTED: "none",
}
_AIR_MM = 0.7
_ZONE = (0.0, 64.8, 125.0, 23.2)
_PORTRAIT = (6.0, 13.6, 35.0, 45.0)
_MARKED: dict[CheckName, tuple[float, float, float, float]] = {
    CheckName.MRZ_AS_RECORDED: _ZONE,
    CheckName.PORTRAIT_AS_ENROLLED: _PORTRAIT,
    CheckName.VISUAL_NUMBER: PLACES["document_number"],
    CheckName.VISUAL_NAME: PLACES["full_name"],
    CheckName.VISUAL_BIRTH_DATE: PLACES["birth_date"],
    CheckName.VISUAL_BIRTH_PLACE: PLACES["birth_place"],
    CheckName.VISUAL_SEX: PLACES["sex"],
    CheckName.VISUAL_ISSUE_DATE: PLACES["issue_date"],
    CheckName.VISUAL_EXPIRY: PLACES["expiry_date"],
}
"""What is marked on the page, in mm of it: left, top, width, height."""
_MARKED_BESIDE_SEAL = _MARKED | {
    CheckName.VISUAL_ISSUE_DATE: PLACES["issue_date_beside_seal"],
    CheckName.VISUAL_EXPIRY: PLACES["expiry_date_beside_seal"],
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check in words; `tag`: the look of its outcome; `mending`: what would mend it."""

    check: Check
    tag: str
    by_eye: bool
    evidence: list[str]
    mending: Promise | str


@dataclass(frozen=True, slots=True)
class GroupOfChecks:
    """The checks of one group; `number` from 1, as the standard has it."""

    number: int
    group: CheckGroup
    lines: list[CheckLine]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the page, in mm, and the look of what was found there."""

    left: float
    top: float
    width: float
    height: float
    tag: str


@dataclass(frozen=True, slots=True)
class TestShown:
    """One test: its row, its checks by group, the marks on its page. `wrong`: the lines that are not well."""

    test: QualityTest
    officer: str
    groups: list[GroupOfChecks]
    marks: list[Mark]
    wrong: list[CheckLine]
    picture: bool


def shown(test: QualityTest, kind: DocumentKind, officer: str = "") -> TestShown:
    """A test of a document of this kind in words."""
    lines = [_line(test, check) for check in test.checks]
    groups = [
        GroupOfChecks(number, group, [line for line in lines if line.check.group is group])
        for number, group in enumerate(CheckGroup, 1)
    ]
    tags = {line.check.name: line.tag for line in lines}
    places = _MARKED_BESIDE_SEAL if kind in WITH_SEAL else _MARKED
    return TestShown(
        test=test,
        officer=officer,
        groups=[group for group in groups if group.lines],
        marks=[_mark(*place, tags[name]) for name, place in places.items() if name in tags],
        wrong=[line for line in lines if line.check.outcome is CheckOutcome.FAILED],
        picture=test.page is not None,
    )


def _mark(left: float, top: float, width: float, height: float, tag: str) -> Mark:
    """Around a place with a little air, so that the frame stands beside the text and not on it."""
    top = max(0.0, top - _AIR_MM)
    return Mark(left, top, width, height + _AIR_MM, tag)


def _line(test: QualityTest, check: Check) -> CheckLine:
    well = check.outcome is CheckOutcome.SUCCESSFUL
    return CheckLine(
        check=check,
        tag=_TAGS[check.outcome],
        by_eye=check.name in test.confirmed,
        evidence=evidence_words(check.evidence),
        mending="" if well else mending(check),
    )


def tests_of(node: Node, reading: Reading, case: str) -> list[QualityTest]:
    """The tests of a case, the newest first."""
    return reading.select(QualityTest, {"office": node.name, "case": case}, order_by=("-number",))


@any_officer
@never_cache
@require_safe
@looks_at(LookedAt.HISTORY)
def quality_tests(request: OfficerRequest, case: str) -> HttpResponse:
    """Every test of the case, the newest open and the others folded."""
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
        tests = tests_of(node, reading, case)
        if row is None or not tests:
            raise Http404
        around = frame(node, reading, request.officer, station=station_of(row.stage), case=case)
        names = {one.officer: one.name for one in reading.select(Officer, {"office": node.name})}
    context = {
        "case": row,
        "name": name_of(row),
        "steps": steps(row),
        "tests": [shown(test, row.kind, names.get(test.by, test.by)) for test in tests],
        "has_chip": has_chip(row),
        "has_seal": row.kind in WITH_SEAL,
    }
    return render(request, "counter/quality_tests.html", {"frame": around, **context})


@any_officer
@never_cache
@require_safe
@looks_at(LookedAt.SCAN)
def tested_page(request: OfficerRequest, case: str, number: int) -> HttpResponse:  # noqa: ARG001
    """The page as it was looked at in one test."""
    node = current_node()
    with node.store.reading() as reading:
        test = reading.get(QualityTest, (node.name, case, number))
    if test is None or test.page is None:
        raise Http404
    try:
        picture = open_blob(node, node.name, case, test.page)
    except (KeyAbsentError, NotHeldError):
        raise Http404 from None
    answer = HttpResponse(picture, content_type=test.page.media_type)
    answer.headers["Content-Disposition"] = "inline"
    return answer
