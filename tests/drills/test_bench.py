"""The bench measures what it says: small, so that nothing here is a figure."""

import random

import pytest

from loket.core.tlog.entry import decode
from loket.drills import bench_office
from loket.drills.bench_centre import a_centre, measure_centre
from loket.drills.bench_log import make_log
from loket.drills.bench_pages import measure_pages
from loket.drills.bench_postgres import new_database
from loket.drills.small_office import ORIGIN
from loket.node.operations.rebuild import rebuild


def test_the_acts_that_are_counted_are_in_the_log(tmp_path):
    bare = bench_office.BareSqlite(tmp_path / "bare.sqlite3")
    with bench_office.office_on_sqlite(tmp_path / "office") as node:
        with node.store.reading() as reading:
            before = reading.head(ORIGIN).size
        figures = bench_office.measure_acts(node, 2, bare=bare)
        with node.store.reading() as reading:
            assert reading.head(ORIGIN).size - before == figures.acts + figures.scans == 18
    bare.close()

    assert figures.bare == figures.acts == 12


def test_a_made_log_is_made_of_entries_that_follow_each_other():
    log = make_log(20, random.Random(1))

    assert [decode(data).index for data in log.entries] == list(range(len(log.entries)))
    assert len(log.entries) >= 20


@pytest.mark.postgres
def test_the_centre_of_the_bench_holds_the_log_and_its_rows(tmp_path, postgres_server):
    log = make_log(9000, random.Random(2))
    alias, address = new_database(postgres_server)
    with a_centre(tmp_path / "centre", alias) as (centre, office_keys):
        figures = measure_centre(centre, office_keys, log, address=address)
        with centre.store.reading() as reading:
            head = reading.head(ORIGIN)
        report = rebuild(centre, "polman")

    assert (head.size, head.root) == (len(log.entries), log.root())
    assert figures.projected == head.projected_to == head.size
    assert report.equal
    assert report.rows > len(log.keys)


def test_pages_of_the_bench_read_back():
    assert measure_pages(1).pages == 1
