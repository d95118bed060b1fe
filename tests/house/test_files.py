"""What is committed runs anywhere and says nothing of the machine it was written on."""

import re
import tomllib

# Put together here so that this file may be read by its own test.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "deb" + ".debian.org",
    "proxy.golang" + ".org",
    "crates" + ".io",
]
PLACES = ["/" + name + "/" for name in ("work", "root", "opt/pypi", "home/user", "tmp/venv", "tmp/probe")]
FAR_ASSET = re.compile(r"""(?:src|href)=["'](?:https?:)?//""")
LARGEST_BYTES = 2_000_000


def _texts(files):
    for path in files:
        data = path.read_bytes()
        if b"\0" not in data[:8000]:
            yield path, data.decode("utf-8", errors="replace")


def test_no_file_names_a_package_registry(files):
    found = [(path.name, host) for path, text in _texts(files) for host in REGISTRIES if host in text]

    assert found == []


def test_no_file_names_a_place_on_somebodys_machine(files):
    place = re.compile(r"(?<![\w.)}\]*])(?:" + "|".join(map(re.escape, PLACES)) + ")")
    found = [(path.name, place.findall(text)) for path, text in _texts(files) if place.search(text)]

    assert found == []


def test_no_page_takes_an_asset_from_another_host(files):
    found = [path.name for path, text in _texts(files) if path.suffix == ".html" and FAR_ASSET.search(text)]

    assert found == []


def test_no_private_key_is_committed_unless_it_says_that_it_is_for_tests(files):
    marker = "PRIVATE" + " KEY-----"
    found = [path.name for path, text in _texts(files) if marker in text and "TEST" not in text]

    assert found == []


def test_no_file_is_too_large_for_a_repository(files):
    assert [path.name for path in files if path.stat().st_size > LARGEST_BYTES] == []


def test_every_requirement_is_pinned_with_a_hash(root):
    for file in (root / "requirements").glob("*.txt"):
        logical = re.sub(r"\\\n", " ", file.read_text())
        lines = [line for line in logical.splitlines() if line and not line.lstrip().startswith("#")]
        assert lines, file.name
        assert [line.split()[0] for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_the_launcher_accepts_the_pythons_that_the_project_declares(root):
    declared = tomllib.loads((root / "pyproject.toml").read_text())["project"]["requires-python"]

    assert declared == ">=3.11,<3.14"
    assert "OLDEST, NEWEST = (3, 11), (3, 13)" in (root / "loket").read_text()
