"""The zip package of a .docx file: its parts as XML, with nothing in it trusted.

The package is opened here and not by python-docx, which inflates every part, pictures too, to whatever size it claims
to have, and gives up a whole document for one dangling link, as WPS Office leaves them.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING

from planparse.errors import MissingExtraError, SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_UNPACKED = 1024 * 1024 * 1024
"""Bytes that all parts of a package may come to: more is a zip bomb."""
MAX_PART = 64 * 1024 * 1024
"""Bytes of one part that is read, some ten million characters with their markup; bounds the memory."""
MAX_RATIO = 250
"""How far a part that is read may be compressed; the markup of Word stays below 50, that of long tables below 150."""
RATIO_COUNTS_FROM = 4 * 1024 * 1024
"""Smaller parts do no harm whatever their ratio."""

RESAVE = "open it in Word or WPS and save it again as .docx"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_WORD = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_DOCUMENT = "WordDocument".encode("utf-16-le")
PROTECTED = ("protected by a password", "open it, remove the password and save it again")
_DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)


class Package:
    """The parts of one .docx file that its text depends on.

    ``data`` is the file, ``path`` its name in messages. Raises ``SourceError`` for what is no sound Word package and
    ``MissingExtraError`` without lxml.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self._path = path
        try:
            from lxml import etree
        except ImportError:
            raise MissingExtraError(path, "reading .docx", "docs") from None
        parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
        self._parse = partial(etree.fromstring, parser=parser)
        self._refuse_ole(data)
        self._zip, self._parts = self._opened(data)
        self._main = self._linked("", "officeDocument") or "word/document.xml"
        if self._main not in self._parts:
            raise SourceError(path, "a zip file without a Word document in it", RESAVE)

    def document(self) -> Element:
        """The root of the main part."""
        return self._xml(self._main)

    def part(self, kind: str) -> Element | None:
        """The root of the part that the document names as its ``styles`` or ``numbering``; None if there is none."""
        name = self._linked(self._main, kind)
        return self._xml(name) if name in self._parts else None

    def _refuse_ole(self, data: bytes) -> None:
        if not data.startswith(OLE):
            return
        if is_protected(data):
            raise SourceError(self._path, *PROTECTED)
        raise SourceError(self._path, "an old Word or WPS file with the ending .docx", RESAVE)

    def _opened(self, data: bytes) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
        if not data:
            raise SourceError(self._path, "the file is empty", "leave it out, or save the document again")
        try:
            package = zipfile.ZipFile(io.BytesIO(data))
        except (*_ZIP_FAULTS, NotImplementedError, IndexError):
            raise SourceError(self._path, "not a Word file (no zip package)", RESAVE) from None
        if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED:
            raise self._bomb(f"its parts unpack to more than {MAX_UNPACKED // 1024 // 1024} MB")
        return package, {part.filename.replace("\\", "/").lstrip("/"): part for part in package.infolist()}

    def _linked(self, source: str, kind: str) -> str:
        """The part that ``source`` (a part, or "" for the package) links as ``kind``; "" if it links none."""
        folder, name = posixpath.split(source)
        links = f"{folder}/_rels/{name}.rels".lstrip("/")
        if links not in self._parts:
            return ""
        for link in self._xml(links):
            if str(link.get("Type", "")).endswith(f"/{kind}") and link.get("TargetMode") != "External":
                return posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        return ""

    def _xml(self, name: str) -> Element:
        data = self._bytes(name).replace(_STRICT_WORD, WORD.encode())
        if any(doctype in data for doctype in _DOCTYPES):
            raise SourceError(self._path, "it declares XML entities, which Word never does", RESAVE)
        try:
            root = self._parse(data)
        except (SyntaxError, ValueError, LookupError):  # lxml's XMLSyntaxError is a SyntaxError
            raise self._damaged(name) from None
        if root is None or root.getroottree().docinfo.internalDTD is not None:
            raise self._damaged(name)
        return root

    def _bytes(self, name: str) -> bytes:
        """One part, unpacked no further than its limit: the size that a package claims may be a lie."""
        part = self._parts[name]
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._damaged(name)
        try:
            with self._zip.open(part) as stream:
                data = stream.read(MAX_PART + 1)
        except _ZIP_FAULTS:
            raise self._damaged(name) from None
        if len(data) > MAX_PART:
            raise self._bomb(f"{name} unpacks to more than {MAX_PART // 1024 // 1024} MB")
        if len(data) > max(RATIO_COUNTS_FROM, MAX_RATIO * part.compress_size):
            raise self._bomb(f"{name} unpacks to more than {MAX_RATIO} times its size")
        return data

    def _damaged(self, name: str) -> SourceError:
        return SourceError(self._path, "damaged Word file ({ascii} cannot be read)", RESAVE, ascii=_ascii(name))

    def _bomb(self, how: str) -> SourceError:
        return SourceError(self._path, "a zip bomb? {ascii}", "open it only if you know where it comes from", ascii=_ascii(how))


def is_protected(data: bytes) -> bool:
    """Whether an OLE file holds a .docx or .doc that is encrypted.

    A .doc says so in its document stream, whose first sector the directory entry of that name tells.
    """
    entry = data.find(_OLD_DOCUMENT)
    if _ENCRYPTED in data or entry < 0:
        return _ENCRYPTED in data
    sector = int.from_bytes(data[entry + 116 : entry + 120], "little")
    start = (sector + 1) << int.from_bytes(data[30:32], "little") if data[30:32] in (b"\x09\0", b"\x0c\0") else len(data)
    flags = int.from_bytes(data[start + 10 : start + 12], "little")
    return data[start : start + 2] == b"\xec\xa5" and bool(flags & 0x100)


def _ascii(name: str) -> str:
    """The name of a part in one short line: the file says what it is, and it may say anything."""
    return name[:80].encode("unicode_escape").decode("ascii")
