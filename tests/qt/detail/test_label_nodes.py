"""The tree of an asset's labels: none of them is lost on its way into it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rekreview.domain.labels import Label
from rekreview.domain.taxonomy import taxonomy
from rekreview.ui.detail.label_nodes import LabelNode, label_nodes

V7 = taxonomy("v7")


def walked(nodes: list[LabelNode]) -> list[LabelNode]:
    return [found for node in nodes for found in (node, *walked(node.children))]


known = st.sampled_from([(category.name, category.parent or "") for category in V7.categories])
parents = {category.slug: category.name for category in V7.categories}
seen = known.map(lambda pair: (pair[0], parents.get(pair[1], "")))
unknown = st.tuples(st.sampled_from("PQRS"), st.sampled_from(["", "P", "Q", "R", "S", "Alcohol"]))
labels = st.lists(
    st.builds(lambda pair, confidence: Label(*pair, confidence), seen | unknown, st.floats(0, 100)), max_size=12
)


@settings(max_examples=30)
@given(labels)
def test_every_label_an_engine_gave_is_in_the_tree_with_its_highest_confidence(given_labels: list[Label]):
    shown = walked(label_nodes(given_labels, V7, {}))
    names = [node.name for node in shown]
    assert len(names) == len(set(names))
    strongest: dict[str, float] = {}
    for label in given_labels:
        strongest[label.name] = max(strongest.get(label.name, 0.0), label.confidence)
    assert {node.name: node.confidence for node in shown if node.confidence is not None} == strongest


@settings(max_examples=30)
@given(labels)
def test_stronger_branches_come_first_at_every_level(given_labels: list[Label]):
    def check(nodes: list[LabelNode]) -> None:
        strengths = [node.strength for node in nodes]
        assert strengths == sorted(strengths, reverse=True)
        for node in nodes:
            check(node.children)

    check(label_nodes(given_labels, V7, {}))
