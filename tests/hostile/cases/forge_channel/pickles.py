"""
title = "pickles and .npy files of objects in place of results"
requirements = ["G-06"]
exercise = "6.7"
endings = ["crash", "output_limit"]
"""
import io, os, pickle, struct
import numpy as np
class Bomb:
    def __reduce__(self): return print, ("succeeded: it was unpickled",)
file = io.BytesIO()
np.save(file, np.array([Bomb()], dtype=object), allow_pickle=True)
print("evidence: pickles", flush=True)
for body in (file.getvalue(), pickle.dumps(Bomb())):
    rest = struct.pack("<I", 2) + b"{}" + struct.pack("<II", 1, len(body)) + body
    os.write(3, struct.pack("<I", len(rest)) + rest)
os._exit(0)
