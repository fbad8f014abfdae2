"""The health check of the cell's image: process 1 has a child, one that waits for a submission or runs one."""

import sys
from pathlib import Path

sys.exit(0 if Path("/proc/1/task/1/children").read_text().split() else 1)
