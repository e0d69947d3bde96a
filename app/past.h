/* Days in the past, for session.c alone: what pages of then are made with. */
#ifndef APP_PAST_H
#define APP_PAST_H

#include "app/session.h"

/* Gives the context the catalogue and the rules that were kept by its known_at; where
 * they are not, `otherwise` and the present rules, which the pages say. */
void past_papers(struct session *session, struct view_context *context,
                 const struct catalog *otherwise);

#endif
