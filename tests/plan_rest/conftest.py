"""The launch of the operations' tests, and seats on it."""

from __future__ import annotations

from tests.cli.conftest import warroom
from tests.operations.conftest import ana, ben, launch_file
from tests.plan_update.conftest import make_desk

__all__ = ["ana", "ben", "launch_file", "make_desk", "warroom"]
