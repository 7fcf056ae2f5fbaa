"""Two people at the desk of one small launch."""

from tests.services.conftest import ana, ben, launch_file

__all__ = ["ana", "ben", "launch_file"]
