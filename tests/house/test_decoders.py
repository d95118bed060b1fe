"""No decoder is made while several threads run (docs/adr/0012-decoders-at-import.md)."""

import os
import subprocess
import sys

LOOK = """
import builders.nodes
import loket.core.domain.codec, loket.node.store.tables, loket.node.followers.notices_waiting
from loket.core.domain.events import EVENT_TYPES
from loket.core.domain.rows import ROW_TYPES
from loket.node.followers.notices_waiting import Backlog
kinds = (*EVENT_TYPES, *ROW_TYPES, Backlog)
unknown = [kind.__name__ for kind in kinds if "__msgspec_cache__" not in vars(kind)]
print(" ".join(unknown))
"""


def test_every_row_and_event_is_known_to_the_decoder_after_import():
    where = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    looked = subprocess.run(
        [sys.executable, "-c", LOOK], env=where, capture_output=True, text=True, check=True
    )

    assert looked.stdout.split() == []
