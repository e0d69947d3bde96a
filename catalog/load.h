/* Loading the catalogue, one function a file. Each reads its file into the loader's
 * catalogue and lists what is wrong; those that refer to another file need it loaded
 * before. The order in catalog_open keeps that. */
#ifndef CATALOG_LOAD_H
#define CATALOG_LOAD_H

#include "catalog/table.h"

void load_sources(struct loader *loader);
void load_documents(struct loader *loader);
void load_opinions(struct loader *loader);
void load_tasks(struct loader *loader);      /* opinions, documents */
void load_indicators(struct loader *loader); /* tasks */
void load_regions(struct loader *loader);
void load_targets(struct loader *loader);   /* indicators, regions, documents */
void load_published(struct loader *loader); /* indicators, regions, sources */
void load_scopes(struct loader *loader);   /* indicators, regions, documents, sources */
void load_units(struct loader *loader);    /* regions */
void load_calendar(struct loader *loader); /* indicators, tasks, regions, units */

#endif
