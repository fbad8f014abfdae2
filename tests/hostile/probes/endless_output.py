print("evidence: printing")
while True:
    print("x" * 1000)
