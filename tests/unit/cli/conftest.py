"""A small library of real files that the real program moderated once, and a way to run commands on copies of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rekreview import paths
from rekreview.__main__ import main
from tests.contract.amazon import account, amazon_keys  # noqa: F401 - the keys are a fixture
from tests.fakes.aws import clips
from tests.fakes.aws.rekognition import StandIn

# Of these the on-device engine rejects the wine and the towel; the download cannot be decoded, the text is no media.
SAMPLES = ("cat.jpg", "wine.png", "towel.webp", "travel.mp4", "unfinished-download.jpg")


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The objects on standard output, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class Shell:
    """Runs commands in this process on one library."""

    def __init__(self, capture: pytest.CaptureFixture[str], library: Path) -> None:
        self._capture = capture
        self.library = library

    def __call__(self, *words: object) -> Ran:
        """Run a command on the library and return what came of it."""
        return self.bare(*words, "--library", self.library)

    def bare(self, *words: object) -> Ran:
        """Run a command without naming a library."""
        self._capture.readouterr()
        status = main([str(word) for word in words])
        return Ran(status, *self._capture.readouterr())


def program(*words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    command = [sys.executable, "-m", "rekreview", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False, **options)


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of five media files and one text, in which every kind of outcome is there."""
    folder = tmp_path_factory.mktemp("media")
    for name in SAMPLES:
        shutil.copy(paths.resources() / "sample" / name, folder)
    (folder / "notes.txt").write_text("not media")
    return folder


@pytest.fixture(scope="session")
def scanned(media: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A library that the program made from the folder, and what it printed."""
    library = tmp_path_factory.mktemp("scanned") / "library"
    home = tmp_path_factory.mktemp("home")
    environment = {**os.environ, "XDG_CONFIG_HOME": str(home), "XDG_STATE_HOME": str(home)}
    done = program("--library", library, "scan", media, "--engine", "on-device", "--json", env=environment)
    return library, Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], scanned: tuple[Path, Ran], tmp_path: Path) -> Shell:
    """Commands on a copy of the scanned library."""
    copy = tmp_path / "library"
    shutil.copytree(scanned[0], copy)
    return Shell(capsys, copy)


@pytest.fixture
def fresh(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    """Commands on a library that is not there yet."""
    return Shell(capsys, tmp_path / "new" / "library")


@pytest.fixture
def ids(run: Shell) -> dict[str, int]:
    """The id of each asset by its file name."""
    return {Path(asset["paths"][0]).name: asset["id"] for asset in run("list", "--json").json["assets"]}


@pytest.fixture
def amazon(amazon_keys: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:  # noqa: F811
    """A stand-in for Amazon's services that the standard variables lead to; the bucket of ours is “mine”."""
    with StandIn(account()) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL_REKOGNITION", running.url)
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", running.url)
        yield running


@pytest.fixture
def clips_folder(tmp_path: Path) -> Path:
    """Three seconds with violence in the middle and four with alcohol; the second is no MP4."""
    place = tmp_path / "media"
    place.mkdir()
    clips.write(place / "a.mp4", [1, 7, 2])
    clips.write(place / "b.mkv", [20, 20, 3, 20])
    return place
