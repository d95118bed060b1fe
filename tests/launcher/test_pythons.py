"""A second Python counts only if it runs."""

import sys

from launcher import pythons


def _stand_in(folder, version, script):
    path = folder / f"python{version}"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def _another_version():
    return next(version for version in pythons.SUPPORTED if version != "{}.{}".format(*sys.version_info[:2]))


def test_a_stand_in_that_refuses_to_run_is_not_a_python(tmp_path, monkeypatch):
    for version in pythons.SUPPORTED:
        _stand_in(tmp_path, version, "echo 'command not found in this version' >&2; exit 127")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))

    assert pythons.a_second() is None


def test_the_interpreter_behind_a_stand_in_is_found(tmp_path, monkeypatch):
    version = _another_version()
    _stand_in(tmp_path, version, f"echo {version}; echo /opt/real/python")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))

    assert str(pythons.a_second()) == "/opt/real/python"
