"""A plan file line by line without changing a byte: what was not edited is what was read.

Lines are kept in a *view*: one character per byte for encodings that contain ASCII, the decoded
text for UTF-16 and UTF-32. Boxes, brackets and underscores look the same in every view;
`as_written` gives any other text as it would stand in a line.
"""

from __future__ import annotations

import codecs
import re

from warroom_tui.plan.decode import decode
from warroom_tui.plan.errors import PlanError

_ENDS = re.compile(r"(\r\n|\r|\n)")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class ExactLines:
    """The lines of a file, to be read and replaced one by one."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises `PlanError` for what is no plan, or what would not come back byte for byte."""
        decoded = decode(data, name)
        self._head = b""
        self._codec = "latin-1"
        self._encoding = decoded.encoding
        if decoded.encoding.startswith(("utf-16", "utf-32")):
            self._codec = decoded.encoding
            self._head = next(
                (m for m, codec in _MARKS if codec == self._codec and data.startswith(m)), b""
            )
        read = decoded.text.split("\n")
        try:
            view = data[len(self._head) :].decode(self._codec)
        except UnicodeDecodeError as error:
            raise _not_exact(name) from error
        parts = _ENDS.split(view)
        self._lines = parts[::2]
        self._ends = [*parts[1::2], ""]
        if self.to_bytes() != data or len(self._lines) != len(read):
            raise _not_exact(name)
        self._codecs = [self._codec_of(view, read[index]) for index, view in enumerate(self._lines)]

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, number: int) -> str:
        """The view of a line, counted from 1, without its end."""
        return self._lines[number - 1]

    def replace(self, number: int, view: str) -> None:
        """Put another view in the place of a line."""
        self._lines[number - 1] = view

    def as_written(self, number: int, text: str) -> str:
        """`text` as it would stand in the view of a line.

        Raises UnicodeEncodeError when the line's encoding has no such character.
        """
        codec = self._codecs[number - 1]
        if codec == "view" or text.isascii():
            return text
        if codec == "repaired":
            text = "".join(map(_as_cp1252, text.encode("utf-8")))
            codec = "utf-8"
        return text.encode(codec).decode("latin-1")

    def to_bytes(self) -> bytes:
        """The whole file."""
        view = "".join(map(str.__add__, self._lines, self._ends))
        return self._head + view.encode(self._codec)

    def _codec_of(self, view: str, read: str) -> str:
        """How text must be encoded to be read in this line as it is meant."""
        if self._codec != "latin-1":
            return "view"
        if self._encoding == "gb18030":
            return "gb18030"
        try:
            stored = view.encode("latin-1").decode("utf-8")
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8" if stored.lstrip("\ufeff") == read.lstrip("\ufeff") else "repaired"


def _as_cp1252(byte: int) -> str:
    raw = bytes((byte,))
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _not_exact(name: str) -> PlanError:
    return PlanError(
        f"{name} is damaged or in a mixed encoding; nothing can be written back into it.",
        "Save it as UTF-8 and update the plan with it.",
    )
