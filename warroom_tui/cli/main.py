"""The `warroom` command: answers help and version at once, hands everything else to `run`.

Nothing heavy is imported here, so that `warroom --help` costs little more than Python itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from warroom_tui import __version__
from warroom_tui.cli.commands import overview

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells expect it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `argv` is the command line without its name."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        if words[:1] in (["--help"], ["-h"], ["--version"]):
            return _say(f"warroom {__version__}" if words[0] == "--version" else overview())
        from warroom_tui.cli.run import run

        return run(words)
    except KeyboardInterrupt:
        return INTERRUPTED


def _say(text: str) -> int:
    try:
        print(text, flush=True)
    except OSError:  # nobody reads it, or it fits nowhere
        _close_quietly()
    return 0


def _close_quietly() -> None:
    """Keep the interpreter from complaining about unwritten output when it ends."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    sys.exit(main())
