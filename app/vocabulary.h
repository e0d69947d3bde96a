/* What the mapper may ask about names, answered by the catalogue: fetch/ does not
 * include catalog/, app/ joins them. */
#ifndef APP_VOCABULARY_H
#define APP_VOCABULARY_H

#include "catalog/catalog.h"
#include "fetch/mapper.h"

/* Valid as long as the catalogue is. */
struct vocabulary vocabulary_of(const struct catalog *catalog);

#endif
