"""What a new user does first: `make run MEDIA=folder` on a machine without a screen, with the folder one has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e import odd_files
from tests.e2e.performing import PROJECT, needs_a_screen


@pytest.fixture
def told(tmp_path: Path) -> tuple[str, int]:
    """What the run printed, and how many assets there are."""
    needs_a_screen()
    if not (PROJECT / ".venv" / "bin" / "rekreview").exists():
        pytest.skip("No .venv in the checkout: `make setup` makes it.")
    assets = odd_files.make(tmp_path / "odd files")
    away = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in away}
    run = subprocess.run(
        [PROJECT / "packaging" / "run.sh", tmp_path / "odd files"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout, assets


@pytest.mark.e2e
@pytest.mark.timeout(240)
@pytest.mark.skipif(sys.platform != "linux", reason="the virtual screen is one of Linux")
def test_every_file_of_an_odd_folder_is_accounted_for(told: tuple[str, int]) -> None:
    printed, assets = told
    moderated = assets - len(odd_files.NOT_MODERATED)
    skipped = len(odd_files.SKIPPED)
    assert f"{assets} assets imported, {odd_files.COPIES} copies, {skipped} files skipped" in printed
    assert f"0 rejected, {moderated} approved, {len(odd_files.NOT_MODERATED)} not moderated" in printed
    for name, why in odd_files.SKIPPED.items():
        assert f"/{name}: {why}" in printed
    lines = printed.splitlines()
    for name, why in odd_files.NOT_MODERATED.items():
        assert any("not moderated" in line and f"/{name}: " in line and why in line for line in lines), (name, printed)
    with Image.open(PROJECT / "build" / "run" / "window.png") as window:
        assert len(window.convert("RGB").resize((140, 90)).getcolors(140 * 90) or ()) > 50, "the window shows pictures"
