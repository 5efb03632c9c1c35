from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.columns import ColumnsBuilder
from rekreview.domain.labels import Label
from rekreview.domain.policy import DEFAULT_PAIR, Parents, PolicyPair, decide
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import exceeds
from rekreview.domain.trial import Trial
from rekreview.domain.tuning_index import BINS, TuningIndex
from rekreview.ui.policy.effect import Effect, Question, told

V7, V6 = taxonomy("v7"), taxonomy("v6")
IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO


def indexed(*answers: list[Label] | None, kind: MediaKind = IMAGE, version: str = "7.0") -> TuningIndex:
    builder = ColumnsBuilder()
    for number, labels in enumerate(answers, 1):
        builder.add(number, kind, labels, model_version=version)
    return TuningIndex.of(builder.build())


def answer(index: TuningIndex, question: Question) -> Effect:
    return told(Trial(index, question.applied, question.draft), question)


def violence(confidence: float, at: int | None = None) -> Label:
    return Label("Violence", "", confidence, timestamp_ms=at)


def weapons(confidence: float, at: int | None = None) -> Label:
    return Label("Weapons", "Violence", confidence, timestamp_ms=at)


def ask(draft: PolicyPair, kind: MediaKind = IMAGE) -> Question:
    return Question(draft, DEFAULT_PAIR, kind, V7)


def test_an_empty_library_has_no_effect() -> None:
    effect = answer(indexed(), ask(PolicyPair("aws_rek:violence:0.1")))
    assert sum(effect.after.values()) == effect.assets == 0
    assert not effect.to_rejected.count
    assert indexed().histograms(IMAGE, V7) == {}


def test_flips_are_told_by_id_in_both_directions() -> None:
    library = indexed([violence(60)], [violence(40)], [Label("Alcohol", "", 70)], None)
    effect = answer(library, ask(PolicyPair("aws_rek:violence:0.3:alcohol:0.9")))
    assert sorted(effect.to_rejected.nearest.tolist()) == [2]
    assert sorted(effect.to_approved.nearest.tolist()) == [3]
    assert effect.before[Status.REJECTED] == effect.after[Status.REJECTED] == 2
    assert effect.after[Status.PENDING] == 1


def test_over_counts_an_asset_once_however_many_labels_a_video_has() -> None:
    library = indexed([violence(60, 0), violence(70, 500), weapons(20, 500)], [violence(50, 0)], kind=VIDEO)
    effect = answer(library, ask(DEFAULT_PAIR, VIDEO))
    assert effect.over["violence"] == 1
    assert effect.over["weapons"] == 0
    assert effect.assets == 2
    assert answer(library, ask(DEFAULT_PAIR, IMAGE)).over == {"violence": 0, "weapons": 0}


def test_over_is_strict_at_equality() -> None:
    effect = answer(indexed([violence(57.0)]), ask(PolicyPair("aws_rek:violence:0.57")))
    assert effect.over == {"violence": 0}


def test_under_leaf_an_explained_parent_is_not_counted() -> None:
    library = indexed([violence(90), weapons(90)], [violence(90), weapons(60)])
    effect = answer(library, ask(PolicyPair("aws_rek", parents=Parents.LEAF)))
    assert effect.over == {"violence": 1, "weapons": 2}


def test_a_string_that_judges_nothing_has_nothing_over() -> None:
    assert answer(indexed([violence(90)]), ask(PolicyPair("manual"))).over == {}


def test_both_nodes_called_gambling_count_as_one_row() -> None:
    labels = [Label("Gambling", "", 60), Label("Gambling", "Gambling", 90)]
    library = indexed(labels, version="6.1")
    question = Question(PolicyPair("aws_rek:gambling:0.5"), DEFAULT_PAIR, IMAGE, V6)
    assert set(answer(library, question).over) == {"gambling"}


def test_histograms_hold_each_asset_at_its_strongest_label() -> None:
    library = indexed([violence(0)], [violence(99.9)], [violence(100)], [violence(50)])
    bins = library.histograms(IMAGE, V7)["violence"]
    assert len(bins) == BINS
    assert (bins[0], bins[BINS // 2], bins[-1]) == (1, 1, 2)
    assert sum(bins) == 4
    assert library.histograms(VIDEO, V7) == {}
    assert library.histograms(IMAGE, V6) == {}


names = st.sampled_from([c for c in V7.categories if c.slug in {"violence", "weapons", "alcohol", "self-harm"}])
labels = st.builds(
    lambda category, confidence: Label(
        category.name, V7.above(category)[0].name if category.parent else "", confidence
    ),
    names,
    st.one_of(st.floats(0, 100), st.integers(0, 100).map(float)),
)
strings = st.dictionaries(
    st.sampled_from(["violence", "weapons", "alcohol", "self-harm", "graphic_violence"]),
    st.one_of(st.just("ignore"), st.integers(0, 100).map(lambda step: str(Decimal(step) / 100))),
).map(lambda found: "aws_rek" + "".join(f":{slug}:{value}" for slug, value in found.items()))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(labels, max_size=5), max_size=12), strings, st.sampled_from(list(Parents)))
def test_counts_and_flips_are_those_of_deciding_one_by_one(
    answers: list[list[Label]], text: str, parents: Parents
) -> None:
    draft = PolicyPair(text, parents=parents)
    effect = answer(indexed(*answers), ask(draft))
    before = [decide(found, DEFAULT_PAIR.for_kind(IMAGE), V7).status for found in answers]
    after = [decide(found, draft.for_kind(IMAGE), V7, parents).status for found in answers]
    assert effect.after[Status.REJECTED] == after.count(Status.REJECTED)
    assert effect.before[Status.APPROVED] == before.count(Status.APPROVED)
    pairs = list(zip(before, after, strict=True))
    became = {status: [n for n, (old, new) in enumerate(pairs, 1) if new is status is not old] for status in Status}
    assert sorted(effect.to_rejected.nearest.tolist()) == became[Status.REJECTED]
    assert sorted(effect.to_approved.nearest.tolist()) == became[Status.APPROVED]
    if parents is Parents.LITERAL:
        effective = draft.for_kind(IMAGE).effective(V7)
        for slug, count in effect.over.items():
            over = [
                any(_slug(x) == slug and exceeds(x.confidence, effective[slug]) for x in found) for found in answers
            ]
            assert count == sum(over)


def _slug(label: Label) -> str:
    category = V7.find(label.name, label.parent_name)
    assert category is not None
    return category.slug
