from loket.drills.bench_office import office_on_sqlite
from loket.drills.small_office import OFFICERS, ORIGIN, perform_act


def test_an_act_done_again_stands_once_and_names_the_same_case(tmp_path):
    with office_on_sqlite(tmp_path / "office") as node:
        registration = len(OFFICERS)
        with node.store.reading() as reading:
            size = reading.head(ORIGIN).size
        again = perform_act(node, registration)
        once_more = perform_act(node, registration)
        with node.store.reading() as reading:
            assert reading.head(ORIGIN).size == size

    assert again == once_more
    assert again.repeated
    assert len(again.case) == 32
