"""The commands by name, each imported when it is called: none waits for the others' libraries."""

from importlib import import_module

import typer
from typer.core import TyperCommand, TyperGroup

#: Name of each command, and the module and function behind it.
_COMMANDS = {
    "evaluate": ("evaluate", "evaluate"),
    "score": ("score", "score"),
    "verify": ("verify", "verify"),
    "render": ("render", "render"),
    "import": ("import_answers", "import_answers"),
    "banks": ("banks", "banks"),
    "show": ("show", "show"),
    "trace": ("trace", "trace"),
    "comparators": ("comparators", "comparators"),
    "lint": ("lint", "lint"),
    "status": ("status", "status"),
    "export": ("export", "export"),
    "schema": ("schema", "schema"),
    "simulate": ("simulate", "simulate"),
    "timeline": ("timeline", "timeline"),
    "diff": ("diff", "diff"),
    "release": ("release", "release"),
    "yank": ("release", "yank"),
    "lock": ("lock", "lock"),
    "install": ("lock", "install"),
}


class LazyCommands(TyperGroup):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: object) -> list[str]:
        """Return the names in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | None:
        """Return the command of that name, or None."""
        if cmd_name not in _COMMANDS:
            return None
        module, function = _COMMANDS[cmd_name]
        single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        command = getattr(import_module(f"covalue_measures.cli.{module}"), function)
        single.command(cmd_name, context_settings={"help_option_names": ["-h", "--help"]})(command)
        built = typer.main.get_command(single)
        return built if isinstance(built, TyperCommand) else None
