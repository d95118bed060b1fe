"""Calendar months, as regulations count them."""

from calendar import monthrange
from datetime import date

_MONTHS = 12


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
