"""The exchange over HTTP: other nodes and auditors, each request signed (docs/formats/exchange.md)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from loket.core.sync import case_keys, receipts
from loket.core.sync.error import SyncError
from loket.core.tlog import checkpoint, witness
from loket.core.tlog.error import TlogError
from loket.faces.exchange.reading_requests import MAX_BODY_BYTES, decompressed, response, signed
from loket.node.operations import receive_blob, receive_case_keys, receive_log, serve_log
from loket.node.operations.exchange_access import Answer, Sender, refusal
from loket.node.operations.node import Node, current_node


# No cookie speaks here: each request carries its own signature, so there is nothing to forge across sites.
@csrf_exempt
@require_POST
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """tlog-witness add-checkpoint."""
    return signed(request, witness.MAX_REQUEST_BYTES, receive_log.accept_checkpoint)


@csrf_exempt
@require_POST
def add_entries(request: HttpRequest) -> HttpResponse:
    """tlog-mirror add-entries."""

    def act(node: Node, sender: Sender, body: bytes) -> Answer:
        answer = receive_log.accept_entries(node, sender, decompressed(request, body))
        return Answer(answer.status, answer.body, answer.content_type, {"Accept-Encoding": "gzip"})

    return signed(request, MAX_BODY_BYTES, act)


@csrf_exempt
@require_POST
def add_case_keys(request: HttpRequest) -> HttpResponse:
    """Case keys, encrypted to this node."""
    return signed(request, case_keys.MAX_MESSAGE_BYTES, receive_case_keys.accept_case_keys)


@csrf_exempt
@require_http_methods(["HEAD", "GET", "PUT"])
def blob(request: HttpRequest, sha256: str) -> HttpResponse:
    """HEAD: how much of it is here; PUT: its next part; GET: a part of it."""

    def act(node: Node, sender: Sender, body: bytes) -> Answer:
        try:
            offset = _whole(request, "offset")
            if request.method == "GET":
                return serve_log.serve_blob(node, sender, sha256, offset)
            named = receive_blob.blob_of(request.GET.get("origin", ""), sha256, _whole(request, "size"))
        except (SyncError, TlogError) as error:
            return refusal(400, str(error))
        if request.method == "HEAD":
            return receive_blob.blob_offset(node, sender, named)
        return receive_blob.accept_blob_part(node, sender, named, offset, body)

    return signed(request, receipts.MAX_CHUNK_BYTES, act)


@csrf_exempt
@require_GET
def log_checkpoint(request: HttpRequest, origin_hash: str) -> HttpResponse:
    """tlog-tiles checkpoint of a log held here."""
    return signed(request, 0, lambda node, sender, _: serve_log.serve_checkpoint(node, sender, origin_hash))


@csrf_exempt
@require_GET
def log_tile(request: HttpRequest, origin_hash: str, path: str) -> HttpResponse:
    """tlog-tiles tile or entry bundle."""
    return signed(request, 0, lambda node, sender, _: serve_log.serve_tile(node, sender, origin_hash, path))


@csrf_exempt
@require_GET
def witnessed_checkpoint(request: HttpRequest, origin_hash: str) -> HttpResponse:
    """tlog-witness: the latest checkpoint of a log that was cosigned here."""
    return signed(request, 0, lambda node, sender, _: serve_log.serve_witnessed(node, sender, origin_hash))


@csrf_exempt
@require_GET
def trust(request: HttpRequest) -> HttpResponse:
    """The trust root: open to everybody, for its keys let a reader check all the rest."""
    try:
        after = _whole(request, "after") if "after" in request.GET else None
    except TlogError as error:
        return response(refusal(400, str(error)))
    return response(serve_log.serve_trust(current_node(), after))


def _whole(request: HttpRequest, name: str) -> int:
    return checkpoint.parse_size(request.GET.get(name, "0"))
