"""The structure of a document for those who hear it: headings, tables, lists, pictures, in order.

Tagged PDF (ISO 32000-1, 14.7 and 14.8): every piece of a page's content is either marked with the
number of its element, or marked as an artifact that carries no meaning of its own.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFPage,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas

ROOT = "structure-root"
PARENTS = "structure-parents"
LABEL, TEXT = "Lbl", "LBody"  # of a list item
ITEM_PARTS = frozenset({LABEL, TEXT})
CELLS = frozenset({"TH", "TD"})
PRINTED = 4  # flag of an annotation (ISO 32000-1, 12.5.3)
PAGE_ENTRIES = ("StructParents", "Tabs")


@dataclass(slots=True)
class Element:
    """One node of the structure tree; a leaf knows the page and the mark of its content."""

    number: int
    role: str
    parent: "Element | None" = None
    kids: list["Element"] = field(default_factory=list)
    alternative: str = ""
    scope: str = ""  # of a heading cell: Row or Column
    columns: int = 1  # that a cell spans
    box: tuple[float, ...] = ()  # of a figure: left, bottom, right, top on its page
    page: int = 0  # counted from 1; 0 for elements without content of their own
    mark: int = 0  # counted from 0 on each page
    annotation: PDFDictionary | None = None  # of a link: where to click, and where it leads
    clickable: PDFObjectReference | None = None  # the same, as others point to it


class TaggedCanvas(Canvas):
    """A canvas that knows the structure of what is drawn on it."""

    def __init__(self, *arguments: object, **options: object) -> None:
        self.elements = [Element(0, "Document")]
        self.open_elements = [self.elements[0]]
        self.marks: dict[int, list[Element]] = {}  # page -> its leaves in the order of their marks
        super().__init__(*arguments, **options)

    def click(self, words: str, size: tuple[float, float], goal: Mapping[str, object]) -> None:
        """Make the last marked element a link: a click on it leads to ``goal``."""
        link = self.marks[self.getPageNumber()][-1]
        link.annotation = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Link"),
                "Rect": PDFArray(self.area(size)),
                "Border": PDFArray([0, 0, 0]),
                "F": PRINTED,
                "Contents": PDFString(words),
                **goal,
            }
        )
        name = f"link-{link.number}"
        self._addAnnotation(link.annotation, name)
        link.clickable = self._doc.refAnnotation(name)

    def area(self, size: tuple[float, float]) -> list[float]:
        """Where ``size`` from the origin lies on the page: left, bottom, right, top."""
        corners = (*self.absolutePosition(0, 0), *self.absolutePosition(*size))
        return [round(corner, 2) for corner in corners]

    def save(self) -> None:
        """Write the structure tree, once every page is there, and then the file."""
        write_tree(self._doc, self.elements, self.marks)
        super().save()


def open_element(canvas: Canvas, role: str, *, scope: str = "", columns: int = 1) -> None:
    """Start an element that holds others: a table, a row, a cell."""
    if isinstance(canvas, TaggedCanvas):
        element = _added(canvas, role)
        element.scope, element.columns = scope, columns
        canvas.open_elements.append(element)


def close_element(canvas: Canvas) -> None:
    """End what ``open_element`` started."""
    if isinstance(canvas, TaggedCanvas):
        canvas.open_elements.pop()


@contextmanager
def marked(
    canvas: Canvas, role: str, alternative: str = "", size: tuple[float, float] | None = None
) -> Iterator[None]:
    """Everything drawn inside is one element; neighbouring list items share a list.

    ``size``: of a figure, from the origin of ``canvas``.
    """
    if not isinstance(canvas, TaggedCanvas):
        yield
        return
    element = _leaf(canvas, role)
    element.alternative = alternative
    element.box = tuple(canvas.area(size)) if size else ()
    element.page = canvas.getPageNumber()
    leaves = canvas.marks.setdefault(element.page, [])
    element.mark = len(leaves)
    leaves.append(element)
    canvas.addLiteral(f"/{element.role} <</MCID {element.mark}>> BDC")
    yield
    canvas.addLiteral("EMC")


def link_to_web(canvas: Canvas, words: str, size: tuple[float, float], address: str) -> None:
    """Let a click on the last marked element open ``address``; ``words`` say where it leads."""
    if isinstance(canvas, TaggedCanvas):
        action = PDFDictionary({"S": PDFName("URI"), "URI": PDFString(address)})
        canvas.click(words, size, {"A": action})


def link_to_place(canvas: Canvas, words: str, size: tuple[float, float], key: str) -> None:
    """Let a click on the last marked element lead to the place in the outline with ``key``."""
    if isinstance(canvas, TaggedCanvas):
        canvas.click(words, size, {"Dest": PDFString(key)})


@contextmanager
def artifact(canvas: Canvas, kind: str = "Layout") -> Iterator[None]:
    """Everything drawn inside carries no meaning: grounds, lines, headers, footers."""
    begin_artifact(canvas, kind)
    yield
    end_artifact(canvas)


def begin_artifact(canvas: Canvas, kind: str = "Layout") -> None:
    canvas.addLiteral(f"/Artifact <</Type /{kind}>> BDC")


def end_artifact(canvas: Canvas) -> None:
    canvas.addLiteral("EMC")


def _added(canvas: TaggedCanvas, role: str, parent: Element | None = None) -> Element:
    parent = parent or canvas.open_elements[-1]
    element = Element(len(canvas.elements), role, parent)
    canvas.elements.append(element)
    parent.kids.append(element)
    return element


def _leaf(canvas: TaggedCanvas, role: str) -> Element:
    """The element that holds the next content; an empty cell holds its only text itself."""
    around = canvas.open_elements[-1]
    if role in ITEM_PARTS:
        return _added(canvas, role, _list_item(canvas, role))
    if role == "P" and around.role in CELLS and not around.kids and not around.page:
        return around
    return _added(canvas, role)


def _list_item(canvas: TaggedCanvas, role: str) -> Element:
    """The item that takes this part: a text joins the label that was drawn just before it."""
    before = canvas.open_elements[-1].kids
    whole = before[-1] if before and before[-1].role == "L" else _added(canvas, "L")
    if role == TEXT and whole.kids and [kid.role for kid in whole.kids[-1].kids] == [LABEL]:
        return whole.kids[-1]
    return _added(canvas, "LI", whole)


def write_tree(
    document: PDFDocument, elements: list[Element], marks: dict[int, list[Element]]
) -> None:
    """Add the structure tree to ``document`` and tie its pages to it."""
    for element in elements:
        document.Reference(_element(element), _name(element))
    parents = [*_content_parents(marks), *_link_parents(len(document.Pages.pages), elements)]
    document.Reference(PDFDictionary({"Nums": PDFArray(parents)}), PARENTS)
    root = {
        "Type": PDFName("StructTreeRoot"),
        "K": _reference(elements[0]),
        "ParentTree": PDFObjectReference(PARENTS),
        "ParentTreeNextKey": len(document.Pages.pages) + len(parents),
    }
    document.Reference(PDFDictionary(root), ROOT)
    document.Catalog.StructTreeRoot = PDFObjectReference(ROOT)
    document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    for number, page in enumerate(document.Pages.pages):
        _tie(page, number)


def _content_parents(marks: Mapping[int, list[Element]]) -> Iterator[object]:
    """The leaves of each page, by its number."""
    for page in sorted(marks):
        yield page - 1
        yield PDFArray([_reference(element) for element in marks[page]])


def _link_parents(first: int, elements: list[Element]) -> Iterator[object]:
    """The element of each link, by a number that its annotation gets here."""
    links = [(element, element.annotation) for element in elements if element.annotation]
    for number, (element, annotation) in enumerate(links, start=first):
        annotation.dict["StructParent"] = number
        yield number
        yield _reference(element)


def _tie(page: PDFPage, number: int) -> None:
    # reportlab writes only the entries that a page lists
    page.__NoDefault__ = [*page.__NoDefault__, *PAGE_ENTRIES]
    page.StructParents = number
    page.Tabs = PDFName("S")


def _element(element: Element) -> PDFDictionary:
    entries: dict[str, object] = {
        "Type": PDFName("StructElem"),
        "S": PDFName(element.role),
        "P": _reference(element.parent) if element.parent else PDFObjectReference(ROOT),
    }
    if element.page:
        entries["Pg"] = _page_of(element)
        entries["K"] = _content(element)
    else:
        entries["K"] = PDFArray([_reference(kid) for kid in element.kids])
    if element.alternative:
        entries["Alt"] = PDFString(element.alternative)
    if element.scope or element.columns > 1:
        entries["A"] = _table_attributes(element)
    if element.box:
        box = PDFArray(element.box)
        entries["A"] = PDFDictionary({"O": PDFName("Layout"), "BBox": box})
    return PDFDictionary(entries)


def _content(element: Element) -> object:
    """What belongs to a leaf: a mark on its page, and of a link also where to click."""
    if element.clickable is None:
        return element.mark
    entries = {"Type": PDFName("OBJR"), "Obj": element.clickable, "Pg": _page_of(element)}
    return PDFArray([element.mark, PDFDictionary(entries)])


def _page_of(element: Element) -> PDFObjectReference:
    return PDFObjectReference(f"Page{element.page}")


def _table_attributes(element: Element) -> PDFDictionary:
    attributes = {"O": PDFName("Table")}
    if element.scope:
        attributes["Scope"] = PDFName(element.scope)
    if element.columns > 1:
        attributes["ColSpan"] = element.columns
    return PDFDictionary(attributes)


def _name(element: Element) -> str:
    return f"structure-{element.number}"


def _reference(element: Element) -> PDFObjectReference:
    return PDFObjectReference(_name(element))
