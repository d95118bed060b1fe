"""What came of an office's weeks: counted from its rows and logs when everything has arrived."""

from collections import Counter as Tally

from loket.core.domain.rows import Obligation
from loket.drills.country import checks
from loket.drills.country.centre_play import ms
from loket.drills.country.going import Going
from loket.drills.country.played import Played
from loket.drills.country.timetable import days
from loket.drills.country.watch import Backlog, days_until_gone
from loket.drills.country.world import World
from loket.node.operations.office_status import stages_count


def judge(world: World) -> Played:
    """Count and check; nothing is changed."""
    everybody, outage, time = world.play.everybody, world.figures.outage, world.time
    lost, trial = ms(outage.lost_at), ms(outage.trial_at)
    backlog = Backlog(world.figures, time, everybody)
    late = backlog.late_days()
    with world.pair.office.store.reading() as reading:
        owed = reading.select(Obligation, {"office": world.figures.office})
    open_cases = {one.case for one in owed if one.open}
    issued = {one.number: one.issued_at for one in everybody if one.issued_at is not None}
    provisional = [one for one in everybody if one.provisional]
    entries, trace = checks.trace(world.pair.office)
    return Played(
        needs_centre=world.needs_centre,
        came=len(everybody),
        registered=sum(bool(one.case) for one in everybody),
        issued=len(issued),
        provisional=len(provisional),
        provisional_unsettled=sum(one.case in open_cases for one in provisional),
        waiting=len(everybody) - len(issued),
        late=backlog.late_on(world.timetable.now),
        most_on_paper=max(sample.waiting["paper"] for sample in world.watch.samples),
        refused={reason.value: count for reason, count in sorted(world.play.refusals.items())},
        applicants_refused=sum(bool(one.refusals) for one in everybody),
        ordered=sum(one.ordered for one in everybody),
        in_process_when_lost=_without_passport(everybody, lost),
        without_passport_at_trial=_without_passport(everybody, trial),
        late_at_trial=backlog.late_on(trial),
        issued_while_gone=sum(lost <= at < trial for at in issued.values()),
        issued_on_first_trial_day=sum(time.day(at) == time.day(trial) for at in issued.values()),
        most_late=max(late.values(), default=0),
        late_by_day={
            day.isoformat(): backlog.late_on(time.closing(day))
            for day in days(world.figures.first_day, world.figures.last_day)
        },
        longest_wait_days=max((_waited(world, one) for one in everybody), default=0),
        days_until_backlog_gone=days_until_gone(late),
        secured_again_at=world.secured_again_at,
        answered_again_at=world.answered_again_at,
        obligations=len(owed),
        obligations_open=sum(one.open for one in owed),
        spoilt=world.watch.samples[-1].stock["spoilt"],
        pages_read_by_ocr=world.counter.pages_looked_at,
        entries=entries,
        entries_lost=checks.entries_lost(world.pair),
        numbers_issued_twice=checks.numbers_issued_twice(world.pair.office),
        trace=trace,
        violations=(*checks.violations(world.pair), *_contradictions(world)),
        samples=tuple(world.watch.samples),
    )


def _without_passport(everybody: list[Going], when: int) -> int:
    return sum(
        one.comer.comes_at < when and (one.issued_at is None or one.issued_at >= when) for one in everybody
    )


def _waited(world: World, one: Going) -> int:
    """Working days from the visit to the passport, or until now."""
    end = world.timetable.now if one.issued_at is None else one.issued_at
    came_on, until = world.time.day(one.comer.comes_at), world.time.day(end)
    return sum(1 for _ in world.time.working_days(came_on, until)) - 1


def _contradictions(world: World) -> list[str]:
    """Where what the drill believes of its people is not what the office's rows say."""
    believed = Tally(one.stage for one in world.play.everybody if one.stage is not None)
    office = world.pair.office
    with office.store.reading() as reading:
        rows = stages_count(office, reading)
    return [
        f"drill: {believed[stage]} applicants at {stage}, {rows.get(stage, 0)} by the rows"
        for stage in sorted({*believed, *rows})
        if believed[stage] != rows.get(stage, 0)
    ]
