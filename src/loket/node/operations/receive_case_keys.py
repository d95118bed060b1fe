"""Keep the case keys that another node sends, each encrypted to this node, and try its held cases again."""

from loket.core.sync import case_keys, http
from loket.core.sync.error import SyncError
from loket.node.keys.case_keys import CaseKey
from loket.node.keys.error import KeysError
from loket.node.operations.exchange_access import Answer, Sender, refusal
from loket.node.operations.node import Node


def accept_case_keys(node: Node, sender: Sender, body: bytes) -> Answer:
    """Answer case-keys: 200 with the cases whose keys are durably here, or were forgotten here for good.

    A key that this node cannot open is not kept and not acknowledged.
    """
    if sender.is_auditor:
        return refusal(403, "an auditor holds no cases")
    try:
        sent = case_keys.parse_case_keys(body)
    except SyncError as error:
        return refusal(400, str(error))
    kept = [one for one in sent if _opens(node, one.wrapped)]
    acknowledged = [one.case for one in kept]
    with node.store.writing() as writing:
        for one in kept:
            # A key that is here already, or destroyed, stays so: the same message twice changes nothing.
            writing.put_case_key(sender.name, one.case, node.name, one.wrapped)
        node.release_held(writing, sender.name, acknowledged)
    return Answer(200, case_keys.encode_acknowledged(acknowledged), http.CBOR_TYPE)


def _opens(node: Node, wrapped: bytes) -> bool:
    try:
        CaseKey.unwrap(wrapped, node.keys.identity)
    except KeysError:
        return False
    return True
