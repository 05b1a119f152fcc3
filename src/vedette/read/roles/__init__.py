"""Who does it, to whom, and with what: subjects, objects and their like around the word of an event."""
