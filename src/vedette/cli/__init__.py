"""The command line: one file per verb, loaded only when its verb is called, so that `vedette --help` stays instant."""

import errno
import gc
import importlib
import sys
from collections.abc import Sequence

import click

from vedette.terms.errors import VedetteError

__all__ = ["VERBS", "cli", "main"]

VERBS: dict[str, str] = {
    "read": "Read reports into sourced claims.",
    "picture": "Merge claims into a graded picture.",
    "hindcast": "Forecast day by day over the past, without looking ahead.",
    "forecast": "Forecast attacks per area and day.",
    "posture": "Propose an alert level per area, with reasons.",
    "plan": "Plan the deployment and draw it by a recorded lottery.",
    "direct": "Issue, acknowledge and escalate directives.",
    "publish": "Render alerts, situation report and map for an audience.",
    "review": "Ask whether protection worked, and say what could have been seen.",
    "cap": "Check CAP 1.2 alerts against the schema and the rules.",
    "demo": "Run the whole loop on the shipped exercise or on your own files.",
    "serve": "Open the operations room on this machine.",
    "ledger": "Verify the audit ledger against its checkpoints.",
    "completion": "Print the shell completion script.",
}


class _LazyGroup(click.Group):
    """Knows every verb and its line of help; imports a verb's module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command = importlib.import_module(f"vedette.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"vedette.cli.{cmd_name}.command is not a command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # the reader has seen enough (`| head`); click would end with 1, which means that the answer is no
            from vedette.cli.output import drop_output

            drop_output()
            return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs, in the order of the loop"):
            formatter.write_dl(list(VERBS.items()))


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vedette")
def cli() -> None:
    """From the raw report to the honest answer: read, picture, forecast, posture, plan, direct, publish, review."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 done and the answer is no, 2 bad input (one line on standard error)."""
    # a command builds lexicons and tables that stay: looking through them for garbage again and again costs a sixth of its start
    gc.set_threshold(50_000, 20, 20)
    try:
        code = cli.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.Abort:
        click.echo("vedette: stopped", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except VedetteError as error:
        click.echo(f"vedette: {error}", err=True)
        code = error.exit_code
    except OSError as error:
        click.echo(f"vedette: {_plain(error)}", err=True)
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


def _plain(error: OSError) -> str:
    where = error.filename or "output"
    reasons = {
        errno.ENOSPC: "the disk is full; nothing was kept of this file, free some space and run the command again",
        errno.EROFS: "is on a read-only file system; choose another folder",
        errno.EACCES: "permission denied; choose a file or folder that you may use",
        errno.ENOENT: "does not exist",
        errno.EISDIR: "is a folder, expected a file",
        errno.ENOTDIR: "is not a folder",
    }
    return f"{where}: {reasons.get(error.errno or 0, error.strerror or str(error))}"
