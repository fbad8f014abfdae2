"""Where submissions, results and tokens are kept. `base.py` is the seam, `sqlite.py` the embedded default."""
