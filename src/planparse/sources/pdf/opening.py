"""Bytes become an open PDF, or an error that says why not."""

from __future__ import annotations

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from planparse.errors import SourceError
from planparse.sources.pdf.standin import use_stand_in

MAX_PAGES = 5000
"""The thickest plan with all its annexes has some hundred."""

REPAIR = "open it in a PDF viewer and print it to a new PDF"
UNLOCK = "remove the password: open it and print it to a new PDF, or run qpdf --decrypt"
_HEADER_WITHIN = 1024
"""Readers look for ``%PDF-`` in so many bytes: some mail programs put their own before it."""


def opened(data: bytes, path: str) -> pdfium.PdfDocument:
    """The document of these bytes. Raises ``SourceError`` for what is no PDF, damaged, locked, without pages or too long."""
    if not data.strip(b"\0 \t\r\n\f"):
        raise SourceError(path, "the file is empty", "leave it out, or save the document again")
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise SourceError(path, "not a PDF", "give it the ending that fits what it is, or save it as .pdf")
    use_stand_in()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _refusal(error, path) from None
    _refuse_by_pages(len(document), path)
    if raw.FPDF_GetFormType(document.raw) == raw.FORMTYPE_XFA_FULL:
        raise SourceError(path, "a form that only Adobe Reader shows (XFA)", "open it there and print it to a new PDF")
    return document


def _refuse_by_pages(count: int, path: str) -> None:
    if count <= 0:
        raise SourceError(path, "a PDF without pages", REPAIR)
    if count > MAX_PAGES:
        raise SourceError(path, "more than {MAX_PAGES:,} pages", "split it", MAX_PAGES=MAX_PAGES)


def _refusal(error: pdfium.PdfiumError, path: str) -> SourceError:
    if error.err_code == raw.FPDF_ERR_PASSWORD:
        return SourceError(path, "protected by a password", UNLOCK)
    if error.err_code == raw.FPDF_ERR_SECURITY:
        return SourceError(path, "encrypted in an unknown way", UNLOCK)
    return SourceError(path, "damaged PDF (it cannot be opened)", REPAIR)
