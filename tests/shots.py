"""Paints every screen of the window, dark and light, into a folder:  python -m tests.shots build/shots

The library is made from the sample media. Nothing is shown; a picture of each screen is left as a PNG.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from rekreview.app import make_app
from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.calls import Sent
from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.serving import JudgedAgain
from rekreview.domain.sightings import FilterStep
from rekreview.domain.video import STORYBOARD_CELLS, JobState
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.library.values import CallStart, RunState
from rekreview.settings import Settings
from rekreview.ui import operations, theme
from rekreview.ui.main_window import MainWindow
from rekreview.ui.opening import OpenLibrary, open_library
from rekreview.ui.preferences import Preferences

LOOKS = ("light", "dark")
SIZE = (1280, 820)
SMALL = (1000, 650)
_SIDES = (Status.REJECTED, Status.APPROVED)


class Photographer:
    """Takes pictures of one window on one library, in both looks."""

    def __init__(self, app: QApplication, folder: Path, library: Path) -> None:
        self.app = app
        self.folder = folder
        self.dispatcher = Dispatcher()
        settings = Settings(reviewer="Ada", workers=2, moderate_after_import=False)
        self.preferences = Preferences(settings, self.dispatcher, library / "settings.json")
        self.opened: OpenLibrary = open_library(settings, library / "library")
        self.window = MainWindow(preferences=self.preferences, dispatcher=self.dispatcher, directory=library)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.compose()
        self.window.show_library(self.opened)
        self.settle()

    def settle(self, seconds: float = 0.4) -> None:
        """Let everything that is under way come to its end, and be painted."""
        until = time.monotonic() + seconds
        while time.monotonic() < until or not self.dispatcher.idle():
            self.app.processEvents()
            time.sleep(0.005)

    def wait_for(self, holds: Callable[[], bool]) -> None:
        """Go on as soon as `holds`."""
        while not holds():
            self.app.processEvents()
            time.sleep(0.002)

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        """Leave a picture of the window, or of one dialog, in each look."""
        for look in LOOKS:
            theme.apply(self.app, look)
            self.settle(0.15)
            file = self.folder / f"{name}-{look}.png"
            (widget or self.window).grab().save(str(file))
            print(file)

    def end(self) -> None:
        """Close the window and its library."""
        self.window.close()
        self.dispatcher.shutdown()
        self.opened.close()

    # The screens

    def empty(self) -> None:
        """The first start, and the report and the offer after an import."""
        self.shoot("first-start")
        self.window.import_sample()
        bars = self.window.parts.bars
        self.wait_for(lambda: any(not bar.isHidden() for bar in bars.values()))
        self.settle(0)
        self.shoot("imported")

    def moderating(self) -> None:
        """A run under way, standing still for its picture, and what it tells at its end."""
        self.window.moderate()
        bar = next(bar for kind, bar in self.window.parts.bars.items() if kind == "moderation")
        self.wait_for(lambda: bar._job is not None and bar._job.progress.done > 3)
        bar._pause.click()
        for look in LOOKS:
            theme.apply(self.app, look)
            for _ in range(20):
                self.app.processEvents()
                time.sleep(0.01)
            file = self.folder / f"moderating-{look}.png"
            self.window.grab().save(str(file))
            print(file)
        bar._pause.click()
        self.settle()
        self.shoot("moderated")
        self.window.parts.toast.hide()

    def review(self) -> None:
        """The desk with rejected assets, with a decision, large, searching in vain, and small."""
        side = self.window.parts.side
        side.show_queue(QueueName.REJECTED)
        self.settle()
        self.shoot("review-rejected")
        library = self.opened.library
        first = [int(asset) for asset in library.queries.ids(QueueFilter(queue=QueueName.REJECTED))][:1]
        operations.decide(
            dispatcher=self.dispatcher,
            library=library,
            ids=first,
            status=Status.APPROVED,
            reviewer="Ada",
            reason="Art or education",
        )
        side.show_queue(QueueName.OVERTURNED)
        self.settle()
        self.shoot("review-overturned")
        side.show_queue(QueueName.ALL)
        self.settle()
        self.shoot("review-all")
        self.window.resize(*SMALL)
        self.settle()
        self.shoot("review-small")
        self.window.resize(*SIZE)
        side.show_filter(QueueFilter(search="nothing is called so"))
        self.settle()
        self.shoot("review-nothing-found")
        side.show_queue(QueueName.ALL)
        self.settle()
        self._large()
        self._videos()
        side.show_queue(QueueName.ALL)
        self.settle()

    def _large(self) -> None:
        screens = self.window._screens
        assert screens is not None
        screens.review.open_loupe()
        self.settle()
        self.shoot("loupe")
        screens.review.close_loupe()

    def _videos(self) -> None:
        """A rejected clip as it opens, while it plays in a loop under a hovering pointer, and the hit reel."""
        screens, library = self.window._screens, self.opened.library
        assert screens is not None
        for asset in library.queries.assets(
            [int(one) for one in library.queries.ids(QueueFilter(kind=MediaKind.VIDEO))]
        ):
            cells = self.opened.decoder.storyboard(asset.paths[0], STORYBOARD_CELLS, CancelToken())
            library.thumbnails.put_storyboard(asset.id, cells)
        self.window.parts.side.show_filter(QueueFilter(kind=MediaKind.VIDEO, category="weapons"))
        self.settle()
        review, panel = screens.review, screens.review.loupe.panel
        review.open_loupe()
        self.settle()
        self.shoot("video")
        review.loupe.reveal(FilterStep.SHARP)
        panel.handlers()["loop_hit"]()
        self.settle()
        panel.timeline.hovered.emit(1500, round(panel.timeline.x_of(1500)))
        self.shoot("video-loop")
        review.close_loupe()
        review.open_reel()
        self.settle()
        self.shoot("hit-reel")
        review.close_reel()

    def others(self) -> None:
        """Policy, runs, and every dialog."""
        for screen in ("policy", "runs"):
            self.window.show_screen(screen)
            self.settle(0.8)
            self.shoot(screen)
        self._policy_panels()
        self._reports()
        self.window.show_screen("review")
        for action, name in (("settings", "settings"), ("keys", "key-sheet"), ("about", "about")):
            self.window.parts.actions[action].trigger()
            dialog = self.window.findChild(QWidget, name)
            assert dialog is not None
            self.shoot(name, dialog)
            dialog.close()

    def _reports(self) -> None:
        """The report on what was decided, the second looks with a sample, and the history."""
        screens = self.window._screens
        assert screens is not None
        ids = self.opened.library.queries.ids(QueueFilter()).tolist()
        for at, asset_id in enumerate(ids):
            self.opened.library.commands.decide([asset_id], _SIDES[at % 3 == 0], reviewer="Ada")
        drawn = self.opened.library.commands.draw_second_look(12, seed=1, reviewer="Ada")
        for at, asset_id in enumerate(drawn.asset_ids[:9]):
            again = JudgedAgain(frozenset(drawn.asset_ids), drawn.id)
            self.opened.library.commands.decide([asset_id], _SIDES[at % 4 == 0], reviewer="Bo", again=again)
        self.window.show_screen("reports")
        for at, name in enumerate(("reports", "reports-second-looks", "reports-history")):
            screens.later.reports.screen_itself.tabs.setCurrentIndex(at)
            self.settle(0.8)
            self.shoot(name)

    def paid_videos(self) -> None:
        """The sheet before a paid run that leaves a video out, the tiles of videos whose jobs run, and their run.

        The library is a new one: of a video that has a verdict, the tile tells that.
        """
        self.window.import_sample()
        self.wait_for(lambda: self.opened.library.queries.counts().counts.get(QueueName.ALL, 0) > 20)
        self.settle()
        self.window.parts.toast.hide()
        screens, library = self.window._screens, self.opened.library
        assert screens is not None
        os.environ |= {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE0000000001", "AWS_SECRET_ACCESS_KEY": "none"}  # nothing is sent
        chosen = replace(self.preferences.settings, engine=EngineName.REKOGNITION.value, aws_region="eu-west-1")
        self.preferences.choose(replace(chosen, aws_bucket="reviews-eu", video_mode="stored"))
        self.window.show_screen("review")
        screens.work.moderate()
        self.wait_for(lambda: self.window.findChild(QWidget, "paid-run") is not None)
        sheet = self.window.findChild(QWidget, "paid-run")
        assert sheet is not None
        self.settle()
        self.shoot("paid-run-videos", sheet)
        sheet.close()
        _note_jobs(library)
        self.window.parts.side.show_filter(QueueFilter(kind=MediaKind.VIDEO))
        self.settle()
        self.shoot("review-videos-whose-jobs-run")
        self.window.show_screen("runs")
        self.settle(0.8)
        self.shoot("runs-with-jobs")

    def _policy_panels(self) -> None:
        """The policy screen with a threshold moved, and its other panels."""
        screens = self.window._screens
        assert screens is not None
        self.window.show_screen("policy")
        policy = screens.later.policy.screen_itself
        policy.model.choose("violence", Decimal("0.3"))
        policy.model.choose("explicit", Decimal("0.95"))
        self.settle()
        self.shoot("policy-moved")
        for name, panel in (("evidence", policy.evidence), ("presets", policy.presets), ("history", policy.history)):
            policy.panels.setCurrentWidget(panel)
            self.settle()
            self.shoot(f"policy-{name}")
        policy.model.revert()


def _note_jobs(library: Library) -> None:
    """A stopped run with a job at each of two stages, noted as a run notes them."""
    videos = [int(one) for one in library.queries.ids(QueueFilter(kind=MediaKind.VIDEO))]
    run = library.commands.start_run(EngineName.REKOGNITION, "", adapter=None, floor=20.0, asset_ids=videos)
    states = (JobState.UPLOADING, JobState.STARTED)
    for task, state in zip(library.commands.claim(run, len(videos)), states, strict=False):
        token, key = f"token-{task.task_id}", f"rekreview/{task.sha256}.mp4"
        job = library.commands.open_video_job(
            run_id=run, task_id=task.task_id, asset_id=task.asset_id, token=token, bucket="reviews-eu", key=key
        )
        if state is JobState.STARTED:
            sent = Sent(task.sha256, "mp4", 0, 0, task.bytes, original=True)
            call = library.commands.begin_call(
                CallStart(run, task.asset_id, EngineName.REKOGNITION, None, 20.0, sent, 0.1)
            )
            library.commands.advance_video_job(job.id, state=state, job_id="job", call_id=call)
    library.commands.set_run_state(run, RunState.PAUSED)


def main(folder: Path) -> None:
    """Paint every screen into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_app([])
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory(prefix="rekreview-shots-") as place:
        photographer = Photographer(app, folder, Path(place))
        photographer.empty()
        photographer.moderating()
        photographer.review()
        photographer.others()
        photographer.end()
    with tempfile.TemporaryDirectory(prefix="rekreview-shots-") as place:
        photographer = Photographer(app, folder, Path(place))
        photographer.paid_videos()
        photographer.end()
    from tests import stack_shots

    stack_shots.shoot(app, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/shots"))
