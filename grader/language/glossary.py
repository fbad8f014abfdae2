"""German, French and Spanish words of machine learning, in English: so that such an answer gets a sensible suggestion.

A word is told by its beginning. It is never enough to decide anything by: answers in other languages go to a person.
"""

from __future__ import annotations

# English word: beginnings of words that mean it.
_MEANINGS = """
gradient: gradient
derivative: ableit abgeleitet dériv deriv
layer: schicht couche capa ebene
first: erste vordere premier primer
early: früh unteren anfangs précédent anterior bas
last: letzt hintere derni últim
deep: tief profond profund
network: netz réseau red
model: modell modèle modelo
vanish: verschwind schwind évanou disparaît disparai disparit desvan desapar
explode: explod explos explot
small: klein winzig gering petit minuscule pequeñ diminut
large: groß hohe grand élev mayor
bigger: größer höher
zero: null nul zéro cero
one: eins ein eine einem einer uno una
multiply: multipli produkt produit producto
product: produkt produit producto
factor: faktor facteur
chain: ketten chaîne cadena
less: weniger kleiner moins menos menor
learn: lern gelernt apprend appris apprenti aprend
train: trainier training entraîn entren
hardly: kaum presque casi apenas
slow: langsam lent
add: addier hinzu addition ajout sum suma
input: eingabe eingang entrée entrada
output: ausgabe ausgang sortie salida
difference: differenz unterschied abweich différen écart diferenc desvia
correction: korrektur corrig correcc
rest: rest reste resto residu
change: änder veränder chang cambi modifi
identity: identität identité identidad
direct: direkt direct
path: weg pfad chemin camino voie ruta
shortcut: abkürz raccourci atajo
flow: fließ fliess circul fluy passe pasa
error: fehler erreur error
reach: erreich ankomm kommt arriv lleg alcanz
stable: stabil stable estable
unstable: instabil instable inestable unstabil
diverge: divergier diverg
normalise: normalis normaliz normier
each: jedes jeder jede chaque cada einzeln
token: token jeton
example: beispiel exempl ejempl muestr échantillon stichprobe
sample: beispiel exempl ejempl muestr
independent: unabhängig indépend independ
batch: batch lot lote
mean: mittelw durchschnitt moyenn media promedio
variance: varianz varianc varianza
statistics: statisti estadístic
features: merkmal caractérist característ dimension
length: länge longueur longitud
different: verschieden unterschiedlich différent distint variable
variable: variab
sequence: sequenz séquen secuenc
padding: padding rellen rembourr
size: größe taille tamaño
inference: inferenz inférenc inferenc
same: gleich même mism igual identisch
running: laufend mobil móvil glissant
sentence: satz phrase frase
value: wert valeur valor
input: eingabe
information: informat
lost: verlor perdu perdid
constant: konstant constant
bias: bias biais sesgo
parameters: parameter paramèt parámetr
weights: gewicht poids pesos
fewer: weniger
noisy: rausch bruit ruid
useless: nutzlos sinnlos inutil inútil
undefined: undefiniert indéfini indefinid
learning: lern
rate: rate taux tasa
higher: höher plus mayor
easier: einfacher leichter facile fácil
hard: schwer schwierig difficil difícil
better: besser mieux meilleur mejor
worse: schlecht pire inferi inféri peor
quality: qualität qualité calidad
performance: leistung performance rendimiento ergebnis résultat resultad
more: mehr plus más
many: viel beaucoup much
contribute: beitrag beiträg tragen contribu aport
grow: wächst wachs grandi croît crec
residual: residual résiduel
entropy: entrop
irreducible: irreduzib irréducti irreduc
language: sprache langage langue lenguaj idioma
text: text texte texto
data: daten donnée dato
limited: begrenzt beschränkt endlich limit finit
limit: grenze
finite: endlich fini finit
compute: rechen calcul cómputo cálculo
memory: speicher mémoire memoria
overfit: überanpass surappren sobreajust
random: zufällig zufall aléatoir aleator
predict: vorhersag prédi predec
unpredictable: unvorhers imprévis impredec
loss: verlust perte pérdida
never: nie niemals jamais nunca
always: immer toujours siempre
enough: genug genügend assez suffi sufic
run: ausgehen ausgeh acab agot épuis
exhausted: erschöpft épuis agot
"""


def _beginnings() -> dict[str, str]:
    """Beginning of a word -> English. Of two meanings of one beginning the first in the alphabet counts."""
    lines = (line.split(":") for line in _MEANINGS.split("\n") if line)
    entries = sorted(((start, english.strip()) for english, starts in lines for start in starts.split()), reverse=True)
    return dict(entries)


_BEGINNINGS = _beginnings()


def english(word: str) -> str | None:
    """What a word means, told by the longest beginning that is known; None if none is."""
    beginnings = (word[:size] for size in range(len(word), 0, -1))
    return next((_BEGINNINGS[each] for each in beginnings if each in _BEGINNINGS), None)
