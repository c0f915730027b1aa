"""The commands as a program in the language of the locale: their help, and what Typer says by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import typer

from planparse.cli.app import app
from planparse.translation import DOMAIN, FOLDER, speaks_chinese, translated

PROGRAM: Final = "planparse"


def run_program(arguments: Sequence[str] | None) -> None:
    """Runs a command; leaves with SystemExit, and with an error that a user can cause as PlanparseError."""
    if speaks_chinese():
        _run_in_chinese(arguments)
    else:
        app(args=arguments, prog_name=PROGRAM)


def _run_in_chinese(arguments: Sequence[str] | None) -> None:
    from planparse.errors import PlanparseError

    command = chinese_program()
    try:
        status = command.main(args=arguments, prog_name=PROGRAM, standalone_mode=False)
    except typer.Abort:
        raise SystemExit(1) from None
    except Exception as error:
        fault = usage_fault(error)
        if fault is None or isinstance(error, PlanparseError):
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(fault, err=True)
            raise SystemExit(2) from None
        context = getattr(error, "ctx", None)
        command_path = context.command_path if context else PROGRAM
        raise PlanparseError(command_path, fault, "{command} --help lists what it takes", command=command_path) from None
    raise SystemExit(status if isinstance(status, int) else 0)


def chinese_program() -> Any:
    """The commands with their help in Chinese."""
    import gettext

    # Typer asks gettext's own domain for "Options" and the like; the catalog of ours has them too.
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    program: Any = typer.main.get_command(app)
    for command in (program, *program.commands.values()):
        command.help = translated(command.help or "")
        command.context_class = _chinese_context(command.context_class)
        for parameter in command.params:
            if getattr(parameter, "help", None):
                parameter.help = translated(parameter.help)
        command.get_help_option = _with_chinese_help(command.get_help_option)
    return program


def _with_chinese_help(made: Any) -> Any:
    """``--help`` itself is made anew each time, and says so in Chinese."""

    def get_help_option(context: Any) -> Any:
        option = made(context)
        if option is not None and option.help:
            option.help = translated(option.help)
        return option

    return get_help_option


def _chinese_context(context_class: Any) -> Any:
    """A context whose help begins with 用法."""

    class ChineseFormatter(context_class.formatter_class):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, translated("Usage: ") if prefix is None else prefix)

    class ChineseContext(context_class):  # type: ignore[misc]
        formatter_class = ChineseFormatter

    return ChineseContext


def usage_fault(error: Exception) -> str | None:
    """What is wrong with the words of a command line; None where the error is another one.

    Typer's own sentences are English, so this says anew what its errors hold.
    """
    kinds = [kind.__name__ for kind in type(error).__mro__]
    if "UsageError" not in kinds:
        return None
    if "NoSuchOption" in kinds:
        return translated("there is no option {option}", option=getattr(error, "option_name", ""))
    parameter: Any = getattr(error, "param", None)
    name = ""
    if parameter is not None:
        option = parameter.param_type_name == "option"
        name = " / ".join(parameter.opts) if option else parameter.metavar or parameter.name.upper()
    if "MissingParameter" in kinds:
        return translated("{name} is missing", name=name)
    if "BadParameter" in kinds:
        said = str(getattr(error, "message", "")).removeprefix("Value error, ").rstrip(".")
        return translated("{name} does not take this: {said}", name=name, said=said)
    return translated(str(getattr(error, "message", error)))
