"""The words of a refusal in both languages, as the counter says them."""

from django.utils import translation

from loket.core.domain.refusals import Objection, Reason
from loket.faces.ui.words.refusals import wrong


def reason_words(reason: str) -> str:
    """What is wrong, in Indonesian and English."""
    said = []
    for language in ("id", "en"):
        with translation.override(language):
            said.append(wrong(Objection(Reason(reason))).rstrip("."))
    return " · ".join(said)
