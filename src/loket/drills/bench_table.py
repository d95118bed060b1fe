"""The bench's report as a table."""

from rich.table import Table

from loket.drills.bench_aims import (
    AIM_ACTS_PER_SECOND,
    AIM_CHIP_READ_MS,
    AIM_GROWTH_RATIO,
    AIM_INTAKE_RATIO,
    AIM_MEMORY_MB,
    AIM_SIGNING_RATIO,
    AIM_SUBMIT_P95_MS,
    AIM_SUBMIT_P99_MS,
    Report,
)


def table(report: Report) -> Table:
    """The whole report as a table."""
    shown = Table(title=f"Loket bench, {report['cores']} cores")
    shown.add_column("what")
    shown.add_column("figure", justify="right")
    shown.add_column("of bare", justify="right")
    shown.add_column("aim")
    office, pages = report["office"], report["pages"]
    aim = f"{AIM_ACTS_PER_SECOND} a second"
    shown.add_row("office acts", f"{office['acts_per_second']:,} /s", f"{office['acts_to_bare']:.2f}", aim)
    shown.add_row("  with a scan", f"{office['acts_with_a_scan_per_second']:,} /s")
    shown.add_row("  bare SQLite commits of their bytes", f"{office['bare_commits_per_second']:,} /s")
    on_postgres, centre = report["office_on_postgresql"], report["centre"]
    if on_postgres is None or centre is None:
        shown.add_row("PostgreSQL", "not installed")
    else:
        aim = f"{AIM_INTAKE_RATIO} of bare"
        shown.add_row("office acts on PostgreSQL", f"{on_postgres['acts_per_second']:,} /s")
        ratio = f"{centre['intake_to_copy']:.2f}"
        shown.add_row(
            "centre: entries verified and stored", f"{centre['intake_per_second']:,} /s", ratio, aim
        )
        shown.add_row("  bare COPY of the same rows", f"{centre['copy_per_second']:,} /s")
        shown.add_row("  entries folded into rows", f"{centre['projected_per_second']:,} /s")
    shown.add_row("data pages made and measured", f"{pages['made_per_second']} /s")
    shown.add_row("data pages read back", f"{pages['read_back_per_minute']} /min")
    _add_documents(shown, report["documents"])
    _add_pages_at_work(shown, report)
    _add_growth(shown, report["growth"])
    return shown


def _add_documents(shown: Table, documents: Report) -> None:
    ratio = f"{documents['security_objects_to_bare']:.2f}"
    signed, bare = documents["security_objects_per_second"], documents["bare_signatures_per_second"]
    shown.add_row("security objects signed", f"{signed:,} /s", ratio, f"{AIM_SIGNING_RATIO} of bare")
    portrait = documents["security_objects_with_portrait_per_second"]
    shown.add_row("  with a portrait of 16 kB", f"{portrait:,} /s", f"{portrait / bare:.2f}")
    shown.add_row("  bare signatures on P-256", f"{bare:,} /s")
    shown.add_row("chips opened and read", f"{documents['chip_reads_per_second']} /s")
    short = documents["chip_read_in_short_pieces_cpu_ms"]
    shown.add_row("  processor time of one, in short pieces", f"{short} ms", "", f"{AIM_CHIP_READ_MS} ms")


def _add_pages_at_work(shown: Table, report: Report) -> None:
    flat_out, work = report["office_pages"]["flat_out"], report["office_pages"]["at_work"]
    memory = report["memory_mb"]
    shown.add_row("eight officers at the pages, flat out: acts", f"{flat_out['acts_per_second']} /s")
    shown.add_row("eight officers at work: acts", f"{work['acts_per_second']} /s")
    for percent, aim in ((50, ""), (95, f"{AIM_SUBMIT_P95_MS} ms"), (99, f"{AIM_SUBMIT_P99_MS} ms")):
        shown.add_row(f"  submit, p{percent}", f"{work[f'submit_p{percent}_ms']} ms", "", aim)
    shown.add_row("  read-back of a page, p95", f"{work['read_back_p95_ms']} ms")
    shown.add_row("  page opened, p95", f"{work['page_p95_ms']} ms")
    held = f"{memory['office']} + {memory['centre']} MB"
    shown.add_row("  memory of office and centre, after it", held, "", f"{AIM_MEMORY_MB} MB")
    shown.add_row("  memory of both at its end", f"{memory['sum_at_work']} MB")


def _add_growth(shown: Table, growth: list[Report]) -> None:
    for one in growth:
        what = f"an act on {one['entries']:,} entries"
        shown.add_row(what, f"{one['act_ms']} ms", f"{one['ratio']:.2f} of first", f"{AIM_GROWTH_RATIO}")
