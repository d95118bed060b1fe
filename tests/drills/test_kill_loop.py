"""An office's process is killed at random; the seed of a failure stands in the assertion."""

import pytest

from loket.drills.kill_loop import run_kill_loop

SEED = 20240621


@pytest.mark.short
def test_an_office_that_is_killed_loses_and_repeats_nothing(tmp_path, environment):
    report = run_kill_loop(tmp_path / "office", acts=40, seed=SEED, environment=environment)

    assert report.wrong == []
    assert report.acts == 40
    assert report.kills >= 2


@pytest.mark.slow
def test_an_office_that_is_killed_in_a_thousand_acts_loses_and_repeats_nothing(tmp_path, environment):
    report = run_kill_loop(tmp_path / "office", acts=1000, seed=SEED + 1, environment=environment)

    assert report.wrong == []
    assert report.acts == 1000
    assert report.kills > 40
    assert report.repeated > 0  # killed between commit and acknowledgement, done again, found
