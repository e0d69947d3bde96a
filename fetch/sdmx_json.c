/* The SDMX-JSON message: see fetch/sdmx_json.h. Four envelopes occur, and are told
 * apart by their members, never by a version that is named:
 *
 *     {meta, data: {structure, dataSets}}     1.0
 *     {meta, data: {structures, dataSets}}    2.x
 *     {header, structure, dataSets}           drafts
 *     {structures, dataSets}                  2.x without its envelope */
#include "fetch/sdmx_json.h"

#include "fetch/json_answer.h"
#include "fetch/json_scalar.h"

#include <string.h>

enum { SNIFFED = 1 << 20 }; /* bytes */

/* What a message holds, unread. */
struct message {
    struct json_part data; /* the object that has structures and data sets */
    struct json_part *structures;
    struct sdmx_structure **read; /* of each that was asked for */
    size_t n_structures;
    struct json_part sets;
    bool has_sets;
    const char *source, *updated;
};

static const char *text_of(struct sdmx_reading *reading, const struct json_part *object,
                           const char *key)
{
    struct json_part member;
    if (!json_find_typed(reading->json, object, key, JSON_TEXT, &member))
        return "";
    struct json value;
    json_scalar(member.at, member.end, reading->arena, &value);
    return value.text;
}

static const struct json *take(struct sdmx_reading *reading,
                               const struct json_part *part)
{
    const struct json *tree = NULL;
    struct error ignored;
    json_take(reading->json, part, JSON_ELEMENT_BYTES, reading->arena, &tree, &ignored);
    return tree;
}

/* ---- the envelope ---- */

/* Who sent it, and when, as far as the head says so. */
static void read_head(struct sdmx_reading *reading, struct message *message)
{
    static const char *const names[] = {"meta", "header"};
    message->source = message->updated = "";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct json_part head, sender;
        if (!json_find_typed(reading->json, &reading->json->root, names[i], JSON_OBJECT,
                             &head))
            continue;
        message->updated = text_of(reading, &head, "prepared");
        if (json_find_typed(reading->json, &head, "sender", JSON_OBJECT, &sender)) {
            const struct json *tree = take(reading, &sender);
            const char *name = tree ? sdmx_text(tree, "name", "names") : "";
            message->source = *name ? name : tree ? json_get_text(tree, "id") : "";
        }
        return;
    }
}

static bool too_many(const struct sdmx_reading *reading, struct error *error)
{
    return error_set(error, ERROR_SDMX_SETS, reading->name,
                     arena_printf(reading->arena, "%d", SDMX_SETS));
}

static bool find_structures(struct sdmx_reading *reading, struct message *message,
                            struct error *error)
{
    struct json_part part;
    struct arena *arena = reading->arena;
    if (json_find_typed(reading->json, &message->data, "structures", JSON_ARRAY,
                        &part)) {
        size_t n = json_count(reading->json, &part);
        if (n > SDMX_SETS)
            return too_many(reading, error);
        message->structures = arena_alloc(arena, n * sizeof *message->structures);
        struct json_walk walk;
        json_walk_open(&walk, reading->json, &part);
        while (message->n_structures < n &&
               json_walk_next(&walk, &message->structures[message->n_structures]))
            message->n_structures++;
        json_walk_close(&walk);
    } else if (json_find(reading->json, &message->data, "structure", &part)) {
        message->structures = arena_alloc(arena, sizeof part);
        message->structures[0] = part;
        message->n_structures = 1;
    }
    message->read = arena_alloc(arena, message->n_structures * sizeof *message->read);
    return true;
}

static bool open_message(struct sdmx_reading *reading, struct message *message,
                         struct error *error)
{
    *message = (struct message){.data = reading->json->root};
    struct json_part data;
    if (json_find_typed(reading->json, &message->data, "data", JSON_OBJECT, &data))
        message->data = data;
    read_head(reading, message);
    static const char *const names[] = {"dataSets", "datasets"};
    for (size_t i = 0; i < 2 && !message->has_sets; i++)
        message->has_sets =
            json_find(reading->json, &message->data, names[i], &message->sets) &&
            message->sets.type != JSON_NULL;
    return find_structures(reading, message, error);
}

/* ---- what is none ---- */

static bool has_any(const struct sdmx_reading *reading, const struct json_part *object,
                    const char *const *names)
{
    struct json_part member;
    for (; *names; names++)
        if (json_find(reading->json, object, *names, &member) &&
            (member.type == JSON_ARRAY || member.type == JSON_OBJECT))
            return true;
    return false;
}

/* What messages hold that hold no figures. */
static bool refuse_kind(const struct sdmx_reading *reading,
                        const struct message *message, struct error *error)
{
    static const char *const structures[] = {
        "dataStructures",  "codelists",           "conceptSchemes",
        "dataflows",       "hierarchies",         "hierarchicalCodelists",
        "agencySchemes",   "valueLists",          "categorySchemes",
        "categorisations", "valuelists",          "metadataStructures",
        "metadataflows",   "processes",           "provisionAgreements",
        "dataConstraints", "references",          "contentConstraints",
        "structureSets",   "dataProviderSchemes", NULL};
    static const char *const metadata[] = {"metadataSets", "metadatasets", NULL};
    if (has_any(reading, &message->data, metadata))
        return error_set(error, ERROR_SDMX_METADATA, reading->name);
    if (has_any(reading, &message->data, structures))
        return error_set(error, ERROR_SDMX_DESCRIBES, reading->name);
    return error_set(error, ERROR_SDMX_NOT, reading->name);
}

/* The server's own words, where it says that something went wrong; NULL if nothing did.
 */
static const char *find_complaint(struct sdmx_reading *reading)
{
    static const char *const names[] = {"errors", "error"};
    const struct json_part *root = &reading->json->root;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct json_part part;
        if (!json_find(reading->json, root, names[i], &part) ||
            part.type == JSON_NULL || part.type == JSON_FALSE ||
            ((part.type == JSON_ARRAY || part.type == JSON_OBJECT) &&
             json_count(reading->json, &part) == 0))
            continue;
        const char *said = json_answer(take(reading, &part));
        if (!*said)
            said = text_of(reading, root, "message");
        return feed_excerpt(reading->arena, said);
    }
    return NULL;
}

static void warn(const struct sdmx_reading *reading, const struct error *reason)
{
    reading->sink->refused(
        reading->sink->self,
        &(struct refusal){.warning = true, .raw = "", .reason = *reason});
}

/* What leaves no value in doubt. */
static void warn_all(const struct sdmx_reading *reading, const char *said)
{
    struct error warning;
    if (said) {
        error_set(&warning, ERROR_SDMX_SAID, reading->name, said);
        warn(reading, &warning);
    }
    if (json_check_repeated(reading->json->body, &reading->json->facts, &warning))
        warn(reading, &warning);
}

/* ---- data sets ---- */

/* The structure that the data set names, read when it is first asked for. */
static struct sdmx_structure *structure_of(struct sdmx_reading *reading,
                                           struct message *message,
                                           const struct json_part *set,
                                           struct error *error)
{
    struct json_part part;
    double index = 0;
    if (json_find_typed(reading->json, set, "structure", JSON_NUMBER, &part)) {
        struct json value;
        json_scalar(part.at, part.end, reading->arena, &value);
        index = value.number;
    }
    if (!(index >= 0) || index >= (double)message->n_structures ||
        index != (double)(size_t)index) {
        error_set(error, ERROR_SDMX_STRUCTURE, reading->name);
        return NULL;
    }
    struct sdmx_structure **read = &message->read[(size_t)index];
    if (!*read) {
        struct sdmx_structure *made = arena_alloc(reading->arena, sizeof *made);
        if (!sdmx_structure(reading, &message->structures[(size_t)index], made, error))
            return NULL;
        *read = made;
    }
    return *read;
}

static bool read_set(struct sdmx_reading *reading, struct message *message,
                     const struct json_part *set, const char *id, struct error *error)
{
    if (set->type != JSON_OBJECT)
        return error_set(error, ERROR_SDMX_SHAPE, reading->name, "dataSets");
    struct sdmx_structure *structure = structure_of(reading, message, set, error);
    if (!structure)
        return false;
    struct dataset *dataset = arena_alloc(reading->arena, sizeof *dataset);
    *dataset = (struct dataset){
        .id = id,
        .label = structure->label,
        .source = message->source,
        .updated = message->updated,
        .supersedes = true,
        .dimensions = structure->dimensions,
        .n_dimensions = structure->n_dimensions,
        .fields = &structure->status,
        .n_fields = structure->status != NULL,
    };
    return reading->sink->dataset(reading->sink->self, dataset, error) &&
           sdmx_data(reading, structure, set, error);
}

static bool read_sets(struct sdmx_reading *reading, struct message *message,
                      struct error *error)
{
    size_t n = json_count(reading->json, &message->sets);
    if (message->sets.type != JSON_ARRAY)
        return error_set(error, ERROR_SDMX_SHAPE, reading->name, "dataSets");
    if (n > SDMX_SETS)
        return too_many(reading, error);
    const char *name = reading->name;
    struct json_walk walk;
    struct json_part set;
    bool ok = true;
    json_walk_open(&walk, reading->json, &message->sets);
    for (size_t i = 0; ok && json_walk_next(&walk, &set); i++) {
        const char *id = n > 1 ? arena_printf(reading->arena, "%zu", i) : "";
        if (n > 1)
            reading->name = arena_printf(reading->arena, "%s#%s", name, id);
        ok = read_set(reading, message, &set, id, error);
    }
    json_walk_close(&walk);
    reading->name = name;
    return ok;
}

static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    (void)columns;
    struct json_body json;
    if (!json_open(body, arena, &json, error))
        return false;
    struct sdmx_reading reading = {
        .name = body->name,
        .json = &json,
        .arena = arena,
        .left = JSON_TREE_BYTES,
        .sink = sink,
    };
    struct json_part ignored;
    if (json_find(&json, &json.root, "sdmx-proto-json", &ignored))
        return error_set(error, ERROR_SDMX_PROTOTYPE, body->name);
    struct message message;
    if (!open_message(&reading, &message, error))
        return false;
    const char *said = find_complaint(&reading);
    bool any = message.has_sets && json_count(&json, &message.sets) > 0;
    if (said && !any)
        return error_set(error, ERROR_SDMX_ANSWER, body->name, said);
    /* Structures of a data message, and no data: what was asked for has none. */
    if (!message.has_sets && message.n_structures == 0)
        return refuse_kind(&reading, &message, error);
    warn_all(&reading, said);
    return !message.has_sets || read_sets(&reading, &message, error);
}

/* Marks of the format near the start of a body, surest first. */
static const struct {
    const char *mark;
    int sure;
} marks[] = {
    {"\"sdmx-proto-json\"", 95}, {"\"dataSets\"", 95},
    {"sdmx-json-", 95}, /* the schema that a message names */
    {"\"metadataSets\"", 70},    {"\"dataStructures\"", 70},
    {"\"codelists\"", 70},       {"\"structures\"", 60},
    {"urn:sdmx:", 60},
};

static int sniff(const struct body *body)
{
    const char *p = body->bytes, *end = p + body->size;
    if (body->size >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        p += 3;
    while (p < end && strchr(" \t\r\n", *p))
        p++;
    if (p == end || *p != '{')
        return 0;
    size_t n = end - p < SNIFFED ? (size_t)(end - p) : SNIFFED;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (memmem(p, n, marks[i].mark, strlen(marks[i].mark)))
            return marks[i].sure;
    return 0;
}

const struct decoder decoder_sdmx_json = {
    .name = "sdmx-json",
    .title = "SDMX-JSON",
    .sniff = sniff,
    .decode = decode,
};
