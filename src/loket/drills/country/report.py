"""What the drill reports: one object for machines, and the lines of its table for people."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from loket.drills.country.figures import Figures
from loket.drills.country.played import Played

Report = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the table, in both languages: both offices, and what history reports ("" where nothing)."""

    indonesian: str
    english: str
    loket: str
    dependent: str
    history: str = ""
    heavy: bool = False


def violations_of(played: Mapping[str, Played]) -> list[str]:
    """Everything that must not be, of either office; empty when all held."""
    found = []
    for office, one in played.items():
        found += [f"{office}: {violation}" for violation in one.violations]
        must_be_none = {
            "entries lost": one.entries_lost,
            "booklet numbers issued twice": one.numbers_issued_twice,
            "obligations without an answer after the drain": one.obligations_open,
            "cases that only the office has after the drain": one.samples[-1].secured["here_only"],
        }
        found += [f"{office}: {count} {what}" for what, count in must_be_none.items() if count]
    return found


def report(figures: Figures, played: Mapping[str, Played], *, seed: int, seconds: float) -> Report:
    """The office's own figures first; then both offices and history. Times are the office's, ISO 8601."""
    loket = played["loket"]
    return {
        "scenario": figures.name,
        "seed": seed,
        "registered": loket.registered,
        "issued": loket.issued,
        "provisional": loket.provisional,
        "waiting": loket.waiting,
        "refused": sum(loket.refused.values()),
        "refused_why": dict(loket.refused),
        "entries_lost": sum(one.entries_lost for one in played.values()),
        "numbers_issued_twice": sum(one.numbers_issued_twice for one in played.values()),
        "days_until_backlog_gone": loket.days_until_backlog_gone,
        "seconds": round(seconds, 1),
        "violations": violations_of(played),
        "offices": {office: _office(figures, one) for office, one in played.items()},
        "history": {
            "online_registration": figures.history.online_registration,
            "applicants_without_passport": figures.history.without_passport,
            "issued_on_trial_by_26_june": figures.history.issued_on_trial,
            "stopped": list(figures.history.stopped),
        },
    }


def _office(figures: Figures, one: Played) -> Report:
    plain = asdict(one)
    for left_out in ("samples", "violations", "late_by_day"):
        del plain[left_out]
    for name in ("secured_again_at", "answered_again_at"):
        plain[name] = local(figures, plain[name]).isoformat(timespec="minutes") if plain[name] else None
    return plain


def local(figures: Figures, at: int) -> datetime:
    """A time (ms) as the office's clock shows it."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(figures.zone)


def lines(figures: Figures, played: Mapping[str, Played], refusals: Callable[[str], str]) -> list[Line]:
    """The table. `refusals` gives the words of a reason."""
    pairs = _Pairs(figures, played, refusals)
    return [*_during(pairs, figures), *_policy(pairs), *_after(pairs)]


def _during(pairs: "_Pairs", figures: Figures) -> list[Line]:
    """Who came, and how it went while the centre was gone."""
    history = figures.history
    return [
        pairs.count("Pemohon yang datang", "Applicants who came", lambda one: one.came),
        pairs.text(
            "Pendaftaran daring",
            "Online registration",
            lambda _one: "belum ada · not there yet",
            "lima hari tidak terjangkau · unreachable for five days",
        ),
        pairs.count(
            "Paling banyak hanya tercatat di kertas",
            "At most on paper only",
            lambda one: one.most_on_paper,
        ),
        pairs.count(
            "Tanpa paspor pada Rabu, 26 Juni, sebelum uji coba",
            "Without a passport on Wednesday 26 June, before the trial",
            lambda one: one.without_passport_at_trial,
            str(history.without_passport),
            heavy=True,
        ),
        pairs.count(
            "… di antaranya melewati janji layanan",
            "… of them past the promise",
            lambda one: one.late_at_trial,
        ),
        pairs.count(
            "Diserahkan selama pusat padam",
            "Handed over while the centre was gone",
            lambda one: one.issued_while_gone,
        ),
        pairs.count(
            "Diserahkan pada hari pertama uji coba, 26 Juni",
            "Handed over on the first day of the trial, 26 June",
            lambda one: one.issued_on_first_trial_day,
            f"± {history.issued_on_trial}",
            heavy=True,
        ),
    ]


def _policy(pairs: "_Pairs") -> list[Line]:
    """What the outage policy led to."""
    return [
        pairs.text("Diserahkan sementara", "Handed over provisionally", pairs.provisional),
        pairs.text("Ditolak aturan, dan sebabnya", "Refused by the rules, and why", pairs.refused),
        pairs.count("Perintah kepala kantor", "Orders of the head of the office", lambda one: one.ordered),
    ]


def _after(pairs: "_Pairs") -> list[Line]:
    """How long it lasted, and what must be nothing."""
    return [
        pairs.count("Terlambat paling banyak sekaligus", "Most late at once", lambda one: one.most_late),
        pairs.text(
            "Menunggu paling lama",
            "Longest wait",
            lambda one: f"{one.longest_wait_days} hari kerja · working days",
        ),
        pairs.text(
            "Tunggakan habis setelah pusat padam",
            "Backlog gone after the centre was lost",
            pairs.gone,
            heavy=True,
        ),
        pairs.text(
            "Semua catatan aman lagi di pusat",
            "All records secured at the centre again",
            pairs.when("secured_again_at"),
        ),
        pairs.text(
            "Semua kewajiban terjawab", "Everything owed is answered", pairs.when("answered_again_at")
        ),
        pairs.count("Diserahkan sampai hari terakhir", "Handed over by the last day", lambda one: one.issued),
        pairs.count(
            "Masih dalam proses pada hari terakhir",
            "Still in process on the last day",
            lambda one: one.waiting,
        ),
        pairs.count("Entri hilang", "Entries lost", lambda one: one.entries_lost, heavy=True),
        pairs.count(
            "Nomor buku diterbitkan dua kali",
            "Booklet numbers issued twice",
            lambda one: one.numbers_issued_twice,
            heavy=True,
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Makes lines of the same figure of both offices."""

    figures: Figures
    played: Mapping[str, Played]
    words: Callable[[str], str]

    def text(
        self,
        indonesian: str,
        english: str,
        said: Callable[[Played], str],
        history: str = "",
        *,
        heavy: bool = False,
    ) -> Line:
        return Line(
            indonesian=indonesian,
            english=english,
            loket=said(self.played["loket"]),
            dependent=said(self.played["dependent"]),
            history=history,
            heavy=heavy,
        )

    def count(
        self,
        indonesian: str,
        english: str,
        counted: Callable[[Played], int],
        history: str = "",
        *,
        heavy: bool = False,
    ) -> Line:
        return self.text(indonesian, english, lambda one: str(counted(one)), history, heavy=heavy)

    def provisional(self, one: Played) -> str:
        if not one.provisional:
            return "0"
        settled = one.provisional - one.provisional_unsettled
        return f"{one.provisional}, {settled} selesai · settled"

    def refused(self, one: Played) -> str:
        said = [f"{count} × {self.words(reason)}" for reason, count in one.refused.items()]
        return "; ".join(said) or "0"

    def gone(self, one: Played) -> str:
        if one.days_until_backlog_gone is None:
            return "belum habis · not yet gone"
        if one.days_until_backlog_gone == 0:
            return "tidak ada tunggakan · never any"
        return f"{one.days_until_backlog_gone} hari · days"

    def when(self, name: str) -> Callable[[Played], str]:
        def said(one: Played) -> str:
            at: int = getattr(one, name)
            return f"{local(self.figures, at):%d-%m-%Y %H.%M}" if at else "belum · not yet"

        return said
