"""
title = "prints for ever"
requirements = ["S-09"]
endings = ["output_limit"]
evidence = "evidence:"
"""
print("evidence: printing")
while True:
    print("x" * 1000)
