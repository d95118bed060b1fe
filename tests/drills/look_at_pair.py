"""Say, as JSON, what the stores of an office and a centre hold: `look_at_pair.py OFFICE CENTRE`."""

import json
import sys
from pathlib import Path

from loket.config.inspect_nodes import open_pair, report
from loket.core.tlog.entry import decode

pair = open_pair(Path(sys.argv[1]), Path(sys.argv[2]))
with pair.centre.store.reading() as reading:
    origin = pair.office.origin("office")
    head = reading.head(origin)
    entries = [decode(data) for data in reading.entries(origin, 0, head.size if head else 0)]
acts = [(entry.act, entry.index) for entry in entries]
print(json.dumps({"found": report(pair), "acts_at_centre": acts}))
