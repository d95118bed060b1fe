"""What the bench aims at (docs/bench.md)."""

from typing import Any

AIM_ACTS_PER_SECOND = 300
AIM_INTAKE_RATIO = 0.5
AIM_SUBMIT_P95_MS = 100
AIM_SUBMIT_P99_MS = 250
AIM_MEMORY_MB = 300
AIM_GROWTH_RATIO = 1.1
AIM_SIGNING_RATIO = 0.3
AIM_CHIP_READ_MS = 500

Report = dict[str, Any]


def aims(report: Report) -> dict[str, bool]:
    """Which aims are met."""
    centre, pages = report["centre"], report["office_pages"]["at_work"]
    return {
        "office_acts": report["office"]["acts_per_second"] >= AIM_ACTS_PER_SECOND,
        "centre_intake": centre is not None and centre["intake_to_copy"] >= AIM_INTAKE_RATIO,
        "submit_p95": pages["submit_p95_ms"] <= AIM_SUBMIT_P95_MS,
        "submit_p99": pages["submit_p99_ms"] <= AIM_SUBMIT_P99_MS,
        "memory": report["memory_mb"]["sum"] <= AIM_MEMORY_MB,
        "security_objects": report["documents"]["security_objects_to_bare"] >= AIM_SIGNING_RATIO,
        "chip_read": report["documents"]["chip_read_in_short_pieces_cpu_ms"] < AIM_CHIP_READ_MS,
        "growth": all(one["ratio"] <= AIM_GROWTH_RATIO for one in report["growth"]),
    }
