"""The samples of a video become labels with a start, an end and a peak; how they are merged is the domain's."""

from rekreview.domain.labels import Label
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.video import FrameState
from rekreview.engines.on_device.sampling import Sample
from rekreview.engines.on_device.segments import video_labels

V7 = taxonomy("v7")


def seen(at, **found):
    return Sample(at, FrameState.ANALYSED, found)


def test_labels_come_by_their_start_and_each_after_its_parent():
    samples = [seen(0, weapons=50.0, violence=50.0), seen(1000, explicit=60.0), seen(2000, explicit=70.0)]
    assert video_labels(V7, samples, 3000) == (
        Label("Violence", "", 50.0, 1, 0, 1000, peak_ms=0),
        Label("Weapons", "Violence", 50.0, 2, 0, 1000, peak_ms=0),
        Label("Explicit", "", 70.0, 1, 1000, 3000, peak_ms=2000),
    )


def test_a_black_frame_parts_two_segments():
    samples = [seen(0, gambling=50.0), Sample(1000, FrameState.BLACK), seen(2000, gambling=60.0)]
    assert [(one.timestamp_ms, one.end_ms) for one in video_labels(V7, samples, 3000)] == [(0, 1000), (2000, 3000)]


def test_a_faint_trace_does_not_stretch_a_sighting():
    samples = [seen(0, explicit=2.0), seen(1000, explicit=90.0), seen(2000, explicit=4.0)]
    assert [one.confidence for one in video_labels(V7, samples, 3000)] == [2.0, 90.0, 4.0]


def test_an_unchanged_sample_goes_on_with_what_it_resembles():
    same = Sample(1000, FrameState.UNCHANGED, {"gambling": 50.0})
    assert [one.end_ms for one in video_labels(V7, [seen(0, gambling=50.0), same], 5000)] == [5000]


def test_nothing_seen_no_labels():
    assert video_labels(V7, [], 1000) == ()
    assert video_labels(V7, [seen(0)], 1000) == ()
