"""Bytes of a plan into text: encodings, line ends, and UTF-8 that was once read as cp1252."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from warroom_tui.plan.errors import PlanError

SIZE_LIMIT = 16 * 1024 * 1024
"""Bytes: a plan is read whole, so there must be an end to it."""

_MAGIC = (
    (b"\x89PNG", "a PNG picture"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HINT = "Give a Markdown file, as text."
_UNDEFINED_IN_CP1252 = "\x81\x8d\x8f\x90\x9d"
_COMMON_CHINESE = (
    "的一是不了在有和人这中大为上个到时来用们生作地出就分对成会可主发年动同工也能下过方后多定行法所"
    "天日月周前完确认检查测试通知备份回滚线系统计划步骤负责时间任务监控风险数据用户"
)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A plan's text with `\\n` line ends, and what had to be done to get it."""

    text: str
    encoding: str
    repaired_lines: int = 0
    """Lines whose UTF-8 had been read as cp1252 somewhere on the way."""


def decode(data: bytes, name: str) -> DecodedText:
    """Turn a file's bytes into text; raises `PlanError` for what is empty or no text."""
    _refuse(data, name)
    text, encoding = _to_text(data)
    if encoding.startswith(("utf-16", "utf-32")):
        text = text.replace("\x00", "\ufffd")
    if "\x00" in text or _is_binary(text):
        raise PlanError(f"{name} is not a text file.", _HINT)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff \t\n\x0b\x0c\xa0"):
        raise PlanError(f"{name} is empty.", _HINT)
    text, repaired = _repair(text)
    return DecodedText(text, encoding, repaired)


def _refuse(data: bytes, name: str) -> None:
    if not data:
        raise PlanError(f"{name} is empty.", _HINT)
    if len(data) > SIZE_LIMIT:
        raise PlanError(
            f"{name} has {len(data) / 1e6:.0f} MB; a plan may have {SIZE_LIMIT / 1e6:.0f}.",
            "Split it into several plans and give them together.",
        )
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise PlanError(f"{name} is {what}, not a Markdown plan.", _HINT)


def _to_text(data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace"), encoding
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, errors="replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    for encoding, looks_right in _REGIONAL:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if looks_right(text):
            return text, encoding
    return _line_by_line(data)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark shows as a NUL in every other byte of mostly Latin text."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 2:
        return None
    if sample[1::2].count(0) > half * 0.6 and sample[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.6 and sample[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return None


def _foreign(text: str) -> list[str]:
    return [char for char in text if ord(char) > 0x7F]


def _share(chars: list[str], pattern: str) -> float:
    matcher = re.compile(f"[{pattern}]")
    return sum(matcher.match(char) is not None for char in chars) / max(len(chars), 1)


def _is_chinese(text: str) -> bool:
    """Any bytes make rare Chinese characters; a text of the trade has common ones."""
    found = _foreign(text)
    return _share(found, "\u4e00-\u9fff\u3000-\u303f\uff00-\uffef") > 0.8 and (
        _share(found, _COMMON_CHINESE) > 0.06
    )


def _is_japanese(text: str) -> bool:
    found = _foreign(text)
    return _share(found, "\u3040-\u30ff") > 0.25 and _share(found, "\uff61-\uff9f") < 0.1


def _is_korean(text: str) -> bool:
    return _share(_foreign(text), "\uac00-\ud7a3") > 0.8


def _is_russian(text: str) -> bool:
    """Words of small Cyrillic letters, and hardly a capital inside one."""
    found = _foreign(text)
    return (
        len(found) > len(text) * 0.2
        and _share(found, "а-яё") > 0.7
        and len(re.findall("[а-яё][А-ЯЁ]", text)) < len(found) * 0.02
    )


def _line_by_line(data: bytes) -> tuple[str, str]:
    """Mixed files happen when text is pasted; each line is UTF-8 if it can be, else cp1252."""
    lines = data.split(b"\n")
    out: list[str] = []
    latin = 0
    for number, line in enumerate(lines):
        try:
            out.append(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            cut_off = number == len(lines) - 1 and error.end == len(line) and error.start > 0
            if cut_off and error.reason == "unexpected end of data":
                out.append(line.decode("utf-8", errors="replace"))
                continue
            latin += 1
            out.append(_from_cp1252(line))
    return "\n".join(out), "cp1252" if latin else "utf-8"


def _from_cp1252(line: bytes) -> str:
    return "".join(
        chr(byte) if chr(byte) in _UNDEFINED_IN_CP1252 else bytes((byte,)).decode("cp1252")
        for byte in line
    )


def _is_binary(text: str) -> bool:
    sample = text[:8192]
    controls = sum(ord(char) < 0x20 and char not in "\t\n\r\x0b\x0c\x1b" for char in sample)
    return controls > max(2, len(sample) * 0.02)


def _repair(text: str) -> tuple[str, int]:
    if text.isascii():
        return text, 0
    lines = text.split("\n")
    repaired = 0
    for index, line in enumerate(lines):
        if line.isascii():
            continue
        better = _repair_line(line)
        if better is not None:
            lines[index] = better
            repaired += 1
    return "\n".join(lines), repaired


def _repair_line(line: str) -> str | None:
    """The line with its cp1252 reading undone, or None when it does not decode as a whole."""
    result: str | None = None
    for _ in range(2):  # text that went wrong twice comes back in two steps
        decoded = _undo(result or line)
        if decoded is None:
            break
        if decoded.isascii() or any(0x7F <= ord(char) < 0xA0 for char in decoded):
            break
        if decoded == (result or line):
            break
        result = decoded
    return result


def _undo(line: str) -> str | None:
    try:
        return b"".join(_to_cp1252(char) for char in line).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        pass
    for wrong in ("cp1254", "mac_roman"):  # rarer: a Turkish Windows, an old Macintosh
        try:
            return line.encode(wrong).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return None


def _to_cp1252(char: str) -> bytes:
    if char in _UNDEFINED_IN_CP1252:
        return bytes((ord(char),))
    return char.encode("cp1252")


_REGIONAL: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("gb18030", _is_chinese),
    ("shift_jis", _is_japanese),
    ("cp949", _is_korean),
    ("cp1251", _is_russian),
)
