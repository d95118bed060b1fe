"""Blanks counted by hand, by kind, place and state; a count that differs stops allocation until it agrees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loket.core.domain.events import BalanceLine, StockLine, VarianceResolved
from loket.core.domain.refusals import Fact, Objection, Reason, Refused
from loket.core.domain.rows import Officer, StockCount, StockVariance
from loket.core.domain.rules.common import objections_to_role, objections_to_second, objections_to_text
from loket.core.domain.rules.stock import KEEPERS
from loket.core.domain.stock_terms import Place, VarianceGround
from loket.core.domain.terms import BalanceItem, BookletState, DocumentKind

MOST_WHY = 500
MOST_COUNTED = 1_000_000
# What lies in the office and can be counted; the rest of the equation is paper.
PRESENT = (
    BookletState.IN_STOCK,
    BookletState.ALLOCATED,
    BookletState.SPOILT,
    BookletState.CANCELLED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """Books that can be counted together: of one kind and state, at one place, in whose drawer."""

    kind: DocumentKind
    place: Place
    holder: str = ""
    state: BookletState = BookletState.IN_STOCK

    @property
    def field(self) -> str:
        """The name of its field in a form."""
        return f"lying_{self.kind}_{self.place}_{self.state}_{self.holder}".rstrip("_")


def lying(counts: Sequence[StockCount], kinds: Sequence[DocumentKind]) -> dict[Lying, int]:
    """What the log says lies where, in order; the vault of every kind that came is counted, also empty."""
    said = {
        Lying(kind=one.kind, place=one.place, holder=one.holder, state=one.state): one.count
        for one in counts
        if one.state in PRESENT
    }
    for kind in kinds:
        said.setdefault(Lying(kind=kind, place=Place.VAULT), 0)
    order = (list(DocumentKind), list(BookletState), list(Place))
    return dict(
        sorted(
            said.items(),
            key=lambda one: (
                order[0].index(one[0].kind),
                order[1].index(one[0].state),
                order[2].index(one[0].place),
                one[0].holder,
            ),
        )
    )


def count_lines(
    expected: Mapping[Lying, int], counted: Mapping[Lying, int], why: Mapping[Lying, str]
) -> tuple[tuple[StockLine, ...], list[Objection]]:
    """Each place with what the log says and what was counted; a difference has to be explained."""
    lines, objections = [], []
    for place, number in expected.items():
        found = counted.get(place)
        if found is None or not 0 <= found <= MOST_COUNTED:
            objections.append(Objection(Reason.FIELD_MISSING, place.field))
            continue
        reason = why.get(place, "").strip()
        if found != number and not reason:
            facts: dict[str, Fact] = {"item": BalanceItem.BLANKS.value, "expected": number, "counted": found}
            objections.append(Objection(Reason.VARIANCE_NOT_EXPLAINED, f"why_{place.field}", facts))
        objections += objections_to_text(reason, f"why_{place.field}", most=MOST_WHY, required=False)
        lines.append(_line(place, number, found, reason if found != number else ""))
    return tuple(lines), objections


def _line(place: Lying, expected: int, counted: int, why: str = "") -> StockLine:
    return StockLine(
        kind=place.kind,
        place=place.place,
        holder=place.holder,
        state=place.state,
        expected=expected,
        counted=counted,
        why=why,
    )


def balance_of(lines: Sequence[StockLine]) -> BalanceLine:
    """The line of blanks in the day's balance: the sum of what was counted in stock, place by place."""
    blanks = [line for line in lines if line.state is BookletState.IN_STOCK]
    return BalanceLine(
        item=BalanceItem.BLANKS,
        expected=sum(line.expected for line in blanks),
        counted=sum(line.counted for line in blanks),
        why="; ".join(dict.fromkeys(line.why for line in blanks if line.why))[:MOST_WHY],
    )


def resolve_variance(
    variance: StockVariance | None,
    *,
    officer: Officer,
    second: Officer | None,
    ground: VarianceGround,
    expected: Mapping[Lying, int],
    counted: Mapping[Lying, int],
    text: str,
    number: str,
) -> VarianceResolved | Refused:
    """Two officers count everything again and it agrees with the log, so that blanks may be allocated again.

    What is lost or spoilt is reported first, and is then no more in what the log says (`expected`).
    """
    objections = [
        *objections_to_role(officer, *KEEPERS),
        *objections_to_second(second, officer),
        *objections_to_text(text, "text", most=2_000),
    ]
    if variance is None or not variance.open:
        objections.append(Objection(Reason.VARIANCE_UNKNOWN, "variance"))
    for place, said in expected.items():
        found = counted.get(place)
        if found is None:
            objections.append(Objection(Reason.FIELD_MISSING, place.field))
        elif found != said:
            facts = {"expected": said, "counted": found}
            objections.append(Objection(Reason.RECOUNT_DIFFERS, place.field, facts))
    if objections or second is None or variance is None:
        return Refused(tuple(objections))
    return VarianceResolved(
        variance=variance.variance,
        number=number,
        ground=ground,
        lines=tuple(_line(place, said, said) for place, said in expected.items()),
        text=text,
        second_officer=second.officer,
    )
