/*
 * Methods: what each of them says of a figure, in words.
 *
 * Owns: symbol, word and role of every method's states, and how it is told what they
 * rest on.
 * Must never know: pages.
 */
#ifndef VIEWS_METHOD_TEXT_H
#define VIEWS_METHOD_TEXT_H

#include "views/figure.h"

/* The state that a method gives, with a word of its own and the symbol and role of the
 * state of progress that it stands for. */
struct state_row method_state(const struct figure *figure, enum assess_method method);

/* "41.6% a year against 35.7%, ratio 1.16"; of a state that is not computable why.
 * Needs a target with a number. */
const char *method_basis(const struct figure *figure, enum assess_method method,
                         struct arena *arena);

/* The same in a sentence, with the method and the state of progress that follows. */
const char *method_sentence(const struct figure *figure, enum assess_method method,
                            struct arena *arena);

/* Does any method come to something else than the one that decides? */
bool methods_disagree(const struct figure *figure);

#endif
