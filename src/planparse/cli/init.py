"""``planparse init``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planparse.cli.console import say
from planparse.messages import counted
from planparse.translation import translated

if TYPE_CHECKING:
    from planparse.models import Catalog


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", show_default=False, help="Where the plans are; default: the working directory.")
    ] = Path("."),
) -> None:
    """Begin a project: write planparse.toml, and the catalog of a folder, so that planparse check can follow.

    Exit status: 0; 2 if there is a planparse.toml already, or a source could not be read.
    """
    from planparse.catalog.files import catalog_text, refuse_unwritable, write_text
    from planparse.cli.reading import Readings, found_project
    from planparse.errors import SettingsError
    from planparse.library import catalog_of
    from planparse.project import CATALOG_NAME
    from planparse.settings import FILE_NAME, settings_text

    if Path(FILE_NAME).exists():
        raise SettingsError(FILE_NAME, "is there already", "change it, or begin in another folder")
    place = folder / CATALOG_NAME
    for path in (place, Path(FILE_NAME)):
        refuse_unwritable(path)
    readings = Readings(found_project([str(folder)], None))
    catalog = catalog_of(readings, readings.project.lexicon.fingerprint)
    readings.say_problems()
    kept = place.exists()
    if not kept:
        write_text(place, catalog_text(catalog, "yaml", readings.origins(catalog.generator)))
    write_text(FILE_NAME, settings_text(folder, place, catalog.documents))
    _tell(catalog, place, kept, readings.failed)
    raise typer.Exit(2 if readings.failed else 0)


def _tell(catalog: Catalog, place: Path, kept: bool, failed: int) -> None:
    numbers = f"{counted(len(catalog.documents), 'document')}, {counted(len(catalog.targets), 'target')} (planned)"
    say(f"{place.as_posix()}: {translated('is there already, and was left as it is') if kept else numbers}")
    unread = f"; {counted(failed, 'source')} could not be read" if failed else ""
    say(translated("planparse.toml: written{unread}; next: planparse check", unread=unread))
