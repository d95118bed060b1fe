"""What reading a chip costs."""

from loket.drills.bench_chip import chip_figures
from loket.drills.bench_documents import document_figures


def test_a_portrait_of_twenty_kilobytes_costs_less_than_half_a_second_of_processor_time():
    figures = chip_figures(runs=2)

    assert figures.open_ms + figures.read_ms < 500
    assert figures.open_ms + figures.short_read_ms < 500


def test_security_objects_and_bare_signatures_are_counted_by_turns():
    figures = document_figures(seconds=0.05)

    # Each object has one signature in it, so that bare ones are the more.
    assert 0 < figures.security_objects < figures.bare_signatures
