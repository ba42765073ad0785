"""Every kind of report is a PDF/A-3b that says what it is, and the checks of it can fail."""

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pikepdf.pdfa
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from benchmark.comparison.attachments import Attachment
from benchmark.comparison.profile import profile
from benchmark.report import flowables
from benchmark.report.archive import attached
from benchmark.report.charts import chart_pages
from benchmark.report.document import Furniture, built
from benchmark.report.style import styles
from benchmark.report.tables import Grouped, grouped_table
from benchmark.report.tagged import LinkedParagraph
from tests.report import conformance
from tests.report.conformance import CHECKS, Check, content_of, numbered, of_role
from tests.report.kinds import KINDS, pdf_of
from tests.samples import seven_divisions

MADE = datetime(2026, 10, 24, 22, 41, 59, tzinfo=UTC)
FURNITURE = Furniture("A <title> & €", "s", "l", "r", "h", invented=True, made=MADE)
FILES = (
    Attachment("b.csv", "Figures", "text/csv", b"name,level\r\nx,3\r\n"),
    Attachment("content.json", "What the hash is over", "application/json", b"{}"),
)
Fault = Callable[[Pdf], None]


def everything(furniture: Furniture = FURNITURE) -> bytes:
    """A document with one of everything that a report can have."""
    web = LinkedParagraph(
        "Read on", styles()["prose"], "Read on at example.org", "https://example.org/"
    )
    back = LinkedParagraph("Back", styles()["prose"], "Back to the start", "start")
    table = grouped_table(("A", "B"), [Grouped("Group", (("x", "1"), ("y", "")))], (90, 90))
    story = [
        *flowables.heading("Start", "start"),
        flowables.subheading("Part"),
        *flowables.bullets(["one", "two"]),
        table,
        *chart_pages(profile(seven_divisions(), "d1"), 500),
        web,
        back,
    ]
    return built(story, furniture, FILES)


@cache
def sample() -> bytes:
    return everything()


def spoilt(fault: Fault) -> bytes:
    with Pdf.open(io.BytesIO(sample())) as document:
        fault(document)
        target = io.BytesIO()
        document.save(target, fix_metadata_version=False)
    return target.getvalue()


def broken(pdf: bytes) -> list[str]:
    """The names of the checks that a file does not pass."""
    with Pdf.open(io.BytesIO(pdf)) as document:
        return [check.__name__ for check in CHECKS if not kept(check, document)]


def kept(check: Check, document: Pdf) -> bool:
    try:
        return check(document)
    except (AttributeError, KeyError, ValueError, IndexError):  # what it looks for is not there
        return False


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_keeps_every_promise(kind: str) -> None:
    assert broken(pdf_of(kind)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_pdf_a_3b_by_the_rules_of_another_program(kind: str) -> None:
    report = pikepdf.pdfa.validate_written(io.BytesIO(pdf_of(kind)), "3b")
    assert report.verdict == "pass", report.findings


@pytest.mark.parametrize("kind", KINDS)
def test_other_programs_read_every_kind_without_a_word_of_complaint(
    kind: str, tmp_path: Path
) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf_of(kind))
    assert "No syntax or stream encoding errors" in said_by("qpdf", "--check", str(file))
    with Pdf.open(file) as document:
        assert document.check_pdf_syntax() == []
    told = said_by("pdfinfo", "-struct", str(file))
    assert told.startswith("Document")
    assert "H1 (block)" in told


def said_by(program: str, *arguments: str) -> str:
    """What a program prints; anything on stderr, or no such program, is a failure."""
    command = shutil.which(program)
    assert command, f"{program} is missing: make readers"
    done = subprocess.run(
        [command, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def replaced(old: bytes, new: bytes) -> Fault:
    """Change the metadata packet."""

    def fault(document: Pdf) -> None:
        packet = document.Root.Metadata
        found = packet.read_bytes()
        assert old in found
        packet.write(found.replace(old, new))

    return fault


def spoil_first(role: str, change: Callable[[Object], None]) -> Fault:
    return lambda document: change(of_role(document, role)[0])


def without(*path: str) -> Callable[[Object], None]:
    """Delete the last of ``path``, each inside the one before."""

    def change(thing: Object) -> None:
        for name in path[:-1]:
            thing = thing[name]
        del thing[path[-1]]

    return change


def add_javascript(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def use_a_font_from_elsewhere(document: Pdf) -> None:
    fonts = document.pages[0].Resources.Font
    for name in list(fonts.keys()):
        fonts[name] = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def make_transparent(document: Pdf) -> None:
    page = document.pages[0]
    page.Resources.ExtGState = Dictionary(G=Dictionary(Type=Name.ExtGState, ca=0.5, CA=0.5))
    page.contents_add(b"/G gs", prepend=True)


def drop_a_mark(document: Pdf) -> None:
    page = document.pages[0]
    page.obj.Contents = document.make_stream(content_of(page).replace(b"/MCID 0>", b"/MCID 99>"))


def mix_up_parents(document: Pdf) -> None:
    leaves = numbered(document)[0]
    leaves[0], leaves[1] = leaves[1], leaves[0]


def swap_parent(document: Pdf) -> None:
    of_role(document, "H2")[0].P = of_role(document, "L")[0]


def wrong_role(role: str, other: str) -> Fault:
    def change(element: Object) -> None:
        element.S = Name(f"/{other}")

    return spoil_first(role, change)


def annotation(change: Callable[[Object], None]) -> Fault:
    return lambda document: change(document.pages[-1].obj.Annots[0])


def redirect(document: Pdf) -> None:
    links = of_role(document, "Link")
    links[0].K[1].Obj = links[1].K[1].Obj


# a planted fault -> the checks that must see it; pikepdf's rules must see those of PDF/A
FAULTS: dict[str, tuple[Fault, set[str]]] = {
    "another part": (replaced(b"part>3<", b"part>4<"), {"says_what_it_is"}),
    "another title": (replaced(b"&lt;title&gt;", b"title"), {"metadata_agree"}),
    "another date": (replaced(b"2026-10-24", b"2026-10-25"), {"metadata_agree"}),
    "no intent": (lambda d: without("/OutputIntents")(d.Root), {"means_srgb"}),
    "no profile": (
        lambda d: without("/DestOutputProfile")(d.Root.OutputIntents[0]),
        {"means_srgb"},
    ),
    "a script": (add_javascript, {"nothing_forbidden"}),
    "transparency": (make_transparent, {"nothing_forbidden"}),
    "a font from elsewhere": (use_a_font_from_elsewhere, {"fonts_travel_along"}),
    "a file that is not associated": (
        lambda d: without("/AF")(d.Root),
        {"attachments_belong_to_it"},
    ),
    "no language": (lambda d: without("/Lang")(d.Root), {"has_language_and_title"}),
    "not tagged": (lambda d: without("/MarkInfo")(d.Root), {"is_tagged"}),
    "tabs by chance": (lambda d: without("/Tabs")(d.pages[0].obj), {"tabs_follow_the_structure"}),
    "a mark of nothing": (drop_a_mark, {"marks_lead_to_elements"}),
    "marks mixed up": (mix_up_parents, {"marks_lead_to_elements"}),
    "another parent": (swap_parent, {"elements_know_their_parents"}),
    "a mute figure": (spoil_first("Figure", without("/Alt")), {"figures_speak"}),
    "a figure nowhere": (spoil_first("Figure", without("/A")), {"figures_speak"}),
    "a heading of nothing": (
        spoil_first("TH", without("/A", "/Scope")),
        {"headings_of_tables_have_a_scope"},
    ),
    "a table of paragraphs": (wrong_role("TR", "P"), {"tables_are_rows_of_cells"}),
    "a row of paragraphs": (wrong_role("TD", "P"), {"tables_are_rows_of_cells"}),
    "an item without text": (wrong_role("LBody", "Span"), {"lists_are_items_with_texts"}),
    "an item without list": (wrong_role("L", "Sect"), {"lists_are_items_with_texts"}),
    "a gap in headings": (wrong_role("H3", "H4"), {"headings_have_no_gap"}),
    "a link that says nothing": (annotation(without("/Contents")), {"links_say_where_they_lead"}),
    "a link that does not print": (annotation(without("/F")), {"links_say_where_they_lead"}),
    "a link of another element": (redirect, {"links_say_where_they_lead"}),
}
OF_PDF_A = (
    "another part",
    "no intent",
    "no profile",
    "a script",
    "a font from elsewhere",
    "a file that is not associated",
    "a link that does not print",
)


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_seen(name: str) -> None:
    fault, seen_by = FAULTS[name]
    assert seen_by <= set(broken(spoilt(fault)))


@pytest.mark.parametrize("name", OF_PDF_A)
def test_the_other_program_sees_planted_faults_too(name: str) -> None:
    assert (
        pikepdf.pdfa.validate_written(io.BytesIO(spoilt(FAULTS[name][0])), "3b").verdict != "pass"
    )


def test_every_check_can_fail_and_the_sample_passes_them() -> None:
    assert broken(sample()) == []
    with Pdf.open(io.BytesIO(sample())) as document:  # unpacked again by any saving
        document.Root.Metadata.write(b"x", filter=Name.FlateDecode)
        assert not conformance.metadata_can_be_read_raw(document)
    without_id = Pdf.new()
    assert not conformance.has_an_id(without_id)
    known = {name for _, seen_by in FAULTS.values() for name in seen_by}
    rest = {"metadata_can_be_read_raw", "has_an_id"}
    assert {check.__name__ for check in CHECKS} == known | rest


def test_the_sample_has_one_of_everything() -> None:
    with Pdf.open(io.BytesIO(sample())) as document:
        for role in ("H2", "H3", "P", "L", "Lbl", "Table", "TH", "TD", "Figure", "Link"):
            assert of_role(document, role), role
        web, place = (link.K[1].Obj for link in of_role(document, "Link"))
        assert str(web.A.URI) == "https://example.org/"
        assert str(web.Contents) == "Read on at example.org"
        assert str(place.Dest) == "start"
        left, bottom, right, top = map(float, place.Rect)
        assert right - left > 100 > top - bottom > 10


def test_the_date_is_that_of_the_data_to_the_minute_and_not_of_the_day_it_was_made() -> None:
    with Pdf.open(io.BytesIO(sample())) as document:
        assert str(document.docinfo.CreationDate) == "D:20261024224100Z"
        assert (
            str(document.attachments["b.csv"].obj.EF.F.Params.CreationDate) == "D:20261024224100Z"
        )
    summer = FURNITURE.made.astimezone(timezone(timedelta(hours=1)))
    assert everything(Furniture(*_parts(), made=summer)) == sample()
    with Pdf.open(io.BytesIO(built([flowables.paragraph("x")], Furniture(*_parts())))) as document:
        assert str(document.docinfo.CreationDate) == "D:20000101000000Z"


def _parts() -> tuple[object, ...]:
    return ("A <title> & €", "s", "l", "r", "h", True)


def test_same_input_same_bytes_and_other_input_another_id() -> None:
    assert everything() == sample()
    ids = set()
    for pdf in (sample(), pdf_of("division")):
        with Pdf.open(io.BytesIO(pdf)) as document:
            assert isinstance(document.trailer.ID, Array)
            ids.add(bytes(document.trailer.ID[1]))
    assert len(ids) == 2


def test_attachments_are_read_back() -> None:
    assert attached(sample()) == b"{}"
    assert attached(sample(), "b.csv") == FILES[0].content
    assert attached(sample(), "c.csv") is None
    assert attached(built([flowables.paragraph("x")], FURNITURE)) is None
    assert attached(b"%PDF-1.7 and nothing else") is None
    assert attached(b"") is None
