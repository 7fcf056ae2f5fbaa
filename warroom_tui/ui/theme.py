"""Colours, words and symbols: the one place that decides how a state looks.

The status colours are blue, yellow and vermillion from Okabe and Ito's set, because red and
green are one colour to many people. Simulated for protanopia, deuteranopia and tritanopia
(Machado, Oliveira and Fernandes 2009) no two of them come closer than 30 units of CIE 1976
colour difference, and every text shade has a contrast of at least 4.5 on the background and on
the selection; the tests measure both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.style import Style

if TYPE_CHECKING:
    from textual.theme import Theme

DARK_NAME = "warroom"
LIGHT_NAME = "warroom-light"

Tone: TypeAlias = Literal["good", "warn", "bad", "info", "muted", "text"]
"""The colour family of a state; each is a field of `Palette`."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Style names for presenters: what a piece of text means, not which colour it has."""

    good: Style
    """As it should be."""
    warn: Style
    """Needs an eye: slow, late, at risk."""
    bad: Style
    """Needs a hand: down, over its limit."""
    info: Style
    """Neutral fact worth colour; the same blue as good, never bold."""
    muted: Style
    """Labels, units, what is finished or far away."""
    text: Style
    """Ordinary text."""
    strong: Style
    """The one thing to read in a line."""
    accent: Style
    """Keys and titles: no status meaning."""
    selection: Style
    """Background of the cursor's line."""
    band_good: Style
    """Filled band, all well."""
    band_warn: Style
    """Filled band, needs an eye."""
    band_bad: Style
    """Filled band, needs a hand."""
    bar: Style
    """Title bar and score strip: a background a shade off the screen's."""
    track: Style
    """The empty part of gauges and rules."""

    def tone(self, tone: Tone) -> Style:
        """Return the style of a tone by its name."""
        style = getattr(self, tone)
        assert isinstance(style, Style)
        return style

    def band(self, tone: Tone) -> Style:
        """Return the filled band of a tone; tones without one get the bar."""
        bands = {"good": self.band_good, "warn": self.band_warn, "bad": self.band_bad}
        return bands.get(tone, self.bar)


@dataclass(frozen=True, slots=True)
class Shades:
    """The hexadecimal colours from which a theme and a palette are made."""

    background: str
    surface: str
    selection: str
    bar: str
    border: str
    text: str
    strong: str
    muted: str
    track: str
    accent: str
    good: str
    warn: str
    bad: str
    band_bad: str
    """Vermillion as a fill; `bad` is the shade of it that stays legible as text."""
    on_band: str
    """Text on a filled band."""


DARK_SHADES = Shades(
    background="#101418",
    surface="#151B21",
    selection="#1F2B38",
    bar="#1A222B",
    border="#3A4754",
    text="#D5DCE3",
    strong="#F4F7FA",
    muted="#93A0AD",
    track="#4A5865",
    accent="#C4B0FF",
    good="#56B4E9",
    warn="#F0E442",
    bad="#EE6C4D",
    band_bad="#D55E00",
    on_band="#0B0E11",
)
LIGHT_SHADES = Shades(
    background="#FBFBF8",
    surface="#F3F4F1",
    selection="#E6EEF6",
    bar="#ECEEEF",
    border="#A9B4BE",
    text="#252C33",
    strong="#0B0E11",
    muted="#57626D",
    track="#A9B4BE",
    accent="#6B3FC9",
    good="#0A5FD6",
    warn="#7D6B00",
    bad="#8E0A3A",
    band_bad="#8E0A3A",
    on_band="#FFFFFF",
)


def palette_of(shades: Shades) -> Palette:
    """Return the styles made from one set of shades."""

    def band(colour: str) -> Style:
        return Style(color=shades.on_band, bgcolor=colour, bold=True)

    return Palette(
        good=Style(color=shades.good),
        warn=Style(color=shades.warn),
        bad=Style(color=shades.bad, bold=True),
        info=Style(color=shades.good),
        muted=Style(color=shades.muted),
        text=Style(color=shades.text),
        strong=Style(color=shades.strong, bold=True),
        accent=Style(color=shades.accent),
        selection=Style(bgcolor=shades.selection),
        band_good=band(shades.good),
        band_warn=band(shades.warn),
        band_bad=band(shades.band_bad),
        bar=Style(color=shades.text, bgcolor=shades.bar),
        track=Style(color=shades.track),
    )


DARK = palette_of(DARK_SHADES)
LIGHT = palette_of(LIGHT_SHADES)


def palette_for(theme_name: str) -> Palette:
    """Return the palette that goes with a theme; every theme but ours counts as dark."""
    return LIGHT if theme_name == LIGHT_NAME or theme_name.endswith("-light") else DARK


def themes() -> tuple[Theme, Theme]:
    """Return the dark and the light Textual theme, to be registered by the app."""
    return _theme(DARK_NAME, DARK_SHADES, dark=True), _theme(LIGHT_NAME, LIGHT_SHADES, dark=False)


def _theme(name: str, shades: Shades, *, dark: bool) -> Theme:
    from textual.theme import Theme

    return Theme(
        name=name,
        dark=dark,
        primary=shades.good,
        secondary=shades.accent,
        accent=shades.accent,
        success=shades.good,
        warning=shades.warn,
        error=shades.band_bad,
        foreground=shades.text,
        background=shades.background,
        surface=shades.surface,
        panel=shades.bar,
        variables={
            "text-muted": shades.muted,
            "border": shades.border,
            "border-blurred": shades.border,
            "scrollbar": shades.border,
            "scrollbar-background": shades.background,
            "block-cursor-background": shades.selection,
            "block-cursor-foreground": shades.strong,
        },
    )


@dataclass(frozen=True, slots=True)
class Symbol:
    """How a state is shown: never by its colour alone."""

    mark: str
    """One terminal cell wide."""
    word: str
    """What to write where there is room, and what a screen reader says."""
    tone: Tone
    """Its colour family."""


SYMBOLS: Mapping[str, Symbol] = MappingProxyType(
    {
        "up": Symbol("●", "up", "good"),
        "slow": Symbol("▲", "slow", "warn"),
        "down": Symbol("✖", "down", "bad"),
        "unknown": Symbol("◌", "unknown", "muted"),
        "paused": Symbol("‖", "paused", "muted"),
        "done": Symbol("✔", "done", "good"),
        "open": Symbol("☐", "open", "text"),
        "running": Symbol("►", "running", "info"),
        "late": Symbol("◷", "late", "warn"),
        "skipped": Symbol("⊘", "skipped", "muted"),
        "blocked": Symbol("■", "blocked", "bad"),
        "waiting": Symbol("◔", "waiting", "muted"),
        "met": Symbol("●", "met", "good"),
        "risk": Symbol("▲", "at risk", "warn"),
        "missed": Symbol("✖", "missed", "bad"),
        "green": Symbol("●", "GREEN", "good"),
        "yellow": Symbol("▲", "YELLOW", "warn"),
        "red": Symbol("✖", "RED", "bad"),
        "incident": Symbol("!", "incident", "bad"),
        "note": Symbol("◆", "note", "info"),
    }
)
"""Symbol, word and tone of every state that widgets and presenters show."""
