"""Assisted grading: what the engine leaves open goes to people, and what they decide is used.

`settling.py` when a submission is graded, `desk.py` when a person works through the queue, `suggestions.py` what
they are shown, `agreement.py` how well machine and people agree.
"""
