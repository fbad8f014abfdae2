"""What an answer that names things says beside the names: words that turn it round, hedges, and words nobody knows.

Choices and lists are read as names. Whether the reading holds depends on the words around them. Those that deny,
offer, suppose or report put it in doubt; those that only tell how, where or how surely do not; the rest is counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable

from grader.language.words import FUNCTION_WORDS, NEGATORS, stem
from grader.rubric.answer import CORRECTIONS, Answer
from grader.rubric.guards import NEUTRAL
from grader.rubric.prepared import compiled
from grader.rubric.wordings import FOREIGN

# Words that deny what they stand beside, choose from it, suppose it or only report it.
TURNING = NEGATORS | frozenset(
    """or either except most some few unless if could might should would myth wrong false incorrect untrue mistaken
    nonsense opposite contrary reverse rather instead otherwise supposed supposedly allegedly someone somebody
    claim claims claimed heard said guessing random depends depend varies frozen unlearned untrained
    unlearnable optional disabled abandon abandons abandoned drop drops dropped ditch ditched remove removes removed
    discard discards discarded eliminate eliminates eliminated omit omits omitted skips skipped avoid avoids avoided
    refuse refused reject rejects rejected replace replaces replaced forgo missing absent gone forget forgot doubt
    redundant superfluous unnecessary
    unlike whether nicht kein keine keinen keiner keines ohne weder noch sondern oder pas sans ni aucun aucune ou
    jamais non nunca ninguno ningún ninguna sin o nessuno nessuna né mai nem nenhum sem""".split()
)
# Those that offer or suppose something: what they say in a clause of its own leaves a list as it is.
TENTATIVE = frozenset("or either most some few if could might should would rather otherwise whether oder ou o".split())
STATED = re.compile(r"[:=()>]")  # signs that relate words, as verbs do
PIECES = re.compile(r"[,;&+/\n]")
MOST_BARE = 2  # pieces of a list without anything that was read, from which on it is a list of words
MOST_SPOKEN = 4  # words that were not read, up to which an answer without function words states something
RETROSPECTIVE = re.compile(
    r"at first|first (?:i |we )?(?:guess(?:ed)?|wrote|said|assumed|idea|thought|answer|attempt|instinct)"
    r"|initially|originally"
    r"|(?:i|we) (?:first|initially|originally|thought|had|have)"
)
TURN = re.compile(r"\b(?:but|yet|however|now)\b")
# Phrases that only say how sure somebody is, or that nothing comes on top.
SURENESS = (
    "not 100? %? really|entirely|totally|completely|quite|so|too|very? sure|certain|confident|positive",
    "if i remember|recall correctly|right|rightly|well?", "if i am? not mistaken|wrong", "if memory serves",
    "i would say|guess|think|bet", "i am? guessing", "i could|might|may be wrong|mistaken", "should all? be",
    "correct me if i am? wrong", "unless i am? wrong|mistaken|confusing", "no doubt|exception|exceptions",
    "without a? doubt|exception", "most likely|probably",
)  # fmt: skip
HEDGES = compiled(
    (*SURENESS, "except|besides|beyond .. .. nothing|no|none|not", "apart from .. .. nothing|no|none|not",
     "other than .. .. nothing|no|none|not", "nothing|no|none|not .. except|besides|beyond",
     "nothing|no|none|not .. other than", "nothing|no|none|not .. apart from", "nothing|none but",
     "not only|just", "non linear*", "up or down", "larger|bigger|smaller|more or less|smaller|bigger|larger",
     "nothing|no|none|not else|more|other|others|further|additional",
     "not fixed|constant|constants|comput*|calculat*|hyperparameter*|frozen")
)  # fmt: skip
# Words of the field and of any explanation that neither name a thing nor turn what is said round.
PLAIN_WORDS = frozenset(
    stem(word)
    for word in """adopt employ apply contain variant version style scheme design approach architecture transformer
    model family learnable learn learnt trainable train training trained vector feature channel
    dimension dimensional dim element elementwise wise unit affine size shape form gpt norm normalise
    normalization normalisation normaliser layer layernorm ln place put position arrangement namely
    two three six well d_model case block sublayer sub mlp ffn pytorch term respectively length usual
    run move initialise initialised initialisation init start starting begin one ones zero zeros
    letter name call hidden embedding embed token word sequence sentence sample example input output
    activation value entry scalar number column row tensor network net deep neural weight matrix
    coordinate axis component standardise standardised standardisation rescale rescaled unnormalised
    normalised statistic mean variance deviation compute calculate subtract divide multiply add adding
    addition sum product operation op step gradient descent backprop backpropagation optimiser
    optimizer sgd adam update loss decay fit data dataset batch device registers register follow
    follows following final extra additional afterwards afterward then end beginning pure simple
    simply basically essentially actually course quick short briefly indeed clearly let allow allows
    lets able restore undo keep kept keeps introduce introduced change changed switch switched moved
    moves modern today nowadays openai meta google paper papers report author authors write writes
    describe describes according appendix section original sota large language llm llms decoder
    encoder stack attention self head residual stream connection branch path skip gpts both each per
    every any single individual own separate independently independent specific inside within front
    directly right straight already still again even only just also too very quite pretty rather
    likely certain surely definitely obviously sure think guess believe reckon suppose answer question
    thing stuff ask know recall remember lol imo imho afaik iirc tbh btw hope fairly almost completely
    fully entirely stay stays remain remains same similar like later earlier before after across over
    along different various standard common typical default usually typically generally stable
    stability easier easy help helps helpful good nice because reason since so that inner outer main
    whole full total learned learns optimised tuned tune adjust adjusted adjustable free factor
    constant fixed small tiny stage time forward pass function transformation transform linear
    implement implementation torch nn param params parameter parameters code whatsoever library
    tensorflow keras numpy say says uses used use using have has includes include including plus
    consist consists consisting comprise comprises list lists exactly precisely together role purpose
    meaning fast faster slow quickly big bigger old recent new entire receive receives received get
    gets result results square squared root raw done compared amount actual corresponding next
    resulting thus therefore look looks source find finds found tensors fill filled exist exists
    current see shown seen show shows known mention mentioned placed sit sits go goes come comes went
    lecture course class slide slides video chapter exercise homework abt bc cuz tho adn nad coefficient distribution
    happen happens point build built people team need needed basis idea goal""".split()
)
# The same of other languages, and how they say that something is learned or used.
FOREIGN_PLAIN = frozenset(
    """sind beide beiden jeweils werden wird gelernt gelernte lernbar lernbare lernbaren parameter trainierbar
    trainierbare trainierbaren nur für pro jedes jede jeder merkmal dimension alle allen aller drei dreien modelle
    modellen steht stehen sitzt kommt wird normalisiert normiert normalisierung normierung teilschicht bzw verwenden
    benutzen
    nutzen haben nutzt verwendet benutzt lernt gibt es zwei vor nach ist hat einen einem einer eines auch selbst
    größe vektor vektoren schicht paramètres paramètre appris apprenables apprise chaque deux trois modèles modèle
    utilisent utilise tous toutes facteur vecteur vecteurs couche sont avec pour leur leurs aussi même entraînables
    entraînable entraînés parámetros parámetro aprendibles aprendidos aprenden aprendible entrenables cada dos tres
    modelos modelo usan usa utilizan utiliza todos todas son lugar vector vectores capa también mismo misma factor
    parametri apprendibili imparati ogni due tre modelli usano tutti tutte sono sia parâmetros aprendíveis
    treináveis usam dois três são zijn leerbare parameters gebruiken drie""".split()
)
# Words for several things: with one of them unread, who is left out of an answer is not certain.
COLLECTIVE = frozenset(
    """both everyone rest remaining others ones models versions successors later newer same family likewise similar
    similarly etc""".split()
)
# What may stand beside an attribute that is said of nobody in particular: "I think pre-norm is used".
BARE = frozenset(
    stem(word)
    for word in """minus used use think guess believe suppose reckon say probably maybe likely definitely certainly
    surely sure answer model variant version style design layout architecture approach case time
    scheme kind type normalization normalisation norm layer transformer one question lol imo idk btw""".split()
)


def stands_from(answer: Answer) -> int:
    """Where in the plain text stands what is not taken back: after the last correction, and 0 if there is none.

    "At first I thought" takes back what follows, up to the "but".
    """
    if not answer.corrects:
        return 0
    *_, last = CORRECTIONS.finditer(answer.text)
    if not RETROSPECTIVE.match(last[0]):
        return last.end()
    turn = TURN.search(answer.text, last.end())
    return turn.end() if turn else len(answer.text)


def turning(answer: Answer, places: Iterable[int], covered: Collection[int], among: Collection[str] = TURNING) -> bool:
    """Whether a word at one of the places, not covered by what was read, puts the reading in doubt."""
    words = answer.words.words
    hedged = hedges(answer)
    return any(words[place].text in among and place not in covered and place not in hedged for place in places)


def sureness(answer: Answer) -> frozenset[int]:
    """Where somebody says how sure they are."""
    return frozenset(place for match in answer.find(compiled(SURENESS)) for place in match.places)


def hedges(answer: Answer) -> frozenset[int]:
    """Where somebody says how sure they are, or that nothing comes on top."""
    return frozenset(place for match in answer.find(HEDGES) for place in match.places)


def unknown(
    answer: Answer, places: Iterable[int], covered: Collection[int], knows: Callable[[str], bool]
) -> tuple[int, ...]:
    """Places of words that are neither read nor plain, and that neither the rubric nor the question knows."""
    words = answer.words.words
    return tuple(
        place
        for place in places
        if place not in covered
        and words[place].text.isalpha()
        and len(words[place].text) > 1
        and not (_plain(words[place].text, words[place].stem) or knows(words[place].text))
    )


def _plain(text: str, root: str) -> bool:
    everyday = (FUNCTION_WORDS, NEUTRAL, FOREIGN, FOREIGN_PLAIN, TURNING)
    return root in PLAIN_WORDS or any(text in words for words in everyday)


def salad(answer: Answer, covered: Collection[int]) -> bool:
    """Whether an answer is a list of words that states nothing, most of which were not read."""
    words = answer.words.words
    if STATED.search(answer.text) or any(word.text in FUNCTION_WORDS | FOREIGN | FOREIGN_PLAIN for word in words):
        return False
    spoken = [place for place, word in enumerate(words) if word.text.isalpha() and len(word.text) > 1]
    cuts = [mark.start() for mark in PIECES.finditer(answer.text)]
    pieces: dict[int, bool] = {}
    for place in spoken:
        piece = bisect_left(cuts, words[place].start)
        pieces[piece] = pieces.get(piece, False) or place in covered
    unread = sum(place not in covered for place in spoken)
    return sum(not read for read in pieces.values()) >= MOST_BARE or unread > MOST_SPOKEN


def wordlist(answer: Answer) -> bool:
    """Whether words stand in a row without any that relate them, nor a sign."""
    spoken = [word.text for word in answer.words.words if word.text.isalpha()]
    related = any(text in FUNCTION_WORDS | FOREIGN | FOREIGN_PLAIN for text in spoken)
    return len(spoken) > MOST_SPOKEN and not (related or STATED.search(answer.text) or PIECES.search(answer.text))


def bare(answer: Answer, places: Iterable[int], covered: Collection[int]) -> bool:
    """Whether nothing is said beside what was read, so that it may hold for all that is asked for."""
    words = answer.words.words
    return all(
        place in covered or words[place].stem in BARE or words[place].text in FUNCTION_WORDS | FOREIGN | FOREIGN_PLAIN
        for place in places
        if words[place].text.isalpha() and len(words[place].text) > 1
    )
