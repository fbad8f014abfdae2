"""Whether an answer takes back, as a whole, what it says: denied from outside, a joke, somebody else's, the other way.

"I doubt that gradients vanish" holds a right statement that nobody makes. Which part of an answer is meant
is not asked: like all guards this decides nothing, it leaves everything that was read to a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from grader.rubric.answer import Answer
from grader.rubric.decision import Layer, Proposal

DISOWNED = "disowned"  # the flag

_FALSE = r"(?:false(?:hood)?|wrong|incorrect|untrue|not (?:true|correct|right|so)|a lie|lies|nonsense|rubbish|fiction)"
_SAY = r"(?:say|think|believe|claim|assume|suppose|argue|expect|suggest|answer|write)"
PATTERNS = re.compile(
    # denied from outside
    rf"\b(?:i|we|you) (?:\w+ )?(?:refuse|reject|dispute|contest|question)\b"
    rf"|(?<!no )(?<!without )(?<!beyond )\bdoubt(?:s|ful|ed)?\b|\b(?:deny|denies|denied|denying)\b"
    r"|\b(?:i|we) (?:do not|don't|cannot|can't|never) (?:really |quite )?(?:believe|buy|agree|think so)"
    r"(?: (?:it|this|that|with (?:it|this|that)))?(?=\W*(?:$|[.;!\n]))"
    rf"|\bdisagree\w*|\b(?:refut|debunk|disprov|discredit|invalidat)\w*"
    rf"|\b(?:lie|misconception|fallacy|myth|hoax|fake)s?\b|\b(?:far from|anything but|rarely|seldom)\b"
    rf"|\b(?:common|usual|typical|classic|frequent|popular) (?:mistake|error|belief|trap)s?\b"
    rf"|\b(?:falsely|wrongly|mistakenly|incorrectly|erroneously)\b"
    rf"|\b(?:wrong|false|incorrect) (?:answer|statement|claim)s?\b"
    rf"|\((?:this |that |which )?(?:is |are )?{_FALSE}\)|^\W*{_FALSE}\W*:"
    rf"|\b(?:that|this|it|which) (?:is|was)(?:n't)? (?:just |all |simply |completely |plain )?{_FALSE}\W*(?:that\b|$)"
    rf"|\b(?:that|this|it)(?: is|'s|) (?:not|n't) (?:so|true|the case|correct|right)\b"
    rf"|\b(?:is|was)n't (?:so|true|the case)\b"
    rf"|\b(?:does not|doesn't|do not|don't) hold\b|\bimpossible that\b|\bnobody (?:should|would|could)\b"
    rf"|\bis too (?:much|many|few)\b"
    rf"|\b(?:silly|absurd|ridiculous|foolish|stupid|naive|wrong|false|incorrect) to {_SAY}\b"
    # not meant, or nobody's answer
    rf"|\b(?:just )?kidding\b|\bpsych\b|\bjok(?:e|es|ing)\b|\b(?:lol|haha|ha),? (?:no|nope|not)\b"
    rf"|\?[^\w?]*(?:\w+ ){{0,2}}(?:no|not|nope|never|nah)\b[^\w?]*$"
    rf"|\bsaid (?:nobody|no ?one)\b"
    rf"|\bif only\b|\bparallel (?:universe|world)\b|\b(?:different|another|wrong) question\b|\brandom(?:ly)? guess\w*"
    # somebody else's
    rf"|\b(?:a|some|my|our) (?:friend|classmate|colleague|neighbou?r|brother|sister|roommate|tutor|buddy)s?\b"
    rf"|\b(?:chatgpt|copilot|gemini|claude|gpt|google|wikipedia|internet)(?: ?-?[45])? "
    rf"(?:says?|said|told|claims?|thinks?)\b"
    rf"|\b(?:one|some|people|you|someone|somebody|students?|others|many|they) (?:\w+ )?"
    rf"(?:might|could|may|would) {_SAY}\b"
    rf"|\b(?:was|were|been|is|are) (?:once |long |often |widely |commonly )?(?:believed|thought|claimed|rumou?red)\b"
    rf"|\b(?:supposedly|allegedly|reportedly|rumou?r\w*|outdated|i heard|i read (?:somewhere|that))\b"
    # the other way round
    rf"|\b(?:opposite|contrary|vice versa|versa|conversely)\b|\bother way (?:a)?round\b|\bthe reverse\W*$"
)  # fmt: skip


def said(answer: Answer) -> bool:
    """Whether words of an answer may take back all that it says."""
    return PATTERNS.search(answer.text.strip()) is not None


def flagged(answer: Answer, proposals: Mapping[str, Proposal]) -> dict[str, Proposal]:
    """The proposals, each with a flag if the answer may not mean what they rest on."""
    if not said(answer):
        return dict(proposals)
    return {
        name: proposal if proposal.layer is Layer.SCREEN else replace(proposal, flags=(*proposal.flags, DISOWNED))
        for name, proposal in proposals.items()
    }
