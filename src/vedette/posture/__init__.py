"""Posture: a forecast, the picture and a level system in, one proposed alert level per area out, with its reasons.

system = load_system("plain-5")                                     levels as data: a name here, or a file
postures = assess(forecast, areas, picture, system, now, previous)  a proposal per area, with floor and expiry
higher = raise_to(posture, level, commander, reason, now)           a commander may add, never go below
approved = approve(posture, approver, author)                       a second named person says yes
"""

from vedette.posture.approving import approve, raise_to
from vedette.posture.assessing import assess
from vedette.posture.systems import LevelSystem, load_system

__all__ = ["LevelSystem", "approve", "assess", "load_system", "raise_to"]
