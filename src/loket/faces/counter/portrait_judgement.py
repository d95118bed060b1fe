"""What is found on a picture before anybody keeps it: judged, said in words, stored nowhere."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rules.capture import Portrait, objections_to_portrait
from loket.core.domain.terms import Role
from loket.faces.counter.acts.take_photo import named
from loket.faces.ui.access import OfficerRequest, officers
from loket.faces.ui.forms import Refusal
from loket.faces.ui.words import refusals as refusal_words
from loket.faces.ui.words.capture import PORTRAIT_REMEDIES
from loket.faces.ui.words.terms import word
from loket.node.operations.node import current_node
from loket.node.operations.take_photo import judge_photo
from loket.node.papers.judged import JudgedPortrait
from loket.node.papers.portrait import PortraitCheckName, PortraitOutcome

_TAGS = {
    PortraitOutcome.FAILED: "stop",
    PortraitOutcome.WARNING: "warn",
    PortraitOutcome.UNDETERMINED: "unknown",
    PortraitOutcome.PASSED: "ok",
}
# Without a face, or with several, the rest says nothing about a portrait.
_OF_THE_FACE = (PortraitCheckName.FACE_FOUND, PortraitCheckName.ONE_FACE)


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One check in words; `remedy` is empty where nothing is to be done."""

    name: Promise
    outcome: Promise
    tag: str
    remedy: Promise | str


@officers(Role.INTERVIEWER)
@never_cache
@require_POST
def judge_portrait_page(request: OfficerRequest, case: str) -> HttpResponse:  # noqa: ARG001 - an address of it
    """POST a picture as `photo`: a part of a page with every check, worst first. Nothing is kept."""
    sent = request.FILES.get("photo")
    if sent is None:
        judged: JudgedPortrait | Refused = Refused((Objection(Reason.PHOTO_MISSING, "photo"),))
    else:
        judged = judge_photo(current_node(), sent.read())
    return render(request, "counter/portrait_checks.html", _shown(judged))


def _shown(judged: JudgedPortrait | Refused) -> dict[str, object]:
    """`outcome`: "good", "although" (kept only with the failed checks named) or "never"."""
    if isinstance(judged, Refused):
        return {"outcome": "never", "refused": _refusals(judged.objections), "checks": []}
    failed = tuple(name.value for name in judged.failed)
    portrait = Portrait(blob=None, faces=judged.faces, failed=failed)
    objections = objections_to_portrait(portrait, ())
    never = [one for one in objections if one.reason is not Reason.PORTRAIT_CHECK_FAILED]
    order = list(_TAGS)
    checks = sorted(judged.judgement.checks, key=lambda check: order.index(check.outcome))
    return {
        "outcome": "never" if never else "although" if failed else "good",
        "failed": ",".join(failed),
        "named": named(failed),
        "refused": _refusals(never),
        "checks": [
            ShownCheck(
                word(check.name),
                word(check.outcome),
                _TAGS[check.outcome],
                "" if check.outcome is PortraitOutcome.PASSED else PORTRAIT_REMEDIES[check.name],
            )
            for check in checks
            if not never or check.name in _OF_THE_FACE
        ],
    }


def _refusals(objections: list[Objection] | tuple[Objection, ...]) -> list[Refusal]:
    return [Refusal(refusal_words.wrong(one), refusal_words.remedy(one), "") for one in objections]
