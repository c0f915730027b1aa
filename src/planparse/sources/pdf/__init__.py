"""PDFs with a text layer: paragraphs, tables and footnotes as a reader of the printed page sees them.

A PDF knows glyphs and their places and nothing else. ``glyphs`` and ``drawing`` take them from the file, ``tables`` and ``rows`` put
them together, ``furniture`` takes out what belongs to the page and not to the text, ``columns`` finds the order of reading,
``paragraphs`` where one ends, and ``story`` tells it all in its order.
"""

from __future__ import annotations

from importlib.util import find_spec

from planparse.errors import MissingExtraError, SourceError
from planparse.sources.pdf.apart import pieces_apart
from planparse.sources.text import Text, text_of_pieces

__all__ = ["read_pdf"]


def read_pdf(data: bytes, path: str, sha256: str) -> Text:
    """The text of a ``.pdf`` file, each line and table with its page.

    ``path`` and ``sha256`` go into the ``Text``. Raises ``SourceError`` for a file that is damaged, locked, scanned or hostile, or
    whose characters cannot be read out, and ``MissingExtraError`` without pypdfium2 and pdfplumber.
    """
    if not all(map(find_spec, ("pypdfium2", "pdfplumber"))):
        raise MissingExtraError(path, "reading .pdf", "docs")
    text = text_of_pieces(pieces_apart(data, path), path, sha256)
    if not text.blocks:
        raise SourceError(path, "no words in it", "leave it out, or save the document again")
    return text
