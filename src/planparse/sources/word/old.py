"""Old Word and WPS files: LibreOffice, where it is installed, makes a .docx of them, and that is read.

What stands behind the ending .doc may be anything: offices give it to newer Word files, web pages, RTF and plain text too.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from planparse.errors import SourceError
from planparse.sources.plain import read_plain
from planparse.sources.text import Text
from planparse.sources.word import read_word
from planparse.sources.word.package import OLE, PROTECTED, RESAVE, is_protected

TIMEOUT = 120
"""Seconds for one conversion; with the start of LibreOffice it takes ten."""

_PROGRAMS = ("soffice", "libreoffice")
_ZIP = b"PK\x03\x04"
_HEAD = 4096
"""Bytes at the start of a file that tell what it is."""

_RTF = re.compile(rb"\s*\{\\rtf")
_WORD_XML = re.compile(rb"\s*<\?xml[^>]*>\s*<\?mso-application\s[^>]*Word\.Document", re.IGNORECASE)
_WEB_PAGE = re.compile(
    rb"\s*<(?:!doctype html|html|head|meta|body|table|div|p)\b|\s*<\?xml[^>]*>\s*<(?:!doctype html|html)\b", re.IGNORECASE
)
_SAVED_PAGE = re.compile(rb"\s*mime-version:", re.IGNORECASE)

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""
"""Settings of LibreOffice: no macros, nothing fetched from elsewhere, and a proxy where nobody listens for what still would be."""


def read_old_word(data: bytes, path: str, sha256: str) -> Text:
    """The text of a ``.doc`` or ``.wps`` file, or of what else has such an ending.

    A Word file in the new format, a web page and plain text are read as what they are; the others need LibreOffice. Raises
    ``SourceError`` where that is missing, fails or takes longer than ``TIMEOUT``, and as the readers of the other formats do.
    """
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff")
    if data.startswith(_ZIP):
        return read_word(data, path, sha256)
    if _WEB_PAGE.match(head) or _SAVED_PAGE.match(head):
        return _web_page(data, path, sha256, saved=bool(_SAVED_PAGE.match(head)))
    what = _kind(data, head, path)
    if what:
        return read_word(_converted(data, path, what), path, sha256)
    try:
        return read_plain(data, path, sha256)
    except SourceError as error:
        if data.strip():
            raise SourceError(path, "neither a Word file nor text", "open it in the program it comes from and save it as .docx") from None
        raise error


def _web_page(data: bytes, path: str, sha256: str, saved: bool) -> Text:
    from planparse.sources.web import read_saved_page, read_web_page

    return read_saved_page(data, path, sha256) if saved else read_web_page(data, path, sha256)


def _kind(data: bytes, head: bytes, path: str) -> str:
    """What a file is that LibreOffice can convert; "" for anything else."""
    ending = os.path.splitext(path)[1].lower()
    if data.startswith(OLE):
        if is_protected(data):
            raise SourceError(path, *PROTECTED)
        return "a WPS file" if ending == ".wps" else "an old Word file"
    if _RTF.match(head):
        return f"an RTF file with the ending {ending}"
    return "a Word file in the XML of 2003" if _WORD_XML.match(head) else ""


def _converted(data: bytes, path: str, what: str) -> bytes:
    """The file as .docx, by LibreOffice with a profile of its own in a folder that is removed again."""
    program = next((os.path.abspath(found) for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        raise SourceError(path, what, "install LibreOffice, or save it as .docx")
    try:
        with TemporaryDirectory(prefix="planparse-", ignore_cleanup_errors=True) as folder:
            source = Path(folder, "plan").with_suffix(os.path.splitext(path)[1].lower())
            source.write_bytes(data)
            _run(program, source, path, what)
            return source.with_suffix(".docx").read_bytes()
    except OSError:
        raise SourceError(path, "{what} that LibreOffice did not convert", RESAVE, what=what) from None


def _run(program: str, source: Path, path: str, what: str) -> None:
    """Converts a file beside itself. Whatever LibreOffice has started is ended with it."""
    profile = source.parent / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    options = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", "docx", "--outdir", str(source.parent))
    process = subprocess.Popen(
        [program, f"-env:UserInstallation={profile.as_uri()}", *options, str(source)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd=source.parent, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        raise SourceError(
            path, "{what}, and LibreOffice took longer than {TIMEOUT} seconds for it", RESAVE, what=what, TIMEOUT=TIMEOUT
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):  # nothing of it is left
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
