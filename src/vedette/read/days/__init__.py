"""Words of time become days, resolved against the day of publication."""
