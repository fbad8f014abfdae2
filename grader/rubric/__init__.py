"""Judges conceptual answers, criterion by criterion, with evidence, and says so when it is unsure."""
