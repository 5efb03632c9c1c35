from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from rekreview.domain.errors import Corrupt, DiskFull, LibraryError, ReadOnly
from rekreview.domain.policy import PolicyPair
from rekreview.domain.queues import QueueFilter
from rekreview.library import Library
from rekreview.settings import Settings
from rekreview.ui.opening import LOCK_NAME, open_library


@pytest.fixture
def settings() -> Settings:
    return Settings(workers=1)


def test_a_missing_library_is_made(settings: Settings, tmp_path: Path) -> None:
    opened = open_library(settings, tmp_path / "deep" / "library")
    assert not opened.read_only
    assert opened.library.queries.counts().unmoderated == 0
    opened.close()
    assert not (tmp_path / "deep" / "library" / LOCK_NAME).exists()


def test_a_second_window_may_only_look(settings: Settings, tmp_path: Path) -> None:
    first = open_library(settings, tmp_path)
    second = open_library(settings, tmp_path)
    assert not first.read_only
    assert second.read_only
    with pytest.raises(ReadOnly):
        second.library.commands.apply_policy(PolicyPair("aws_rek", "aws_rek_video"), name="x")
    second.close()
    first.close()
    third = open_library(settings, tmp_path)
    assert not third.read_only, "the lock is given back"
    third.close()


def test_the_lock_of_a_window_that_was_killed_is_not_heeded(settings: Settings, tmp_path: Path) -> None:
    gone = os.fork()
    if gone == 0:
        os._exit(0)
    os.waitpid(gone, 0)
    host = os.uname().nodename
    (tmp_path / LOCK_NAME).write_text(f"{gone}\nrekreview\n{host}\n")
    opened = open_library(settings, tmp_path)
    assert not opened.read_only
    opened.close()


def test_a_folder_that_cannot_be_made_says_so(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DiskFull, match="cannot be made"):
        open_library(settings, tmp_path / "file" / "library")


def test_a_file_that_is_no_library_is_refused_and_the_lock_given_back(settings: Settings, tmp_path: Path) -> None:
    opened = open_library(settings, tmp_path)
    opened.close()
    database = next(path for path in tmp_path.iterdir() if path.suffix == ".sqlite" and "thumb" not in path.name)
    database.write_bytes(b"this is no database" * 500)
    with pytest.raises(Corrupt):
        open_library(settings, tmp_path)
    assert not (tmp_path / LOCK_NAME).exists()


def test_a_library_of_the_future_is_refused(settings: Settings, tmp_path: Path) -> None:
    opened = open_library(settings, tmp_path)
    opened.close()
    database = next(path for path in tmp_path.iterdir() if path.suffix == ".sqlite" and "thumb" not in path.name)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(LibraryError) as refused:
        open_library(settings, tmp_path)
    assert refused.value.code == "library_too_new"


@pytest.mark.parametrize("second", [False, True])
def test_what_another_program_writes_right_after_the_opening_is_heard_of(
    settings: Settings, tmp_path: Path, second: bool
) -> None:
    first = open_library(settings, tmp_path)
    window = open_library(settings, tmp_path) if second else first
    assert window.read_only == second
    with Library.open(tmp_path) as other:
        other.commands.save_filter("Mine", QueueFilter())
    assert window.library.foreign_writes()
    assert not window.library.foreign_writes()
    for opened in dict.fromkeys((window, first)):
        opened.close()
