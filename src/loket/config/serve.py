"""Running a node: followers in threads, pages and exchange in one process on 127.0.0.1."""

import faulthandler
import logging
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from loket.config.build import build_node
from loket.config.folder import enter
from loket.config.pace import pages_in_turn, set_pace
from loket.config.printers import data_page_printer, paper_queue, seconds_between_rounds
from loket.config.settings import NodeRole, NodeSettings
from loket.node.operations.node import Node, set_current_node

if TYPE_CHECKING:
    from loket.node.devices.fingers import FingerprintScanner

_log = logging.getLogger(__name__)
_THREADS = 12  # some of them wait: for a bank, for the disk, for their turn to make a page
_CHIPS_SECONDS = 0.5
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0
_SIMULATED_FINGER = (150, 200)  # pixels: a quarter of a real one, for small records in demonstrations
Follow = Callable[[threading.Event], None]


def serve(folder: Path) -> None:
    """Run the node of this folder until it is told to stop (SIGTERM, SIGINT)."""
    import waitress
    from django.core.wsgi import get_wsgi_application

    # A crash of compiled code says nothing by itself; stacks hold names of functions, no data.
    faulthandler.enable()
    set_pace()
    settings = enter(folder)
    node = build_node(settings)
    quarantine = node.store.check_high_water()
    if quarantine is not None:
        _log.error("in quarantine, no acts are taken: %s: %s", quarantine.origin, quarantine.reason)
    set_current_node(node)
    stop = threading.Event()
    application = pages_in_turn(get_wsgi_application())
    server: Any = waitress.create_server(
        application,
        host="127.0.0.1",
        port=settings.port,
        threads=_THREADS,
        ident="",
        clear_untrusted_proxy_headers=True,
        # TLS ends in a proxy on this machine (LOKET_HTTPS): only then is its word on scheme and sender taken.
        trusted_proxy="127.0.0.1" if settings.https else None,
        trusted_proxy_headers={"x-forwarded-proto", "x-forwarded-for"} if settings.https else set(),
        max_request_body_size=64 * 1024 * 1024,
    )

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()
        server.close()
        # Every acknowledged act is on the disk; nothing waits for a clean end.
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    followers = _followers(node, settings)
    threading.Thread(target=_keep_following, args=(followers, stop), name="followers", daemon=True).start()
    _log.info("%s %s serves on 127.0.0.1:%d", settings.role.value, settings.node, settings.port)
    server.run()


def _tell_of_crash(crash: threading.ExceptHookArgs) -> None:
    """Say the type and the place of a follower's crash; a message could carry personal data."""
    place = traceback.extract_tb(crash.exc_traceback)[-1]
    name = crash.thread.name if crash.thread else "a thread"
    _log.error(
        "%s crashed: %s at %s:%s", name, crash.exc_type.__name__, Path(place.filename).name, place.lineno
    )


def _keep_following(followers: Mapping[str, Follow], stop: threading.Event) -> None:
    """Start every follower, and start one that crashed again, later each time: the counter goes on."""
    threading.excepthook = _tell_of_crash
    threads: dict[str, threading.Thread] = {}
    pauses = dict.fromkeys(followers, 0.0)
    again_at = dict.fromkeys(followers, 0.0)
    while not stop.is_set():
        for name, follow in followers.items():
            thread = threads.get(name)
            if thread is not None and thread.is_alive():
                continue
            if thread is not None and not again_at[name]:
                pauses[name] = min(max(pauses[name] * 2, _FIRST_PAUSE_SECONDS), _LONGEST_PAUSE_SECONDS)
                again_at[name] = time.monotonic() + pauses[name]
            if time.monotonic() >= again_at[name]:
                again_at[name] = 0.0
                threads[name] = threading.Thread(target=follow, args=(stop,), name=name, daemon=True)
                threads[name].start()
        stop.wait(_FIRST_PAUSE_SECONDS)


def _followers(node: Node, settings: NodeSettings) -> dict[str, Follow]:
    if settings.role is NodeRole.CENTRE:
        return _centre_followers(node, settings)
    return _office_followers(node, settings)


def _centre_followers(node: Node, settings: NodeSettings) -> dict[str, Follow]:
    from loket.faces.national.simulators import set_bank_simulator
    from loket.node.followers.centre import CentreFollower
    from loket.node.operations.answer_obligations import Partners
    from loket.node.operations.simulated_partners import simulated_partners
    from loket.node.partners.bank import NoBank
    from loket.node.partners.registry import NoRegistry

    partners = Partners(registry=NoRegistry(), bank=NoBank())
    if settings.specimen:
        partners = simulated_partners(node)
        set_bank_simulator(partners.bank)
    follower = CentreFollower(node, partners)
    return {"centre": lambda stop: follower.run(stop, every_seconds=0.5)}


def _scanner(settings: NodeSettings) -> "FingerprintScanner | None":
    """No maker's scanner is driven yet: an office that is no specimen has none."""
    from loket.node.devices.fingers import SimulatedScanner

    return SimulatedScanner(1, size=_SIMULATED_FINGER) if settings.specimen else None


def _office_followers(node: Node, settings: NodeSettings) -> dict[str, Follow]:
    from loket.faces.counter.desk import OfficeDesk, set_office_desk
    from loket.node.followers.exchange import ExchangeFollower
    from loket.node.followers.look_ups import LookUpFollower
    from loket.node.followers.personalising import PersonalisingFollower
    from loket.node.followers.printing import PrintingFollower
    from loket.node.followers.read_ahead import ReadAheadFollower

    printer = data_page_printer(settings)
    papers = paper_queue(settings, clock=node.clock)
    exchange = ExchangeFollower(node, settings.centre_url) if settings.centre_url else None
    read_ahead = ReadAheadFollower(node, printer)
    printing = PrintingFollower(
        node,
        printer,
        office_title=settings.office_title,
        specimen=settings.specimen,
        sent=read_ahead.sent,
    )
    set_office_desk(
        OfficeDesk(
            title=settings.office_title,
            printer=printer,
            papers=papers,
            printer_status=lambda: printing.status,
            fingers=_scanner(settings),
            last_contact=lambda: exchange.status().answered_at if exchange else None,
        )
    )
    personalising = PersonalisingFollower(node)
    look_ups = LookUpFollower(node)
    followers: dict[str, Follow] = {
        "printing": lambda stop: printing.run(stop, every_seconds=seconds_between_rounds(settings)),
        "papers": papers.run,
        "read-ahead": read_ahead.run,
        "personalising": lambda stop: personalising.run(stop, every_seconds=_CHIPS_SECONDS),
        "look-ups": lambda stop: look_ups.run(stop, every_seconds=2.0),
        "notices": _notices(node, settings),
    }
    if exchange is not None:
        node.store.when_grown(exchange.wake)
        followers["exchange"] = exchange.run
    return followers


def _notices(node: Node, settings: NodeSettings) -> Follow:
    from loket.config.notices import notice_port
    from loket.faces.ui.words.notices import notice_words
    from loket.node.followers.notices import NoticesFollower

    notices = NoticesFollower(
        node,
        notice_port(settings),
        words=notice_words,
        channel=settings.notices.value,
        office_title=settings.office_title,
    )
    return lambda stop: notices.run(stop, every_seconds=2.0)
