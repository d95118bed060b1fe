"""The drill as one HTML page that needs nothing beside itself: timeline, table, what went in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape
from pathlib import Path

from loket.drills.country import assumptions
from loket.drills.country.charts import Chart, Layer, Shade, draw, scale_for, swatch
from loket.drills.country.figures import Figures
from loket.drills.country.layers import LATE, SECURED, STOCK, WAITING
from loket.drills.country.played import Played
from loket.drills.country.report import Line, lines, local
from loket.drills.country.words import reason_words

_STYLE = Path(__file__).with_name("page.css")
_WHOSE = {"loket": "Loket", "dependent": "bergantung pada pusat · dependent"}
_MARKS = {"reported": ("◆", "diberitakan"), "assumed": ("◇", "diandaikan")}
_SECTIONS = {
    "office": ("Kantor", "The office"),
    "outage": ("Padamnya pusat", "The outage"),
    "run": ("Yang dimainkan", "What is played"),
    "history": ("Sejarah", "History"),
    "dependent": ("Yang terhenti, dan tindakannya", "What stopped, and which acts that is"),
    "arrivals": ("Pemohon", "Applicants"),
    "day": ("Jam kerja", "Working hours"),
    "pace": ("Irama, hari kerja sejak wawancara", "Pace, in working days from the interview"),
    "service_minutes": ("Menit untuk setiap tindakan", "Minutes of each act"),
    "centre": ("Pusat", "The centre"),
    "stock": ("Blanko", "Blanks"),
}
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """One measure: its words, its layers and both offices' values."""

    indonesian: str
    english: str
    layers: Sequence[Layer]
    series: Mapping[str, tuple[Sequence[datetime], Sequence[Mapping[str, int]]]]


def page(figures: Figures, played: Mapping[str, Played], *, seed: int, violations: Sequence[str]) -> str:
    """The whole page."""
    rows = "".join(_drawn(figures, row, number) for number, row in enumerate(_rows(figures, played)))
    return f"""<!doctype html>
<html lang="id">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loket · polman-2024</title><style>{_STYLE.read_text(encoding="utf-8")}</style></head>
<body><main>
{_heading(figures, seed)}
{_verdict(played, violations)}
<section class="timeline"><h2>Garis waktu <span lang="en">Timeline</span></h2>
<div class="pair heads"><h3>Kantor dengan Loket <span lang="en">The office with Loket</span></h3>
<h3>Kantor yang bergantung pada pusat <span lang="en">The office that depends on the centre</span></h3></div>
{rows}<p class="note">Bayangan gelap: pusat padam. Bayangan terang: uji coba, pusat menjawab pada jam
tertentu. <span lang="en">Dark shade: the centre is gone. Light shade: the trial, the centre answers in some
hours.</span>
</p></section>
<section><h2>Angka <span lang="en">Figures</span></h2>{_table(lines(figures, played, reason_words))}</section>
{_assumed(figures)}
</main></body></html>
"""


def long_date(day: date) -> str:
    """As officers write it: Rabu, 26 Juni 2024."""
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _heading(figures: Figures, seed: int) -> str:
    first, last = long_date(figures.first_day), long_date(figures.last_day)
    return f"""<header><p class="brand">Loket · latihan polman-2024</p>
<h1>Lima minggu di Polewali Mandar, dengan dan tanpa pusat</h1>
<p lang="en">Five weeks at Polewali Mandar, with and without the centre</p>
<p>{escape(figures.full_name)}. {first} sampai {last}, dimainkan dengan perangkat lunak yang
sebenarnya dalam waktu simulasi: pemohon yang sama, petugas yang sama, pusat padam pada jam yang sama. Semua
orang di sini rekaan. <span lang="en">Played with the real software in simulated time: the same applicants,
the same officers, the centre lost at the same hour. Everybody here is made up. Seed {seed}.</span></p>
</header>"""


def _verdict(played: Mapping[str, Played], violations: Sequence[str]) -> str:
    loket, dependent = played["loket"], played["dependent"]
    held = not violations
    said = (
        ("● Semua invarian terpenuhi", "Every invariant held")
        if held
        else (f"■ {len(violations)} pelanggaran", f"{len(violations)} violations")
    )
    listed = "".join(f"<li>{escape(one)}</li>" for one in violations[:20])
    zeros = [f"{one.entries_lost} · {one.numbers_issued_twice}" for one in (loket, dependent)]
    cards = (
        (
            "paspor diserahkan selama pusat padam",
            "passports handed over while the centre was gone",
            (loket.issued_while_gone, dependent.issued_while_gone),
        ),
        (
            "pemohon terlambat sekaligus, paling banyak",
            "applicants late at once, at most",
            (loket.most_late, dependent.most_late),
        ),
        ("entri hilang · nomor diterbitkan dua kali", "entries lost · numbers issued twice", zeros),
    )
    return f"""<section class="verdict {"good" if held else "bad"}">
{"".join(_card(*card) for card in cards)}
<div class="said"><strong>{said[0]}</strong><span lang="en">{said[1]}</span><ul>{listed}</ul></div>
</section>"""


def _card(indonesian: str, english: str, figures: Sequence[object]) -> str:
    """Both offices' figures, each under its name, and what they count."""
    loket, dependent = figures
    return f"""<div><dl><div><dt>Loket</dt><dd>{loket}</dd></div>
<div class="other"><dt>bergantung · dependent</dt><dd>{dependent}</dd></div></dl>
<p>{indonesian} <span lang="en">{english}</span></p></div>"""


def _rows(figures: Figures, played: Mapping[str, Played]) -> list[_Row]:
    times = {office: [local(figures, sample.at) for sample in one.samples] for office, one in played.items()}
    closing = [
        datetime.combine(date.fromisoformat(day), time(16), figures.zone)
        for day in played["loket"].late_by_day
    ]
    return [
        _Row(
            "Pemohon tanpa paspor, menurut tempatnya",
            "Applicants without a passport, by where they stand",
            WAITING,
            {office: (times[office], [s.waiting for s in one.samples]) for office, one in played.items()},
        ),
        _Row(
            "Pemohon yang paspornya terlambat",
            "Applicants whose passport is late",
            LATE,
            {
                office: (closing, [{"late": late} for late in one.late_by_day.values()])
                for office, one in played.items()
            },
        ),
        _Row(
            "Buku paspor: yang diterima = blanko + dialokasikan + diserahkan + rusak",
            "Booklets: delivered = blank + allocated + handed over + spoilt",
            STOCK,
            {office: (times[office], [s.stock for s in one.samples]) for office, one in played.items()},
        ),
        _Row(
            "Salinan aman dari setiap berkas",
            "Secured copies of every case",
            SECURED,
            {
                office: (times[office], [{**s.secured, "paper": s.waiting["paper"]} for s in one.samples])
                for office, one in played.items()
            },
        ),
    ]


def _drawn(figures: Figures, row: _Row, number: int) -> str:
    most = max(sum(values.values()) for _, series in row.series.values() for values in series)
    top, _ = scale_for(max(most, 4))
    outage = figures.outage
    shades = (
        Shade(outage.lost_at, outage.trial_at, "pusat padam", "#efe9dc"),
        Shade(outage.trial_at, outage.back_at, "uji coba", "#f8f4ea"),
    )
    charts = "".join(
        f'<div><p class="whose">{_WHOSE[office]}</p>'
        + draw(
            Chart(
                title=f"{row.indonesian} · {row.english}",
                layers=row.layers,
                times=times,
                values=values,
                top=top,
                shades=shades,
            ),
            number * 2 + place,
        )
        + "</div>"
        for place, (office, (times, values)) in enumerate(row.series.items())
    )
    legend = "".join(
        f'<li>{swatch(layer, number)}{layer.indonesian} <span lang="en">{layer.english}</span></li>'
        for layer in row.layers
    )
    return f"""<figure><figcaption>{row.indonesian} <span lang="en">{row.english}</span></figcaption>
<ul class="legend">{legend}</ul><div class="pair">{charts}</div></figure>"""


def _table(found: Sequence[Line]) -> str:
    body = "".join(
        f'<tr{" class=heavy" if line.heavy else ""}><th scope="row">{line.indonesian}'
        f'<span lang="en">{line.english}</span></th>'
        f"<td>{escape(line.loket)}</td><td>{escape(line.dependent)}</td><td>{escape(line.history)}</td></tr>"
        for line in found
    )
    return f"""<table><thead><tr><td></td><th scope="col">Dengan Loket<span lang="en">With Loket</span></th>
<th scope="col">Bergantung pada pusat<span lang="en">Depends on the centre</span></th>
<th scope="col">Yang diberitakan<span lang="en">As reported</span></th></tr></thead>
<tbody>{body}</tbody></table>
<p class="note">Yang diberitakan hanya berdiri di samping; tidak satu pun angka permainan diambil darinya.
<span lang="en">What was reported only stands beside: no figure that was played is taken from it.</span>
</p>"""


def _assumed(figures: Figures) -> str:
    """Every figure of the scenario, by section, each with its mark: a word and a shape."""
    sections: dict[str, list[str]] = {}
    for one in assumptions.read(figures.name):
        section, _, key = one.key.partition(".")
        label = escape(key.replace("_", " "))
        words = f"<small>{escape(one.words)}</small>" if one.words else ""
        shape, word = _MARKS[one.mark]
        sections.setdefault(section, []).append(
            f'<li><span class="mark">{shape} {word}</span><span>{label}</span>'
            f"<b>{escape(one.value)}</b>{words}</li>"
        )
    groups = "".join(
        f'<div><h3>{_SECTIONS[section][0]} <span lang="en">{_SECTIONS[section][1]}</span></h3>'
        f"<ul>{''.join(listed)}</ul></div>"
        for section, listed in sections.items()
    )
    return f"""<section class="inputs"><h2>Yang dimasukkan <span lang="en">What went in</span></h2>
<p>◆ diberitakan <span lang="en">reported</span> &nbsp; ◇ diandaikan <span lang="en">assumed</span>.
Sejarah dan kebijakan masuk; tidak pernah keluar sebagai hasil.
<span lang="en">History and policy go in; they never come out as results.</span></p>
<div class="columns">{groups}</div></section>"""
