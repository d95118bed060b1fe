"""An office and a centre, two real processes, each killed at random while officers go on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from loket.config.demo import plan
from loket.config.demo_setup import BLANKS, make_demo
from loket.config.ports import three_ports
from loket.config.processes import NodeProcess
from loket.drills import people
from loket.drills.headless import Found
from loket.drills.kill_loop_exchange import StubbornClient, run_exchange_kill_loop

SEED = 20240622
LOOK = Path(__file__).with_name("look_at_pair.py")


@pytest.fixture
def clean_environment(monkeypatch, environment):
    """Nodes read their folder's settings: nothing of this process's own may reach them."""
    for name in [name for name in os.environ if name.startswith("LOKET_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", environment["PYTHONPATH"])


@pytest.fixture
def demo(tmp_path, clean_environment):
    with three_ports() as first:
        demo = plan(tmp_path / "demo", first)
        make_demo(demo)
        yield demo


@pytest.fixture
def pair(demo):
    processes = NodeProcess(demo.office, demo.office_port), NodeProcess(demo.centre, demo.centre_port)
    for process in processes:
        process.start()
    yield processes
    for process in processes:
        process.stop()


def look_at(demo):
    answer = subprocess.run(
        [sys.executable, LOOK, demo.office, demo.centre], capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)


def kill_loop(demo, pair, *, acts, kills, seed, longest_pause_s):
    office, centre = pair
    passwords = demo.passwords()
    officers = {
        one.username: StubbornClient(office.address, one.username, passwords[one.username])
        for one in people.OFFICERS
    }
    return run_exchange_kill_loop(
        office=office,
        centre=centre,
        officers=officers,
        look=lambda: msgspec.convert(look_at(demo)["found"], Found),
        acts=acts,
        kills=kills,
        blanks=BLANKS,
        area=demo.scenario.area_code,
        seed=seed,
        longest_pause_s=longest_pause_s,
    )


def assert_nothing_lost_nothing_repeated(demo, report):
    found = report.found
    assert found.violations == ()
    assert found.entries_at_centre == found.entries_at_office
    assert found.open_obligations == 0
    at_centre = look_at(demo)["acts_at_centre"]
    assert len({act for act, _ in at_centre}) == len(at_centre)
    assert report.acts.items() <= dict(at_centre).items()


@pytest.mark.short
def test_an_office_and_a_centre_that_are_killed_end_up_holding_the_same(demo, pair):
    report = kill_loop(demo, pair, acts=20, kills=1, seed=SEED, longest_pause_s=0.3)

    assert_nothing_lost_nothing_repeated(demo, report)
    assert min(report.kills.values()) >= 1


@pytest.mark.slow
def test_an_office_and_a_centre_killed_in_a_thousand_acts_end_up_holding_the_same(demo, pair):
    report = kill_loop(demo, pair, acts=1000, kills=10, seed=SEED + 1, longest_pause_s=0.3)

    assert_nothing_lost_nothing_repeated(demo, report)
    assert len(report.acts) >= 1000
    assert min(report.kills.values()) >= 10
    assert report.retries > 0
