"""Grading a student's repository in any CI: what to grade, whatever the repository holds, and what to say about it."""
