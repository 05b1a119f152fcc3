"""vedette serve: the operations room on this machine."""

import socket
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
    local = ("127.0.0.1", "localhost")
    with open_workspace(workspace, create=False, read_only=True) as records, _bound(host, port) as door:
        app = create_app(records, Marking(clearance), local if host in local else None)
        click.echo(f"Operations room on http://{host}:{port} (stop with Ctrl+C)", err=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[door])


def _bound(host: str, port: int) -> socket.socket:
    """A socket on the address, so that a taken port is told before the room is said to be open."""
    from vedette.terms.errors import InputError

    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        door = socket.socket(found[0], found[1])
    except (OSError, OverflowError) as error:
        raise InputError(f"--host {host} --port {port}", found=str(error), expected="an address here") from None
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(found[4])
    except (OSError, OverflowError) as error:
        door.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"--host {host} --port {port}", found=reason, expected="a free port") from None
    return door
