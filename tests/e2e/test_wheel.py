"""The wheel that a person installs carries all the app needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import rekreview

PROJECT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the built wheel as an installation would lay it out, and nothing else of the project."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(place / "dist")]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    (wheel,) = (place / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "site")
    return place / "site"


def run(site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the installed app in another directory; its own packages come before the checkout's."""
    code = (
        "import sys; import rekreview.__main__ as start;"
        f"assert start.__file__.startswith({str(site)!r}), start.__file__; sys.exit(start.main())"
    )
    environment = os.environ | {"PYTHONPATH": str(site), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, cwd=site.parent, env=environment, capture_output=True, text=True, check=False)


def test_it_holds_the_resources_and_not_the_tests(site: Path) -> None:
    resources = {path.name for path in (site / "rekreview" / "resources").iterdir() if path.is_dir()}
    assert {"icons", "fonts", "taxonomies", "sample", "models"} <= resources
    assert {path.name for path in site.iterdir() if not path.name.endswith(".dist-info")} == {"rekreview"}
    assert list(site.glob("*.dist-info/licenses/LICENSE"))


def test_it_is_small(site: Path) -> None:
    megabytes = sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / 1e6
    assert megabytes < 12, "something that only the checkout needs has come along"


def test_it_tells_its_version(site: Path) -> None:
    told = run(site, "--version")
    assert told.returncode == 0, told.stderr
    assert rekreview.__version__ in told.stdout


def test_it_knows_the_taxonomies(site: Path) -> None:
    told = run(site, "policy", "check", "aws_rek", "--json")
    assert told.returncode == 0, told.stderr
    assert len(json.loads(told.stdout)["effective"]) > 40


def test_every_part_of_it_works(site: Path) -> None:
    told = run(site, "--self-test")
    assert told.returncode == 0, told.stderr
    assert "passed" in told.stdout
