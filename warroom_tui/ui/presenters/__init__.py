"""Presenters: the board and the time in; rows, parts and titles out. Pure."""
