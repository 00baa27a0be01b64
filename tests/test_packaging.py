"""What is installed is what the program needs: code, settings, drills and icons, and nothing of the workshop."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the network by the backend that the lock installs."""
    if find_spec("hatchling") is None:
        missing = "hatchling, which builds the wheel, is not installed"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def test_every_module(names: set[str]) -> None:
    """Every module of the package is in the wheel."""
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "sitbreak").rglob("*.py")}
    assert modules <= names


@pytest.mark.parametrize("folder", ["config", "icons"])
def test_shipped_files(names: set[str], folder: str) -> None:
    """Settings, drills and icons lie where an installed program looks for them."""
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert files
    assert {f"sitbreak/_data/{name}" for name in files} <= names


def test_templates(names: set[str]) -> None:
    """What the week's page is made from lies beside the module that makes it."""
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "sitbreak/ui/report/templates").iterdir()}
    assert "sitbreak/ui/report/templates/week.html.j2" in files
    assert files <= names


def test_named_files(names: set[str]) -> None:
    """The commented settings and the drills are among them."""
    assert "sitbreak/_data/config/sitbreak.toml" in names
    assert "sitbreak/_data/config/drills/standing-march.toml" in names


def test_nothing_else(names: set[str]) -> None:
    """The wheel holds the package and its own description only."""
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"sitbreak"}
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_installed_files_are_found(wheel: Path, tmp_path: Path) -> None:
    """Unpacked somewhere else, the program finds its own files without the checkout."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = "from sitbreak.shipped import shipped; print(shipped('config', 'sitbreak.toml'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == str(tmp_path / "sitbreak/_data/config/sitbreak.toml")


def test_command(wheel: Path) -> None:
    """Installing the wheel brings the command `sitbreak`."""
    archive = zipfile.ZipFile(wheel)
    (entry,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    assert "sitbreak = sitbreak.cli:main" in archive.read(entry).decode()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks(name: str) -> None:
    """Locks pin every dependency by hash, and name no place to fetch it from."""
    text = (ROOT / name).read_text()
    pinned = {line.split("==")[0].lower() for line in text.splitlines() if "==" in line and not line.startswith(" ")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {Requirement(line).name for line in project["dependencies"]} <= pinned
    assert text.count("--hash=sha256:") >= len(pinned)
    assert "://" not in text
    assert "index" not in text
