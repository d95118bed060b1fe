"""The power is cut at any step; the seed of a failure stands in the assertion and brings it back."""

import pytest

from loket.drills.power_cut import run_power_cuts

SEED = 20240620


@pytest.mark.short
def test_what_was_acknowledged_stands_after_a_power_cut(tmp_path, environment):
    report = run_power_cuts(tmp_path / "drill", cuts=20, seed=SEED, environment=environment)

    assert report.lost == {}
    assert report.cuts == 20
    assert report.acknowledged > 20


@pytest.mark.slow
def test_what_was_acknowledged_stands_after_five_hundred_power_cuts(tmp_path, environment):
    report = run_power_cuts(tmp_path / "drill", cuts=500, seed=SEED + 1, environment=environment)

    assert report.lost == {}
    assert report.cuts == 500
    assert report.unacknowledged_but_kept > 0  # the cut fell between commit and acknowledgement
    assert report.old_backups_caught > 100


def test_the_drill_finds_what_a_lazier_database_loses(tmp_path, environment):
    """With synchronous=NORMAL SQLite does not sync every commit: a drill that finds nothing is no drill."""
    report = run_power_cuts(
        tmp_path / "drill", cuts=12, seed=SEED + 2, environment=environment, synchronous="NORMAL"
    )

    found = [what for wrong in report.lost.values() for what in wrong]
    assert any("was acknowledged" in what for what in found)
    assert any("quarantine" in what for what in found)


def test_the_same_seed_cuts_the_same_acts(tmp_path, environment):
    first, second = (
        run_power_cuts(tmp_path / name, cuts=4, seed=SEED, environment=environment) for name in ("a", "b")
    )

    assert first.trace == second.trace
    assert len(first.trace) == 4
