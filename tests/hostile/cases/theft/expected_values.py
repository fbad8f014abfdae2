"""
title = "looks for expected values in frames, modules and objects"
requirements = ["G-02"]
"""
import gc, json, sys
frame, seen = sys._getframe(), []
while frame is not None:
    seen += [name for name in frame.f_locals if "expect" in name.lower() or "reference" in name.lower()]
    frame = frame.f_back
names = [name for name in sys.modules if name.split(".")[0] in ("grader", "reference")]
texts = [t[:60] for t in gc.get_objects() if isinstance(t, str) and "GRADER_CANARY" in t and t != "GRADER_CANARY"]
print(json.dumps({"tried": ["frames", "modules", "objects"], "succeeded": seen + names + texts}))
