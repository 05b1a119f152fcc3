"""vedette serve: the operations room on this machine."""

from pathlib import Path

import click

__all__ = ["command"]


@click.command("serve")
@click.option(
    "--workspace",
    default="vedette-workspace",
    envvar="VEDETTE_WORKSPACE",
    show_default=True,
    help="Folder or PostgreSQL URL of the workspace.",
)
@click.option("--exercise", is_flag=True, help="Load the shipped exercise into its own workspace first, and open that.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--clearance",
    type=click.Choice(["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]),
    default="AMBER+STRICT",
    show_default=True,
    help="Strictest TLP marking that the pages show; deployments are RED.",
)
def command(workspace: str, exercise: bool, host: str, port: int, clearance: str) -> None:
    """Open the operations room: one page per step, from the ledger, as of now or as known at an earlier instant."""
    import uvicorn

    from vedette.store import open_workspace
    from vedette.terms.errors import InputError
    from vedette.terms.marking import Marking
    from vedette.web import create_app

    if exercise:
        from vedette.cli.demo import play_shipped

        folder = Path("out") / "room"
        if not (folder / "workspace").exists():
            play_shipped(folder)
        workspace = str(folder / "workspace")
    elif "://" not in workspace and not Path(workspace).exists():
        raise InputError(
            workspace, expected="a workspace; `vedette serve --exercise` opens one with the exercise loaded"
        )
    click.echo(f"Operations room on http://{host}:{port} (stop with Ctrl+C)", err=True)
    local = ("127.0.0.1", "localhost")
    hosts = local if host in local else None
    with open_workspace(workspace) as records:
        uvicorn.run(create_app(records, Marking(clearance), hosts), host=host, port=port, log_level="warning")
