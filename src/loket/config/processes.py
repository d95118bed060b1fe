"""Node processes of the demo: started, killed for real, started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import urllib3

START_SECONDS = 60.0
STOP_SECONDS = 10.0


class ProcessError(Exception):
    """A node's process did not start; the message names its log file."""


class NodeProcess:
    """`loket serve` on one folder; its output goes to serve.log there.

    `settings`: variables of this start alone, before those of the folder.
    """

    def __init__(
        self, folder: Path, port: int, *, probe: str = "/sign-in", settings: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.settings = dict(settings or {})
        self._probe = probe
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process's number; ProcessError when there is none."""
        if self._process is None:
            message = f"the node in {self.folder} does not run"
            raise ProcessError(message)
        return self._process.pid

    def start(self) -> None:
        """Start and wait until the node answers; ProcessError after a minute or when it ends."""
        if self.runs:
            return
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
        environment |= {"LOKET_PORT": str(self.port), **self.settings}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        with (self.folder / "serve.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "loket", "serve", "--data", str(self.folder)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        pool = urllib3.PoolManager(timeout=urllib3.Timeout(total=2.0), retries=False)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.runs:
            try:
                if pool.request("GET", self.address + self._probe, redirect=False).status < 500:
                    return
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        message = f"the node in {self.folder} did not start; see {self.folder / 'serve.log'}"
        raise ProcessError(message)

    def kill(self) -> None:
        """SIGKILL: as when the power goes."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, and SIGKILL when that does not help."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        if self.runs:
            self._process.send_signal(number)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
