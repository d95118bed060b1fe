"""`loket demo`: an office and a centre on this machine, and a page that takes the centre down."""

import shutil
import signal
import sys
import tempfile
from pathlib import Path
from random import Random
from types import FrameType

from rich.console import Console
from rich.progress import track
from rich.table import Table

from loket.config.demo_setup import (
    BLANKS,
    ELECTRONIC_BLANKS,
    ELECTRONIC_SHIPMENT,
    EMERGENCY_BLANKS,
    EMERGENCY_SHIPMENT,
    TRUST_FILE,
    Demo,
    is_made,
    make_demo,
)
from loket.config.inspect_nodes import look_and_check, open_pair
from loket.config.ports import is_busy, three_ports
from loket.config.processes import NodeProcess
from loket.drills import people
from loket.drills.control import Control, run_control
from loket.drills.headless import is_electronic, run_day
from loket.drills.office_client import OfficeClient
from loket.drills.scenario import read_scenario
from loket.drills.walk import STAGES, Walker
from loket.node.devices.fake_printer import FakePrinter, FakePrinterServer

SCENARIO = "polman-2024"
DEFAULT_FOLDER = Path(".loket") / "demo"
_SEED = 20_240_620


def plan(folder: Path, port: int) -> Demo:
    """The demo in this folder, on three ports in a row."""
    return Demo(
        folder=folder.absolute(),
        scenario=read_scenario(SCENARIO),
        control_port=port,
        office_port=port + 1,
        centre_port=port + 2,
    )


def _nodes(demo: Demo) -> tuple[NodeProcess, NodeProcess]:
    return NodeProcess(demo.office, demo.office_port), NodeProcess(demo.centre, demo.centre_port)


def _officers(demo: Demo, office: NodeProcess) -> dict[str, OfficeClient]:
    passwords = demo.passwords()
    return {
        one.username: OfficeClient(office.address, one.username, passwords[one.username])
        for one in people.OFFICERS
    }


def _stop_like_ctrl_c() -> None:
    """A closed terminal or a SIGTERM ends the demo, and its nodes, as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def run_demo(folder: Path | None, *, port: int, with_cases: bool) -> int:
    """Set everything up, start it, say where it is; stays until Ctrl-C. Returns the exit code."""
    _stop_like_ctrl_c()
    console = Console()
    demo = plan(folder or DEFAULT_FOLDER, port)
    busy = [number for number in (port, port + 1, port + 2) if is_busy(number)]
    if busy:
        console.print(
            f"Port {busy[0]} on 127.0.0.1 is in use: stop what uses it, or name others with --port."
        )
        return 2
    first = not is_made(demo)
    if first:
        console.print(f"Making keys, an office and a centre in {demo.folder} …")
        make_demo(demo)
    office, centre = _nodes(demo)
    try:
        pages = demo.office / "printer"
        pages.mkdir(exist_ok=True)
        printer = FakePrinter(folder=pages, at_once=True)
        with FakePrinterServer(printer) as printing:
            # A printer that answers over IPP, and that this page puts into trouble.
            office.settings["LOKET_PRINTER"] = printing.uri
            centre.start()
            office.start()
            if first and with_cases:
                _put_cases_in(demo, office, console)
            printer.at_once = False
            _say_where(demo, office, centre, console)
            run_control(Control(office=office, centre=centre, port=demo.control_port, printer=printer))
    except KeyboardInterrupt:
        console.print("\nStopped. Everything is kept; ./loket demo goes on where it was.")
    finally:
        office.stop()
        centre.stop()
    return 0


def _put_cases_in(demo: Demo, office: NodeProcess, console: Console) -> None:
    """As many cases as were in process when the centre was lost, spread over the stages."""
    officers = _officers(demo, office)
    walker = Walker(officers, lambda _who, _what: None)
    walker.receive("KIRIM-0001", BLANKS)
    walker.receive(EMERGENCY_SHIPMENT, EMERGENCY_BLANKS)
    walker.receive(ELECTRONIC_SHIPMENT, ELECTRONIC_BLANKS)
    rng = Random(_SEED)  # noqa: S311 - made-up people, the same each time
    count = demo.scenario.in_process_when_lost
    for number in track(range(count), description=f"{count} cases", console=console):
        person = people.make_up(
            number,
            rng,
            area=demo.scenario.area_code,
            renewal=number % 3 != 0,
            electronic=is_electronic(number),
        )
        walker.walk(person, until=STAGES[number % len(STAGES)])


def _say_where(demo: Demo, office: NodeProcess, centre: NodeProcess, console: Console) -> None:
    table = Table("sign-in", "password", "who", "may do", title="Demo sign-ins (made up)")
    passwords = demo.passwords()
    for officer in (*people.OFFICERS, people.HEADQUARTERS):
        table.add_row(officer.username, passwords[officer.username], officer.name, ", ".join(officer.roles))
    console.print(table)
    lines = (
        f"Counter of the office   {office.address}/",
        f"Headquarters            {centre.address}/",
        f"Centre down, printer jam http://127.0.0.1:{demo.control_port}/",
        f"Data                    {demo.folder}",
        f"Verify the office's log ./loket log verify {demo.office} --trust {demo.folder / TRUST_FILE}",
        "Stop with Ctrl-C; it goes on with ./loket demo, and begins anew when the folder is removed.",
    )
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False)
    sys.stdout.flush()


def run_headless(folder: Path | None) -> int:
    """One day of the outage without a person; 0 only if everything that must hold held."""
    _stop_like_ctrl_c()
    made_here = folder is None
    place = Path(tempfile.mkdtemp(prefix="loket-day-")) / "demo" if folder is None else folder
    with three_ports() as first:
        code = _run_headless(plan(place, first))
    if made_here and code == 0:
        shutil.rmtree(place.parent)
    return code


def _run_headless(demo: Demo) -> int:
    print(f"Data in {demo.folder}", flush=True)
    make_demo(demo)
    office, centre = _nodes(demo)
    try:
        centre.start()
        office.start()
        pair = open_pair(demo.office, demo.centre)
        return run_day(
            demo.scenario,
            centre=centre,
            sign_in=lambda: _officers(demo, office),
            blanks=BLANKS,
            electronic=(ELECTRONIC_SHIPMENT, ELECTRONIC_BLANKS),
            look=lambda: look_and_check(pair),
        )
    finally:
        office.stop()
        centre.stop()
