"""The work behind `loket rebuild`."""

from pathlib import Path
from typing import Any

from loket.config.build import build_node
from loket.config.folder import enter
from loket.node.operations.rebuild import rebuild
from loket.node.operations.refold import refuse_older_rows


def rebuild_node(folder: Path, *, replace: bool) -> dict[str, Any]:
    """Refold every owner that a node holds; beside the running process this only compares."""
    node = build_node(enter(folder), read_only=not replace)
    refuse_older_rows(node)
    with node.store.reading() as reading:
        owners = sorted({head.owner_node for head in reading.heads() if head.projected_to})
    reports = [rebuild(node, owner, replace=replace) for owner in owners]
    node.store.close()
    return {
        "equal": all(report.equal for report in reports),
        "replaced": replace,
        "owners": [
            {
                "owner": report.owner,
                "entries": report.entries,
                "rows": report.rows,
                "equal": report.equal,
                "differences": [str(difference) for difference in report.differences[:20]],
            }
            for report in reports
        ],
    }
