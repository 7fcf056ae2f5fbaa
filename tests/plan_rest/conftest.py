"""The launch of the operations' tests, and seats on it."""

from __future__ import annotations

from tests.cli.conftest import warroom
from tests.operations.conftest import ana, ben, launch_file

__all__ = ["ana", "ben", "launch_file", "warroom"]
