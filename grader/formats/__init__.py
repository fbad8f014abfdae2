"""One report, every format. Pure: reports in, text out; the table of formats is in `table.py`."""
