"""The files that browsers load: unchanged where vendored, closed to the outside, readable."""

import hashlib
import re
from itertools import pairwise

from benchmark.web.components import static_folder


def vendored() -> list[tuple[str, str]]:
    """(file, SHA-256) of what stands here, from the record beside the files."""
    record = (static_folder() / "README.md").read_text(encoding="utf-8")
    here = record.split("as they stand here")[1]
    return re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", here)


def test_vendored_files_are_what_the_record_says() -> None:
    files = vendored()
    assert len(files) == 6
    for name, digest in files:
        assert hashlib.sha256((static_folder() / name).read_bytes()).hexdigest() == digest, name


def test_static_files_load_nothing_from_elsewhere() -> None:
    for path in [*static_folder().glob("*.css"), *static_folder().glob("*.js")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?i)https?://|frutiger|@font-face|sourceMappingURL|@import", text)
        for target in re.findall(r"url\(([^)]*)\)", text):
            assert (static_folder() / target).is_file(), target


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_five_shades_get_darker_and_keep_their_numbers_readable() -> None:
    css = (static_folder() / "benchmark.css").read_text(encoding="utf-8")
    palette = dict(re.findall(r"(--app-[a-z-]+): (#[0-9a-f]{6})", css))
    shades = []
    for level in range(1, 6):
        (rule,) = re.findall(
            rf"\.app-level-{level} \{{ color: (\S+); background-color: (\S+); }}", css
        )
        ink, shade = (
            palette[value[4:-1]]
            if value.startswith("var(")
            else "#ffffff"
            if value == "#fff"
            else value
            for value in rule
        )
        light, dark = sorted((luminance(ink), luminance(shade)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, level
        shades.append(luminance(shade))
    assert shades == sorted(shades, reverse=True)
    assert all(a > 1.3 * b for a, b in pairwise(shades))
