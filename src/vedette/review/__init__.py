"""Review: did protection reduce attacks, did harm move, is it calmer, and how good was the forecast?

    findings = review_trials(trials, history)     trials drawn by a lottery and the events → one Finding per trial
    finding = review_deployment(...)              a deployment drawn from its recorded mixture → Finding
    scores = score_forecast(frame, counts)        forecasts as archived and the events → ForecastScores
    stability = is_calmer(history, areas, ...)    two periods of a region → indicators side by side
    text = statement(finding)                     the finding in plain words

Claims rest on the recorded lottery alone: without one the verdict is always "cannot say".
"""

from vedette.review.deployment import review_deployment
from vedette.review.effect import each_trial, review_trials
from vedette.review.stability import Stability, is_calmer
from vedette.review.verification import ForecastScores, score_forecast
from vedette.review.words import statement

__all__ = [
    "ForecastScores",
    "Stability",
    "each_trial",
    "is_calmer",
    "review_deployment",
    "review_trials",
    "score_forecast",
    "statement",
]
