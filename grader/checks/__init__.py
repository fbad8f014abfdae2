"""The checks, cheap before dear. Each is a pure function from evidence to a finding."""
