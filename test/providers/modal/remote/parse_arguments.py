"""Lets the real Modal CLI parse arguments without carrying anything out.

    python parse_arguments.py < INPUT

INPUT is a JSON list of argument lists. Prints a JSON list: null for what the CLI takes, else its words.
"""

import json
import sys

import click
from modal.cli.entry_point import entrypoint_cli


def problem(args):
    context = entrypoint_cli.make_context("modal", list(args))
    command = entrypoint_cli
    rest = [*context._protected_args, *context.args]
    try:
        while isinstance(command, click.Group):
            name, command, rest = command.resolve_command(context, rest)
            context = command.make_context(name, list(rest), parent=context)
            rest = [*getattr(context, "_protected_args", []), *context.args]
    except click.ClickException as error:
        return error.format_message()
    return None


print(json.dumps([problem(args) for args in json.load(sys.stdin)]))
