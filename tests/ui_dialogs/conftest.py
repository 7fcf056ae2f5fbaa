"""Async tests run as those of the widgets do."""

from __future__ import annotations

from tests.widgets.conftest import pytest_pyfunc_call

__all__ = ["pytest_pyfunc_call"]
