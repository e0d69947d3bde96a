/*
 * SDMX-JSON data messages 1.0, 2.0, 2.1 and the drafts before (sdmx-twg/sdmx-json, data
 * message, field guide), in seven files: the message (sdmx_json.c), its structures
 * (sdmx_json_structure.c), what is in them (sdmx_json_component.c), data sets
 * (sdmx_json_data.c), their observations (sdmx_json_cell.c), keys (sdmx_json_key.c),
 * attributes of dimension groups (sdmx_json_group.c).
 *
 * Owns: the format. A key that does not fit the dimensions refuses the message, because
 * then no key is sure; what leaves one value in doubt refuses that row.
 * Must never know: regions, indicators, the store.
 *
 * Memory does not grow with the body: structures become trees, under a ceiling; series
 * and observations are walked where they stand.
 */
#ifndef FETCH_SDMX_JSON_H
#define FETCH_SDMX_JSON_H

#include "fetch/axis.h"
#include "fetch/feed.h"
#include "fetch/json_part.h"

enum {
    SDMX_DIMENSIONS = 64,     /* of a structure, all levels */
    SDMX_MEASURES = 64,       /* of a structure */
    SDMX_ATTRIBUTES = 4096,   /* of one level */
    SDMX_SETS = 10000,        /* data sets of a message, and structures */
    SDMX_LITERALS = 1 << 16,  /* different texts that stand for an attribute */
    SDMX_GROUPS = 1 << 18,    /* keys of dimension groups of a data set */
    SDMX_PATTERNS = 64,       /* sets of dimensions that such keys are about */
    SDMX_EMPTY = 0xFFFFFFFFu, /* an empty part of a key */
};

/* Where dimensions and attributes are presented, in the order of whole keys. */
enum sdmx_level {
    SDMX_DATASET,
    SDMX_SERIES,
    SDMX_OBSERVATION,
    SDMX_GROUP, /* attributes alone */
    SDMX_LEVELS
};

/* A dimension, measure or attribute: what its indexes stand for. */
struct sdmx_component {
    const char *id, *label;
    struct category *categories; /* values[]; one that is null has the code "" */
    size_t n;                    /* 0: values stand literally in the data */
    bool any_scope;
    const char *const *scopes; /* of each category, NULL if any_scope is false */
    /* What holds where nothing is said: its default, or the empty text. */
    const struct category *unset;
    struct axis literals; /* each once, behind the categories */
};

/* One of the attributes that are read; the others tell nothing of a value. */
struct sdmx_attribute {
    struct sdmx_component component;
    enum sdmx_level level;
    size_t position;  /* among its level's */
    bool status;      /* becomes the cell's status, not a dimension */
    uint64_t about;   /* bits of the keyed dimensions it depends on; 0 = not said */
    size_t dimension; /* in cell.at, if it is none */
};

struct sdmx_structure {
    const char *label;
    bool blank; /* {}, as the IMF says that there is no such data: fits no data */
    struct dimension *dimensions; /* of the feed: keyed ones, measures, attributes */
    size_t n_dimensions;
    size_t first[SDMX_OBSERVATION + 1], n[SDMX_OBSERVATION + 1]; /* keyed, by level */
    size_t n_keyed;
    size_t by_position[SDMX_DIMENSIONS]; /* keyed ones in the order of keyPosition */
    struct sdmx_component *measures;
    size_t n_measures;
    int measure_dimension; /* -1 where there is one measure, or none */
    struct sdmx_attribute *attributes;
    size_t n_attributes;
    const char *status; /* the id of the one that is the cells' status, or NULL */
};

/* One message while it is read. */
struct sdmx_reading {
    const char *name; /* of the body; "name#1" where there are several data sets */
    const struct json_body *json;
    struct arena *arena;
    size_t left; /* bytes that trees may still take */
    const struct feed_sink *sink;
    uint32_t row; /* observations so far */
};

/* The groups of one data set, for the attributes that are presented there. */
struct sdmx_groups {
    size_t n;
    uint64_t patterns[SDMX_PATTERNS]; /* bits of the dimensions that keys name */
    size_t n_patterns;
    struct sdmx_group *groups;
    struct hash by_key;
};

extern const struct decoder decoder_sdmx_json;

/* Nothing: what stands in a cell's place where its key names none. */
extern const struct category sdmx_nothing;

/* ---- components (sdmx_json_component.c) ---- */

/* Reads one; `what` is its level, for the message. */
bool sdmx_component(struct sdmx_reading *reading, const struct json *from,
                    const char *what, struct sdmx_component *component,
                    struct error *error);

/* The category that an element of the data stands for. *category is NULL if it is an
 * index that the component does not have. */
bool sdmx_value(struct sdmx_reading *reading, struct sdmx_component *component,
                const struct json *value, const struct category **category,
                struct error *error);

/* A text for readers: Chinese where there are several languages, else the one the
 * server chose. "" if there is none. `one` and `many` are its members: name, names. */
const char *sdmx_text(const struct json *object, const char *one, const char *many);

/* Is the role among the component's? Drafts have one as a text. */
bool sdmx_role_is(const struct json *component, const char *role);

/* ---- structures (sdmx_json_structure.c) ---- */

bool sdmx_structure(struct sdmx_reading *reading, const struct json_part *part,
                    struct sdmx_structure *structure, struct error *error);

/* ---- keys (sdmx_json_key.c) ---- */

/* The parts of a member's name: at most SDMX_DIMENSIONS indexes. False if it is no
 * key. "" is a key of no parts. */
bool sdmx_key(const struct json_part *member, uint32_t *parts, size_t *n);

/* The error that the key does not fit n dimensions from `first`. */
bool sdmx_key_error(const struct sdmx_reading *reading,
                    const struct sdmx_structure *structure,
                    const struct json_part *member, size_t first, size_t n,
                    struct error *error);

/* ---- groups (sdmx_json_group.c) ---- */

/* Reads dimensionGroupAttributes of the data set, if any attribute is there. */
bool sdmx_groups_read(struct sdmx_reading *reading, struct sdmx_structure *structure,
                      const struct json_part *set, struct sdmx_groups *groups,
                      struct error *error);

/* What the groups say of attribute number `attribute` for the cell whose indexes are
 * given for every keyed dimension; its component's `unset` if nothing, NULL if it is
 * an index that the component does not have. */
const struct category *sdmx_groups_find(const struct sdmx_groups *groups,
                                        const struct sdmx_structure *structure,
                                        size_t attribute, const uint32_t *indexes);

/* ---- data sets (sdmx_json_data.c) and observations (sdmx_json_cell.c) ---- */

/* A data set while its observations are sent. */
struct sdmx_sending {
    struct sdmx_reading *reading;
    struct sdmx_structure *structure;
    struct sdmx_groups groups;
    bool taken_back; /* the action is Delete */
    bool both;       /* series and single observations: no key is sure */
    uint32_t n_unsure;
    uint32_t indexes[SDMX_DIMENSIONS];    /* of the cell in hand, by dimension */
    const char *series;                   /* the open series' key, or NULL */
    const struct category **at;           /* of the cell in hand */
    const struct category **set, **outer; /* by attribute: data set's, then series' */
    const struct category **now;          /* the cell's; NULL: no such index */
    int *by_position; /* attribute presented at each place of an observation, or -1 */
    size_t n_positions;
    struct arena scratch; /* emptied with each observation */
    struct error doubt;
    bool doubted;
};

/* Sends one observation, whose place and outer attributes stand in `sending`: the array
 * [measures.., attributes.., annotations..], or its only measure. */
bool sdmx_observation(struct sdmx_sending *sending, const struct json_part *part,
                      struct error *error);

/* Sends every observation of the data set. */
bool sdmx_data(struct sdmx_reading *reading, struct sdmx_structure *structure,
               const struct json_part *set, struct error *error);

#endif
