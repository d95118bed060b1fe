"""Reports of a period: the rows are read here; what they come to is counted by the domain."""

from loket.core.domain import events as e
from loket.core.domain.counting import PRINTED, Counted, Written, count
from loket.core.domain.reporting import Period
from loket.core.domain.rows import Obligation, Shipment
from loket.node.operations.node import Node
from loket.node.operations.office_flow import cases_by_id, lines_of_days, ms_of_days
from loket.node.store.reading import Reading

_NEEDS_ITS_CASE = (e.ApplicationRegistered.KIND, *PRINTED)


def report(node: Node, reading: Reading, period: Period) -> Counted:
    """Count a period of this office."""
    lines = lines_of_days(node, reading, period.first, period.last)
    needed = (line.case for line in lines if line.event in _NEEDS_ITS_CASE)
    opened = {"opened_at": ms_of_days(node, period.first, period.last)}
    written = Written(
        lines=lines,
        cases=cases_by_id(node, reading, needed),
        obligations=reading.select(Obligation, {"office": node.name}, between=opened),
        shipments=reading.select(Shipment, {"office": node.name, "received": True}),
    )
    return count(
        period,
        written,
        day_of=node.day_of,
        calendar=node.calendar,
        promise_days=node.practice.promise_working_days,
    )
