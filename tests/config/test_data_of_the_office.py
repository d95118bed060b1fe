"""A node reads the data that comes with Loket unless its folder has a file of the same name."""

from datetime import date

import pytest

from loket.config.build import CALENDAR, _own_or_ours, read_calendar
from loket.config.settings import NodeSettings
from loket.core.domain.error import DomainError


@pytest.fixture
def settings(tmp_path):
    return NodeSettings.from_environment(
        {"LOKET_ROLE": "office", "LOKET_NODE": "polman", "LOKET_DATA": str(tmp_path)}
    )


def test_without_a_file_of_its_own_an_office_has_the_decreed_days_off(settings):
    calendar = read_calendar(_own_or_ours(settings, CALENDAR))

    assert calendar.covered(date(2024, 6, 18))
    assert not calendar.is_working(date(2024, 6, 18))


def test_the_calendar_in_the_offices_folder_is_read_instead(settings):
    own = CALENDAR.read_text() + '\n[[local]]\nday = 2024-09-23\nname = "Hari jadi"\n'
    (settings.data / "calendar.toml").write_text(own)

    calendar = read_calendar(_own_or_ours(settings, CALENDAR))

    assert not calendar.is_working(date(2024, 9, 23))
    assert not calendar.is_working(date(2024, 6, 18))


def test_a_calendar_that_cannot_be_right_stops_the_start(settings):
    (settings.data / "calendar.toml").write_text("working_weekdays = []\n")

    with pytest.raises(DomainError):
        read_calendar(_own_or_ours(settings, CALENDAR))
