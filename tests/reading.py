"""Reads PDF files back, with a reader that is not the writer."""

import ctypes
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pypdfium2
from pypdfium2 import raw


def unpacked(pdf: bytes) -> bytes:
    """The same objects, none of them packed into a stream."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue()


def page_texts(pdf: bytes) -> list[str]:
    """The text of every page; every page is painted too, so that a broken one is noticed."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            assert page.render(scale=0.2).to_pil().getextrema() != ((255, 255),) * 3
            texts.append(page.get_textpage().get_text_bounded())
        return texts
    finally:
        document.close()


def flat(text: str) -> str:
    """Text on one line, as a reader would say it."""
    return " ".join(text.split())


def properties(pdf: bytes) -> tuple[str, str, list[str]]:
    """Title, language and outline of a document."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        title = document.get_metadata_value("Title")
        outline = [mark.get_title() for mark in document.get_toc()]
        return title, _language(document), outline
    finally:
        document.close()


def _language(document: pypdfium2.PdfDocument) -> str:
    room = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
    letters = (ctypes.c_ushort * (room // 2))()
    raw.FPDFCatalog_GetLanguage(document.raw, letters, room)
    return bytes(letters).decode("utf-16-le").rstrip("\x00")


def structure(pdf: bytes) -> list[list[tuple[str, str]]]:
    """Role and alternative text of every element of every page, in reading order."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_structure(page) for page in document]
    finally:
        document.close()


def _structure(page: pypdfium2.PdfPage) -> list[tuple[str, str]]:
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    found: list[tuple[str, str]] = []
    for place in range(raw.FPDF_StructTree_CountChildren(tree)):
        _walk(raw.FPDF_StructTree_GetChildAtIndex(tree, place), found)
    raw.FPDF_StructTree_Close(tree)
    return found


def _walk(element: object, found: list[tuple[str, str]]) -> None:
    role = _words(raw.FPDF_StructElement_GetType, element)
    found.append((role, _words(raw.FPDF_StructElement_GetAltText, element)))
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, place)
        if child:
            _walk(child, found)


def _words(read: Callable[..., int], element: object) -> str:
    room = read(element, None, 0)
    letters = (ctypes.c_ushort * max(1, room // 2))()
    read(element, letters, room)
    return bytes(letters).decode("utf-16-le").rstrip("\x00")


def unmarked(pdf: bytes) -> int:
    """How many things on the pages are neither part of an element nor an artifact."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return sum(_unmarked(page) for page in document)
    finally:
        document.close()


def _unmarked(page: pypdfium2.PdfPage) -> int:
    things = page.get_objects(max_depth=1)
    return sum(raw.FPDFPageObj_CountMarks(thing.raw) == 0 for thing in things)
