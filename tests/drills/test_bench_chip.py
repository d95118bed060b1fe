"""What reading a chip costs."""

from loket.drills.bench_chip import chip_figures


def test_a_portrait_of_twenty_kilobytes_costs_less_than_half_a_second_of_processor_time():
    figures = chip_figures(runs=2)

    assert figures.open_ms + figures.read_ms < 500
    assert figures.open_ms + figures.short_read_ms < 500
