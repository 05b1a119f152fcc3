"""Made worlds with a known truth: drills, the demo, and the tests of calibration.

In: a world's parameters, days, a seed, and the presence that was sent. Out: the attacks that happen, those that were
prevented or moved, the reports that a press would write of them, and the truth about every report.

    load(name)                    a shipped exercise
    continue_world(exercise, …)   the days that follow, under a drawn deployment
    simulate(world, …)            attacks in any made world
    write_reports(simulation, …)  texts and their truth
"""

from vedette.exercise.follow import continue_world, presence_of
from vedette.exercise.package import Exercise, load
from vedette.exercise.simulate import Simulation, simulate
from vedette.exercise.world import World
from vedette.exercise.write import write_reports

__all__ = ["Exercise", "Simulation", "World", "continue_world", "load", "presence_of", "simulate", "write_reports"]
