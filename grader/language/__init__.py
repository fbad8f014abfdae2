"""Reading what a person wrote: characters, words, numbers, formulas, phrases. Pure, and knows no rubric."""
