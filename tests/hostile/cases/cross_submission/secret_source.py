"""
title = "another student's submission, with a secret in its source, its output and its results"
requirements = ["S-17"]
"""
import json, os
SECRET = "GRADER_CANARY_OTHERSTUDENT_77d0e4" * 200
os.write(1, b'{"tried": ["a secret"], "succeeded": [], "evidence": "' + SECRET[:33].encode() + b'"}')
