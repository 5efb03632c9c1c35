"""Opening: what is there, what is not, and what is something else."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import Corrupt, DiskFull, LibraryMissing, ReadOnly, TooNew
from rekreview.domain.policy import DEFAULT_PAIR
from rekreview.domain.queues import QueueFilter
from rekreview.library import Library, database
from tests.unit.library.makers import add, fill


def test_a_library_that_is_not_there_is_missed(place: Path) -> None:
    with pytest.raises(LibraryMissing) as caught:
        Library.open(place)
    assert str(place) in caught.value.message
    assert caught.value.hint
    assert not place.exists()


def test_a_folder_without_a_library_is_missed_and_left_as_it_is(place: Path) -> None:
    place.mkdir()
    with pytest.raises(LibraryMissing):
        Library.open(place)
    assert list(place.iterdir()) == []


def test_it_is_made_with_its_folders(tmp_path: Path) -> None:
    deep = tmp_path / "not" / "there" / "yet"
    with Library.open(deep, create=True) as library:
        assert library.directory == deep
        assert library.queries.ids(QueueFilter()).tolist() == []
        applied = library.queries.policy()
        assert (applied.name, applied.version, applied.pair) == ("Default", 1, DEFAULT_PAIR)


def test_it_is_not_made_for_looking_only(place: Path) -> None:
    with pytest.raises(LibraryMissing):
        Library.open(place, create=True, read_only=True)


def test_all_is_there_after_it_was_closed(place: Path) -> None:
    with Library.open(place, create=True) as library:
        ids = add(library, "a.jpg", "b.jpg")
    with Library.open(place) as library:
        assert library.queries.ids(QueueFilter()).tolist() == ids


def test_opening_with_create_keeps_what_is_there(place: Path) -> None:
    with Library.open(place, create=True) as library:
        fill(library, 3)
    with Library.open(place, create=True) as library:
        assert library.queries.totals().assets == 3


def test_closing_twice_does_no_harm(place: Path) -> None:
    library = Library.open(place, create=True)
    library.close()
    library.close()


def test_a_later_version_is_refused_kindly_and_not_touched(place: Path) -> None:
    Library.open(place, create=True).close()
    file = place / database.FILE_NAME
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(TooNew) as caught:
        Library.open(place, create=True)
    assert "later version" in caught.value.message
    assert "newest version" in caught.value.hint
    assert file.read_bytes() == before


def test_something_that_is_no_database_is_refused(place: Path) -> None:
    place.mkdir()
    (place / database.FILE_NAME).write_bytes(b"Dear diary, " * 500)
    with pytest.raises(Corrupt) as caught:
        Library.open(place, create=True)
    assert "not touched" in caught.value.message
    assert (place / database.FILE_NAME).read_bytes().startswith(b"Dear diary")


def test_a_database_of_something_else_is_refused(place: Path) -> None:
    place.mkdir()
    connection = sqlite3.connect(place / database.FILE_NAME)
    connection.execute("CREATE TABLE recipe (name)")
    connection.commit()
    connection.close()
    with pytest.raises(Corrupt, match="something else"):
        Library.open(place)


def test_a_file_cut_short_is_refused(place: Path) -> None:
    with Library.open(place, create=True) as library:
        fill(library, 2000)
    file = place / database.FILE_NAME
    os.truncate(file, file.stat().st_size // 3)
    with pytest.raises(Corrupt):
        read_everything(place)


def read_everything(place: Path) -> None:
    with Library.open(place) as library:
        library.queries.tiles(library.queries.ids(QueueFilter()))
        library.queries.page(limit=2000)


def test_an_empty_file_becomes_a_library_only_when_one_is_wanted(place: Path) -> None:
    place.mkdir()
    (place / database.FILE_NAME).touch()
    with Library.open(place, create=True) as library:
        assert fill(library, 1)


def test_a_place_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DiskFull) as caught:
        Library.open(tmp_path / "file" / "library", create=True)
    assert "Nothing was imported" in caught.value.message


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_library_without_permission_is_told(place: Path) -> None:
    Library.open(place, create=True).close()
    place.chmod(0o500)
    (place / database.FILE_NAME).chmod(0o400)
    try:
        with pytest.raises(DiskFull, match="permission"):
            write_one(place)
    finally:
        place.chmod(0o700)


def write_one(place: Path) -> None:
    with Library.open(place) as library:
        fill(library, 1)


def test_a_full_disk_is_told_and_loses_only_what_was_not_saved(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = fill(library, 50)
    writers = library._database._writers
    assert writers is not None
    with writers.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DiskFull) as caught:
        add(library, *(f"more {index:05}.jpg" for index in range(5000)))
    assert "full" in caught.value.message
    assert library.queries.ids(QueueFilter()).tolist() == saved
    with writers.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert add(library, "more.jpg")


def test_looking_only_changes_nothing_and_sees_what_a_writer_does(place: Path, library: Library) -> None:
    with Library.open(place, read_only=True) as window:
        assert window.read_only
        ids = fill(library, 5)
        assert window.queries.ids(QueueFilter()).tolist() == ids
        assert window.thumbnails.get(ids) == {}
        with pytest.raises(ReadOnly):
            fill(window, 1)
        with pytest.raises(ReadOnly):
            window.commands.undo()
    assert library.queries.totals().assets == 5


def test_looking_only_notices_that_another_program_wrote(place: Path, library: Library) -> None:
    with Library.open(place, read_only=True) as window:
        assert not window.foreign_writes()
        fill(library, 1)
        assert window.foreign_writes()
        assert not window.foreign_writes()


def test_writes_of_another_program_are_noticed_once_and_own_ones_never(place: Path, library: Library) -> None:
    assert not library.foreign_writes()
    fill(library, 1)
    assert not library.foreign_writes()
    script = (
        "import sys; from pathlib import Path; from rekreview.library import Library\n"
        "from tests.unit.library.makers import add\n"
        "with Library.open(Path(sys.argv[1])) as library: add(library, 'from elsewhere.jpg')"
    )
    subprocess.run([sys.executable, "-c", script, str(place)], check=True)
    assert library.foreign_writes()
    assert not library.foreign_writes()
    add(library, "own.jpg")
    assert not library.foreign_writes()


def test_asking_for_foreign_writes_never_waits_for_a_writer(library: Library) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with library._database.writing():
            inside.set()
            go_on.wait(5)

    writer = threading.Thread(target=write_slowly)
    writer.start()
    inside.wait(5)
    assert not library.foreign_writes()
    go_on.set()
    writer.join()


def test_listeners_hear_of_every_saved_change_until_they_leave(library: Library) -> None:
    heard: list[ChangeSet] = []
    leave = library.subscribe(heard.append)
    ids = fill(library, 2)
    assert heard == [ChangeSet(added=tuple(ids))]
    leave()
    leave()
    add(library, "unheard.jpg")
    assert len(heard) == 1


def test_a_listener_may_write(library: Library) -> None:
    def look_again(changes: ChangeSet) -> None:
        if changes.added:
            library.commands.second_look(changes.added, True, "listener")

    library.subscribe(look_again)
    ids = fill(library, 1)
    assert library.queries.asset(ids[0]).second_look


def test_a_listener_is_called_on_the_thread_that_wrote(library: Library) -> None:
    threads: list[str] = []
    library.subscribe(lambda _: threads.append(threading.current_thread().name))
    writer = threading.Thread(target=lambda: fill(library, 1), name="the writer")
    writer.start()
    writer.join()
    assert threads == ["the writer"]


def test_a_command_that_reads_loads_no_alembic(place: Path) -> None:
    Library.open(place, create=True).close()
    script = (
        "import sys; from pathlib import Path; from rekreview.library import Library\n"
        "with Library.open(Path(sys.argv[1])) as library: library.queries.counts()\n"
        "assert 'alembic' not in sys.modules and 'PySide6' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script, str(place)], check=True)
