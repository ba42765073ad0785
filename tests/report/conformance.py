"""What every report promises of its structure and of its archive form, as small checks of a file.

Each check looks at the objects of the file (not at the code that wrote them) and says whether its
promise is kept. ``benchmark/report`` is judged by these beside pikepdf's own rules of PDF/A.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

Check = Callable[[Pdf], bool]
AGREEING = {  # entry of the Info dictionary -> property in the XMP packet
    "/Title": "dc:title",
    "/Subject": "dc:description",
    "/Author": "dc:creator",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
}
FORBIDDEN_KEYS = frozenset({"/SMask", "/ca", "/CA", "/BM", "/JS", "/JavaScript", "/AA", "/Launch"})


def told_in_xmp(document: Pdf, name: str) -> str:
    told = document.open_metadata(set_pikepdf_as_editor=False).get(name, "")
    return told if isinstance(told, str) else ", ".join(told)


def says_what_it_is(document: Pdf) -> bool:
    parts = [told_in_xmp(document, f"pdfaid:{part}") for part in ("part", "conformance")]
    return parts == ["3", "B"]


def metadata_agree(document: Pdf) -> bool:
    texts = all(
        str(document.docinfo.get(entry, "")) == told_in_xmp(document, name)
        for entry, name in AGREEING.items()
    )
    made = datetime.strptime(str(document.docinfo.CreationDate), "D:%Y%m%d%H%M%S%z")
    return texts and made.isoformat() == told_in_xmp(document, "xmp:CreateDate")


def metadata_can_be_read_raw(document: Pdf) -> bool:
    return "/Filter" not in document.Root.Metadata


def means_srgb(document: Pdf) -> bool:
    (intent,) = document.Root.get("/OutputIntents", [Dictionary()])
    profile = intent.get("/DestOutputProfile")
    return (
        intent.get("/S") == Name.GTS_PDFA1
        and profile is not None
        and profile.N == 3
        and profile.read_bytes()[16:20] == b"RGB "
    )


def has_an_id(document: Pdf) -> bool:
    return len(document.trailer.get("/ID", [])) == 2 and not document.is_encrypted


def nothing_forbidden(document: Pdf) -> bool:
    """No transparency, no script, no action of its own accord."""
    root = document.Root
    return "/OpenAction" not in root and not any(
        FORBIDDEN_KEYS & set(each.keys()) for each in dictionaries(document)
    )


def fonts_travel_along(document: Pdf) -> bool:
    fonts = [each for each in dictionaries(document) if each.get("/Type") == Name.Font]
    return bool(fonts) and all(
        re.match(r"/[A-Z]{6}\+LiberationSans", str(font.BaseFont))
        and "/FontFile2" in font.get("/FontDescriptor", {})
        and "/ToUnicode" in font
        for font in fonts
    )


def has_language_and_title(document: Pdf) -> bool:
    root = document.Root
    shown = root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)
    return str(root.get("/Lang", "")) == "en-GB" and bool(shown) and bool(document.docinfo.Title)


def is_tagged(document: Pdf) -> bool:
    return bool(document.Root.get("/MarkInfo", {}).get("/Marked", False)) and any(
        str(element.S) == "/Document" for element in elements(document)
    )


def tabs_follow_the_structure(document: Pdf) -> bool:
    return all(page.obj.get("/Tabs") == Name.S for page in document.pages)


def marks_lead_to_elements(document: Pdf) -> bool:
    """Every mark of every page is the content of the element that the parent tree names."""
    parents = numbered(document)
    for page in document.pages:
        named = parents[int(page.obj.StructParents)]
        marks = [int(mark) for mark in re.findall(rb"/MCID (\d+)", content_of(page))]
        if marks != list(range(len(named))):
            return False
        if any(mark not in marks_of(element) for mark, element in zip(marks, named, strict=True)):
            return False
    return True


def elements_know_their_parents(document: Pdf) -> bool:
    return all(
        kid.P.objgen == element.objgen for element in elements(document) for kid in kids(element)
    )


def figures_speak(document: Pdf) -> bool:
    figures = of_role(document, "Figure")
    return all(
        str(figure.get("/Alt", "")) and len(figure.get("/A", {}).get("/BBox", [])) == 4
        for figure in figures
    )


def headings_of_tables_have_a_scope(document: Pdf) -> bool:
    return all(
        head.get("/A", {}).get("/Scope") in {Name.Row, Name.Column}
        for head in of_role(document, "TH")
    )


def tables_are_rows_of_cells(document: Pdf) -> bool:
    return all(
        [kid.S for kid in kids(table)] == [Name.TR] * len(kids(table)) and kids(table)
        for table in of_role(document, "Table")
    ) and all({kid.S for kid in kids(row)} <= {Name.TH, Name.TD} for row in of_role(document, "TR"))


def lists_are_items_with_texts(document: Pdf) -> bool:
    items = of_role(document, "LI")
    texts = all(str(kids(item)[-1].S) == "/LBody" for item in items)
    return texts and all(str(item.P.S) == "/L" for item in items)


def headings_have_no_gap(document: Pdf) -> bool:
    levels = [
        int(str(each.S)[2]) for each in elements(document) if re.fullmatch("/H[1-6]", str(each.S))
    ]
    return all(after <= before + 1 for before, after in pairwise([1, *levels]))


def links_say_where_they_lead(document: Pdf) -> bool:
    parents = numbered(document)
    annotations = [a for page in document.pages for a in page.obj.get("/Annots", [])]
    return all(
        str(a.get("/Contents", ""))
        and int(a.get("/F", 0)) == 4
        and any(
            each.Obj.objgen == a.objgen
            for each in clickables(parents.get(int(a.get("/StructParent", -1))))
        )
        for a in annotations
    ) and len(annotations) == len(of_role(document, "Link"))


def attachments_belong_to_it(document: Pdf) -> bool:
    associated = {each.objgen for each in document.Root.get("/AF", [])}
    specs = [document.attachments[name].obj for name in document.attachments]
    return len(associated) == len(specs) and all(
        spec.objgen in associated
        and spec.get("/AFRelationship") == Name.Data
        and str(spec.get("/Desc", ""))
        and spec.EF.F.get("/Subtype") in {Name("/text/csv"), Name("/application/json")}
        and str(spec.EF.F.Params.ModDate) == str(document.docinfo.ModDate)
        for spec in specs
    )


CHECKS: tuple[Check, ...] = (
    says_what_it_is,
    metadata_agree,
    metadata_can_be_read_raw,
    means_srgb,
    has_an_id,
    nothing_forbidden,
    fonts_travel_along,
    has_language_and_title,
    is_tagged,
    tabs_follow_the_structure,
    marks_lead_to_elements,
    elements_know_their_parents,
    figures_speak,
    headings_of_tables_have_a_scope,
    tables_are_rows_of_cells,
    lists_are_items_with_texts,
    headings_have_no_gap,
    links_say_where_they_lead,
    attachments_belong_to_it,
)


def dictionaries(document: Pdf) -> Iterator[Object]:
    """Every dictionary of the file, also inside others and of streams."""
    pending = [each for each in document.objects if isinstance(each, Object)]
    while pending:
        each = pending.pop()
        entries = each.stream_dict if isinstance(each, Stream) else each
        inside: list[object] = []
        if isinstance(entries, Dictionary):
            yield entries
            inside = [part for _, part in entries.items()]
        elif isinstance(entries, Array):
            inside = list(entries)
        pending += [p for p in inside if isinstance(p, Object) and not p.is_indirect]


def elements(document: Pdf) -> list[Object]:
    """Every element of the structure tree, in reading order."""
    found, pending = [], [document.Root.StructTreeRoot.K]
    while pending:
        found.append(pending.pop())
        pending += reversed(kids(found[-1]))
    return found


def of_role(document: Pdf, role: str) -> list[Object]:
    return [each for each in elements(document) if str(each.S) == f"/{role}"]


def parts(element: Object) -> list[object]:
    """What an element holds: elements, marks, things to click on."""
    held = element.get("/K", Array())
    return list(held) if isinstance(held, Array) else [held]


def kids(element: Object) -> list[Object]:
    return [each for each in parts(element) if isinstance(each, Dictionary) and "/S" in each]


def marks_of(element: Object) -> list[int]:
    return [each for each in parts(element) if isinstance(each, int)]


def clickables(element: Object | None) -> list[Object]:
    held = parts(element) if element is not None else []
    return [e for e in held if isinstance(e, Dictionary) and e.get("/Type") == Name.OBJR]


def numbered(document: Pdf) -> dict[int, Object]:
    """The parent tree: number of a page or a link -> its elements."""
    nums = list(document.Root.StructTreeRoot.ParentTree.Nums)
    return dict(zip(map(int, nums[::2]), nums[1::2], strict=True))


def content_of(page: Page) -> bytes:
    contents = page.obj.Contents
    streams = list(contents) if isinstance(contents, Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams)
