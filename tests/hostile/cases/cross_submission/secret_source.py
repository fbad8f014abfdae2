"""
title = "another student's submission, with a secret in its source and its output"
requirements = ["S-17"]
"""
import os
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
# What the cell says after a run is shorter than this, and cannot cover what comes below.
SECRET = b"GRADER_CANARY_OTHERSTUDENT_77d0e4"
os.write(1, b'{"tried": ["a secret"], "succeeded": [], "evidence": "' + SECRET + b'"}')
