"""Content into HTML: one file that needs nothing else, in which nothing but our own script runs.

What documents say stands in the file only as JSON, and comes onto the page only as text. A content security policy names the
scripts and the style by their digests and forbids everything else: other scripts, markup with style, and every request.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from planparse.errors import MissingExtraError
from planparse.report.content import Json

SCRIPTS: Final = ("model.js", "words.js", "list.js", "original.js", "pictures.js", "main.js")
"""In this order they are one script."""

_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
"""Characters that could end a script element or a line of script, and halves of characters, which no file can hold."""

_TAG = re.compile("<(/script|!--)", re.IGNORECASE)
"""What would end a script, wherever in it it stands."""


def page_bytes(content: dict[str, Json]) -> bytes:
    """The whole page. Raises MissingExtraError without jinja2 and vl-convert-python."""
    jinja2, vl_convert = _packages()
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("planparse.report.page", "parts"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    style, script, charts = part("page.css"), _own_script(), _charts(vl_convert)
    held = json_in_html({**content, "words": words()})
    policy = _policy(style, script, charts)
    html: str = environment.get_template("page.html.j2").render(policy=policy, style=style, script=script, charts=charts, content=held)
    return html.encode("utf-8")


def json_in_html(value: object) -> str:
    r"""JSON that can stand in a script element, whatever is in its strings.

    >>> json_in_html({"title": "</script>"})
    '{"title":"\\u003c/script\\u003e"}'
    """
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def _packages() -> tuple[Any, Any]:
    try:
        import jinja2
        import vl_convert
    except ImportError:
        raise MissingExtraError("planparse report", "writing the page", "report") from None
    return jinja2, vl_convert


def part(name: str) -> str:
    """A file of which the page is made."""
    return (files(__name__) / "parts" / name).read_text("utf-8")


def words() -> Any:
    """What the page says, by name, in each language."""
    return yaml.safe_load(part("words.yaml"))


def _own_script() -> str:
    return f'(() => {{\n"use strict";\n{"".join(map(part, SCRIPTS))}}})();\n'


@cache
def _charts(vl_convert: Any) -> str:
    """Vega-Lite and what it stands on, as one script."""
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return _TAG.sub(r"<\\\1", bundle.replace("\r\n", "\n"))


def _policy(style: str, *scripts: str) -> str:
    allowed = " ".join(map(_digest, scripts))
    return f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
