"""Web pages: the main text of a page, without the site around it.

A block element is a line, and so is each part of it that a ``<br>`` ends. Tables are tables where their rows and columns mean
something, and frames around lines where they only hold the page in place. Nothing that a page refers to is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator

from planparse.errors import SourceError
from planparse.sources.text import Grid, Line, Text, text_of_pieces
from planparse.sources.web.encoding import decode_page
from planparse.sources.web.main_text import main_text
from planparse.sources.web.page import SAVE_AS_TEXT, page_of
from planparse.sources.web.saved import page_in
from planparse.sources.web.tables import pieces_of

__all__ = ["read_saved_page", "read_web_page"]


def read_web_page(data: bytes, path: str, sha256: str) -> Text:
    """The main text of a ``.html`` page, with its title, its heading levels and the numbers of its lists.

    ``path`` and ``sha256`` go into the ``Text``. Raises ``SourceError`` for a page without words, one that only holds frames, one that
    is hostile and one in no known encoding, and ``MissingExtraError`` without lxml.
    """
    return _read(decode_page(data, path), path, sha256)


def read_saved_page(data: bytes, path: str, sha256: str) -> Text:
    """The same of a page that a browser saved as ``.mht``: of the first page in it. Raises as ``read_web_page`` does."""
    page, charset = page_in(data, path)
    return _read(decode_page(page, path, charset), path, sha256)


def _read(content: str, path: str, sha256: str) -> Text:
    page = page_of(content, path)
    if page.framed:
        raise SourceError(path, "a page of frames (its text is in other files)", "open the frame with the text, and save that")
    title, lines = main_text(page)
    pieces = list(pieces_of(page, lines))
    if not pieces:
        raise SourceError(path, "no words in it (an empty page, or one that scripts fill)", SAVE_AS_TEXT)
    return text_of_pieces(_in_order(title, pieces), path, sha256)


def _in_order(title: str, pieces: list[Line | Grid]) -> Iterator[Line | Grid]:
    """The title first and the notes last."""
    if title:
        yield Line(title)
    notes = [isinstance(piece, Line) and piece.note for piece in pieces]
    yield from (piece for piece, note in zip(pieces, notes, strict=True) if not note)
    yield from (piece for piece, note in zip(pieces, notes, strict=True) if note)
