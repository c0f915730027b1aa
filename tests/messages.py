"""The messages of planparse, found in its code: what has to be translated.

Run as a program (``python tests/messages.py``), this brings ``planparse.po`` up to date with the code, keeping translations, and compiles
it into ``planparse.mo``.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, get_args

import typer
from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog

from planparse.cli.app import app
from planparse.curation.models import Verdict
from planparse.lexicon import load_lexicon
from planparse.lexicon.entries import Unit
from planparse.models import Comparator, DeadlineSource, Document, Measure, Modality, Per, Quantity, Status, Target
from planparse.translation import DOMAIN, FOLDER

PACKAGE = Path(__file__).parents[1] / "src" / "planparse"
PO = FOLDER / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")

# What Typer says by itself, in the domain that planparse sets for it.
TYPER = ("Arguments", "Options", "Commands", "required", "default: {default}", "Show this message and exit.", "Usage: ", "Missing command.",
         "No such command {name!r}.")  # fmt: skip
# Names of states, fields and kinds, and what is counted: they are put together at run time.
WORDS = (
    *get_args(Status), "all", *get_args(Modality), *get_args(Measure), *get_args(Comparator), *get_args(Per), *get_args(Verdict),
    *get_args(DeadlineSource), *get_args(Unit.model_fields["role"].annotation), *Target.model_fields, *Quantity.model_fields,
    *Document.model_fields, "deadline.end",
    "rules", "moved", "removed", "raised", "lowered", "otherwise", "same", "dropped", "new",
)  # fmt: skip
COUNTED = ("target", "document", "source", "correction", "row", "group", "quantity", "fault")

HEAD = """msgid ""
msgstr ""
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""No date and no names in it: the same translations, the same bytes."""

_ERROR = re.compile(r"\A(?:Planparse|Source|Lexicon|Settings|Catalog|Corrections|Cluster)Error\Z")


def messages() -> set[str]:
    """Every message that has to have a translation."""
    counted = {f"{{number}} {thing}" for one in COUNTED for thing in (one, f"{one[:-1]}ies" if one.endswith("ty") else f"{one}s")}
    return {*TYPER, *WORDS, *counted, *_helps(), *_in_code(), *_in_lexicon(), "{path}: {fault}; {remedy}"} - {""}


def _helps() -> Iterator[str]:
    program: Any = typer.main.get_command(app)
    for command in (program, *program.commands.values()):
        yield command.help
        yield from (parameter.help for parameter in command.params if getattr(parameter, "help", None))


def _in_lexicon() -> Iterator[str]:
    """What ``explain`` says by entries of the lexicon."""
    lexicon = load_lexicon()
    yield from (entry.reason for entry in lexicon.exclusions)
    yield from (entry.says for entry in lexicon.doubts)


def _in_code() -> Iterator[str]:
    """The literals that ``translated`` and errors are given, and the constants that errors are."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]
    constants = dict(one for tree in trees for one in _constants(tree))
    for node in (node for tree in trees for node in ast.walk(tree)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        given = node.args[:1] if name in ("translated", "Message", "Fault") else node.args[1:3] if _ERROR.match(name) else []
        for argument in given:
            yield from _literals(argument, constants)


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((target.id, value.value) for target in targets if isinstance(target, ast.Name))


def _literals(node: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body, constants)
        yield from _literals(node.orelse, constants)
    elif isinstance(node, ast.Name) and node.id in constants:
        yield constants[node.id]


def translations() -> Catalog:
    """``planparse.po``."""
    with open(PO, "rb") as file:
        return pofile.read_po(file, locale="zh_CN", domain=DOMAIN)


def compiled(catalog: Catalog) -> bytes:
    """The same for programs."""
    content = io.BytesIO()
    catalog.creation_date = catalog.revision_date = datetime(2025, 1, 1, tzinfo=timezone.utc)  # the same translations, the same bytes
    mofile.write_mo(content, catalog)
    return content.getvalue()


def update() -> None:
    """Adds what is new in the code, drops what is gone, and compiles."""
    known = translations() if PO.exists() else Catalog(locale="zh_CN", domain=DOMAIN)
    catalog = Catalog(locale="zh_CN", domain=DOMAIN, project="planparse", charset="utf-8", fuzzy=False)
    for message in sorted(messages()):
        before = known.get(message)
        catalog.add(message, before.string if before else "")
    PO.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    pofile.write_po(content, catalog, width=0, omit_header=True)
    PO.write_bytes(HEAD.encode() + content.getvalue().lstrip())
    MO.write_bytes(compiled(translations()))


if __name__ == "__main__":
    update()
