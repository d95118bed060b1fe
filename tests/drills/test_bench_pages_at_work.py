"""The bench of officers and of long logs measures what it says: small, so that nothing here is a figure."""

import pytest

from loket.config.bench_command import office_and_centre
from loket.core.domain.rows import Case
from loket.core.tlog.entry import decode
from loket.core.tlog.merkle import Frontier, hash_leaf
from loket.drills import bench, grown_office
from loket.drills.bench_officers import percentile
from loket.drills.small_office import ORIGIN
from loket.node.store.tree import extend

pytestmark = pytest.mark.slow  # many seconds: on one Python only

SMALL = bench.Extent(
    flat_out_seconds=8.0,
    at_work_seconds=4.0,
    warm_up_seconds=0.0,
    idle_seconds=0.0,
    sizes=(300, 600),
    cases=1,
)
PERCENTILES = {f"{what}_p{n}_ms" for what in ("submit", "page") for n in (50, 95, 99)}


@pytest.mark.timeout(180)
def test_officers_at_the_pages_do_acts_and_every_figure_is_there(tmp_path):
    report = bench.pages_at_work(tmp_path / "demo", office_and_centre, SMALL)

    phases, memory = report["office_pages"], report["memory_mb"]
    assert phases.keys() == {"flat_out", "at_work"}
    for pages in phases.values():
        assert pages.keys() == PERCENTILES | {
            "acts_per_second",
            "office_cpu_ms_per_act",
            "cases",
            "submits",
            "read_back_p50_ms",
            "read_back_p95_ms",
        }
        assert pages["submits"] > 0
        assert pages["submit_p50_ms"] <= pages["submit_p95_ms"] <= pages["submit_p99_ms"]
    # Eight officers who look at each page for a second send at most eight forms a second.
    assert phases["at_work"]["acts_per_second"] <= 8
    assert memory["office"] > 0
    assert memory["centre"] > 0
    assert memory["sum_at_work"] > 0
    assert abs(memory["sum"] - memory["office"] - memory["centre"]) <= 1


def test_acts_on_logs_of_two_lengths_are_compared(tmp_path):
    report = bench.growth(tmp_path / "grown", SMALL, lambda _what: None)

    assert [one["entries"] >= size for one, size in zip(report, SMALL.sizes, strict=True)] == [True, True]
    assert report[0]["ratio"] == 1.0
    assert all(one["act_ms"] > 0 and one["bare_commit_ms"] > 0 for one in report)


def test_a_grown_log_is_one_log_with_one_tree_and_a_row_for_each_copy(tmp_path):
    with grown_office.grown_office(tmp_path / "office", 800) as node, node.store.reading() as reading:
        head = reading.head(ORIGIN)
        entries = list(reading.entries(ORIGIN, 0, head.size))
        hashes = [hash_leaf(data) for data in entries]
        cases = {decode(data).subjects["case"] for data in entries if "case" in decode(data).subjects}

        assert head.size >= 800
        assert [decode(data).index for data in entries] == list(range(head.size))
        assert list(reading.leaf_hashes(ORIGIN, 0, head.size)) == hashes
        assert extend(Frontier.empty(), hashes)[0].root() == head.root == reading.root_at(ORIGIN, head.size)
        assert {row.case for row in reading.select(Case, {"office": "polman"})} == cases
        assert all(reading.act_index(decode(data).act) == (ORIGIN, n) for n, data in enumerate(entries))
        assert node.store.quarantine is None


def test_percentiles_lie_between_the_values():
    assert percentile([5.0], 95) == 5.0
    assert percentile(list(map(float, range(101))), 95) == 95.0
