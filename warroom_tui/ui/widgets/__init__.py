"""Reusable widgets, free of launch knowledge and drawn by lines.

Import from the modules, not from here: importing this package loads nothing, and each module
loads no more of Textual than it needs. Modules marked * load no Textual at all.

=================  ==================================================================
``rows`` *         `Cell`, `Column`, `Row`: what a list shows
``line_list``      `LineList`: the keyed list; cursor and scroll survive new rows
``panel_frame``    `PanelFrame`: border, title, subtitle, and the four panel states
``status_line``    `StatusLine`, `Part`: one line, low priorities drop when narrow
``day_band`` *     `day_band()`, `Block`: the day's phases in proportion, as lines
``day_band_view``  `DayBand`: the same as a widget
``tabs``           `TabStrip`, `Tab`: one line of panels for narrow screens
``banner``         `Banner`: one full-width line that must be seen
``footer``         `KeyHints`: at most eight clickable key hints
``sparkline`` *    `spark()`: numbers as ▁▂▃▄▅▆▇█, gaps stay gaps
``gauge`` *        `bar()`: a value against its limit
``figures`` *      `big()`: figures of solid blocks, readable from five metres
``drawn_text`` *   `drawable()`, `fit()`, `runs()`: outside text made safe and cut to cells
``lines_widget``   `LinesWidget`: base that repaints only the cells that changed
=================  ==================================================================
"""
