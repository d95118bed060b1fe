"""A node's folder: its settings in `node.env`, so that every command finds the node by its folder alone."""

import os
from collections.abc import Mapping
from pathlib import Path

import django

from loket.config.settings import NodeSettings, SettingsError

NODE_ENV = "node.env"


def write_node_env(folder: Path, values: Mapping[str, str]) -> None:
    """Write the settings of a node; they are no secrets."""
    lines = [f"{name}={value}\n" for name, value in values.items()]
    (folder / NODE_ENV).write_text("".join(lines), encoding="utf-8")


def read_node_env(folder: Path) -> dict[str, str]:
    """Read them; SettingsError when the folder is no node's."""
    path = folder / NODE_ENV
    if not path.is_file():
        message = f"{folder} is not the folder of a node (it has no {NODE_ENV})"
        raise SettingsError(message)
    values = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name, separator, value = line.partition("=")
        if not line or line.startswith("#"):
            continue
        if not separator or not name.startswith("LOKET_"):
            message = f"{path.name}, line {number}: not LOKET_NAME=value"
            raise SettingsError(message)
        values[name] = value
    return values


def enter(folder: Path) -> NodeSettings:
    """Make this process the node of this folder: its settings become the environment's, Django is set up.

    What the environment says already stays: it overrides the file.
    """
    for name, value in {**read_node_env(folder), "LOKET_DATA": str(folder.absolute())}.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.django_settings")
    settings = NodeSettings.from_environment(os.environ)
    django.setup()
    return settings
