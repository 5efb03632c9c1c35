"""What a timeline shows of a video: lanes that are worth their place, hits in order, the moment that decided."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind
from rekreview.domain.labels import Label
from rekreview.domain.policy import PolicyPair
from rekreview.domain.segments import Segment
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import IGNORE
from rekreview.ui.player.timeline_model import LOOKS, MOST_LANES, Lane, Story, looks, story

V7 = taxonomy("v7")
NAMES = ["Weapons", "Violence", "Alcohol", "Alcoholic Beverages", "Gambling", "Smoking", "Pills", "Blood & Gore"]


def label(name: str, parent: str, confidence: float, start: int, end: int | None = None, peak: int | None = None):
    return Label(name, parent, confidence, timestamp_ms=start, end_ms=end, peak_ms=peak)


def told(*labels: Label, string: str = "aws_rek_video", lasts: int | None = 60_000) -> Story:
    """The story of these labels under a policy, as the library's verdict tells it."""
    pair = PolicyPair(video=string)
    verdict = pair.verdict(MediaKind.VIDEO, labels, V7)
    return story(labels, verdict.offending, pair.for_kind(MediaKind.VIDEO).effective(V7), lasts)


GUN = label("Weapons", "Violence", 84.2, 4_000, 7_000, 5_000)
GUN_AGAIN = label("Weapons", "Violence", 97.5, 31_000, 35_000, 33_000)
WINE = label("Alcoholic Beverages", "Alcohol", 66.0, 20_000, 24_000)
HINT = label("Gambling", "", 41.0, 1_000, 3_000)
NOISE = label("Smoking", "Drugs & Tobacco Paraphernalia & Use", 12.0, 9_000, 10_000)


def test_the_hits_come_in_the_order_of_time():
    video = told(GUN_AGAIN, WINE, GUN, HINT)
    assert [(hit.name, hit.start_ms) for hit in video.hits] == [
        ("Weapons", 4_000),
        ("Alcoholic Beverages", 20_000),
        ("Weapons", 31_000),
    ]


def test_it_opens_at_the_peak_of_the_strongest_hit():
    assert told(GUN, WINE, GUN_AGAIN).opens_at == 33_000
    assert told(GUN, WINE).opens_at == 5_000


def test_a_video_that_nothing_rejects_opens_at_its_beginning():
    video = told(HINT, NOISE)
    assert video.hits == ()
    assert video.opens_at == 0
    assert [lane.name for lane in video.lanes] == ["Gambling"]


def test_a_video_nobody_checked_has_no_lanes():
    assert told() == Story(60_000)


def test_lanes_that_reject_come_first_and_noise_has_none():
    video = told(NOISE, HINT, WINE, GUN)
    assert [lane.name for lane in video.lanes] == ["Weapons", "Alcoholic Beverages", "Gambling"]
    assert [lane.over for lane in video.lanes] == [True, True, False]
    assert video.hidden == 1


def test_a_lane_has_the_threshold_of_its_category():
    weapons, beverages = told(GUN, WINE, string="aws_rek_video:weapons:0.9").lanes[::-1]
    assert (weapons.name, weapons.threshold, weapons.over) == ("Weapons", 90.0, False)
    assert (beverages.threshold, beverages.over) == (50.0, True)


def test_an_ignored_category_is_compared_with_nothing():
    pair = PolicyPair(video="aws_rek_video:weapons:ignore")
    assert pair.for_kind(MediaKind.VIDEO).effective(V7)["weapons"] is IGNORE
    (lane,) = told(GUN, string="aws_rek_video:weapons:ignore").lanes
    assert lane.ignored
    assert lane.threshold is None
    assert not lane.over


def test_a_parent_that_says_no_more_than_its_child_has_no_lane():
    parent = label("Violence", "", 84.2, 4_000, 7_000)
    assert [lane.name for lane in told(parent, GUN).lanes] == ["Weapons"]
    surer = label("Violence", "", 99.0, 4_000, 7_000)
    assert [lane.name for lane in told(surer, GUN).lanes] == ["Violence", "Weapons"]


def test_no_more_lanes_than_there_is_room_for_and_the_rest_is_counted():
    many = [label(name, "", 90.0 - at, at * 1000, at * 1000 + 500) for at, name in enumerate(NAMES)]
    video = told(*many)
    assert len(video.lanes) == MOST_LANES
    assert video.hidden == len(NAMES) - MOST_LANES
    assert len({lane.look for lane in video.lanes}) == MOST_LANES


def test_labels_told_moment_by_moment_are_one_hit():
    moments = [label("Weapons", "Violence", 60.0 + at, 4_000 + 500 * at) for at in range(6)]
    (hit,) = told(*moments).hits
    assert (hit.start_ms, hit.end_ms, hit.peak, hit.peak_ms) == (4_000, 6_500, 65.0, 6_500)


def test_moments_far_apart_are_hits_of_their_own():
    assert len(told(label("Weapons", "Violence", 90.0, 0), label("Weapons", "Violence", 90.0, 9_000)).hits) == 2


def test_a_label_without_a_time_has_no_place_in_it():
    assert told(Label("Weapons", "Violence", 99.0)).lanes == ()
    assert told(Label("Weapons", "Violence", 99.0)).hits == ()


def test_a_video_whose_length_nobody_told_is_as_long_as_its_last_label():
    assert told(GUN, GUN_AGAIN, lasts=None).duration_ms == 35_000


def test_going_through_the_hits_one_by_one():
    video = told(GUN, WINE, GUN_AGAIN)
    assert [video.hit_after(at) for at in (0, 4_000, 19_999, 31_000)] == [0, 1, 1, None]
    assert [video.hit_before(at) for at in (0, 4_000, 4_001, 60_000)] == [None, None, 0, 2]


def test_hits_at_the_same_time_are_gone_to_one_after_the_other():
    video = told(GUN, label("Alcoholic Beverages", "Alcohol", 90.0, 4_000, 5_000))
    assert len(video.hits) == 2
    assert video.hit_after(0) == 0
    assert video.hit_after(4_000, 0) == 1
    assert video.hit_after(4_000, 1) is None
    assert video.hit_before(4_000, 1) == 0
    assert video.hit_before(4_000, 0) is None


def test_a_moment_knows_the_strongest_hit_it_is_in():
    video = told(GUN, label("Alcoholic Beverages", "Alcohol", 90.0, 6_000, 8_000))
    assert video.hit_at(4_500) == 0
    assert video.hit_at(6_500) == 1
    assert video.hit_at(50_000) is None


@given(st.lists(st.sampled_from(NAMES), max_size=LOOKS, unique=True))
def test_lanes_of_one_video_look_different(names: list[str]):
    given_looks = looks(names)
    assert len(set(given_looks.values())) == len(names)
    assert all(0 <= look < LOOKS for look in given_looks.values())


@given(st.sampled_from(NAMES))
def test_a_category_alone_always_looks_the_same(name: str):
    assert looks([name]) == looks([name])


def test_a_lane_rejects_only_what_is_over_its_threshold():
    low, high = Segment("Weapons", "", 0, 1, 50.0, 0), Segment("Weapons", "", 5, 6, 50.1, 5)
    lane = Lane("Weapons", float(Decimal(50)), False, (low, high))
    assert (lane.rejects(low), lane.rejects(high)) == (False, True)
    assert lane.peak == 50.1
