"""The keyed list: the cursor stays with its row, and only what changed is repainted."""

from __future__ import annotations

import asyncio
import time

import pytest
from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.pilot import Pilot

from tests.widgets.host import Host, painted_lines, screen_lines
from tests.widgets.hostile import HOSTILE
from warroom_tui.ui.theme import DARK, LIGHT_NAME, LIGHT_SHADES
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell, Column, Row

COLUMNS = (
    Column("symbol", width=1),
    Column("id", "id", width=6),
    Column("due", "due", width=6, align="right"),
    Column("subject", "subject"),
    Column("state", "state", width=8, min_total_width=60),
)


class ListHost(Host):
    """A host that keeps what the list says."""

    def __init__(self, **options: bool | int | str) -> None:
        self.list = LineList(COLUMNS, **options)  # type: ignore[arg-type]
        super().__init__(self.list)

    def on_line_list_row_highlighted(self, message: LineList.RowHighlighted) -> None:
        self.heard.append(message)

    def on_line_list_row_selected(self, message: LineList.RowSelected) -> None:
        self.heard.append(message)

    def on_line_list_near_end(self, message: LineList.NearEnd) -> None:
        self.heard.append(message)


def row(key: str, due: str = "01:00", subject: str = "Cannot pay") -> Row:
    return Row(
        key, (Cell("●", DARK.good), Cell(key), Cell(due), Cell(subject), Cell("new", DARK.muted))
    )


def rows(count: int, due: str = "01:00") -> list[Row]:
    return [row(f"T-{i}", due if i < 3 else "01:00") for i in range(count)]


async def shown(pilot: Pilot[None], host: ListHost, content: list[Row]) -> LineList:
    host.list.focus()
    host.list.set_rows(content)
    await pilot.pause()
    return host.list


class TestCursor:
    async def test_stays_with_its_row_when_the_order_changes(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 20)) as pilot:
            lines = await shown(pilot, host, rows(10))
            lines.move_to("T-4")
            lines.set_rows(reversed(rows(10)))
            await pilot.pause()
            assert lines.cursor_key == "T-4"
            assert "▌ ● T-4" in screen_lines(host)[6]

    async def test_falls_to_the_row_below_when_its_row_vanishes(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 20)) as pilot:
            lines = await shown(pilot, host, rows(6))
            lines.move_to("T-3")
            lines.set_rows([r for r in rows(6) if r.key != "T-3"])
            assert lines.cursor_key == "T-4"
            lines.set_rows(rows(3))
            assert lines.cursor_key == "T-2"
            lines.set_rows([])
            await pilot.pause()
            assert lines.cursor_key is None
            last = host.heard_of(LineList.RowHighlighted)[-1]
            assert isinstance(last, LineList.RowHighlighted)
            assert last.key is None

    async def test_keeps_its_place_on_the_screen_when_rows_come_above(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 11)) as pilot:
            lines = await shown(pilot, host, rows(100))
            lines.move_to("T-50")
            await pilot.pause()
            before = [i for i, line in enumerate(screen_lines(host)) if "▌" in line]
            lines.set_rows([row(f"N-{i}") for i in range(7)] + rows(100))
            await pilot.pause()
            after = [i for i, line in enumerate(screen_lines(host)) if "▌" in line]
            assert lines.cursor_key == "T-50"
            assert before == after

    async def test_a_list_at_its_top_shows_the_new_most_urgent_row(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 11)) as pilot:
            lines = await shown(pilot, host, rows(100))
            lines.set_rows([row("NEW"), *rows(100)])
            await pilot.pause()
            assert "NEW" in screen_lines(host)[1]
            assert lines.cursor_key == "T-0"

    async def test_keys_walk_the_list_and_pass_over_headings(self) -> None:
        host = ListHost()
        heading = Row("h", (Cell("Waiting"),), heading=True)
        async with host.run_test(size=(80, 11)) as pilot:
            lines = await shown(pilot, host, [heading, *rows(2), heading, *rows(60)[2:]])
            assert lines.cursor_key == "T-0"
            await pilot.press("j", "down")
            assert lines.cursor_key == "T-2"
            await pilot.press("k", "up", "up", "up")
            assert lines.cursor_key == "T-0"
            assert "Waiting" in screen_lines(host)[1]
            await pilot.press("G")
            assert lines.cursor_key == "T-59"
            await pilot.press("g")
            assert lines.cursor_key == "T-0"
            await pilot.press("end")
            assert lines.cursor_key == "T-59"
            await pilot.press("home", "pagedown")
            assert lines.cursor_key == "T-8"
            await pilot.press("pageup", "pageup")
            assert lines.cursor_key == "T-0"

    async def test_g_is_left_to_the_screen_where_wanted(self) -> None:
        host = ListHost(vim_ends=False)
        async with host.run_test(size=(80, 11)) as pilot:
            lines = await shown(pilot, host, rows(20))
            await pilot.press("end", "g")
            assert lines.cursor_key == "T-19"
            assert host.pressed[-1] == "g"

    async def test_is_a_dim_pointer_without_focus(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 11)) as pilot:
            lines = await shown(pilot, host, rows(3))
            assert "▌" in screen_lines(host)[1]
            lines.blur()
            await pilot.pause()
            assert "▌" not in "".join(screen_lines(host))
            assert screen_lines(host)[1].startswith("▏")

    async def test_only_headings_leave_nothing_to_stand_on(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 11)) as pilot:
            lines = await shown(pilot, host, [Row("h", (Cell("Section"),), heading=True)])
            await pilot.press("down", "up", "enter", "pagedown")
            assert lines.cursor_key is None
            assert not host.heard_of(LineList.RowSelected)

    async def test_repeated_keys_do_not_break_it(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 11)) as pilot:
            lines = await shown(pilot, host, [row("A"), row("A"), row("B")])
            await pilot.press("down", "down")
            assert lines.cursor_key == "B"


def keys_of(messages: list[Message]) -> list[str | None]:
    return [getattr(message, "key", None) for message in messages]


class TestChoosing:
    async def test_enter_and_double_click_choose(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 11)) as pilot:
            lines = await shown(pilot, host, rows(5))
            await pilot.press("down", "enter")
            assert keys_of(host.heard_of(LineList.RowSelected)) == ["T-1"]
            await pilot.click(lines, offset=(10, 4))
            assert lines.cursor_key == "T-3"
            assert len(host.heard_of(LineList.RowSelected)) == 1
            await pilot.double_click(lines, offset=(10, 5))
            assert keys_of(host.heard_of(LineList.RowSelected)) == ["T-1", "T-4"]

    async def test_clicks_beside_the_rows_do_nothing(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 11)) as pilot:
            lines = await shown(pilot, host, rows(2))
            await pilot.double_click(lines, offset=(10, 0))
            await pilot.double_click(lines, offset=(10, 9))
            assert lines.cursor_key == "T-0"
            assert not host.heard_of(LineList.RowSelected)

    async def test_marks_belong_to_rows(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 11)) as pilot:
            lines = await shown(pilot, host, rows(5))
            assert lines.toggle_mark("T-2")
            assert lines.toggle_mark()
            lines.set_rows(reversed(rows(5)[:3]))
            await pilot.pause()
            assert lines.marked == {"T-0", "T-2"}
            assert [line[0] for line in screen_lines(host)[1:4]] == ["◆", " ", "◆"]
            lines.set_rows(rows(2))
            assert lines.marked == {"T-0"}
            lines.clear_marks()
            assert not lines.marked
            assert not lines.toggle_mark("gone")

    async def test_more_rows_are_asked_for_once_near_the_end(self) -> None:
        host = ListHost(near_end_rows=10)
        async with host.run_test(size=(80, 11)) as pilot:
            lines = await shown(pilot, host, rows(50))
            assert not host.heard_of(LineList.NearEnd)
            lines.move_to("T-42")
            await pilot.press("down", "down")
            asked = host.heard_of(LineList.NearEnd)
            assert [getattr(message, "last_key", "") for message in asked] == ["T-49"]
            lines.set_rows(rows(100))
            await pilot.press("end")
            assert len(host.heard_of(LineList.NearEnd)) == 2


class TestPainting:
    async def test_new_rows_repaint_only_the_lines_that_changed(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 40)) as pilot:
            lines = await shown(pilot, host, rows(200))
            with painted_lines(lines) as painted:
                assert lines.set_rows(rows(200, "00:59")) == 3
                await pilot.pause()
            assert painted == [1, 2, 3]

    async def test_equal_rows_repaint_nothing(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 40)) as pilot:
            lines = await shown(pilot, host, rows(200))
            with painted_lines(lines) as painted:
                assert lines.set_rows(rows(200)) == 0
                await pilot.pause()
            assert painted == []

    async def test_a_change_in_a_hidden_column_or_of_nothing_repaints_nothing(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 40)) as pilot:
            lines = await shown(pilot, host, [])
            lines.set_columns([Column("text"), Column("age", width=8, min_total_width=200)])
            await pilot.pause()
            with painted_lines(lines) as painted:
                assert lines.set_rows([]) == 0
                await pilot.pause()
            assert painted == []
            lines.set_rows([Row("1", (Cell("calm"), Cell("1 s")))])
            await pilot.pause()
            with painted_lines(lines) as painted:
                assert lines.set_rows([Row("1", (Cell("calm"), Cell("2 s")))]) == 0
                assert lines.set_rows([Row("1", (Cell("alarm"), Cell("2 s")))]) == 1
                await pilot.pause()
            assert painted == [1]

    async def test_a_row_more_below_the_view_repaints_nothing(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 20)) as pilot:
            lines = await shown(pilot, host, rows(200))
            with painted_lines(lines) as painted:
                lines.set_rows(rows(201))
                await pilot.pause()
            assert painted == []

    async def test_the_same_columns_again_repaint_nothing(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 20)) as pilot:
            lines = await shown(pilot, host, rows(5))
            with painted_lines(lines) as painted:
                lines.set_columns(COLUMNS)
                await pilot.pause()
                assert painted == []
                lines.set_columns(COLUMNS[:2])
                await pilot.pause()
            assert "due" not in screen_lines(host)[0]

    async def test_one_cell_repaints_one_line(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 20)) as pilot:
            lines = await shown(pilot, host, rows(50))
            with painted_lines(lines) as painted:
                assert lines.update_cell("T-4", "due", Cell("now"))
                assert lines.update_cell("T-5", "due", Cell("01:00"))
                assert lines.update_cell("T-45", "due", Cell("unseen"))
                await pilot.pause()
            assert painted == [5]
            assert "now" in screen_lines(host)[5]
            assert not lines.update_cell("gone", "due", Cell("x"))
            assert not lines.update_cell("T-1", "gone", Cell("x"))

    async def test_moving_the_cursor_repaints_two_lines(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 20)) as pilot:
            lines = await shown(pilot, host, rows(10))
            with painted_lines(lines) as painted:
                await pilot.press("down")
            assert sorted(painted) == [1, 2]

    async def test_another_theme_recolours_every_line(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 20)) as pilot:
            lines = await shown(pilot, host, rows(10))
            host.theme = LIGHT_NAME
            await pilot.pause()
            style = list(lines.render_line(5))[-1].style
            assert style is not None
            assert style.bgcolor is not None
            assert style.bgcolor.name.upper() == LIGHT_SHADES.background

    async def test_200_rows_with_3_changed_take_under_2_ms(self) -> None:
        host = ListHost()
        async with host.run_test(size=(120, 60)) as pilot:
            lines = await shown(pilot, host, rows(200))
            best = 1.0
            for count in range(20):
                fresh = rows(200, f"00:{count:02d}")
                began = time.perf_counter()
                lines.set_rows(fresh)
                best = min(best, time.perf_counter() - began)
            assert best < 0.002

    async def test_a_tick_of_20_cells_is_far_below_one_percent(self) -> None:
        """The widget's own share of a tick, the drawing of its lines included."""
        host = ListHost()
        async with host.run_test(size=(120, 60)) as pilot:
            lines = await shown(pilot, host, rows(200))
            best = 1.0
            for tick in range(10):
                began = time.perf_counter()
                for index in range(20):
                    lines.update_cell(f"T-{index}", "due", Cell(f"00:{tick:02d}"))
                    lines.render_line(index + 1)
                best = min(best, time.perf_counter() - began)
                await pilot.pause()
            assert best < 0.005

    async def test_ten_thousand_rows_scroll(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 20)) as pilot:
            lines = await shown(pilot, host, rows(10_000))
            await pilot.press("end")
            assert lines.cursor_key == "T-9999"
            assert "T-9999" in screen_lines(host)[-1]
            await pilot.press("pageup")
            assert lines.cursor_key == "T-9981"

    async def test_the_wheel_scrolls_without_moving_the_cursor(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 20)) as pilot:
            lines = await shown(pilot, host, rows(100))
            await pilot._post_mouse_events([events.MouseScrollDown], lines, offset=(5, 5))
            await pilot.pause()
            assert lines.scroll_offset.y > 0
            assert lines.cursor_key == "T-0"


class TestHostile:
    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    async def test_any_text_stays_in_its_column_at_every_width(self, text: str) -> None:
        host = ListHost()
        async with host.run_test(size=(200, 8)) as pilot:
            content = [
                Row("1", (Cell(text), Cell(text), Cell(text), Cell(text), Cell(text))),
                Row("2", tuple(Text(text) for _ in COLUMNS)),
                Row(text, (Cell(text),), heading=True, indent=3),
            ]
            lines = await shown(pilot, host, content)
            for width in range(1, 201):
                lines._painter.lay_out(width)
                assert lines._looks is not None
                for index in range(3):
                    line = lines._line(index)
                    assert line is not None
                    strip = lines._painter.row(*line, lines._looks)
                    assert strip.cell_length == width == cell_len(strip.text)
                assert lines._painter.header(lines._looks).cell_length == width

    async def test_markup_is_drawn_as_typed_and_is_no_link(self) -> None:
        host = ListHost()
        async with host.run_test(size=(80, 8)) as pilot:
            lines = await shown(pilot, host, [row("1", subject="[@click=app.quit]x[/]")])
            assert "[@click=app.quit]x[/]" in screen_lines(host)[1]
            await pilot.click(lines, offset=(20, 1))
            assert host.is_running

    async def test_resizing_keeps_every_line_whole(self) -> None:
        host = ListHost()
        async with host.run_test(size=(120, 20)) as pilot:
            lines = await shown(
                pilot, host, [row(str(i), subject=t) for i, t in enumerate(HOSTILE)]
            )
            lines.move_to("15")
            for size in ((10, 5), (37, 12), (80, 24), (200, 67), (60, 3)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert {cell_len(line) for line in screen_lines(host)} == {size[0]}
                assert lines.cursor_key == "15"


class TestEmpty:
    async def test_says_what_to_press(self) -> None:
        host = ListHost(empty="No tickets yet.\nPress n for [the] first.")
        async with host.run_test(size=(80, 8)) as pilot:
            lines = host.list
            await pilot.pause()
            assert "Press n for [the] first." in screen_lines(host)[2]
            lines.set_rows(rows(1))
            await pilot.pause()
            assert "Press n" not in "".join(screen_lines(host))
            lines.set_rows([])
            lines.set_empty("All done.")
            await pilot.pause()
            assert "All done." in screen_lines(host)[1]

    async def test_rows_set_before_it_is_on_the_screen_are_shown(self) -> None:
        host = ListHost()
        host.list.set_rows(rows(50))
        host.list.move_to("T-30")
        async with host.run_test(size=(80, 10)) as pilot:
            await pilot.pause()
            assert host.list.cursor_key == "T-30"
            await asyncio.wait_for(pilot.press("end"), 5)
            assert "T-49" in screen_lines(host)[-1]
