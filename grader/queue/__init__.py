"""What is to be graded next. `base.py` is the seam, `embedded.py` the default inside the service's own process."""
