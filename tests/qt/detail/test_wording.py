"""The words of the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from rekreview.domain.assets import DecidedBy, DecisionView, EngineName, Fault, MediaKind, Status
from rekreview.domain.heaviness import makes_heavy
from rekreview.domain.labels import Label
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.domain.taxonomy import slug_of
from rekreview.domain.verdict import Exempted, Offence, Verdict
from rekreview.ui import wording
from rekreview.ui.exempting import content_types_line
from rekreview.ui.wellness import Profile, asset_is_veiled, tile_is_veiled
from tests.fakes.shelf import asset, tile

WINE = Offence("Alcoholic Beverages", "Alcohol", "alcoholic_beverages", 97.4, Decimal("0.5"), None)
ALCOHOL = Offence("Alcohol", "", "alcohol", 97.4, Decimal("0.5"), None)
REJECTED = Verdict(Status.REJECTED, (ALCOHOL, WINE))
APPROVED = Verdict(Status.APPROVED)


def decision(**changes) -> DecisionView:
    when = datetime(2026, 3, 1, 12, tzinfo=UTC)
    made = DecisionView(when, "Ada", Status.REJECTED, Status.APPROVED, "Art or education", "", False)
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.4, "0"), (97.4, "97"), (97.5, "98"), (98.9, "99"), (99.6, "99"), (99.99, "99"), (100.0, "100")],
)
def test_only_full_certainty_reads_hundred(value: float, said: str):
    assert wording.percent(value) == said


@pytest.mark.parametrize(("value", "said"), [(50.0, "50.0"), (99.94, "99.9"), (99.99, "99.9"), (100.0, "100.0")])
def test_beside_a_threshold_a_confidence_has_a_decimal(value: float, said: str):
    assert wording.confidence(value) == said


@pytest.mark.parametrize(("text", "said"), [("0.5", "50"), ("0.125", "12.5"), ("1.0", "100"), ("0", "0")])
def test_thresholds_are_said_on_the_scale_of_confidences(text: str, said: str):
    assert wording.threshold_percent(Decimal(text)) == said


@pytest.mark.parametrize(("ms", "said"), [(0, "0:00"), (61_400, "1:01"), (3_723_000, "1:02:03")])
def test_durations(ms: int, said: str):
    assert wording.duration(ms) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 B"), (812, "812 B"), (3_400_000, "3.4 MB"), (999_000_000, "999 MB"), (5 * 10**15, "5000 TB")],
)
def test_sizes(count: int, said: str):
    assert wording.size(count) == said


def test_every_status_has_word_icon_and_colour():
    for status in Status:
        look = wording.status_look(status)
        assert look.word
        assert look.icon
        assert look.tone


def test_the_label_that_says_most_is_named_first():
    assert wording.why(asset(), REJECTED, None) == (
        "Rejected because Alcoholic Beverages 97.4 % is over its threshold of 50 %. Also over: Alcohol."
    )


def test_a_video_says_when():
    at = replace(WINE, timestamp_ms=61_000)
    assert "at 1:01" in wording.why(asset(), Verdict(Status.REJECTED, (at,)), None)


def test_an_empty_answer_is_never_called_safe():
    detection = replace(asset().detections[0], labels=())
    empty = asset(status=Status.APPROVED, detections=(detection,))
    said = wording.why(empty, APPROVED, None)
    assert said.startswith("Nothing found by the on-device check.")
    assert "safe" not in said.lower()
    by_amazon = replace(detection, engine=EngineName.REKOGNITION, min_confidence=50.0)
    assert "50 % and over" in wording.why(replace(empty, detections=(by_amazon,)), APPROVED, None)


def test_what_could_not_be_checked_is_not_called_approved():
    broken = asset(status=Status.NOT_MODERATED, fault=Fault("undecodable", "The picture is damaged"), decided_by=None)
    said = wording.why(broken, None, None)
    assert said == "It could not be checked: The picture is damaged. It is not counted as approved."
    assert wording.what_to_do(broken).startswith("Mend or replace")
    gone = replace(broken, paths=(), missing_paths=("/old/a.jpg",))
    assert wording.what_to_do(gone).startswith("Put the file back")
    assert wording.what_to_do(asset()) == ""


def test_what_waits_and_what_nobody_looked_at():
    assert wording.why(asset(status=Status.QUEUED), None, None).startswith("Waits")
    assert "not moderated" in wording.why(asset(status=Status.PENDING, detections=()), None, None)


def test_a_decision_is_told_with_what_the_policy_says():
    decided = asset(status=Status.APPROVED, decided_by=DecidedBy.REVIEWER)
    said = wording.why(decided, REJECTED, decision())
    assert said.startswith("Ada decided: approved. Reason: Art or education.")
    assert "The policy would reject it: Alcoholic Beverages" in said
    assert wording.why(decided, APPROVED, decision()).endswith("The policy says the same.")


def test_history_reads_like_a_sentence():
    line = wording.history_line(decision(note="a toy", undone=True))
    assert "Ada" in line
    assert "rejected → approved" in line
    assert "“a toy”" in line
    assert line.endswith("taken back")
    assert "→ cleared" in wording.history_line(decision(to_status=None))


def sighting(view: View = View.GRID, step: FilterStep = FilterStep.SHARP, dwell_ms: int = 1_234) -> Sighting:
    return Sighting(view, step, "" if step is FilterStep.NO_PICTURE else "ab" * 32, 640, 480, dwell_ms)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seen": sighting()}, "seen sharp in the grid, 640 × 480, 1.2 s"),
        ({"seen": sighting(View.LOUPE, dwell_ms=59_940)}, "seen sharp in the large view, 640 × 480, 59.9 s"),
        ({"seen": sighting(View.REEL, FilterStep.VEILED, 0)}, "seen veiled in the hit reel, 640 × 480, 0.0 s"),
        ({"seen": sighting(dwell_ms=150_000)}, "seen sharp in the grid, 640 × 480, 2:30"),
        ({"seen": sighting(step=FilterStep.NO_PICTURE)}, "no picture to see in the grid, 1.2 s"),
        ({"unseen": True}, "not on the screen, as in a batch"),
        ({}, ""),
    ],
)
def test_history_tells_what_was_before_the_eyes(changes: dict[str, Any], said: str):
    assert wording.sight_line(decision(**changes)) == said
    line = wording.history_line(decision(**changes, undone=True))
    assert line.endswith(" · ".join(part for part in (said, "taken back") if part))


def test_every_place_has_a_word():
    assert all(wording.sight_line(decision(seen=sighting(view))) for view in View)


def test_weak_estimates_of_approved_assets_are_noise():
    weak = tile(2, status=Status.APPROVED, category="Explicit", confidence=2.0, estimate=True)
    assert not wording.leads(weak)
    assert wording.leads(replace(weak, status=Status.REJECTED))
    assert wording.leads(replace(weak, confidence=60.0))
    assert wording.leads(replace(weak, estimate=False))
    assert not wording.leads(replace(weak, category=""))


@pytest.mark.parametrize("verdict", [Status.APPROVED, Status.REJECTED])
def test_no_label_comes_or_goes_by_a_decision(verdict: Status):
    shown = tile(2, verdict=verdict, category="Explicit", confidence=2.0, estimate=True)
    for decided in (Status.APPROVED, Status.REJECTED):
        assert wording.leads(replace(shown, status=decided)) == (verdict is Status.REJECTED)


@pytest.mark.parametrize(
    "name", ["Explicit", "Explicit Nudity", "Graphic Violence", "Self-Harm", "Nazi Party", "Corpses"]
)
def test_heavy_categories(name: str):
    assert makes_heavy([slug_of(name)])


@pytest.mark.parametrize("name", ["Weapons", "Alcohol", "Gambling", "Kissing on the Lips", ""])
def test_light_categories(name: str):
    assert not makes_heavy([slug_of(name)])


def test_profiles_veil_more_and_more():
    told = [("Explicit", 90.0, Status.APPROVED), ("", None, Status.PENDING), ("Alcohol", 90.0, Status.REJECTED)]
    seen = [tile(1, category=name, confidence=confidence, status=status) for name, confidence, status in told]
    veiled = {profile: [tile_is_veiled(one, profile) for one in seen] for profile in Profile}
    assert veiled[Profile.OFF] == [False, False, False]
    assert veiled[Profile.LIGHT] == [True, False, False]
    assert veiled[Profile.STANDARD] == [True, True, False]
    assert veiled[Profile.STRONG] == [True, True, True]


def test_a_trace_of_a_heavy_category_veils_nothing():
    trace = tile(1, category="Explicit", confidence=2.0, status=Status.APPROVED)
    assert not tile_is_veiled(trace, Profile.STANDARD)
    assert tile_is_veiled(replace(trace, confidence=40.0, heavy=True), Profile.STANDARD)


def test_violence_that_is_a_weapon_is_not_veiled():
    weapon, violence = Label("Weapons", "Violence", 88.0, 2), Label("Violence", "", 88.0, 1)
    for labels, veiled in (((violence, weapon), False), ((violence,), True)):
        seen = replace(asset().detections[0], labels=labels)
        assert asset_is_veiled(asset(detections=(seen,)), Profile.STANDARD) is veiled


# Content types and exemptions

SPARED = (
    Exempted(replace(ALCOHOL, name="Violence", slug="violence", confidence=92.4), "Animated", 98.5),
    Exempted(WINE, "Animated", 98.5),
)


def test_what_an_exemption_spared_is_said_with_the_label_and_the_content_type():
    spared = Verdict(Status.APPROVED, exempted=SPARED)
    assert (
        wording.why(asset(), spared, None) == "It would be rejected by Violence 92, but animated pictures are exempt."
    )
    film = replace(asset(), kind=MediaKind.VIDEO)
    drawn = Verdict(Status.APPROVED, exempted=(replace(SPARED[0], content_type="Illustrated"),))
    assert wording.why(film, drawn, None) == "It would be rejected by Violence 92, but illustrated videos are exempt."


def test_what_rejects_all_the_same_comes_before_what_was_spared():
    said = wording.why(asset(), replace(REJECTED, exempted=SPARED[:1]), None)
    assert said.startswith("Rejected because Alcoholic Beverages 97.4 %")
    assert said.endswith("Also over: Alcohol. Not counted, since animated pictures are exempt: Violence.")


def test_the_content_types_of_a_detection_are_told():
    seen = replace(
        asset().detections[0],
        engine=EngineName.REKOGNITION,
        content_types=(("Animated", 99.6), ("Illustrated", 71.2), ("Sketched", 50.0)),
    )
    assert content_types_line(seen) == "Content: Animated 99 %, Illustrated 71 %, Sketched 50 %"
    assert content_types_line(replace(seen, content_types=())) == ""
    on_device = replace(seen, engine=EngineName.ON_DEVICE, content_types=())
    assert content_types_line(on_device) == "The on-device check tells no content types."
