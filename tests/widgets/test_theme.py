"""Status colours stay apart for colour-blind people, and text can be read."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations

import pytest
from rich.cells import cell_len
from rich.style import Style

from warroom_tui.ui.theme import (
    DARK,
    DARK_SHADES,
    LIGHT,
    LIGHT_SHADES,
    SYMBOLS,
    Palette,
    Shades,
    palette_for,
    themes,
)

Rgb = tuple[float, float, float]
Matrix = tuple[Rgb, Rgb, Rgb]

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
VISIONS: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
SHADES = {"dark": DARK_SHADES, "light": LIGHT_SHADES}


def linear(colour: str) -> Rgb:
    def channel(at: int) -> float:
        value = int(colour[at : at + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return channel(1), channel(3), channel(5)


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio."""

    def luminance(colour: str) -> float:
        r, g, b = linear(colour)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: Rgb) -> Rgb:
    """CIE 1976 L*a*b* of linear RGB under D65."""
    r, g, b = rgb
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883

    def root(t: float) -> float:
        return float(t ** (1 / 3)) if t > 0.008856 else 7.787 * t + 16 / 116

    return 116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))


def seen(colour: str, vision: Matrix) -> Rgb:
    rgb = linear(colour)
    r, g, b = (
        min(max(sum(m * c for m, c in zip(row, rgb, strict=True)), 0.0), 1.0) for row in vision
    )
    return lab((r, g, b))


def distance(first: str, second: str, vision: Matrix) -> float:
    pairs = zip(seen(first, vision), seen(second, vision), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("name", SHADES)
def test_status_colours_stay_apart_for_every_eye(name: str, vision: str) -> None:
    shades = SHADES[name]
    for bad in (shades.bad, shades.band_bad):
        for first, second in combinations((shades.good, shades.warn, bad), 2):
            assert distance(first, second, VISIONS[vision]) >= 30, (first, second)


@pytest.mark.parametrize("name", SHADES)
def test_every_text_shade_can_be_read_where_it_stands(name: str) -> None:
    shades = SHADES[name]
    grounds = (shades.background, shades.surface, shades.bar, shades.selection)
    for text in ("text", "strong", "muted", "accent", "good", "warn", "bad"):
        for ground in grounds:
            assert contrast(getattr(shades, text), ground) >= 4.5, (text, ground)


@pytest.mark.parametrize("name", SHADES)
def test_text_on_filled_bands_can_be_read(name: str) -> None:
    shades = SHADES[name]
    for band in (shades.good, shades.warn, shades.band_bad):
        assert contrast(shades.on_band, band) >= 4.5


def test_every_state_has_a_symbol_of_one_cell_and_a_word() -> None:
    for symbol in SYMBOLS.values():
        assert cell_len(symbol.mark) == 1
        assert symbol.word
        assert isinstance(DARK.tone(symbol.tone), Style)


def test_states_that_differ_in_tone_differ_in_symbol_too() -> None:
    tones: dict[str, set[str]] = {}
    for symbol in SYMBOLS.values():
        tones.setdefault(symbol.mark, set()).add(symbol.tone)
    assert all(len(found) == 1 for found in tones.values())


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_no_palette_style_carries_links_or_actions(palette: Palette) -> None:
    for field in fields(Palette):
        style = getattr(palette, field.name)
        assert not style.link
        assert not style.meta


def test_the_themes_are_built_from_the_same_shades() -> None:
    dark, light = themes()
    assert (dark.background, light.background) == (
        DARK_SHADES.background,
        LIGHT_SHADES.background,
    )
    assert dark.dark
    assert not light.dark
    assert palette_for(dark.name) is DARK
    assert palette_for(light.name) is LIGHT


def test_bands_fall_back_to_the_bar_for_tones_without_one() -> None:
    assert DARK.band("muted") == DARK.bar
    assert DARK.band("bad") == DARK.band_bad


def test_shades_are_all_written_out() -> None:
    for shades in SHADES.values():
        for field in fields(Shades):
            assert len(getattr(shades, field.name)) == 7
