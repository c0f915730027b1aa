"""The page in a file that a browser saved with all its pictures: a mail with parts."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from planparse.errors import SourceError

_LONG_HEADER = re.compile(rb"^content-[a-z-]{2,20}:(?:[^\n]|\n[ \t]){8192}", re.IGNORECASE | re.MULTILINE)
"""No browser writes such a header; its parameters would be read in a time that grows with the square of their length."""

_DAMAGED = "damaged web archive"
_SAVE_AGAIN = "open it in a browser, and save it as a single .html page"


def page_in(data: bytes, path: str) -> tuple[bytes, str]:
    """The bytes of the first page in a ``.mht`` file, and its declared encoding, else "".

    Raises ``SourceError`` where there is none.
    """
    if _LONG_HEADER.search(data):
        raise SourceError(path, _DAMAGED, _SAVE_AGAIN)
    try:
        part = _first_page(message_from_bytes(data))
        page = part.get_payload(decode=True) if part else None
        charset = part.get_content_charset() if part else None
    except (RecursionError, LookupError, ValueError):  # declared sizes and encodings may be anything
        raise SourceError(path, _DAMAGED, _SAVE_AGAIN) from None
    if not isinstance(page, bytes) or not page.strip():
        raise SourceError(path, "no page in this web archive", _SAVE_AGAIN)
    return page, charset or ""


def _first_page(message: Message) -> Message | None:
    return next((part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
