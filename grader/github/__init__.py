"""The GitHub App: a webhook comes in, mapped files of that commit are graded, and a check run says how.

`inbox.py` takes a delivery and stores what it asks for; `runner.py` takes it from there, `checker.py` is the flow of
one check, and `client.py` speaks with GitHub's REST API. Nothing is cloned, and nothing of a repository is run but in
the sandbox, as a submission like any other.
"""
