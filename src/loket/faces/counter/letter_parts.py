"""What the letters and reports of a case say, in both languages, and the notes that they carry."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from loket.core.domain.row_parts import Ending, InterviewReport, SpoiltBooklet
from loket.core.domain.rows import Case
from loket.core.domain.terms import EndingKind, SpoilCause
from loket.core.tlog.note import sign_note
from loket.faces.counter.case_standing import book_after, ground_of
from loket.faces.counter.frame import name_of
from loket.faces.ui.languages import in_both
from loket.faces.ui.words.formats import local, long_day, moment
from loket.faces.ui.words.terms import word, word_of
from loket.node.operations.node import Node
from loket.node.operations.paper_seals import paper_seal
from loket.node.papers.office_papers import PaperSize, Row, Section, Signatory

_FOOTER = _("The code holds this paper's number and day, signed by the office's key for papers.")


class LetterKind(StrEnum):
    """The kinds, as they stand in addresses and in signed notes."""

    RETURN_SLIP = "return-slip"
    REFUSAL = "refusal"
    DEFERRAL = "deferral"
    CANCELLATION = "cancellation"
    INTERVIEW_REPORT = "interview-report"
    SPOIL_REPORT = "spoil-report"
    LOSS_REPORT = "loss-report"


TITLES = {
    LetterKind.RETURN_SLIP: _("Documents returned"),
    LetterKind.REFUSAL: _("Letter of refusal"),
    LetterKind.DEFERRAL: _("Letter of deferral"),
    LetterKind.CANCELLATION: _("Report of a cancellation"),
    LetterKind.INTERVIEW_REPORT: _("Interview report"),
    LetterKind.SPOIL_REPORT: _("Report of a spoilt booklet"),
    LetterKind.LOSS_REPORT: _("Report of a lost booklet"),
}
_OF_ENDING = {
    EndingKind.RETURNED: LetterKind.RETURN_SLIP,
    EndingKind.REFUSED: LetterKind.REFUSAL,
    EndingKind.DEFERRED: LetterKind.DEFERRAL,
    EndingKind.CANCELLED: LetterKind.CANCELLATION,
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter or report of a case; `source` is the part of the row that it is about."""

    kind: LetterKind
    number: str
    at: int
    by: str
    source: Ending | InterviewReport | SpoiltBooklet


@dataclass(frozen=True, slots=True)
class Parts:
    """What is set: rows, paragraphs, what somebody wrote, and places to sign."""

    title: Promise
    rows: tuple[Row, ...]
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...]
    signatories: tuple[Signatory, ...]
    footer: Promise
    size: PaperSize


def letters_of(case: Case) -> list[Letter]:
    """Every letter and report of a case, the newest last; none of a forgotten one."""
    if case.forgotten:
        return []
    listed = [Letter(LetterKind.INTERVIEW_REPORT, one.number, one.at, one.by, one) for one in case.reports]
    listed += [
        Letter(
            LetterKind.LOSS_REPORT if one.lost else LetterKind.SPOIL_REPORT, one.number, one.at, one.by, one
        )
        for one in case.spoil_reports
        if one.number
    ]
    if case.ending is not None:
        ending = case.ending
        listed.append(Letter(_OF_ENDING[ending.kind], ending.number, ending.at, ending.by, ending))
    return sorted(listed, key=lambda letter: letter.at)


def address_of(case: Case, letter: Letter) -> str:
    """Where the letter is read."""
    return f"/cases/{case.case}/papers/{letter.kind}/{letter.number}"


def signed_letter(node: Node, case: Case, letter: Letter) -> bytes:
    """The letter as a signed note (no personal data: it is read by any telephone)."""
    until = letter.source.until if isinstance(letter.source, Ending) else None
    lines = (
        "loket paper v1",
        letter.kind.value,
        letter.number,
        case.application_number,
        local(letter.at, node.timezone).isoformat(timespec="minutes"),
        *((f"until {until.isoformat()}",) if until else ()),
        "",
    )
    return sign_note("\n".join(lines), node.keys.papers)


def sealed_letter(node: Node, case: Case, letter: Letter) -> Callable[[bytes], bytes] | None:
    """What makes the letter's seal (no personal data); None where the office has no seal signer."""
    return paper_seal(
        node,
        kind=letter.kind.value,
        number=letter.number,
        day=local(letter.at, node.timezone).date(),
        application_number=case.application_number,
        until=letter.source.until if isinstance(letter.source, Ending) else None,
    )


def parts_of(case: Case, letter: Letter, officer: str, zone: ZoneInfo) -> Parts:
    """What this letter says; `officer`: the name of who wrote it."""
    source = letter.source
    if isinstance(source, InterviewReport):
        return _interview_report(case, letter, source, officer)
    if isinstance(source, SpoiltBooklet):
        return _spoil_report(case, letter, source, officer)
    make = {
        EndingKind.RETURNED: _return_slip,
        EndingKind.REFUSED: _refusal,
        EndingKind.DEFERRED: _deferral,
        EndingKind.CANCELLED: _cancellation,
    }[source.kind]
    return make(case, letter, source, officer, local(source.at, zone).date())


def _return_slip(case: Case, letter: Letter, ending: Ending, officer: str, _on: date) -> Parts:
    rows = [*_heading(case, letter), *(_row(_("To bring"), _both(word(paper))) for paper in ending.missing)]
    said = _said(
        _(
            "Papers are missing, so the papers that were brought go back and the application counts as "
            "withdrawn. You may register again at once, with all papers and their originals."
        )
        if ending.missing
        else _(
            "The papers that were brought go back and the application counts as withdrawn. "
            "You may register again at once, with all papers and their originals."
        )
    )
    return Parts(
        title=TITLES[letter.kind],
        rows=(*rows, _row(_("Officer"), officer)),
        paragraphs=said,
        sections=_own_words(_("Remark"), ending.why),
        signatories=(),
        footer=_FOOTER,
        size=PaperSize.A5,
    )


def _refusal(case: Case, letter: Letter, ending: Ending, officer: str, _on: date) -> Parts:
    said = _said(_("Your application for a passport is refused."))
    return _decision(case, letter, ending, officer, rows=(), said=said)


def _deferral(case: Case, letter: Letter, ending: Ending, officer: str, _on: date) -> Parts:
    until = ending.until or _on
    rows = (_row(_("No new application before"), _both_days(until)),)
    said = _said(
        _("Your application for a passport is deferred. You may apply again from %(day)s on."),
        day=lambda: long_day(until),
    )
    return _decision(case, letter, ending, officer, rows=rows, said=said)


def _decision(
    case: Case, letter: Letter, ending: Ending, officer: str, *, rows: tuple[Row, ...], said: tuple[str, ...]
) -> Parts:
    return Parts(
        title=TITLES[letter.kind],
        rows=(*_heading(case, letter), *_ground(ending), *rows),
        paragraphs=said,
        sections=_own_words(_("Grounds"), ending.why),
        signatories=(_sign(_("Immigration officer"), officer),),
        footer=_FOOTER,
        size=PaperSize.A4,
    )


def _cancellation(case: Case, letter: Letter, ending: Ending, officer: str, on: date) -> Parts:
    books = {
        "": _("no book was allocated"),
        "cut": _("cut in the presence of those who sign"),
        "out": _("not handed in"),
    }
    book = _both(books[book_after(case)])
    rows = (
        *_heading(case, letter),
        *((_row(_("Book"), case.booklet),) if case.booklet else ()),
        *_ground(ending),
        _row(_("The book is"), book),
        *((_row(_("Interview report"), case.reports[-1].number),) if case.reports else ()),
    )
    passport = _("On %(day)s this passport was cancelled for good.")
    application = _("On %(day)s this application was cancelled for good.")
    said = _said(passport if case.booklet else application, day=lambda: long_day(on))
    return Parts(
        title=TITLES[letter.kind],
        rows=rows,
        paragraphs=said,
        sections=_own_words(_("Grounds"), ending.why),
        signatories=(
            _sign(_("Head of the office"), officer),
            _sign(_("Witness"), ""),
            _sign(_("Witness"), ""),
        ),
        footer=_FOOTER,
        size=PaperSize.A4,
    )


def _interview_report(case: Case, letter: Letter, report: InterviewReport, officer: str) -> Parts:
    rows = (
        *_heading(case, letter),
        _row(_("About"), _both(word(report.subject))),
        _row(_("Finding"), _both(word(report.finding))),
    )
    return Parts(
        title=TITLES[letter.kind],
        rows=rows,
        paragraphs=(),
        sections=(
            *_own_words(_("Statement of the person questioned"), report.statement),
            *_own_words(_("Conclusion of the officer"), report.conclusion),
        ),
        signatories=(
            _sign(_("Interviewer"), officer),
            _sign(_("Person questioned"), name_of(case)),
        ),
        footer=_FOOTER,
        size=PaperSize.A4,
    )


def _spoil_report(case: Case, letter: Letter, spoilt: SpoiltBooklet, officer: str) -> Parts:
    rows = (
        _row(_("Booklet"), spoilt.booklet),
        *(() if spoilt.lost else (_row(_("Cause"), _both(word_of(SpoilCause, spoilt.cause))),)),
        _row(_("Application number"), case.application_number),
        _row(_("Date"), _moment(letter.at)),
    )
    said = _said(
        _("This booklet left the stock. The applicant gets a new booklet; no new application is needed.")
    )
    return Parts(
        title=TITLES[letter.kind],
        rows=rows,
        paragraphs=said,
        sections=_own_words(_("What happened"), spoilt.report),
        signatories=(_sign(_("Officer"), officer), _sign(_("Present"), spoilt.present)),
        footer=_FOOTER,
        size=PaperSize.A4,
    )


def _heading(case: Case, letter: Letter) -> tuple[Row, ...]:
    return (
        _row(_("Applicant"), name_of(case)),
        _row(_("Application number"), case.application_number),
        _row(_("Date"), _moment(letter.at)),
    )


def _ground(ending: Ending) -> tuple[Row, ...]:
    ground: Enum | None = ground_of(ending)
    return () if ground is None else (_row(_("Ground"), _both(word(ground))),)


def _moment(at: int) -> str:
    with override("id"):
        return moment(at)


def _row(caption: Promise, value: str) -> Row:
    said = in_both(lambda: str(caption))
    return Row(said["id"], said["en"], value)


def _sign(capacity: Promise, name: str) -> Signatory:
    return Signatory(_both(capacity), name)


def _both(text: Promise | str) -> str:
    """The text in both languages, once where they are the same."""
    said = in_both(lambda: str(text))
    return " / ".join(dict.fromkeys(said.values()))


def _both_days(day: date) -> str:
    return " / ".join(in_both(lambda: long_day(day)).values())


def _said(text: Promise, **facts: Callable[[], str]) -> tuple[str, ...]:
    """A sentence in both languages, one paragraph each; facts are said in each language too."""
    said = in_both(lambda: str(text) % {name: say() for name, say in facts.items()} if facts else str(text))
    return tuple(said.values())


def _own_words(caption: Promise, text: str) -> tuple[Section, ...]:
    """What somebody wrote, as it was written, below its caption; nothing where nothing was written."""
    lines = tuple(line for line in text.splitlines() if line.strip())
    said = in_both(lambda: str(caption))
    return (Section(said["id"], said["en"], lines),) if lines else ()
