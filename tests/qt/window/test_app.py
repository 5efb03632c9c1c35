from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rekreview import __version__
from rekreview.app import App, Wishes, main, make_app, parse
from rekreview.library import Library
from rekreview.ui import guards, opening, start_times
from rekreview.ui.first_paint import FirstPaint


def test_the_arguments_of_the_window(tmp_path: Path) -> None:
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"")
    wishes = parse(["--library", str(tmp_path / "lib"), "--sample", str(picture), str(tmp_path)])
    assert wishes == Wishes(paths=(picture, tmp_path), library=tmp_path / "lib", sample=True)
    assert parse([]) == Wishes()


def test_a_path_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["/nowhere/at/all"])
    assert ended.value.code == 2
    assert "/nowhere/at/all" in capsys.readouterr().err


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"rekreview {__version__}\n"


def test_the_app_is_named(qapp: QApplication) -> None:
    assert make_app([]) is qapp
    assert qapp.applicationName() == "rekreview"
    assert qapp.applicationVersion() == __version__


@pytest.fixture
def running(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    app = App(qapp, Wishes(library=tmp_path / "library"))
    app.window.show()
    yield app
    app.window.close()
    app.end()
    app.window.deleteLater()


def test_the_window_is_painted_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    code = """
import sys
from PySide6.QtCore import QTimer
from rekreview import app
application = app.make_app([])
running = app.App(application, app.Wishes(library=app.Path(sys.argv[1])))
running.window.show()
def look():
    assert not running.window.grab().isNull()
    print(sorted({"numpy", "sqlmodel", "sqlalchemy", "av", "onnxruntime", "boto3", "PIL"} & set(sys.modules)))
    application.quit()
QTimer.singleShot(0, look)
application.exec()
running.dispatcher.shutdown()
"""
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert ran.stdout == "[]\n", ran.stderr


def test_nothing_is_imported_for_the_first_tiles_that_does_not_show_with_them(tmp_path: Path) -> None:
    code = """
import sys
from rekreview import app
application = app.make_app([])
running = app.App(application, app.Wishes(library=app.Path(sys.argv[1])))
def look(opened):
    running._fill(opened)
    late = ("rekreview.ui.policy", "rekreview.ui.runs", "rekreview.pipeline.scanning",
            "rekreview.engines.rekognition", "av", "onnxruntime", "boto3", "PIL", "alembic", "sqlalchemy",
            "numpy.ma", "rekreview.library.values", "rekreview.library.opinion_values", "rekreview.domain.evidence",
            "rekreview.domain.reviewing", "rekreview.domain.audit", "rekreview.domain.lottery",
            "rekreview.ui.agreement", "rekreview.media.cage", "rekreview.domain.ports",
            "rekreview.domain.segment_exports", "rekreview.ui.dialogs.raw_answer")
    print([name for name in late if name in sys.modules], "rekreview.ui.review" in sys.modules)
    for screen in ("policy", "runs"):
        running.window.show_screen(screen)
    print([name for name in ("rekreview.ui.policy", "rekreview.ui.runs") if name in sys.modules])
    application.quit()
running.window.compose()
running.window.show()
running.dispatcher.read(lambda: __import__("rekreview.ui.opening", fromlist=["*"]).open_library(
    running.preferences.settings, running.directory), look)
application.exec()
running.window.close()
running.end()
"""
    Library.open(tmp_path / "made before", create=True).close()
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "made before")], capture_output=True, text=True, timeout=60
    )
    assert ran.stdout == "[] True\n['rekreview.ui.policy', 'rekreview.ui.runs']\n", ran.stdout + ran.stderr


def test_no_source_is_read_to_import_the_window(tmp_path: Path) -> None:
    code = """
import linecache
import sys
from pathlib import Path
from rekreview.__main__ import main
sys.modules["rekreview.app"] = sys  # what the window is opened with; only what comes before it counts
sys.main = lambda _arguments: 0
main([])
read = len(linecache.cache)
del sys.modules["rekreview.app"]
import rekreview.app
import rekreview.ui.review
print(len(linecache.cache) - read, "numpy" in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ran.stdout == "0 True\n", ran.stdout + ran.stderr


def test_the_window_is_painted_before_it_is_composed(tmp_path: Path) -> None:
    code = """
import sys
from PySide6.QtCore import QTimer
from rekreview import app
application = app.make_app([])
running = app.App(application, app.Wishes(library=app.Path(sys.argv[1])))
said = []
seen = app.FirstPaint(running.window)
seen.begun.connect(lambda: said.append("painted"))
compose = running.window.compose
running.window.compose = lambda: (said.append("composed"), compose(), QTimer.singleShot(0, running.window.close))
running.run()
print(said)
"""
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert ran.stdout == "['painted', 'composed']\n", ran.stderr


def test_a_window_nobody_sees_has_its_library_all_the_same(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    unseen = FirstPaint(widget)
    begun: list[int] = []
    unseen.begun.connect(lambda: begun.append(1))
    unseen.waive()
    unseen.waive()
    widget.show()
    widget.repaint()
    assert begun == [1]


def test_times_of_the_start_are_told_to_who_asks(tmp_path: Path, pictures: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "rekreview", "--library", str(tmp_path / "library"), str(pictures)],
        env={**os.environ, start_times.WANTED: "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told = [process.stdout.readline().split() for _ in range(2)]
    process.terminate()
    process.communicate(timeout=30)
    assert [name for name, _ in told] == ["painted", "usable"]
    assert float(told[0][1]) < float(told[1][1]) < time.time()


def test_the_library_is_opened_behind_the_window(qtbot: QtBot, running: App) -> None:
    running.fill()
    assert running._opened is None
    qtbot.waitUntil(lambda: running._opened is not None, timeout=60_000)
    qtbot.waitUntil(running.dispatcher.idle, timeout=60_000)
    assert running.window.parts.center.currentWidget() is running.window.parts.center.first_start


def test_a_window_closed_while_its_library_is_opened_gives_it_back(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, closed = threading.Event(), threading.Event()
    real = opening.open_library

    def slow(*arguments: Any) -> opening.OpenLibrary:
        opened = real(*arguments)
        reached.set()
        closed.wait(30)
        return opened

    monkeypatch.setattr(opening, "open_library", slow)
    app = App(qapp, Wishes(library=tmp_path / "library"))
    app.window.show()
    app.fill()
    assert reached.wait(30)
    app.window.close()
    threading.Timer(0.2, closed.set).start()
    assert app.end()
    app.window.deleteLater()
    assert not (tmp_path / "library" / opening.LOCK_NAME).exists()


def test_a_library_that_cannot_be_opened_can_be_tried_again(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "place").write_text("in the way")
    app = App(qapp, Wishes(library=tmp_path / "place" / "library"))
    app.window.show()
    app.fill()
    center = app.window.parts.center
    qtbot.waitUntil(lambda: "cannot be written" in center._opening._title.text(), timeout=60_000)
    (tmp_path / "place").unlink()
    app.window.reopen_wanted.emit()
    qtbot.waitUntil(lambda: app._opened is not None, timeout=60_000)
    qtbot.waitUntil(app.dispatcher.idle, timeout=60_000)
    app.window.close()
    app.end()
    app.window.deleteLater()


def test_paths_of_the_command_line_are_imported(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, pictures: Path
) -> None:
    app = App(qapp, Wishes(paths=(pictures / "picture1.png",), library=tmp_path / "library"))
    app.window.show()
    app.fill()
    qtbot.waitUntil(lambda: hasattr(app.window, "parts") and app._opened is not None, timeout=60_000)
    queues = app.window.parts.side.queues
    qtbot.waitUntil(lambda: queues.item(1).text() == "Approved, 1", timeout=60_000)
    qtbot.waitUntil(app.dispatcher.idle, timeout=60_000)
    app.window.close()
    app.end()
    app.window.deleteLater()


def test_a_bug_in_a_slot_is_told_and_logged(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    told: list[Exception] = []
    before = sys.excepthook
    with guards.bugs_are_told(told.append):
        error = ValueError("oh")
        sys.excepthook(ValueError, error, None)
    assert told == [error]
    assert "A bug in the window" in caplog.text
    assert sys.excepthook is before
    caplog.clear()


def test_ctrl_c_and_kill_end_the_window_in_order(qtbot: QtBot) -> None:
    ended: list[int] = []
    before = signal.getsignal(signal.SIGTERM)
    with guards.signals_end(lambda: ended.append(1)):
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: ended == [1])
        os.kill(os.getpid(), signal.SIGINT)
        qtbot.waitUntil(lambda: ended == [1, 1])
    assert signal.getsignal(signal.SIGTERM) is before


def start(tmp_path: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "rekreview", "--library", str(tmp_path / "library"), *arguments],
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_killed_window_ends_with_its_workers_and_gives_the_library_back(tmp_path: Path) -> None:
    process = start(tmp_path, "--sample")
    lock = tmp_path / "library" / "window.lock"
    deadline = time.monotonic() + 30
    while not lock.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1.0)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert not lock.exists()
    assert "Traceback" not in said


def test_the_loop_runs_while_the_library_is_opened(qtbot: QtBot, running: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """The opening is held until the window has lived on for a while: it ends only if that does not wait for it."""
    beaten = threading.Semaphore(0)
    open_library = opening.open_library

    def held(*place: Any) -> opening.OpenLibrary:
        assert all(beaten.acquire(timeout=30) for _ in range(5))
        return open_library(*place)

    monkeypatch.setattr(opening, "open_library", held)
    timer = QTimer()
    timer.timeout.connect(beaten.release)
    running.window.compose()
    timer.start(5)
    running.open()
    qtbot.waitUntil(lambda: running._opened is not None, timeout=60_000)
    qtbot.waitUntil(running.dispatcher.idle, timeout=60_000)
    timer.stop()
