"""Fonts are our own files, and every shade carries a readable number."""

import hashlib

import pytest
from reportlab.pdfbase import pdfmetrics

from benchmark.comparison import picture
from benchmark.report import style


def test_fonts_are_registered_under_our_own_names_once() -> None:
    style.register_fonts()
    style.register_fonts()
    for name in (style.REGULAR, style.BOLD, style.ITALIC):
        assert pdfmetrics.getFont(name).face.name.decode().startswith("LiberationSans")


def test_the_licence_lies_beside_the_fonts() -> None:
    licence = (style.FONTS / "LICENSE-OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name Liberation" in licence


def test_the_fonts_are_the_published_files_unchanged() -> None:
    """A modified font may not carry the reserved name Liberation."""
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in style.FONTS.glob("*.ttf")
    }
    assert digests == DIGESTS


DIGESTS = {
    "LiberationSans-Bold.ttf": "ba0e0dc3f7aca5b0",
    "LiberationSans-Italic.ttf": "01f559e5c501d3d5",
    "LiberationSans-Regular.ttf": "8d91388f1d3604b3",
}


def test_welsh_letters_have_glyphs() -> None:
    assert set(map(ord, "ÂÊÎÔÛŴŶâêîôûŵŷ")) <= style.glyphs()


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_numbers_on_shades_have_the_contrast_of_wcag_aa(level: int) -> None:
    assert _contrast(style.SHADES[level - 1], style.SHADE_TEXTS[level - 1]) >= 4.5


def test_shades_grow_darker_in_grey_print_too() -> None:
    tones = [_luminance(shade) for shade in style.SHADES]
    assert tones == sorted(tones, reverse=True)
    assert len(set(tones)) == 5


@pytest.mark.parametrize("colour", [picture.BLACK, picture.DARK_GREY, picture.DARK_BLUE])
def test_text_colours_have_the_contrast_of_wcag_aa(colour: str) -> None:
    assert _contrast(colour, picture.WHITE) >= 4.5
    assert _contrast(colour, picture.PALE_GREY) >= 4.5


def test_no_text_is_smaller_than_nine_points_and_prose_is_twelve() -> None:
    every = style.styles()
    assert min(s.fontSize for s in every.values()) >= 9
    assert every["prose"].fontSize == 12
    assert len({id(style.colour("#ffffff")), id(style.colour("#ffffff"))}) == 1
