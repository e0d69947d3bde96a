/*
 * What the drift guard keeps of a source: the shape of its accepted data, and what was
 * wrong with the delivery that was held last.
 *
 * Owns: two documents of the archive a source, "shape/NAME" and "held/NAME"; of each
 * only the last one is kept.
 * Must never know: what a shape says (fetch/shape.h).
 *
 *   shape/NAME   time i64 | receipt u32 | setup string | text string
 *   held/NAME    time i64 | n u32 | n x error (store/layout.h)
 *
 * Being documents they are counted, checked, and read by programs that know nothing of
 * them.
 */
#ifndef STORE_GUARD_H
#define STORE_GUARD_H

#include "store/layout.h"
#include "store/store.h"

/* *found is false where none is kept. Strings in the arena. */
bool shape_get(struct db *db, const char *source, struct arena *arena,
               struct kept_shape *shape, bool *found, struct error *error);

/* Keeps it in place of the one before. Needs a writing transaction; adjusts the meta
 * record, which the caller stores. */
bool shape_put(struct db *db, const char *source, const struct kept_shape *shape,
               struct meta *meta, struct record_writer *writer, struct error *error);

/* The problems of the attempt that was made at *time. */
bool held_get(struct db *db, const char *source, struct arena *arena, int64_t *time,
              struct error **problems, size_t *n, bool *found, struct error *error);

bool held_put(struct db *db, const char *source, int64_t time,
              const struct error *problems, size_t n, struct meta *meta,
              struct record_writer *writer, struct error *error);

#endif
