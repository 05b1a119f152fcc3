"""vedette plan: the deployment, drawn by a recorded lottery."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from vedette.terms.errors import FieldError
from vedette.terms.marking import Marking

__all__ = ["command"]

SHARE_BYTES = 32
QUIET_SECONDS = 5.0


@click.command()
@click.argument("problem", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--out", required=True, type=click.Path(path_type=Path, allow_dash=True), help="PLAN.json to write. RED.")
@click.option("--previous", type=click.Path(path_type=Path), help="Plan in force, to be replanned.")
@click.option("--from-shift", type=click.IntRange(0), help="First shift to plan again; earlier ones are frozen.")
@click.option("--share", "shares", multiple=True, metavar="HEX", help="One person's secret share of the draw; repeat.")
@click.option("--time-limit", type=click.FloatRange(1), default=60.0, show_default=True, help="Seconds to search.")
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the search, not of the draw."
)
@click.option("--min-support", type=click.IntRange(1), help="No deployment more likely than 1 in so many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
@click.pass_context
def command(
    ctx: click.Context,
    problem: Path,
    out: Path,
    previous: Path | None,
    from_shift: int | None,
    shares: tuple[str, ...],
    time_limit: float,
    seed: int,
    min_support: int | None,
    as_json: bool,
) -> None:
    """Plan the deployment of PROBLEM (.json, .json.gz or -) and draw it by a recorded lottery.

    Prints the objective, the proven lower bound, the gap between them and what simpler plans would reach. The plan is
    RED: whoever holds it knows where nobody will stand. Exit code 1 when no deployment obeys all rules; the plan then
    names the rows that exclude each other.
    """
    import orjson

    from vedette.cli.output import print_json
    from vedette.plan import parse_plan, parse_problem, previous_of, solve
    from vedette.plan.tables import read_json
    from vedette.store.files import read_bytes, write_atomic

    if (previous is None) != (from_shift is None):
        raise click.UsageError("--previous and --from-shift go together")
    raw, name = read_bytes(problem), str(problem)
    before = None
    if previous is not None and from_shift is not None:
        earlier = parse_plan(read_bytes(previous), str(previous))
        before = previous_of(read_json(raw, name), earlier, from_shift, str(previous))
    parsed = parse_problem(raw, name, before)
    secrets = _shares(shares)
    with _Reporter() as report:
        plan = solve(parsed, secrets, time_limit=time_limit, seed=seed, min_support=min_support, on_progress=report)
    content = orjson.dumps(plan)
    if str(out) == "-":
        click.echo(content)
    else:
        write_atomic(out, content)
    if str(out) != "-":
        summary = _summary(parsed, plan, out)
        if as_json:
            print_json(summary)
        else:
            _print(summary)
    ctx.exit(1 if plan["status"] == "infeasible" else 0)


def _shares(given: tuple[str, ...]) -> list[bytes]:
    import secrets

    if not given:
        return [secrets.token_bytes(SHARE_BYTES)]
    out = []
    for number, text in enumerate(given, 1):
        try:
            out.append(bytes.fromhex(text))
        except ValueError:
            # the share is a secret and is not repeated in the message
            raise FieldError("--share", f"share {number}", None, None, "hexadecimal digits, 32 or more") from None
    return out


class _Reporter:
    """Progress on standard error: one line that changes on a terminal, else a line every few seconds."""

    def __init__(self) -> None:
        from rich.console import Console

        self.console = Console(stderr=True)
        self.status = self.console.status("solving the marginals") if self.console.is_terminal else None
        self.next = 0.0

    def __enter__(self) -> "Callable[[Any], None]":
        if self.status is not None:
            self.status.start()
        return self._tell

    def _tell(self, progress: Any) -> None:
        text = f"{progress.stage:8} {progress.seconds:6.1f} s  bound {progress.bound:.6g}"
        if progress.objective is not None:
            gap = (progress.objective - progress.bound) / max(progress.bound, 1e-300)
            text += f"  objective {progress.objective:.6g}  gap {gap:.2%}"
        if self.status is not None:
            self.status.update(text)
        elif progress.stage != "lottery" or progress.seconds >= self.next:
            self.next = progress.seconds + QUIET_SECONDS
            click.echo(text, err=True)

    def __exit__(self, *_: object) -> None:
        if self.status is not None:
            self.status.stop()


def _summary(problem: Any, plan: dict[str, Any], out: Path) -> dict[str, Any]:
    from vedette.plan.baselines import baselines

    head = {"marking": Marking.RED.value, "plan": str(out), "status": plan["status"]}
    if plan["status"] == "infeasible":
        return head | {"conflict": plan["conflict"]}
    simple = {
        name: {"worst_harm": figures.worst, "total_harm": figures.total, "objective": figures.objective}
        for name, figures in baselines(problem).items()
    }
    names = ("objective", "lower_bound", "gap", "worst_harm", "total_harm", "cvar_harm", "change")
    figures = {name: plan[name] for name in names}
    lottery = {
        "deployments": len(plan["mixture"]["weights"]),
        "largest_probability": max(plan["mixture"]["weights"]) / sum(plan["mixture"]["weights"]),
        "postings_drawn": len(plan["roster"]["unit"]),
    }
    return head | figures | {"lottery": lottery, "compared": simple}


def _print(summary: dict[str, Any]) -> None:
    from vedette.cli.output import print_table

    click.echo(f"{Marking.RED.label}  {summary['plan']}  {summary['status']}")
    if summary["status"] == "infeasible":
        click.echo("No deployment obeys these rows together:")
        for row in summary["conflict"]:
            click.echo(f"  {row}")
        return
    gap, lottery = summary["gap"], summary["lottery"]
    click.echo(
        f"objective {summary['objective']:.6g}, proven lower bound {summary['lower_bound']:.6g}, gap {gap['total']:.2%} "
        f"(solver {gap['solver']:.2%}, integrality {gap['integrality']:.2%}, sampling {gap['sampling']:.2%})"
    )
    click.echo(
        f"lottery of {lottery['deployments']} deployments, none more likely than {lottery['largest_probability']:.2%}; "
        f"the drawn one has {lottery['postings_drawn']} postings"
    )
    own = {name: summary[name] for name in ("worst_harm", "total_harm", "objective")}
    rows = []
    for name, figures in {"this plan": own, **summary["compared"]}.items():
        rows.append((name, *(f"{figures[key]:.6g}" for key in own), _ratio(own, figures)))
    print_table(
        "Compared with plans without optimisation",
        ("plan", "worst harm K", "total harm T", "objective", "K of this plan is"),
        rows,
        right=("worst harm K", "total harm T", "objective", "K of this plan is"),
    )


def _ratio(own: dict[str, float], other: dict[str, float]) -> str:
    return f"{own['worst_harm'] / other['worst_harm']:.2f}x" if other["worst_harm"] > 0 else "-"
