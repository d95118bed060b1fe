"""What is said on a change of state: a subject and a short plain message, in the applicant's language.

Whoever holds the telephone may read it: it names the application by its number, says what happened and what
to do next, and never a name, a NIK or the ground of a decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from loket.core.domain.notices import NoticeFacts, NoticeKind
from loket.faces.ui.languages import CODES
from loket.faces.ui.words.formats import long_day

_SUBJECT = _("Passport application %(number)s: %(what)s")
_NUMBER = _("Application number %(number)s")


@dataclass(frozen=True, slots=True)
class Message:
    """What happened in a word or two, in a sentence, and what to do next."""

    what: Promise
    happened: Promise
    next: Promise


_NOTHING_TO_DO = _("You need not do anything now: we tell you when the passport is ready.")
_EXPLAINED = _("Please come to the office with this number: an officer explains the decision to you.")

MESSAGES: Mapping[NoticeKind, Message] = {
    NoticeKind.REGISTERED: Message(
        pgettext_lazy("notice", "registered"),
        _("Your application is registered."),
        _("Please have your original papers at hand and wait at the office until you are called."),
    ),
    NoticeKind.DOCUMENTS_RETURNED: Message(
        pgettext_lazy("notice", "papers returned"),
        _("Your papers were returned to you; the application counts as withdrawn."),
        _("Please ask at the counter what is needed, and apply again with all papers."),
    ),
    NoticeKind.PAID: Message(
        pgettext_lazy("notice", "payment received"),
        _("Your payment has been received."),
        _("Please keep the receipt and wait until you are called for photo and interview."),
    ),
    NoticeKind.INTERVIEWED: Message(
        pgettext_lazy("notice", "interview done"), _("Photo and interview are done."), _NOTHING_TO_DO
    ),
    NoticeKind.APPROVED: Message(
        pgettext_lazy("notice", "approved"),
        _("Your application is approved, and the passport is being made."),
        _NOTHING_TO_DO,
    ),
    NoticeKind.READY: Message(
        pgettext_lazy("notice", "ready"),
        _("Your passport is ready."),
        _("Please collect it at the office with your identity card and the proof of payment."),
    ),
    NoticeKind.HANDED_OVER: Message(
        pgettext_lazy("notice", "handed over"),
        _("Your passport has been handed over."),
        _("If neither you nor somebody for you has collected it, please tell the office at once."),
    ),
    NoticeKind.REFUSED: Message(
        pgettext_lazy("notice", "refused"), _("Your application has been refused."), _EXPLAINED
    ),
    NoticeKind.DEFERRED: Message(
        pgettext_lazy("notice", "deferred"), _("Your application has been deferred."), _EXPLAINED
    ),
    NoticeKind.CANCELLED: Message(
        pgettext_lazy("notice", "cancelled"), _("Your application has been cancelled."), _EXPLAINED
    ),
    NoticeKind.NEEDS_ANOTHER_DAY: Message(
        pgettext_lazy("notice", "made again"),
        _("A booklet was spoilt in the office, so your passport is being made again and takes longer."),
        _("You need not pay or apply again: we tell you when the passport is ready."),
    ),
    NoticeKind.RECALLED: Message(
        pgettext_lazy("notice", "recalled"),
        _("Your passport is recalled. Please do not travel with it."),
        _("Please bring it to the office with this number: an officer explains what happens next."),
    ),
}
_QUEUE = _("Please have your original papers at hand and wait until your number %(queue)s is called.")
_UNTIL = _("Your application has been deferred until %(day)s.")
_COLLECT_BY = _(
    "Please collect it at the office by %(day)s with your identity card and the proof of payment."
)


def notice_words(kind: NoticeKind, facts: NoticeFacts, language: str) -> tuple[str, str]:
    """Subject and body in this language; in Indonesian where it is not one of ours."""
    message = MESSAGES[kind]
    with override(language if language in CODES else settings.LANGUAGE_CODE):
        number = facts.application_number
        happened, then = str(message.happened), str(message.next)
        if kind is NoticeKind.REGISTERED and facts.queue_number:
            then = str(_QUEUE) % {"queue": facts.queue_number}
        elif kind is NoticeKind.DEFERRED and facts.deferred_until is not None:
            happened = str(_UNTIL) % {"day": long_day(facts.deferred_until)}
        elif kind is NoticeKind.READY and facts.collect_by is not None:
            then = str(_COLLECT_BY) % {"day": long_day(facts.collect_by)}
        subject = str(_SUBJECT) % {"number": number, "what": str(message.what)}
        body = f"{happened} {then}\n\n{str(_NUMBER) % {'number': number}}\n{facts.office}\n"
    return subject, body
