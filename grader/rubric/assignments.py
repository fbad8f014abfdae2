"""Which attributes an answer gives to which entities, read clause by clause from what it names.

Words may stand for several entities ("all", "none", "the other two"), turn an attribute round ("not", "rather than"),
or repeat one ("same", "nor").
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from grader.catalog.rubric_spec import Choice
from grader.rubric.answer import Answer
from grader.rubric.choice_words import CONTRASTING, EXPLAINING, ORDINALS
from grader.rubric.mentions import NAMED, OTHER, Mention, plural
from grader.rubric.relations import (
    LIKENED_IN,
    USING,
    affirms,
    aside,
    bare,
    compared,
    contrasted,
    denies_it,
    excepted,
    goes_ahead,
    guesses_next,
    headed,
    is_none,
    leads,
    led,
    likened,
    opposed,
    otherwise,
    part_of,
    parted,
    turned,
    unread_heading,
)
from grader.rubric.rows import in_order, in_turn


@dataclass(slots=True)
class Assigned:
    """What an answer says of the entities so far."""

    attributes: dict[str, list[tuple[str, Mention]]] = field(default_factory=dict)
    beside: dict[str, list[str]] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)  # the sentence in which it was named beside
    waiting: list[str] = field(default_factory=list)  # entities that were named and have no attribute yet
    unread: set[str] = field(default_factory=set)  # entities of which something was said that was not read
    unsure: set[str] = field(default_factory=set)  # entities that the answer says it does not know
    standing: tuple[str, Mention] | None = None  # the last attribute, for those who are named after it
    sentence: int = 0  # the last one in which something was said
    last: list[str] = field(default_factory=list)  # who was spoken of last
    denied: bool = False  # whether the standing attribute came from a denial of another
    open_end: bool = False  # entities that follow belong to the standing attribute
    contrasted: set[str] = field(default_factory=set)  # entities that others are told apart from
    only: tuple[str, ...] = ()  # attributes that are said of "only" somebody
    said: list[tuple[str, Mention]] = field(default_factory=list)  # attributes that nobody was named for
    doubts: set[str] = field(default_factory=set)

    def wait(self, entities: Sequence[str]) -> None:
        """Entities that were named get the attribute that follows."""
        self.waiting += [entity for entity in entities if entity not in self.waiting]


def read_assignments(answer: Answer, found: Sequence[Mention], choice: Choice) -> Assigned:
    """Which attributes the answer gives to which entities."""
    state = Assigned()
    if not any(m.kind in NAMED for m in found):
        named, certain = in_order(found, choice, answer)
        if named:
            state.attributes = {entity: [each] for entity, each in zip(choice.entities, named, strict=True)}
            state.doubts.update(() if certain else ("order",))
            return state
    if rows := in_turn(found, list(choice.entities)):
        state.attributes = {name: [(mention.name, mention)] for name, mention in rows}
        return state
    clauses = [list(group) for _, group in itertools.groupby(found, key=lambda m: part_of(m.last - 1, answer))]
    for index, clause in enumerate(clauses):
        state.open_end = state.open_end and not unread_heading(clause, found, answer)
        _clause(clause, clauses[index + 1 :], choice, state, answer)
    if not set(state.attributes) - {OTHER} and state.said:
        _assign(list(choice.entities), *state.said[0], state)  # "pre-norm; the original was post-norm"
        state.doubts.update(("order",) if len({name for name, _ in state.said}) > 1 else ())
    return state


def _clause(
    found: Sequence[Mention], ahead: Sequence[Sequence[Mention]], choice: Choice, state: Assigned, answer: Answer
) -> None:
    """One clause: who is named in it, and what is said of them. `ahead`: the clauses that follow."""
    opening = next(word for word in answer.words.words if word.clause == answer.words.words[found[0].first].clause)
    if opening.text in CONTRASTING:
        state.open_end = False
    told_apart = contrasted(found)
    state.contrasted |= told_apart
    against, denied = opposed(found, answer)
    state.unread.update(() if denied else against)
    alike, unlike = compared(found, answer), parted(found, answer)
    state.unread.update(unlike)
    own = {*otherwise(found), *told_apart, *against, *unlike, *alike, *(set(alike.values()) - led(found))}
    entities = [name for name in _entities(found, choice, state, answer) if name not in own]
    for name in otherwise(found):
        state.beside.setdefault(name, []).extend(m.name for m in found if m.kind == "beside")
    attributes = [m for m in found if m.kind == "attribute" and not aside(m, found)]
    for mention in (m for m in found if m.kind == "beside"):
        for entity in entities or state.waiting or list(choice.entities):
            state.beside.setdefault(entity, []).append(mention.name)
            state.told[entity] = answer.words.words[mention.first].sentence
    if opening.text in EXPLAINING and not entities:
        return  # "since post-norm is unstable"
    if not attributes:
        _without_attribute(found, ahead, entities, choice, state, answer)
        if entities and not bare(found, answer):
            state.unread.update(entity for entity in entities if entity in state.waiting)
            state.sentence = answer.words.words[found[0].first].sentence
        return
    pairs = itertools.pairwise(m for m in found if not is_none(m, answer))
    if any(one.kind == "negation" and two.kind == "all" and two.first == one.last for one, two in pairs):
        state.doubts.add("negation")  # "not all of them"
    if len(attributes) > 1 and _paired(found, attributes, choice, state, answer):
        return
    mention = attributes[-1]
    name = turned(mention, found, choice, answer)
    names = {turned(m, found, choice, answer) for m in attributes}
    if len(names) > 1:
        state.doubts.add("contradiction")
    if entities:  # "LLaMA uses RMSNorm; the GPTs are pre-norm": something else was said of it
        state.waiting = [entity for entity in state.waiting if entity not in state.beside]
    everyone = [*state.waiting, *entities]
    sentence = answer.words.words[found[0].first].sentence
    if not entities:  # "LLaMA: RMSNorm. GPT-2: pre-norm"
        everyone = [entity for entity in everyone if state.told.get(entity, sentence) == sentence] or everyone
    if entities and any(m.kind == "only" and m.first < mention.first for m in found):
        everyone = list(entities)  # "GPT-2, GPT-3, only LLaMA is post-norm"
        state.unread.update(state.waiting)
    if state.unread and sentence != state.sentence:  # what was said of them in another sentence was not this
        everyone = [entity for entity in everyone if entity in entities or entity not in state.unread]
    listed = not everyone and bool(ahead) and leads(mention, ahead[0], answer)  # "pre-norm: GPT-2, GPT-3"
    if listed or (not everyone and state.standing is None):
        state.open_end = listed
        if not listed:
            state.said.append((name, mention))
    elif not everyone and state.standing is not None:
        spoken = [state.attributes.get(entity, [("", mention)])[-1][0] for entity in state.last]
        if state.standing[0] != name and (not spoken or set(spoken) != {name}):  # "...: no, post-norm"
            state.doubts.add("contradiction" if not answer.corrects else "correction")
    else:
        _assign(everyone, name, mention, state)
        state.last = everyone
        named = (m.first for m in found if m.kind in ("entity", "all", "rest"))
        state.open_end = min(named, default=-1) > mention.first
        if any(m.kind == "only" for m in found):
            state.only = (*state.only, name)
    others = [other for other in choice.attributes if other != name]
    for entity in (*excepted(found), *(against if denied else ())):
        also = entity in against and name != mention.name  # "GPT-2 isn't post-norm and LLaMA isn't"
        state.attributes[entity] = [(name if also else others[0], mention)] if len(others) == 1 else []
        state.last = [entity]
    for entity, other in alike.items():  # "... and LLaMA as GPT-2"
        if name != mention.name or not _liken([entity], other, state):
            state.unread.update((entity, other) if other not in state.attributes else (entity,))
    state.waiting = []
    state.standing, state.denied = (name, mention), name != mention.name


def _without_attribute(
    found: Sequence[Mention],
    ahead: Sequence[Sequence[Mention]],
    entities: Sequence[str],
    choice: Choice,
    state: Assigned,
    answer: Answer,
) -> None:
    """A clause that names entities and no attribute: "so does GPT-3", "LLaMA isn't", "GPT-3" in a list."""
    kinds = {mention.kind for mention in found}
    own = "beside" in kinds  # "pre-norm for the GPTs, RMSNorm for LLaMA"
    plain = bool(kinds & {"same", "like"}) and "negation" not in kinds and bare(found, answer, LIKENED_IN)
    goes_on = state.open_end and not own and "nor" not in kinds and bare(found, answer, USING)
    if goes_on and state.standing:
        goes_on = not headed(found[-1], answer) and not goes_ahead(found, ahead, state.standing[1], answer)
    if "except" in kinds and state.standing:
        name, mention = state.standing
        others, apart = [other for other in choice.attributes if other != name], list(excepted(found))
        rest = [entity for entity in choice.entities if entity not in apart and entity not in state.attributes]
        _assign(rest, name, mention, state)
        for entity in apart:
            state.attributes[entity] = [(others[0], mention)] if len(others) == 1 else []
        state.last = apart
    elif entities and kinds >= {"ordinal", "entity"}:
        state.unread.update(entities)  # "the second for LLaMA" may mean an attribute
        state.wait(entities)
    elif "unsure" in kinds and not guesses_next(found, ahead, answer):
        state.unsure.update(entities or state.waiting)
        state.waiting = state.waiting if entities else []
    elif like := likened(found, answer):
        others = [entity for entity in entities if entity != like]
        if not (plain and _liken(others, like, state)):  # of whom nothing was said yet
            state.unread.update(entities)
            state.wait(entities)
    elif "same" in kinds and state.waiting and len(entities) == 1 and entities[0] in state.attributes:
        if not (plain and _liken(state.waiting, entities[0], state)):  # "GPT-3: same as GPT-2"
            state.unread.update(state.waiting)
        state.waiting = []
    elif "same" in kinds and state.unread.intersection(state.waiting):
        state.unread.update(state.waiting, entities)  # the same as what was not read
        state.wait(entities)
    elif entities and state.standing and not (state.waiting or kinds & {"negation", "nor"}) and affirms(found, answer):
        same = "same" in kinds
        _assign(entities, state.standing[0] if same else state.standing[1].name, state.standing[1], state)
        state.last = list(entities)  # "GPT-2 isn't pre-norm, the other two are"
    elif entities and state.standing and not own and denies_it(found, answer, denied=state.denied):
        others = [name for name in choice.attributes if name != state.standing[1].name]
        if len(others) == 1:
            _assign(entities, others[0], state.standing[1], state)  # "..., but LLaMA isn't"
            state.last = list(entities)
    elif entities and state.standing and "negation" in kinds:
        state.unread.update(entities)  # "LLaMA has no norm"
        state.wait(entities)
    elif entities and state.standing and ("same" in kinds or goes_on):
        _assign(entities, *state.standing, state)
    elif "same" in kinds and state.waiting and state.standing:
        _assign(state.waiting, *state.standing, state)
        state.waiting = []
    else:
        if "same" in kinds and state.waiting and state.waiting[-1] in state.beside:
            for entity in entities:  # "GPT-2 uses BatchNorm, GPT-3 too"
                state.beside.setdefault(entity, []).extend(state.beside[state.waiting[-1]])
        state.wait(entities)
        state.doubts.update(("negation",) if "negation" in kinds and "same" not in kinds else ())


def _paired(
    found: Sequence[Mention], attributes: Sequence[Mention], choice: Choice, state: Assigned, answer: Answer
) -> bool:
    """Several attributes in one clause: "GPT-2 pre GPT-3 pre" or "pre for GPT-2 and post for GPT-3"."""
    order = [m for m in found if m in attributes or m.kind in ("entity", "rest")]
    if len([m for m in order if m.kind != "attribute"]) < 2:
        return False
    behind = order[0].kind == "attribute"
    held: list[str] = []
    current: tuple[str, Mention] | None = None
    for mention in order:
        if mention.kind == "attribute":
            current = (turned(mention, found, choice, answer), mention)
            if not behind and not (held or state.waiting):
                state.doubts.add("contradiction")  # one more attribute, of nobody
            if not behind:
                _assign([*state.waiting, *held], *current, state)
                held, state.waiting = [], []
            continue
        named = list(_entities([mention], choice, state, answer))
        if behind and current is not None:
            _assign(named, *current, state)
        else:
            held += named
    state.waiting += held
    state.standing, state.denied = current, False
    return True


def _entities(found: Sequence[Mention], choice: Choice, state: Assigned, answer: Answer) -> Iterator[str]:
    everyone = list(choice.entities)
    apart = set(excepted(found))
    named = [m.name for m in found if m.kind == "entity" and m.name not in apart]
    yield from dict.fromkeys(named)
    for mention in found:
        if mention.kind == "ordinal":
            yield from (everyone[index] for index in ORDINALS[mention.name] if index < len(everyone))
        elif mention.kind == "rest":
            yield from (name for name in everyone if name not in state.attributes and name not in named)
        elif mention.kind == "all" and not state.waiting and not set(named) - {OTHER}:
            those = plural(answer, mention) and state.attributes  # "they" are those who were named
            yield from () if those else (name for name in everyone if name not in apart)
    if apart and not named and not state.waiting and not any(m.kind in ("all", "rest") for m in found):
        yield from (name for name in everyone if name not in apart)  # "all but GPT-2"
        return
    none = any(m.kind == "negation" for m in found) and any(m.kind == "attribute" for m in found)
    said_of_none = none and not set(named) - {OTHER} and not state.waiting and state.standing is None
    if said_of_none and not any(m.kind in ("all", "rest", "ordinal") for m in found):
        yield from everyone  # "None uses post-norm."


def _assign(entities: Sequence[str], name: str, mention: Mention, state: Assigned) -> None:
    for entity in entities:
        state.attributes.setdefault(entity, []).append((name, mention))


def _liken(entities: Sequence[str], other: str, state: Assigned) -> bool:
    """Give entities what was said of another one; False if that is nothing, or not one thing."""
    if len({name for name, _ in state.attributes.get(other, [])}) != 1:
        return False
    _assign(entities, *state.attributes[other][-1], state)
    state.last = list(entities)
    return True
