"""The command line; each command is loaded only when it is called, so that none pays for others."""

import importlib

import click

_COMMANDS = {
    "run": "pendopo.commands.run:run",
    "bot": "pendopo.commands.run:bot",
    "worker": "pendopo.commands.run:worker",
    "panel": "pendopo.commands.run:panel",
    "migrate": "pendopo.commands.keep:migrate",
    "seed": "pendopo.commands.keep:seed",
    "doctor": "pendopo.commands.keep:doctor",
    "journal": "pendopo.commands.keep:journal",
    "staff": "pendopo.commands.people:staff",
    "ask": "pendopo.commands.ask:ask",
    "keys": "pendopo.commands.keys:keys",
    "export": "pendopo.commands.registers:export",
    "lists": "pendopo.commands.registers:lists",
    "remedies": "pendopo.commands.registers:remedies",
    "deadline": "pendopo.commands.deadline:deadline",
    "retention": "pendopo.commands.retention:retention",
    "breach": "pendopo.commands.breach:breach",
}


class LazyGroup(click.Group):
    """A group that imports a command's module on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command's name."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing it now."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=LazyGroup)
def main() -> None:
    """Pendopo: layanan informasi publik lewat Telegram."""


if __name__ == "__main__":
    main()
