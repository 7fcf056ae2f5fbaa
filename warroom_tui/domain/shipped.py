"""Where the files that come with the program lie: section words, plans, report templates."""

from __future__ import annotations

from pathlib import Path

from warroom_tui.domain.errors import WarroomError


def shipped_path(*parts: str) -> Path:
    """The path of a shipped file or folder, such as `shipped_path("data", "section-words")`.

    The installed copy inside the package wins over the checkout beside it. Raises `WarroomError`
    when neither is there.
    """
    package = Path(__file__).resolve().parent.parent
    for root in (package / "_shipped", package.parent):
        candidate = root.joinpath(*parts)
        if candidate.exists():
            return candidate
    raise WarroomError(
        f"The program's own file {'/'.join(parts)} is missing.",
        "Reinstall warroom-tui; its data and templates belong to the package.",
    )
