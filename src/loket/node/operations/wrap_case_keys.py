"""Encrypt the office's case keys to whoever the trust root names: the centre's new incarnation, an escrow."""

from typing import Final

from loket.node.keys.case_keys import CaseKey
from loket.node.operations.node import Node

WRAPPED_NOTE: Final = "case-keys-wrapped-to"
"""Kind of note, by holder: the age recipient to which every case key was encrypted for it."""

_AT_ONCE = 200


def wrap_case_keys(node: Node) -> int:
    """Encrypt every case key anew for each holder whose recipient changed; return how many keys that took.

    Cut off in the middle, it begins anew: a key that is sent twice is kept once.
    """
    trust = node.trust()
    if trust is None:
        return 0
    with node.store.reading() as reading:
        known = {one.name: one.note for one in reading.notes(WRAPPED_NOTE)}
    wrapped = 0
    for holder, recipient in trust.key_holders().items():
        if holder != node.name and known.get(holder) != recipient.encode():
            wrapped += _wrap_for(node, holder, recipient, trust.version)
    return wrapped


def _wrap_for(node: Node, holder: str, recipient: str, version: int) -> int:
    after, wrapped = ("", ""), 0
    while True:
        with node.store.writing() as writing:
            own = writing.case_keys_of(node.name, after, _AT_ONCE)
            for one in own:
                key = CaseKey.unwrap(one.wrapped, node.keys.identity)
                writing.rewrap_case_key(one.office, one.case, holder, key.wrap(recipient))
            if len(own) < _AT_ONCE:
                writing.save_note(WRAPPED_NOTE, holder, version, recipient.encode())
                return wrapped + len(own)
        after = (own[-1].office, own[-1].case)
        wrapped += len(own)
