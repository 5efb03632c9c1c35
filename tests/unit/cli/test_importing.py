"""`import`: every file met counts once."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rekreview.domain.assets import MediaKind
from rekreview.domain.queues import QueueFilter
from rekreview.library.library import Library
from tests.unit.cli.conftest import SAMPLES, Shell


def test_a_folder_is_imported_and_what_is_no_media_is_skipped(fresh: Shell, media: Path) -> None:
    ran = fresh("import", media, "--json")
    assert ran.status == 1, "something was skipped"
    document = ran.json
    assert list(document) == ["added", "duplicates", "skipped", "assets"]
    assert (document["added"], document["duplicates"], len(document["assets"])) == (len(SAMPLES), 0, len(SAMPLES))
    [skipped] = document["skipped"]
    assert skipped["path"] == str(media / "notes.txt")
    assert skipped["reason"]


def test_the_same_again_is_a_duplicate(fresh: Shell, media: Path, tmp_path: Path) -> None:
    first = fresh("import", media / "cat.jpg", "--json")
    assert (first.status, first.json["added"]) == (0, 1)
    again = fresh("import", media / "cat.jpg", "--json").json
    assert (again["added"], again["duplicates"], again["assets"]) == (0, 1, first.json["assets"])
    copy = tmp_path / "copy.jpg"
    shutil.copy(media / "cat.jpg", copy)
    assert fresh("import", copy, "--json").json["duplicates"] == 1
    assert len(fresh("show", 1, "--json").json["paths"]) == 2


def test_a_changed_file_is_a_new_asset(fresh: Shell, media: Path, tmp_path: Path) -> None:
    file = tmp_path / "changing.jpg"
    shutil.copy(media / "cat.jpg", file)
    fresh("import", file)
    shutil.copy(media / "wine.png", file)
    os.utime(file, ns=(1, 1))
    assert fresh("import", file, "--json").json["added"] == 1
    old, new = fresh("list", "--json").json["assets"]
    assert (old["paths"], new["paths"]) == ([], [str(file)])
    assert "(missing)" in fresh("list").out
    assert "(missing)" in fresh("show", 1).out


def test_a_path_that_is_not_there_is_wrong_usage_and_imports_nothing(fresh: Shell, media: Path) -> None:
    ran = fresh("import", media, "/no/such/place", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "usage")
    assert not fresh.library.exists()
    assert fresh.bare("import", "--json").status == 2


def test_a_link_that_leads_nowhere_is_skipped_with_its_reason(fresh: Shell, tmp_path: Path) -> None:
    link = tmp_path / "dangling.jpg"
    link.symlink_to(tmp_path / "gone.jpg")
    ran = fresh("import", link, "--json")
    assert ran.status == 1
    assert ran.json["skipped"][0]["path"] == str(link)
    assert ran.json["skipped"][0]["reason"]


def test_names_that_are_no_text_come_back_as_they_were(fresh: Shell, media: Path, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "odd")
    os.mkdir(folder)
    odd = os.fsdecode(folder + b"/caf\xe9 \x1b[31m.jpg")
    shutil.copy(media / "cat.jpg", odd)
    fresh("import", os.fsdecode(folder))
    assert fresh("show", 1, "--json").json["paths"] == [odd]
    assert fresh("show", odd, "--json").status == 0
    assert "\x1b" not in fresh("show", 1).out


def test_for_people_the_counts_are_sentences(fresh: Shell, media: Path) -> None:
    out = fresh("import", media).out
    assert out.splitlines()[:2] == ["Imported 5 assets.", "Skipped 1 file:"]
    assert "Imported 0 assets, 5 files known already." in fresh("import", media).out


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_library_in_a_forbidden_place_is_status_4(fresh: Shell, media: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert fresh("import", media, "--json").status == 4
    finally:
        tmp_path.chmod(0o700)


def test_a_library_whose_place_is_a_file_is_status_4(fresh: Shell, media: Path, tmp_path: Path) -> None:
    fresh.library.parent.write_text("a file")
    ran = fresh("import", media / "cat.jpg", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (4, "disk_full")


def storyboards(library: Path) -> list[list[tuple[int, bytes]]]:
    with Library.open(library, read_only=True) as opened:
        return [
            opened.thumbnails.storyboard(one) for one in opened.queries.ids(QueueFilter(kind=MediaKind.VIDEO)).tolist()
        ]


def test_who_waits_at_a_terminal_gets_storyboards_after_the_answer(tmp_path: Path, media: Path) -> None:
    reading, writing = pty.openpty()
    library = tmp_path / "library"
    command = [sys.executable, "-m", "rekreview", "import", str(media), "--library", str(library), "--json"]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=writing, timeout=100, check=False)
    os.close(writing)
    os.close(reading)
    assert json.loads(ran.stdout)["added"] == len(SAMPLES)
    [board] = storyboards(library)
    assert len(board) >= 2
    assert all(jpeg.startswith(b"\xff\xd8\xff") for _, jpeg in board)


def test_a_script_does_not_wait_for_storyboards(fresh: Shell, media: Path) -> None:
    fresh("import", media, "--json")
    assert storyboards(fresh.library) == [[]]
