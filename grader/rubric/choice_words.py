"""Words that stand for several entities of a choice, turn an attribute round, or repeat one."""

from __future__ import annotations

from grader.rubric.prepared import compiled

ALL = compiled(
    ("all", "each", "every", "they", "them", "these models", "three", "3 x", "x 3", "all 3", "3 models|cases|times",
     "everyone", "everything", "everywhere", "anywhere", "always", "any of", "alle|allen|aller drei|dreien?",
     "todos|todas|tutti|tutte|tous|toutes", "los|las tres", "todos los tres", "les trois", "tous|toutes les trois",
     "tutti e tre", "os três", "alle drie")
)  # fmt: skip
PLURALS = frozenset("they them".split())  # stand for who was named last, and for all if nobody was
REST = compiled(
    ("other two|one|ones|models", "others", "the rest", "remaining two|one|ones|models", "the other", "its successors",
     "the? later|newer|following ones|models|two")
)  # fmt: skip
SAME = compiled(
    ("same", "likewise", "similarly", "similar", "too", "as well", "also", "as|so do|does|did|is|are|were|was",
     "ditto", "idem", "again", "just|exactly as|like", "included", "including", "kept|keep|keeps it|that|this",
     "kept|keep|keeps|copied|copies|copy|share|shares|shared|took|takes over? the|that|this|its "
     "architecture|design|scheme|placement|layout|arrangement|structure|setup|recipe|convention|order",
     "follow*", "stay*", "stick*|stuck", "inherit*", "continue*", "retain*", "reus*", "adopt* it|that|this",
     "identical*", "copy|copied|copies it|that|this", "does it|that|this", "not chang*|alter*|modif*", "auch",
     "ebenso", "también", "aussi", "anche")
)  # fmt: skip
# Words that liken the entity before them to the one behind: "GPT-3 like GPT-2", "kept the GPT-2 design".
LIKENING = compiled(
    ("like", "as|like in|with|for", "kept|keep|keeps|keeping", "copied|copies|copy|copying from?",
     "took|takes|taking over|from", "share|shares|shared|sharing with?", "match|matches|matched|matching")
)  # fmt: skip
NOR = compiled(("neither", "nor"))
UNSURE = compiled(
    ("not 100? %? really|entirely|totally|completely|quite|so|too|very? sure|certain|know|remember|recall|idea|clue",
     "no idea|clue", "forgot*", "unsure", "dunno", "idk",
     "could|can|did|do|have|has? not yet? find|found|watch*|see|seen|read|look*|learn*|studied|study|check*|revis*",
     "keine ahnung", "weiß|weiss|wissen .. nicht", "ne? sais pas", "no sé", "aucune idée", "ni idea")
)  # fmt: skip
ONLY = compiled(("only", "just", "solely", "alone"))
EXCEPT = compiled(
    ("except for?|in", "except|exept|excpt", "apart from", "besides", "other than", "with the exception of", "but for",
     "all|everywhere|always|everyone but in|for|not?", "all|everywhere|always|everyone but")
)  # fmt: skip
CONTRAST = compiled(
    ("unlike", "in contrast to|with|of", "contrary to", "as opposed to", "compared to|with",
     "different|differently from")
)  # fmt: skip
SET_ASIDE = compiled(
    ("rather than", "instead of", "over", "vs", "versus", "replac*", "abandon*", "drop|drops|dropped|dropping",
     "ditch*", "leave|leaves|left", "away from", "in place of",
     "gave|give|gives|giving up on?", "reject*", "got rid of", "than")
)  # fmt: skip
# What a model may lack whatever its attribute is: it denies nothing.
LACKING = compiled(("without|no the? bias|biases", "without|no bias term|terms|vector|vectors|parameter|parameters"))
FROM = compiled(("from",))
DENYING_BEHIND = frozenset("none neither not never".split())
EXPLAINING = frozenset("because since as".split())  # with which a clause gives a reason
CONTRASTING = frozenset("but while whereas although though however unlike only whilst yet".split())
# Words before which "each" or "every" stands for the parts of a model, not for the models.
PARTS = frozenset("layer sublayer sub block token head attention step feature branch transformer residual".split())
ORDINALS = {
    "the? first two": (0, 1), "the? last two": (1, 2), "the? latter two": (1, 2),
    "the? first one|model": (0,), "the? second one|model": (1,), "the? third one|model": (2,),
    "the? last one|model": (-1,), "the first": (0,), "the second": (1,), "the third": (2,), "the last": (-1,),
    "former": (0,), "the latter": (-1,),
}  # fmt: skip
