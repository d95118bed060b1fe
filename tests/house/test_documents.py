"""The documents are found, their links lead somewhere, and what can be set or called is written down."""

import re

import pytest

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
SETTING = re.compile(r"[\"'](LOKET_[A-Z][A-Z_0-9]*)[\"']")
DECISION = re.compile(r"\d{4}-[a-z0-9-]+\.md")


@pytest.fixture(scope="module")
def documents(files):
    return {path: path.read_text(encoding="utf-8") for path in files if path.suffix == ".md"}


def test_every_decision_is_listed(root):
    folder = root / "docs/adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    decisions = sorted(path.name for path in folder.glob("*.md") if path.name != "README.md")

    assert [name for name in decisions if not DECISION.fullmatch(name)] == []
    assert [name for name in decisions if f"({name})" not in index] == []


def test_no_two_decisions_have_one_number(root):
    numbers = [path.name[:4] for path in (root / "docs/adr").glob("[0-9]*.md")]

    assert len(numbers) == len(set(numbers))


def test_every_link_in_a_document_leads_somewhere(root, documents):
    dead = [
        f"{path.relative_to(root)}: {target}"
        for path, text in documents.items()
        for target in LINK.findall(text)
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]

    assert dead == []


def test_every_setting_is_documented(modules, documents):
    everything = "\n".join(documents.values())
    settings = {name for module in modules for name in SETTING.findall(module.text)}

    assert sorted(name for name in settings if name not in everything) == []


def test_every_runtime_library_has_its_reason_and_licence(root):
    wanted = (root / "requirements/runtime.in").read_text(encoding="utf-8").splitlines()
    names = [re.split(r"[~=<>\[ ]", line)[0] for line in wanted if line and not line.startswith("#")]
    reasons = (root / "docs/adr/0002-libraries.md").read_text(encoding="utf-8").lower()

    assert [name for name in names if f"| {name}" not in reasons] == []


def test_every_command_is_documented(root, documents):
    if not (root / "src/loket/cli.py").exists():
        return
    from typer.main import get_command

    from loket.cli import app

    everything = "\n".join(documents.values())

    assert [name for name in _commands(get_command(app)) if f"./loket {name}" not in everything] == []


def _commands(group, before=""):
    for name, command in sorted(group.commands.items()):
        if command.hidden:
            continue
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_every_kind_of_event_is_described(root):
    from loket.core.domain.events import EVENT_TYPES

    text = (root / "docs/formats/events.md").read_text(encoding="utf-8")

    assert [event.KIND for event in EVENT_TYPES if f"`{event.KIND}`" not in text] == []


def test_every_reason_of_a_refusal_can_happen(root):
    """A reason that no rule and no operation gives is a dead word."""
    from loket.core.domain.refusals import Reason

    code = "".join(path.read_text(encoding="utf-8") for path in (root / "src/loket").rglob("*.py"))

    unused = [reason.name for reason in Reason if f"Reason.{reason.name}" not in code]

    assert unused == []
