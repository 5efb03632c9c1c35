"""What every engine must do, whatever is behind it: one class of tests, run once for each engine.

A module of tests subclasses `EngineContract` and gives the fixtures `engine` (not open) and `telling` (pixels that make
it find something).
"""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.errors import Cancelled, EngineError, MediaError, Unsupported
from rekreview.domain.ports import Detection, EngineLimits, Frame, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.domain.taxonomy import for_model_version

PATIENCE_SECONDS = 30


def still(pixels) -> Prepared:
    return Prepared(MediaKind.IMAGE, iter([Frame(pixels)]))


def clip(pixels, count=4, interval=1000) -> Prepared:
    frames = (Frame(np.roll(pixels, 40 * at, axis=1), at * interval) for at in range(count))
    return Prepared(MediaKind.VIDEO, frames, frames_total=count * 30, duration_ms=count * interval)


class EngineContract:
    """Runs against an engine that is not open yet.

    An engine that is sent bytes overrides `still`, `clip`, `stream` and `variant`; one that takes no videos says so.
    """

    takes_videos = True

    def still(self, pixels) -> Prepared:
        """One picture, prepared."""
        return still(pixels)

    def clip(self, pixels) -> Prepared:
        """Four frames, prepared."""
        return clip(pixels)

    def stream(self, frames) -> Prepared:
        """Frames that come one by one, prepared."""
        return Prepared(MediaKind.VIDEO, frames)

    def frame(self, pixels, at_ms):
        """One frame of a stream."""
        return Frame(pixels, at_ms)

    def variant(self, pixels, number):
        """Another picture, of which other things are said."""
        return np.roll(pixels, 25 * number, axis=0)

    @pytest.fixture
    def opened(self, engine):
        engine.open()
        yield engine
        engine.close()

    @pytest.fixture
    def detection(self, opened, telling) -> Detection:
        return opened.detect(self.still(telling), CancelToken())

    def test_it_says_who_it_is_before_it_is_open(self, engine):
        assert isinstance(engine.name, EngineName)
        assert isinstance(engine.version, str)
        assert engine.adapter is None or engine.adapter.startswith("arn:")
        assert 0 <= engine.min_confidence <= 100
        assert isinstance(engine.limits, EngineLimits)

    def test_open_and_close_may_be_called_twice(self, engine, telling):
        engine.open()
        engine.open()
        first = engine.detect(self.still(telling), CancelToken())
        engine.close()
        engine.close()
        engine.open()
        assert engine.detect(self.still(telling), CancelToken()) == first
        engine.close()

    def test_the_answer_carries_the_name_of_who_gave_it(self, opened, detection):
        assert detection.engine is opened.name
        assert detection.model_version == (opened.version or detection.model_version) != ""
        assert (detection.adapter, detection.min_confidence) == (opened.adapter, opened.min_confidence)

    def test_it_finds_something(self, detection):
        assert detection.labels

    def test_confidences_lie_within_the_floor_and_a_hundred(self, detection):
        for label in detection.labels:
            assert detection.min_confidence <= label.confidence <= 100
            assert isinstance(label.confidence, float)

    def test_labels_are_in_the_taxonomy_with_name_parent_and_level(self, detection):
        tree = for_model_version(detection.model_version)
        for label in detection.labels:
            category = tree.find(label.name, label.parent_name)
            assert category is not None
            above = tree.above(category)
            assert label.name == category.name
            assert label.parent_name == (above[0].name if above else "")
            assert label.level == category.level

    def test_a_label_never_comes_without_its_parents(self, detection):
        named = {label.name for label in detection.labels}
        assert {label.parent_name for label in detection.labels} - {""} <= named

    def test_a_picture_has_no_times_and_each_label_once(self, detection):
        assert all(label.timestamp_ms is None and label.end_ms is None for label in detection.labels)
        assert len({(label.name, label.parent_name) for label in detection.labels}) == len(detection.labels)

    def test_a_video_has_times_within_its_length(self, opened, telling):
        if not self.takes_videos:
            with pytest.raises(Unsupported):
                opened.detect(clip(telling), CancelToken())
            return
        detection = opened.detect(self.clip(telling), CancelToken())
        assert detection.labels
        for label in detection.labels:
            assert 0 <= label.timestamp_ms <= label.end_ms <= 4000
        assert detection.coverage

    def test_the_raw_answer_can_be_kept_as_json(self, detection):
        assert detection.raw
        assert json.loads(json.dumps(detection.raw, allow_nan=False)) == detection.raw

    def test_the_same_asset_has_the_same_answer(self, opened, detection, telling):
        assert opened.detect(self.still(telling), CancelToken()) == detection

    def test_the_pixels_are_left_as_they_are(self, opened, telling):
        before = telling.copy()
        opened.detect(self.still(telling), CancelToken())
        np.testing.assert_array_equal(telling, before)

    def test_several_threads_get_the_answers_of_one(self, opened, telling):
        pictures = [self.variant(telling, at) for at in range(6)]
        alone = [opened.detect(self.still(pixels), CancelToken()) for pixels in pictures]
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda pixels: opened.detect(self.still(pixels), CancelToken()), pictures * 3))
        assert together == alone * 3

    def test_several_threads_may_open_it(self, engine, telling):
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda _: engine.open(), range(8)))
        assert engine.detect(self.still(telling), CancelToken()).labels
        engine.close()

    def test_a_stopped_asset_is_not_even_begun(self, opened, telling):
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            opened.detect(self.still(telling), cancel)

    def test_a_stop_ends_a_video_that_would_never_end(self, opened, telling):
        cancel, begun = CancelToken(), threading.Event()

        def endless():
            at = 0
            while True:
                yield self.frame(self.variant(telling, at), at * 1000)
                at += 1
                begun.set()

        prepared = self.stream(endless())
        with ThreadPoolExecutor(1) as threads:
            call = threads.submit(opened.detect, prepared, cancel)
            assert begun.wait(PATIENCE_SECONDS)
            cancel.cancel()
            with pytest.raises(Cancelled):
                call.result(PATIENCE_SECONDS)

    def test_a_decoder_that_fails_on_the_way_is_heard(self, opened, telling):
        def breaking():
            yield self.frame(telling, 0)
            raise MediaError("The file ends too early.")

        with pytest.raises(MediaError, match="ends too early"):
            opened.detect(self.stream(breaking()), CancelToken())

    def test_frames_are_closed_when_it_stops_early(self, opened, telling):
        cancel, closed = CancelToken(), threading.Event()

        def stopping():
            try:
                yield self.frame(telling, 0)
                cancel.cancel()
                yield self.frame(telling, 1000)
            finally:
                closed.set()

        frames = stopping()
        with pytest.raises(Cancelled):
            opened.detect(self.stream(frames), cancel)
        assert closed.is_set()

    def test_an_asset_without_a_picture_is_a_fault_of_that_asset(self, opened):
        with pytest.raises((MediaError, EngineError)) as caught:
            opened.detect(self.stream(iter(())), CancelToken())
        assert caught.value.message

    @pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (33, 17)])
    def test_small_and_thin_pictures_are_answered_or_refused_in_words(self, opened, size):
        width, height = size
        pixels = np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)
        outcome = _answer(opened, self.still(pixels))
        if isinstance(outcome, MediaError):
            assert outcome.message
        else:
            assert all(label.confidence >= outcome.min_confidence for label in outcome.labels)


def _answer(engine, prepared) -> Detection | MediaError:
    try:
        return engine.detect(prepared, CancelToken())
    except MediaError as error:
        return error
