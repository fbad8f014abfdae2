"""The way in over HTTP. `factory.py` puts it together; `submissions.py` and `exercises.py` are the routes."""
