"""plan: where the forces that we have should stand. In: a problem (areas, posts, forces, shifts, risk, rules).
Out: a lottery over lawful deployments with a proven gap, and the deployment that it drew. All of it is RED.

    parse_problem(raw, file)             bytes of a vedette-problem-1 document → Problem
    solve(problem, shares)               Problem and the shares of the draw → vedette-plan-1 document
    assemble(areas, posts, forces, …)    records of real forces → vedette-problem-1 document
    deployment(problem, plan)            documents → Deployment record; presence(problem, plan) → list of deployments
"""

from vedette.plan.assemble import assemble
from vedette.plan.days import presence_by_area, risk_by_post, shifts_of
from vedette.plan.deployment import deployment, presence
from vedette.plan.draw import commitment
from vedette.plan.parse import parse_problem
from vedette.plan.replan import parse_plan, previous_of
from vedette.plan.solve import Progress, solve

__all__ = [
    "Progress",
    "assemble",
    "commitment",
    "deployment",
    "parse_plan",
    "parse_problem",
    "presence",
    "presence_by_area",
    "previous_of",
    "risk_by_post",
    "shifts_of",
    "solve",
]
