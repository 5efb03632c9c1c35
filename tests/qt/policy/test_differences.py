from __future__ import annotations

from decimal import Decimal

from rekreview.domain.assets import MediaKind
from rekreview.domain.policy import PolicyPair
from rekreview.domain.thresholds import IGNORE
from rekreview.ui.policy.differences import Difference, differences

IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO


def test_equal_policies_do_not_differ() -> None:
    assert differences(PolicyPair("aws_rek:violence:0.5"), PolicyPair("aws_rek:violence:0.50")) == []


def test_added_changed_and_removed_overrides_are_told_for_both_media() -> None:
    before = PolicyPair("aws_rek:violence:0.6:alcohol:0.7", "aws_rek_video:gambling:0.2")
    after = PolicyPair("aws_rek:violence:0.8:weapons:ignore", "aws_rek_video:gambling:0.2:alcohol:0.9")
    assert differences(before, after) == [
        Difference(IMAGE, "violence", Decimal("0.6"), Decimal("0.8")),
        Difference(IMAGE, "alcohol", Decimal("0.7"), None),
        Difference(IMAGE, "weapons", None, IGNORE),
        Difference(VIDEO, "alcohol", None, Decimal("0.9")),
    ]


def test_two_names_of_one_category_are_the_same_category() -> None:
    before = PolicyPair("aws_rek:female_underwear:0.7")
    assert differences(before, PolicyPair("aws_rek:female_swimwear_or_underwear:0.7")) == []
