"""Words that stand for several entities of a choice, turn an attribute round, or repeat one."""

from __future__ import annotations

from grader.rubric.prepared import compiled

ALL = compiled(
    ("all", "each", "every", "both", "they", "them", "these models", "three", "everyone", "everything", "everywhere",
     "always")
)  # fmt: skip
REST = compiled(("other two|one|ones|models", "others", "the rest", "remaining", "the other"))
SAME = compiled(
    ("same", "likewise", "similarly", "too", "as well", "also", "so do|does|did|is|are", "ditto", "idem", "again",
     "kept|keep|keeps it|that|this", "follow*", "stay*", "stick*|stuck", "inherit*", "continue*")
)  # fmt: skip
EXCEPT = compiled(("except", "apart from", "besides", "other than", "all but"))
SET_ASIDE = compiled(("rather than", "instead of", "as opposed to", "unlike", "over", "vs", "versus", "replaces"))
FROM = compiled(("from",))
DENIED_AFTER = frozenset("none neither not never".split())
CONTRASTING = frozenset("but while whereas although though however unlike only whilst yet".split())
ORDINALS = {
    "the? first two": (0, 1), "the? last two": (1, 2), "the? latter two": (1, 2),
    "the? first one|model": (0,), "the? second one|model": (1,), "the? third one|model": (2,),
    "the? last one|model": (-1,), "the first": (0,), "the second": (1,), "the third": (2,), "the last": (-1,),
    "former": (0,), "the latter": (-1,),
}  # fmt: skip
