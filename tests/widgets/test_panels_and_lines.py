"""Panel frames and the one-line widgets: what a person sees, and what is not repainted."""

from __future__ import annotations

import subprocess
import sys
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tests.widgets.host import Host, painted_lines, screen_lines
from tests.widgets.hostile import HOSTILE
from warroom_tui.ui.theme import DARK, SYMBOLS
from warroom_tui.ui.widgets.banner import Banner
from warroom_tui.ui.widgets.day_band import Block
from warroom_tui.ui.widgets.day_band_view import DayBand
from warroom_tui.ui.widgets.footer import MOST_HINTS, KeyHints, shown_key
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.lines_widget import changed_cells
from warroom_tui.ui.widgets.panel_frame import Empty, Failed, Loading, PanelFrame, Ready
from warroom_tui.ui.widgets.rows import PLAIN, Cell, Column, Row
from warroom_tui.ui.widgets.status_line import Part, StatusLine, status_text
from warroom_tui.ui.widgets.tabs import Tab, TabStrip


def a_list() -> LineList:
    lines = LineList([Column("id", width=6), Column("subject")], header=False)
    lines.set_rows([Row("T-1", (Cell("T-1"), Cell("Cannot pay")))])
    return lines


class TestPanelFrame:
    async def test_shows_title_subtitle_and_content(self) -> None:
        frame = PanelFrame(a_list(), state=Ready())
        async with Host(frame).run_test(size=(60, 8)) as pilot:
            frame.set_title(Text.assemble("Tickets · ", ("1 over SLA", DARK.bad)))
            frame.set_subtitle("/ filter")
            await pilot.pause()
            lines = screen_lines(pilot.app)
            assert "Tickets · 1 over SLA" in lines[0]
            assert "Cannot pay" in lines[1]
            assert lines[-1].endswith(" / filter ─╯") or lines[-1].endswith(" / filter ━┛")

    async def test_focus_is_a_heavy_border(self) -> None:
        content = a_list()
        frame = PanelFrame(content, state=Ready())
        async with Host(frame).run_test(size=(60, 8)) as pilot:
            content.blur()
            await pilot.pause()
            assert screen_lines(pilot.app)[0].startswith("╭")
            content.focus()
            await pilot.pause()
            assert screen_lines(pilot.app)[0].startswith("┏")

    async def test_each_state_says_what_it_is(self) -> None:
        frame = PanelFrame(a_list(), title="Tickets")
        async with Host(frame).run_test(size=(60, 8)) as pilot:
            await pilot.pause()
            assert "loading…" in screen_lines(pilot.app)[1]
            frame.show_state(Empty("Nothing open.\nPress n for a ticket."))
            await pilot.pause()
            text = "\n".join(screen_lines(pilot.app))
            assert "Press n for a ticket." in text
            assert "Cannot pay" not in text
            frame.show_state(Failed(time(9, 14), "the [disk] is full"))
            await pilot.pause()
            text = "\n".join(screen_lines(pilot.app))
            assert "✖ failed since 09:14 · the [disk] is full" in text
            assert "Cannot pay" in text
            frame.show_state(Ready())
            await pilot.pause()
            text = "\n".join(screen_lines(pilot.app))
            assert "failed" not in text
            assert "Cannot pay" in screen_lines(pilot.app)[1]

    async def test_old_content_is_dimmed_while_failed(self) -> None:
        content = a_list()
        frame = PanelFrame(content, state=Ready())
        async with Host(frame).run_test(size=(60, 8)) as pilot:
            await pilot.pause()
            bright = colour_of(pilot.app.screen, "Cannot pay")
            frame.show_state(Failed(time(9, 14), "locked"))
            await pilot.pause()
            assert colour_of(pilot.app.screen, "Cannot pay") != bright

    async def test_the_focus_survives_every_state(self) -> None:
        content = a_list()
        frame = PanelFrame(content, state=Ready())
        async with Host(frame).run_test(size=(60, 8)) as pilot:
            content.focus()
            for state in (Loading(), Empty("none"), Failed(time(1), "x"), Ready()):
                frame.show_state(state)
                await pilot.pause()
                assert pilot.app.focused is content

    async def test_a_ticking_title_repaints_one_line(self) -> None:
        content = a_list()
        frame = PanelFrame(content, title="Health", subtitle="1 s ago", state=Ready())
        async with Host(frame).run_test(size=(60, 8)) as pilot:
            await pilot.pause()
            frame.set_subtitle("2 s ago")
            frame.set_title("Health · 1 down")
            regions = set(frame._repaint_regions)
            assert {(region.y, region.height) for region in regions} == {(0, 1), (7, 1)}
            await pilot.pause()
            assert "2 s ago" in screen_lines(pilot.app)[-1]
            frame.set_subtitle("2 s ago")
            assert not frame._repaint_regions

    async def test_bad_news_colours_the_border(self) -> None:
        frame = PanelFrame(a_list(), state=Ready())
        async with Host(frame).run_test(size=(60, 8)) as pilot:
            frame.set_severity("bad")
            await pilot.pause()
            assert frame.has_class("-bad")
            frame.set_severity("none")
            assert not frame.has_class("-bad")

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    async def test_hostile_titles_and_reasons_are_only_text(self, text: str) -> None:
        frame = PanelFrame(a_list(), title=text, subtitle=text, state=Empty(text))
        async with Host(frame).run_test(size=(60, 8)) as pilot:
            for width in (10, 37, 60, 200):
                await pilot.resize_terminal(width, 8)
                frame.show_state(Failed(time(9), text))
                frame.set_title(text + "!")
                frame.set_subtitle(Text(text))
                await pilot.pause()
                assert {cell_len(line) for line in screen_lines(pilot.app)} == {width}


def colour_of(screen: object, text: str) -> object:
    """The colour in which `text` stands on the screen."""
    strips = screen._compositor.render_strips()  # type: ignore[attr-defined]
    for strip in strips:
        for segment in strip:
            if text in segment.text and segment.style is not None:
                return segment.style.color
    raise AssertionError(text)


class TestStatusLine:
    PARTS = (Part("LAYBY", 9), Part("launch week", 1), Part("Day 1 of 14", 5))
    RIGHT = (Part("Thu 26 Nov", 2), Part("08:47:26", 8))

    def test_both_sides_stand_at_their_edges(self) -> None:
        line = status_text(self.PARTS, self.RIGHT, 80).plain
        assert line.startswith("LAYBY  launch week  Day 1 of 14   ")
        assert line.endswith("   Thu 26 Nov  08:47:26")

    def test_the_least_important_goes_first(self) -> None:
        assert "launch week" not in status_text(self.PARTS, self.RIGHT, 45).plain
        assert status_text(self.PARTS, self.RIGHT, 30).plain.split() == [
            "LAYBY",
            "Day",
            "1",
            "of",
            "14",
            "08:47:26",
        ]
        assert status_text(self.PARTS, self.RIGHT, 16).plain == "LAYBY   08:47:26"
        assert status_text(self.PARTS, self.RIGHT, 4).plain == "LAY…"

    def test_a_part_with_a_least_length_is_clipped_before_it_goes(self) -> None:
        parts = (Part("LAYBY", 9), Part("the reason of the status", 1, 8))
        assert status_text(parts, (), 20).plain == "LAYBY  the reason o…"
        assert status_text(parts, (), 15).plain == "LAYBY  the rea…"
        assert status_text(parts, (), 14).plain == "LAYBY         "

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_hostile_parts_never_overflow(self, text: str) -> None:
        for width in range(201):
            line = status_text((Part(text, 1, 3), Part("x", 2)), (Part(Text(text)),), width)
            assert cell_len(line.plain) == width

    async def test_a_ticking_clock_repaints_its_cells_only(self) -> None:
        line = StatusLine(self.PARTS, self.RIGHT)
        async with Host(line).run_test(size=(80, 5)) as pilot:
            await pilot.pause()
            changed = line.set_parts(self.PARTS, (self.RIGHT[0], Part("08:47:27", 8)))
            assert changed
            assert sum(region.area for region in line._repaint_regions) <= 4
            await pilot.pause()
            assert screen_lines(pilot.app)[0].rstrip().endswith("08:47:27")
            with painted_lines(line) as painted:
                assert not line.set_parts(self.PARTS, (self.RIGHT[0], Part("08:47:27", 8)))
                await pilot.pause()
            assert painted == []


STRETCHES = st.lists(
    st.tuples(st.text("ab漢e\u0301 ", max_size=4), st.sampled_from([PLAIN, Style(bold=True)])),
    max_size=5,
)


@given(STRETCHES, STRETCHES)
def test_no_cell_that_differs_is_left_as_it_was(
    old: list[tuple[str, Style]], new: list[tuple[str, Style]]
) -> None:
    def drawn(line: list[tuple[str, Style]]) -> list[tuple[str, Style]]:
        """What stands in each cell; a wide letter fills two, a mark joins the one before."""
        cells: list[tuple[str, Style]] = []
        for text, style in line:
            for char in text:
                width = cell_len(char)
                if width:
                    cells += [(char, style)] * width
                elif cells:
                    cells[-1] = (cells[-1][0] + char, cells[-1][1])
        return cells

    span = changed_cells(old, new)
    before, after = drawn(old), drawn(new)
    blank = ("", PLAIN)
    for cell in range(max(len(before), len(after))):
        a = before[cell] if cell < len(before) else blank
        b = after[cell] if cell < len(after) else blank
        assert a == b or (span is not None and span[0] <= cell < span[1])


def test_changed_cells_cover_every_difference() -> None:
    red = Style(color="red")
    assert changed_cells([("abc", PLAIN)], [("abc", PLAIN)]) is None
    assert changed_cells([("abcdef", PLAIN)], [("abcdXf", PLAIN)]) == (2, 5)
    assert changed_cells([("ab", PLAIN)], [("ab", red)]) == (0, 2)
    assert changed_cells([("ab", PLAIN)], []) == (0, 2)
    assert changed_cells([("a漢b", PLAIN)], [("axyb", PLAIN)]) == (0, 3)


class TestTabStrip:
    TABS = (
        Tab("health", "Health", Cell("●", DARK.good), "1"),
        Tab("tickets", "Tickets", Cell("✖3", DARK.bad), "2"),
        Tab("rota", "Rota", digit="3"),
    )

    async def test_names_panels_with_their_news(self) -> None:
        strip = TabStrip(self.TABS, "tickets")
        async with Host(strip).run_test(size=(60, 4)) as pilot:
            await pilot.pause()
            assert screen_lines(pilot.app)[0].startswith(" 1 Health ●  2 Tickets ✖3  3 Rota ")

    @pytest.mark.parametrize(
        ("columns", "line"), [(60, " 1 Known issues  2 Rota "), (20, " 1 Issues  2 Rota ")]
    )
    async def test_full_names_stand_where_they_fit(self, columns: int, line: str) -> None:
        tabs = (
            Tab("issues", "Known issues", digit="1", short="Issues"),
            Tab("r", "Rota", digit="2"),
        )
        strip = TabStrip(tabs, "r")
        async with Host(strip).run_test(size=(columns, 4)) as pilot:
            await pilot.pause()
            assert screen_lines(pilot.app)[0].startswith(line)

    async def test_a_click_chooses(self) -> None:
        chosen: list[str] = []

        class TabHost(Host):
            def on_tab_strip_chosen(self, message: TabStrip.Chosen) -> None:
                chosen.append(message.key)

        strip = TabStrip(self.TABS, "tickets")
        async with TabHost(strip).run_test(size=(60, 4)) as pilot:
            await pilot.click(strip, offset=(30, 0))
            await pilot.click(strip, offset=(2, 0))
            await pilot.click(strip, offset=(55, 0))
            assert chosen == ["rota", "health"]

    async def test_narrow_screens_shorten_the_names(self) -> None:
        strip = TabStrip(self.TABS, "tickets")
        async with Host(strip).run_test(size=(26, 4)) as pilot:
            await pilot.pause()
            line = screen_lines(pilot.app)[0]
            assert "1 " in line
            assert "✖3" in line
            assert "3 R" in line


class TestBanner:
    async def test_takes_a_line_only_while_it_has_something_to_say(self) -> None:
        banner, below = Banner(), StatusLine([Part("below")])
        async with Host(banner, below).run_test(size=(60, 4)) as pilot:
            await pilot.pause()
            assert screen_lines(pilot.app)[0].startswith("below")
            banner.say("STALE since 08:46 [x]", SYMBOLS["late"])
            await pilot.pause()
            assert screen_lines(pilot.app)[0].strip() == "◷ STALE since 08:46 [x]"
            assert banner.has_class("-warn")
            banner.say("P1 declared", SYMBOLS["incident"])
            await pilot.pause()
            assert screen_lines(pilot.app)[0].strip() == "! P1 declared"
            banner.hide()
            await pilot.pause()
            assert screen_lines(pilot.app)[0].startswith("below")


class TestKeyHints:
    async def test_shows_at_most_eight_and_a_click_presses_the_key(self) -> None:
        hints = KeyHints([("n", "New ticket"), ("exclamation_mark", "Incident")])
        host = Host(hints)
        async with host.run_test(size=(60, 4)) as pilot:
            await pilot.pause()
            assert screen_lines(host)[-1].strip() == "n New ticket  ! Incident"
            await pilot.click(hints, offset=(17, 0))
            await pilot.pause()
            assert host.pressed == ["exclamation_mark"]
            hints.set_hints([(str(i), "do") for i in range(20)])
            await pilot.pause()
            assert screen_lines(host)[-1].count("do") == MOST_HINTS

    async def test_what_does_not_fit_is_left_out_whole(self) -> None:
        hints = KeyHints([("n", "New ticket"), ("e", "Escalate")])
        async with Host(hints).run_test(size=(18, 4)) as pilot:
            await pilot.pause()
            assert screen_lines(pilot.app)[-1].strip() == "n New ticket"

    def test_keys_are_named_as_people_read_them(self) -> None:
        assert [shown_key(key) for key in ("ctrl+p", "escape", "question_mark", "n")] == [
            "^p",
            "esc",
            "?",
            "n",
        ]


class TestDayBand:
    async def test_moving_the_clock_repaints_only_what_moved(self) -> None:
        band = DayBand()
        async with Host(band).run_test(size=(120, 6)) as pilot:
            blocks = [
                Block("a", "Pre-launch", 420, 480, 420, 480, "done"),
                Block("b", "Launch hour", 480, 720, 480, None, "running"),
            ]
            band.set_day(blocks, 420, 720, 500)
            await pilot.pause()
            assert "Launch hour" in screen_lines(pilot.app)[1]
            with painted_lines(band) as painted:
                band.set_now(500.01)
                await pilot.pause()
                assert painted == []
                band.set_now(510)
                await pilot.pause()
            assert painted == [2]


def test_importing_the_widgets_stays_cheap() -> None:
    """The umbrella module of widgets, Markdown and tables cost tens of milliseconds."""
    code = (
        "import sys, pkgutil, importlib, textual.app, warroom_tui.ui.widgets as w\n"
        "before = set(sys.modules)\n"
        "for m in pkgutil.iter_modules(w.__path__):\n"
        "    importlib.import_module(w.__name__ + '.' + m.name)\n"
        "new = set(sys.modules) - before\n"
        "print(sorted(m for m in new if m.startswith(('textual.widgets', 'markdown_it',"
        " 'sqlalchemy', 'pydantic', 'httpx', 'jinja2'))))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "name", ["rows", "drawn_text", "sparkline", "gauge", "figures", "glyphs", "day_band"]
)
def test_pure_drawings_load_no_textual(name: str) -> None:
    code = (
        f"import sys, warroom_tui.ui.widgets.{name}\n"
        "print([m for m in sys.modules if m.split('.')[0] == 'textual'])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
