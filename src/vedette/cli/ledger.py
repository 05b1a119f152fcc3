"""The verb `ledger`: verify the chain, show it, checkpoint it, rebuild what is read from it."""

from pathlib import Path
from typing import Any

import click

from vedette.cli.output import print_json, print_table

__all__ = ["command"]

_SHORT = 12


@click.group(name="ledger")
def command() -> None:
    """Verify the audit ledger against its checkpoints; show, checkpoint or rebuild it."""


def _workspace(function: Any) -> Any:
    """The options that say which workspace, for every command of the group."""
    target = click.option(
        "--workspace",
        "-w",
        envvar="VEDETTE_WORKSPACE",
        default="vedette-workspace",
        show_default=True,
        show_envvar=True,
        help="Folder of the workspace, or a PostgreSQL URL.",
    )
    folder = click.option(
        "--folder", type=click.Path(path_type=Path), help="With a URL: the folder of texts, archive and keys."
    )
    return target(folder(function))


@command.command()
@click.argument("target", metavar="[WORKSPACE]", required=False)
@_workspace
@click.option("--checkpoints", metavar="FILE", help="Checkpoints kept outside (JSON Lines; - for standard input).")
@click.option("--files", is_flag=True, help="Also read every report text and archived forecast.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")
@click.pass_context
def verify(
    context: click.Context,
    target: str | None,
    workspace: str,
    folder: Path | None,
    checkpoints: str | None,
    files: bool,
    as_json: bool,
) -> None:
    """Recompute the whole chain and compare it with the checkpoints. Exit code 1 when anything is wrong.

    Without --checkpoints, those in the workspace are taken. Whoever can change the ledger can change these as well:
    give the ones that you keep elsewhere.
    """
    from dataclasses import replace

    from vedette.store import open_workspace
    from vedette.store import verify as verify_workspace
    from vedette.store.checkpoints import read_checkpoints

    given = read_checkpoints(checkpoints) if checkpoints is not None else None
    with open_workspace(target or workspace, folder=folder, create=False, read_only=True) as opened:
        found = verify_workspace(opened, given)
        if files:
            from vedette.store.beside import verify_files

            found = replace(found, problems=found.problems + verify_files(opened))
    if as_json:
        print_json({"workspace": target or workspace, **found.as_json()})
    elif found.ok:
        click.echo(f"good: {found.size} entries, head {found.head[:_SHORT]}…, {found.checkpoints} checkpoints agree")
        if found.covered < found.size:
            after = found.size - found.covered
            click.echo(f"the last {after} entries are under no checkpoint: a cut among them would not show")
    else:
        where = "" if found.first_bad is None else f", first at entry {found.first_bad}"
        click.echo(f"BROKEN{where} ({found.size} entries, {found.checkpoints} checkpoints)")
        for problem in found.problems:
            click.echo(f"  {problem}")
    context.exit(0 if found.ok else 1)


@command.command()
@_workspace
@click.option("--number", "-n", default=20, show_default=True, type=click.IntRange(1), help="How many entries.")
@click.option("--kind", help="Only entries of this kind.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value per entry, with its body.")
def log(workspace: str, folder: Path | None, number: int, kind: str | None, as_json: bool) -> None:
    """Show the last entries, newest first. The table shows no content, as the ledger holds RED records."""
    from vedette.store import open_workspace

    with open_workspace(workspace, folder=folder, create=False, read_only=True) as opened:
        entries = opened.ledger.recent(number, kind)
        title = f"{opened.database.label} ({'EXERCISE' if opened.exercise else 'live'})"
    if as_json:
        for entry in entries:
            print_json(entry.as_json())
        return
    print_table(
        title,
        ("seq", "recorded (UTC)", "kind", "record", "marking", "hash"),
        (
            (
                entry.seq,
                f"{entry.recorded_at:%Y-%m-%d %H:%M:%S}",
                entry.kind,
                entry.record_id,
                entry.marking.label,
                entry.hash[:_SHORT],
            )
            for entry in entries
        ),
        right=("seq",),
    )


@command.command()
@_workspace
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file elsewhere to add it to as well.")
@click.option("--json", "as_json", is_flag=True, help="Print the checkpoint.")
def checkpoint(workspace: str, folder: Path | None, out: Path | None, as_json: bool) -> None:
    """Sign how long the ledger is and where it ends. Keep the checkpoint where nobody can change it."""
    from vedette.store import open_workspace

    with open_workspace(workspace, folder=folder, create=False) as opened:
        made = opened.checkpoint(out)
    if as_json:
        print_json(made)
    else:
        click.echo(f"checkpoint of {made.size} entries, head {made.head[:_SHORT]}…, key {made.key_id}")


@command.command()
@_workspace
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")
def rebuild(workspace: str, folder: Path | None, as_json: bool) -> None:
    """Drop the tables that are read and rebuild them from the ledger."""
    from vedette.store import open_workspace

    with open_workspace(workspace, folder=folder, create=False) as opened:
        before = opened.differences()
        entries = opened.rebuild()
    if as_json:
        print_json({"entries": entries, "differences": before})
        return
    click.echo(f"rebuilt from {entries} entries; {'nothing changed' if not before else 'these had gone wrong:'}")
    for line in before:
        click.echo(f"  {line}")
