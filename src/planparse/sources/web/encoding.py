"""Bytes of a page become characters, in the encoding that it says or, where it says a wrong one, in that which reads as Chinese."""

from __future__ import annotations

import codecs
import re

from planparse.errors import SourceError
from planparse.sources.encoding import decode

_DECLARED = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{1,40})|encoding\s{0,9}=\s{0,9}["']([\w-]{1,40})""", re.IGNORECASE)
_HEAD = 4096
_NEVER_SHOWN = bytes({*range(0x20), 0x7F} - set(b"\0\t\n\f\r"))
_ALSO_READ = frozenset(map(codecs.lookup, ("big5", "cp950", "big5hkscs", "latin-1", "cp1252")))
"""What pages are written in that plain text is not."""


def decode_page(data: bytes, path: str, declared: str = "") -> str:
    """The characters of a page. ``declared`` is the encoding that came with it, if any.

    What fits all bytes and reads as Chinese goes before what is declared: pages that say ``gb2312`` are written in GB18030, and some
    that say so in UTF-8. Raises ``SourceError`` as ``planparse.sources.encoding.decode`` does.
    """
    shown = data if b"\0" in data else data.translate(None, _NEVER_SHOWN)
    try:
        return decode(shown, path)
    except SourceError as error:
        found = _DECLARED.search(data[:_HEAD])
        named = declared or (b"".join(found.groups(b"")).decode("ascii") if found else "")
        characters = _decoded_as(shown, named)
        if characters is None:
            raise error from None
        return characters


def _decoded_as(data: bytes, name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
        return data.decode(codec.name) if codec in _ALSO_READ and b"\0" not in data else None
    except (LookupError, ValueError):  # ValueError: bytes that do not fit, or a NUL in the name
        return None
