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

_SCRIPTS: Final = ("model.js", "words.js", "list.js", "original.js", "pictures.js", "main.js")
"""In this order they are one script."""

_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
"""Characters that could end a script element or a line of script, and halves of characters, which no file can hold."""


def page_bytes(content: dict[str, Json]) -> bytes:
    """The whole page. Raises MissingExtraError without jinja2 and vl-convert-python."""
    jinja2, vl_convert = _packages()
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("planparse.report.page", "parts"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    style = _part("page.css")
    scripts = [_charts(vl_convert), _own_script()]
    html = environment.get_template("page.html.j2").render(
        policy=_policy(style, scripts),
        style=jinja2.utils.markupsafe.Markup(style),
        scripts=[jinja2.utils.markupsafe.Markup(script) for script in scripts],
        content=jinja2.utils.markupsafe.Markup(json_in_html({**content, "words": _words()})),
    )
    return bytes(html.encode("utf-8"))


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


def _part(name: str) -> str:
    return (files(__name__) / "parts" / name).read_text("utf-8")


def _words() -> Any:
    """What the page says, by name, in each language."""
    return yaml.safe_load(_part("words.yaml"))


def _own_script() -> str:
    return f'(() => {{\n"use strict";\n{"".join(map(_part, _SCRIPTS))}}})();\n'


@cache
def _charts(vl_convert: Any) -> str:
    """Vega-Lite and what it stands on, as one script."""
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle.replace("\r\n", "\n").replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(style: str, scripts: list[str]) -> str:
    allowed = " ".join(map(_digest, scripts))
    return f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; base-uri 'none'; form-action 'none'"


def _digest(part: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(part.encode('utf-8')).digest()).decode('ascii')}'"
