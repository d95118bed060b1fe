"""One day of the outage, with real processes: the command a newcomer tries first."""

import os
import re
import subprocess
import sys

LINES = re.compile(r"^\s*[0-9.]+ s  (held|NOT HELD)\s+(.*)$", re.MULTILINE)


def test_ten_passports_are_issued_with_the_centre_gone_and_all_is_settled_when_it_is_back(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)

    done = subprocess.run(
        [sys.executable, "-P", "-m", "loket", "demo", "--headless", "--data", str(tmp_path / "day")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-3_000:]
    assert {state for state, _ in LINES.findall(done.stdout)} == {"held"}
    assert "10 of 10 passports issued" in done.stdout
    assert "the centre's process is killed" in done.stdout
    # Of ten applicants four are first passports: the registry could not answer, so the head signed for each.
    assert done.stdout.count("ordered a signed exception") == 4
