"""Documents that are not on this machine's disk: in an object store, or wherever else fsspec reads from (``s3://bucket/plans/``)."""

from __future__ import annotations

from typing import Any

from planparse.errors import MissingExtraError


def is_remote(path: str) -> bool:
    """Whether a path names its file system: ``s3://bucket/plan.txt``."""
    protocol, mark, _ = path.partition("://")
    return bool(mark) and protocol.replace("+", "").isalnum()


def paths_under(url: str) -> list[str]:
    """The URLs of all files under a folder, or the file's own, in no order.

    Raises OSError where there is nothing or it cannot be listed, MissingExtraError where a package is missing.
    """
    system, path = _opened(url)
    try:
        if system.isfile(path):
            return [url]
        found = [str(system.unstrip_protocol(name)) for name in system.find(path)]
    except Exception as error:  # each file system raises errors of its own
        raise _as_os_error(error) from None
    if not found:
        raise FileNotFoundError(url)
    return found


def read_remote(url: str, most: int) -> bytes:
    """The first ``most`` bytes of a file. Raises like ``paths_under``."""
    system, path = _opened(url)
    try:
        with system.open(path, "rb") as file:
            return bytes(file.read(most))
    except Exception as error:
        raise _as_os_error(error) from None


def _opened(url: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError:
        raise MissingExtraError(url, "reading it", "ray") from None
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise MissingExtraError(url, "reading it", package=error.name or f"that reads {url.partition('://')[0]}") from None
    except Exception as error:
        raise _as_os_error(error) from None
    return system, path


def _as_os_error(error: Exception) -> OSError:
    return error if isinstance(error, OSError) else OSError(0, f"{type(error).__name__}: {error}")
