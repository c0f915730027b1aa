"""Arguments and options that several commands share."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

import typer

StatusChoice = Literal["planned", "achieved", "context", "all"]

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE",
        show_default=False,
        help="Files and folders; - reads standard input. Without any, the sources that planparse.toml names.",
    ),
]
SourcesBehind = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCE]...", show_default=False, help="Where the documents are. Without any, what planparse.toml names."),
]
Status = Annotated[StatusChoice, typer.Option(help="Which targets: those planned, reported as achieved, or neither.")]
Lexicon = Annotated[Path | None, typer.Option(metavar="FILE", help="Your own lexicon entries (YAML), laid over the built-in ones.")]
MinConfidence = Annotated[
    float, typer.Option("--min-confidence", metavar="P", min=0, max=1, help="Only targets at least this sure, from 0 to 1.")
]
MaxSize = Annotated[
    int | None,
    typer.Option(metavar="MB", min=1, max=100_000, show_default=False, help="Refuse larger files; default: 64, or as planparse.toml says."),
]
CatalogFile = Annotated[
    Path | None,
    typer.Option("--catalog", metavar="FILE", show_default=False, help="Default: as planparse.toml says, else catalog.yaml in the folder."),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", metavar="N", min=1, show_default=False, help="How many processes read documents; default: one a core."),
]


class By(str, Enum):
    """What targets are counted by."""

    pillar = "pillar"
    unit = "unit"
    deadline = "deadline"
    status = "status"
