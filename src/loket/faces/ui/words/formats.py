"""Figures as people here write them: money, days, times in the office's zone, waiting times."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, ngettext, pgettext

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


def rupiah(amount: int) -> str:
    """Rp 350.000: the grouping of the amounts on the fee table, in every language."""
    return "Rp\N{NO-BREAK SPACE}" + f"{amount:,}".replace(",", ".")


def number(value: int) -> str:
    """A count, grouped by thousands as the reader's language does."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if (get_language() or "").startswith("id") else grouped


def local(at: int, zone: ZoneInfo | None = None) -> datetime:
    """A time in ms since 1970 UTC as the office's clock shows it."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone or get_current_timezone())


def long_day(day: date) -> str:
    """Rabu, 26 Juni 2024."""
    return date_format(day, "l, j F Y")


def short_day(day: date) -> str:
    """26 Jun 2024."""
    return date_format(day, "j M Y")


def moment(at: int) -> str:
    """Kamis, 20 Juni 2024 08.55 (with a colon in English)."""
    then = local(at)
    return f"{long_day(then)} {clock(at)}"


def clock(at: int) -> str:
    """08.55, or 08:55 in English."""
    separator = "." if (get_language() or "").startswith("id") else ":"
    return f"{local(at):%H{separator}%M}"


def short_moment(at: int) -> str:
    """20 Jun 08.55."""
    return f"{date_format(local(at), 'j M')} {clock(at)}"


def waited(ms: int) -> str:
    """How long: minutes to one hour, hours to one day, then days."""
    if ms < HOUR_MS:
        return pgettext("short", "%(count)d min") % {"count": max(0, ms) // MINUTE_MS}
    if ms < DAY_MS:
        return pgettext("short", "%(count)d h") % {"count": ms // HOUR_MS}
    days = ms // DAY_MS
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
