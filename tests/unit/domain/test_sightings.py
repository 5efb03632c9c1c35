import pytest

from rekreview.domain.sightings import FilterStep, Sighting, View

SHA = "0123456789abcdef" * 4


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("step", FilterStep)
def test_a_sighting_names_its_source_where_pixels_were_painted(view: View, step: FilterStep):
    source = "" if step is FilterStep.NO_PICTURE else SHA
    assert Sighting(view, step, source, 0, 0, 0).source_sha256 == source
    with pytest.raises(ValueError, match="no pixels"):
        Sighting(view, step, SHA if step is FilterStep.NO_PICTURE else "", 1, 1, 1)


@pytest.mark.parametrize("source", ["x" * 64, SHA[:-1], SHA + "0", SHA.upper()])
def test_a_source_is_a_whole_sha256(source: str):
    with pytest.raises(ValueError, match="no pixels"):
        Sighting(View.GRID, FilterStep.SHARP, source, 1, 1, 1)


@pytest.mark.parametrize("sizes", [(-1, 1, 1), (1, -1, 1), (1, 1, -1)])
def test_nothing_is_painted_in_less_than_no_room_or_time(sizes: tuple[int, int, int]):
    with pytest.raises(ValueError, match="room or time"):
        Sighting(View.LOUPE, FilterStep.VEILED, SHA, *sizes)
