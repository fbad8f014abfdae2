"""
title = "pipes full of data"
requirements = ["S-03", "S-06"]
"""
import json, os
pipes, held = [], 0
try:
    while True:
        pipes.append(os.pipe())
        os.set_blocking(pipes[-1][1], False)
        held += os.write(pipes[-1][1], bytes(1 << 20))
except OSError:
    pass
for pair in pipes:
    for fd in pair:
        os.close(fd)
print(json.dumps({"tried": ["pipes"], "succeeded": ["more than 4 MiB"] if held > 4 << 20 else [], "held": held}))
