"""Sparklines, gauges, big figures and the day band as plain lines."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tests.widgets.hostile import HOSTILE
from warroom_tui.ui.theme import DARK
from warroom_tui.ui.widgets.day_band import NOW_MARK, Block, BlockState, day_band, lateness
from warroom_tui.ui.widgets.figures import Height, big, big_width, biggest
from warroom_tui.ui.widgets.gauge import bar
from warroom_tui.ui.widgets.glyphs import SMALL, TALL
from warroom_tui.ui.widgets.sparkline import spark

floats = st.none() | st.floats(allow_nan=True, allow_infinity=True)
HEIGHTS: tuple[Height, ...] = (3, 5, 7)


class TestSpark:
    def test_rises_with_its_values_and_ends_at_the_right_edge(self) -> None:
        assert spark([0, 1, 2, 3, 4, 5, 6, 7], 10).plain == "  ▁▂▃▄▅▆▇█"

    def test_what_was_not_measured_stays_a_gap(self) -> None:
        assert spark([1, None, nan, inf, 1], 5).plain == "█···█"

    def test_a_short_peak_survives_squeezing(self) -> None:
        values: list[float | None] = [1.0] * 100
        values[50] = 9.0
        assert "█" in spark(values, 10).plain

    def test_a_fixed_scale_keeps_small_values_small(self) -> None:
        assert spark([1, 2], 2, low=0, high=100).plain == "▁▁"

    def test_points_are_coloured_by_value(self) -> None:
        line = spark([1, 9], 2, style=lambda v: DARK.bad if v > 5 else DARK.good)
        assert [span.style for span in line.spans] == [DARK.good, DARK.bad]

    @given(st.lists(floats, max_size=80), st.integers(-1, 60))
    def test_any_numbers_fill_exactly_the_width(
        self, values: list[float | None], width: int
    ) -> None:
        assert cell_len(spark(values, width).plain) == max(width, 0)


class TestBar:
    def test_is_full_at_the_limit_and_half_at_half(self) -> None:
        assert bar(10, 10, 8).plain == "████████"
        assert bar(5, 10, 8).plain == "████────"

    def test_shows_the_limit_inside_a_larger_scale(self) -> None:
        assert bar(5, 10, 8, scale=20).plain == "██──┃───"

    def test_the_limit_stays_visible_under_a_value_beyond_it(self) -> None:
        assert bar(30, 10, 8, scale=20, style=Style(color="red")).plain == "████┃███"

    def test_an_unknown_value_is_not_zero_filled(self) -> None:
        assert bar(None, 10, 4).plain == bar(nan, 10, 4).plain == "────"

    @example(1.0, nan, 4, None)
    @given(st.none() | st.floats(), st.floats(), st.integers(-1, 60), st.none() | st.floats())
    def test_any_numbers_fill_exactly_the_width(
        self, value: float | None, limit: float, width: int, scale: float | None
    ) -> None:
        assert cell_len(bar(value, limit, width, scale=scale).plain) == max(width, 0)


class TestBig:
    @pytest.mark.parametrize("height", HEIGHTS)
    @pytest.mark.parametrize("text", ["12:34", "GREEN", "YELLOW", "RED", "STALE", "-92%", "7/9"])
    def test_all_lines_are_as_wide_as_announced(self, text: str, height: Height) -> None:
        lines = big(text, height)
        assert [cell_len(line.plain) for line in lines] == [big_width(text, height)] * height

    @pytest.mark.parametrize("font", [SMALL, TALL])
    def test_no_two_characters_look_alike(self, font: dict[str, tuple[str, ...]]) -> None:
        twins = {("O", "0")}
        by_shape: dict[tuple[str, ...], str] = {}
        for char, shape in font.items():
            other = by_shape.setdefault(shape, char)
            assert other == char or (char, other) in twins or (other, char) in twins

    @pytest.mark.parametrize("font", [SMALL, TALL])
    def test_a_running_clock_does_not_wobble(self, font: dict[str, tuple[str, ...]]) -> None:
        assert len({len(font[digit][0]) for digit in "0123456789"}) == 1

    def test_the_digit_one_is_drawn_as_one(self) -> None:
        assert [line.plain for line in big("1", 5)] == [
            "████  ",
            "  ██  ",
            "  ██  ",
            "  ██  ",
            "██████",
        ]

    def test_accents_and_small_letters_are_drawn_as_capitals(self) -> None:
        assert big("é", 5) == big("E", 5)

    def test_the_largest_that_fits_is_chosen(self) -> None:
        assert biggest("12:34", 200, 50) == 7
        assert biggest("12:34", 200, 5) == 5
        assert biggest("12:34", 18, 24) == 3
        assert biggest("12:34", 10, 24) is None

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_hostile_text_is_only_blocks(self, text: str) -> None:
        for height in HEIGHTS:
            for line in big(text, height):
                assert set(line.plain) <= set(" █▀▄")


def block(name: str, start: float, end: float, state: BlockState = "todo") -> Block:
    return Block(name, name, start, end, state=state)


DAY = (
    Block("a", "Pre-launch", 420, 480, 420, 478, "done"),
    Block("b", "Launch hour", 480, 540, 481, None, "running"),
    block("Morning", 540, 720),
    block("Afternoon", 720, 1200),
)


class TestDayBand:
    def test_shows_hours_phases_and_where_we_are(self) -> None:
        ruler, phases, rule = day_band(DAY, 420, 1200, 510, 156)
        assert ruler.plain.startswith("07")
        assert "12" in ruler.plain
        assert "✔ Pre-laun…" in phases.plain
        assert "Launch hour" in phases.plain
        assert rule.plain.index(NOW_MARK) == 18

    def test_the_running_phase_is_a_solid_band(self) -> None:
        phases = day_band(DAY, 420, 1200, 510, 156)[1]
        solid = [s for s in phases.spans if s.style == DARK.band_good]
        assert sum(s.end - s.start for s in solid) == 12

    def test_an_overrun_says_so_in_a_word_and_reaches_to_now(self) -> None:
        phases = day_band(DAY, 420, 720, 600, 120)[1].plain
        assert "◷ Launch hour over 60m" in phases

    def test_a_phase_that_should_have_begun_is_late(self) -> None:
        assert "late 30m" in day_band([block("Freeze", 0, 120)], 0, 240, 30, 80)[1].plain
        assert lateness(block("Freeze", 0, 120), 30) == 30
        assert lateness(block("Freeze", 0, 120), 0.5) == 0

    def test_narrow_screens_shorten_names_and_hours(self) -> None:
        lines = day_band(DAY, 420, 1200, 510, 38)
        assert [cell_len(line.plain) for line in lines] == [38, 38, 38]
        assert "Mor" in lines[1].plain
        assert "08    10" in lines[0].plain

    def test_the_running_phase_is_never_lost_in_a_long_day(self) -> None:
        many = [block(f"p{i}", i * 60, i * 60 + 60) for i in range(50)]
        many[20] = Block("now", "Now", 1200, 1260, 1200, None, "running")
        phases = day_band(many, 0, 3000, 1210, 38)[1]
        assert any(span.style == DARK.band_good for span in phases.spans)

    def test_a_scale_from_elsewhere_keeps_the_clock_right(self) -> None:
        ruler = day_band([], 0, 240, 0, 80, clock_offset=22 * 60)[0].plain
        assert ruler.split() == ["22", "23", "00", "01"]

    @pytest.mark.parametrize("width", range(0, 201, 7))
    def test_hostile_names_stay_within_the_line(self, width: int) -> None:
        blocks = [block(text, i * 20, i * 20 + 45) for i, text in enumerate(HOSTILE)]
        blocks[3] = Block("r", HOSTILE[-1], 60, 100, state="running")
        for line in day_band(blocks, 0, 460, 70, width):
            assert cell_len(line.plain) == width

    @given(
        st.lists(
            st.builds(
                Block,
                key=st.just("k"),
                name=st.text(max_size=8),
                start=st.floats(),
                end=st.floats(),
                actual_start=floats,
                actual_end=floats,
                state=st.sampled_from(["todo", "running", "done", "skipped"]),
            ),
            max_size=50,
        ),
        st.floats(),
        st.floats(),
        st.floats(),
        st.integers(-1, 120),
    )
    @example([], -2.2e-305, 0.0, 48.0, 82)
    @example([], -1.7e308, 1.7e308, 0.0, 82)
    def test_no_day_breaks_it(
        self, blocks: list[Block], start: float, end: float, now: float, width: int
    ) -> None:
        lines = day_band(blocks, start, end, now, width)
        assert [cell_len(line.plain) for line in lines] == [max(width, 0)] * 3
