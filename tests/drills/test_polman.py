"""The scenario of 2024 in simulated time: a short story in every run, the whole of it in long ones."""

import dataclasses
import json
import os
import subprocess
import sys
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from loket.drills.country import assumptions
from loket.drills.country.arrivals import comers
from loket.drills.country.charts import scale_for
from loket.drills.country.figures import read_figures
from loket.drills.country.page import long_date, page
from loket.drills.country.report import report
from loket.drills.country.timetable import OfficeTime, Timetable
from loket.drills.country.watch import days_until_gone
from loket.drills.polman import play

pytestmark = pytest.mark.slow  # many seconds: on one Python only

FIGURES = read_figures("polman-2024")
MAKASSAR = ZoneInfo("Asia/Makassar")
OFFICE_TIME = OfficeTime(FIGURES.hours, MAKASSAR)


def a_short_story():
    """A week of four applicants a day: the centre gone on Wednesday, on trial on Friday, then back."""
    outage = dataclasses.replace(
        FIGURES.outage,
        lost_at=datetime(2024, 6, 12, 0, 55, tzinfo=MAKASSAR),
        trial_at=datetime(2024, 6, 14, 9, tzinfo=MAKASSAR),
        back_at=datetime(2024, 6, 14, 17, tzinfo=MAKASSAR),
    )
    return dataclasses.replace(
        FIGURES,
        last_day=date(2024, 6, 14),
        arrivals=dataclasses.replace(FIGURES.arrivals, a_day=4, same_day=0.3),
        outage=outage,
        pace={"printing": 1, "read_back": 1, "collection": 1},
        supply=dataclasses.replace(FIGURES.supply, later_on=date(2024, 6, 11)),
        persons_listed=20,
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Both offices, and the first one a second time."""
    runs = (("loket", "loket"), ("dependent", "dependent"), ("loket", "again"))
    return {
        name: play(
            a_short_story(),
            tmp_path_factory.mktemp(name) / "world",
            seed=7,
            office=office,
            progress=lambda _over: None,
        )
        for office, name in runs
    }


def test_the_same_seed_plays_the_same_weeks_to_the_last_act(played):
    assert played["loket"] == played["again"]


def test_nothing_is_lost_issued_twice_or_violated_in_either_office(played):
    for one in (played["loket"], played["dependent"]):
        assert one.violations == ()
        assert one.entries_lost == 0
        assert one.numbers_issued_twice == 0
        assert one.obligations_open == 0
        assert one.samples[-1].secured["here_only"] == 0


def test_both_offices_are_visited_by_the_same_people(played):
    assert played["loket"].came == played["dependent"].came
    assert played["loket"].in_process_when_lost == played["dependent"].in_process_when_lost


def test_the_office_issues_while_the_centre_is_gone_and_the_dependent_one_only_what_was_printed(played):
    loket, dependent = played["loket"], played["dependent"]
    outage = a_short_story().outage
    lost, trial = outage.lost_at.timestamp() * 1000, outage.trial_at.timestamp() * 1000
    gone = [sample for sample in dependent.samples if lost <= sample.at < trial]

    assert not any(sample.reachable for sample in gone)
    # Nothing is allocated, so no blank leaves the stock until the centre answers on trial.
    assert len({sample.stock["in_stock"] for sample in gone}) == 1
    assert loket.issued_while_gone > dependent.issued_while_gone
    assert dependent.most_on_paper > 0
    assert loket.most_on_paper == 0


def test_the_stock_equation_holds_at_every_look(played):
    for sample in (*played["loket"].samples, *played["dependent"].samples):
        assert sum(sample.stock.values()) in (
            0,
            FIGURES.supply.first,
            FIGURES.supply.first + FIGURES.supply.later,
        )


def test_the_report_has_what_others_rely_on_and_history_stands_beside_it_unchanged(played):
    both = {office: played[office] for office in ("loket", "dependent")}
    made = report(FIGURES, both, seed=7, seconds=1.25)

    assert json.loads(json.dumps(made)) == made
    assert {
        "seed",
        "registered",
        "issued",
        "provisional",
        "waiting",
        "refused",
        "entries_lost",
        "numbers_issued_twice",
        "days_until_backlog_gone",
        "seconds",
        "violations",
    } <= made.keys()
    assert made["registered"] == made["issued"] + made["waiting"]
    assert made["refused"] == sum(made["refused_why"].values())
    assert made["history"]["applicants_without_passport"] == 100
    assert made["history"]["issued_on_trial_by_26_june"] == 10


def test_the_page_needs_nothing_beside_itself(played):
    both = {office: played[office] for office in ("loket", "dependent")}
    drawn = page(a_short_story(), both, seed=7, violations=["loket: 3: <made up>"])

    assert "<script" not in drawn
    assert "src=" not in drawn
    assert "@import" not in drawn
    assert drawn.count('class="chart"') == 8
    assert "&lt;made up&gt;" in drawn
    assert 'lang="id"' in drawn


# --------------------------------------------------------------------------------------------- parts


def test_those_in_process_at_the_loss_are_as_many_as_the_scenario_says():
    lost_on = datetime(2024, 6, 20, tzinfo=MAKASSAR).timestamp() * 1000
    everybody = comers(FIGURES, OFFICE_TIME, 5)
    first = OFFICE_TIME.opening(date(2024, 6, 11))  # the fifth working day before: 17 and 18 June are free

    assert sum(first <= one.comes_at < lost_on for one in everybody) == 50
    assert len({one.person.nik for one in everybody}) == len(everybody)


def test_nobody_comes_on_a_holiday_or_a_weekend():
    came_on = {OFFICE_TIME.day(one.comes_at) for one in comers(FIGURES, OFFICE_TIME, 6)}

    assert date(2024, 6, 17) not in came_on
    assert not any(day.weekday() > 4 for day in came_on)


def test_work_goes_on_after_the_break_and_not_past_closing():
    day = date(2024, 6, 20)
    before_noon = OFFICE_TIME.at(day, time(11, 50))

    assert OFFICE_TIME.finished(before_noon, 10) == OFFICE_TIME.at(day, time(12))
    assert OFFICE_TIME.finished(before_noon, 20) == OFFICE_TIME.at(day, time(13, 10))
    assert OFFICE_TIME.finished(OFFICE_TIME.at(day, time(15, 50)), 11) is None


def test_working_days_are_counted_past_weekends_and_holidays():
    # From Friday 14 June: 15 and 16 are a weekend, 17 and 18 holidays.
    assert OFFICE_TIME.after_days(date(2024, 6, 14), 1) == date(2024, 6, 19)
    assert OFFICE_TIME.after_days(date(2024, 6, 14), 0) == date(2024, 6, 14)


def test_calls_of_one_time_happen_in_the_order_in_which_they_were_put_down():
    happened = []
    timetable = Timetable(0)
    for name in "abc":
        timetable.at(10, lambda name=name: happened.append(name))
    timetable.at(5, lambda: happened.append("first"))
    timetable.run(10)
    assert happened == ["first"]
    timetable.run(11)

    assert happened == ["first", "a", "b", "c"]
    assert timetable.clock() == 11


def test_a_backlog_is_gone_on_the_day_after_the_last_on_which_anybody_was_late():
    first, second, third = date(2024, 6, 20), date(2024, 6, 21), date(2024, 6, 22)

    assert days_until_gone({first: 0, second: 0, third: 0}) == 0
    assert days_until_gone({first: 3, second: 1, third: 0}) == 2
    assert days_until_gone({first: 3, second: 0, third: 1}) is None


def test_a_scale_ends_above_its_highest_value_at_a_round_figure():
    assert scale_for(4) == (4, 1)
    assert scale_for(81) == (100, 20)
    assert scale_for(250) == (250, 50)


def test_every_figure_of_the_scenario_is_marked_as_reported_or_assumed():
    marked = {one.key: one.mark for one in assumptions.read("polman-2024")}

    assert marked["office.passport_applicants_a_day"] == "reported"
    assert marked["outage.in_process_when_lost"] == "assumed"
    assert marked["history.applicants_without_passport"] == "reported"
    assert marked["arrivals.same_day"] == "assumed"


def test_days_are_written_as_officers_write_them():
    assert long_date(date(2024, 6, 26)) == "Rabu, 26 Juni 2024"


@pytest.mark.slow
def test_the_whole_drill_ends_well_and_writes_its_page(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    target = tmp_path / "polman.html"
    command = [sys.executable, "-P", "-m", "loket", "drill", "polman-2024", "--json", "--html", str(target)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)

    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-3_000:]
    made = json.loads(done.stdout)
    assert made["violations"] == []
    assert made["entries_lost"] == made["numbers_issued_twice"] == 0
    assert made["issued"] > 150
    assert "Garis waktu" in target.read_text(encoding="utf-8")
