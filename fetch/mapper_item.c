/* Items of registers: see fetch/mapper_work.h. */
#include "fetch/mapper_work.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* One item while its fields are read. */
struct reading {
    struct mapper *m;
    const struct item_register *reg;
    const struct feed_item *sent;
    const char *fields[ITEM_FIELDS]; /* in `arena` */
    struct arena arena;
};

static struct mapper_item *kept(const struct mapper *m, size_t i)
{
    return (struct mapper_item *)(void *)m->items.data + i;
}

/* ---- fields ---- */

/* The region's code; the constant of aiplus.conf where the item names none. */
static bool read_place(struct reading *r, size_t i, struct error *error)
{
    const char *constant = r->m->source->mapping.constant_region;
    int32_t code;
    if (!*r->fields[i] && constant)
        r->fields[i] = constant;
    if (!*r->fields[i])
        return true;
    if (!mapper_region(r->m, r->fields[i], &code, error))
        return false;
    r->fields[i] = arena_printf(&r->arena, "%06" PRId32, code);
    return true;
}

static bool read_task(struct reading *r, size_t i, struct error *error)
{
    const struct vocabulary *v = r->m->vocabulary;
    char code[CODE_SIZE];
    if (!*r->fields[i])
        return true;
    if (!v->task(v->self, r->fields[i], code))
        return error_set(error, ERROR_ITEM_TASK,
                         feed_excerpt(&r->m->words, r->fields[i]));
    r->fields[i] = arena_strdup(&r->arena, code);
    return true;
}

static const char *sent(const struct reading *r, size_t i)
{
    return r->sent->fields[i] ? r->sent->fields[i] : "";
}

static bool read_field(struct reading *r, size_t i, struct error *error)
{
    const struct item_field *field = &r->reg->fields[i];
    if (!item_canonical(field, sent(r, i), &r->arena, &r->fields[i], error))
        return false;
    if (!*r->fields[i] && field->otherwise) {
        int other = item_field_named(r->sent->kind, field->otherwise);
        if (!item_canonical(field, sent(r, (size_t)other), &r->arena, &r->fields[i],
                            error))
            return false;
    }
    if (field->type == ITEM_PLACE && !read_place(r, i, error))
        return false;
    if (field->type == ITEM_TASK_CODE && !read_task(r, i, error))
        return false;
    if (!*r->fields[i] && (field->key || (field->required && !r->sent->withdrawn)))
        return error_set(error, ERROR_ITEM_EMPTY, item_field_shown(field, &r->arena));
    return true;
}

/* Of an item that is struck out only its key counts. */
static bool read_fields(struct reading *r, struct error *error)
{
    const struct item_field *fields = r->reg->fields;
    for (size_t i = 0; fields[i].name; i++) {
        r->fields[i] = "";
        if (r->sent->withdrawn && !fields[i].key)
            continue;
        if (!read_field(r, i, error))
            return false;
    }
    return true;
}

/* ---- keeping ---- */

/* "ledger 0031": which item it is about. */
static const char *named(struct mapper *m, enum item_kind kind,
                         const char *const *fields)
{
    const char *key = item_key(kind, fields, &m->words);
    return arena_printf(&m->words, "%s %s", item_registers[kind].name,
                        feed_excerpt(&m->words, key));
}

static void refuse(const struct reading *r, const struct error *reason)
{
    struct mapper *m = r->m;
    const char *texts[ITEM_FIELDS];
    if (mapper_count_refused(m, reason->code))
        return;
    for (size_t i = 0; r->reg->fields[i].name; i++)
        texts[i] = sent(r, i);
    mapper_refuse(m, &(struct refusal){.row = r->sent->row,
                                       .raw = named(m, r->sent->kind, texts),
                                       .reason = *reason});
}

static void refuse_conflict(struct mapper *m, const struct item *item, uint32_t other)
{
    if (mapper_count_refused(m, ERROR_ITEM_CONFLICT))
        return;
    char line[16], other_line[16];
    snprintf(line, sizeof line, "%" PRIu32, item->row);
    snprintf(other_line, sizeof other_line, "%" PRIu32, other);
    struct refusal refusal = {.row = item->row,
                              .raw = named(m, item->kind, item->fields)};
    error_set(&refusal.reason, ERROR_ITEM_CONFLICT, line, other_line,
              item_registers[item->kind].name, feed_excerpt(&m->words, item->key));
    mapper_refuse(m, &refusal);
}

static bool same_fields(const struct item *a, const struct item *b)
{
    if (a->withdrawn != b->withdrawn)
        return false;
    for (size_t i = 0; i < item_field_count(a->kind); i++)
        if (strcmp(a->fields[i], b->fields[i]) != 0)
            return false;
    return true;
}

static bool same_item(const void *items, uint32_t item, const void *key)
{
    const struct mapper_item *all = items;
    const struct item *wanted = key;
    return all[item].item.kind == wanted->kind &&
           strcmp(all[item].item.key, wanted->key) == 0;
}

/* One that is there already: said again, or contradicted. */
static void meet(struct mapper *m, struct mapper_item *first, const struct item *item)
{
    if (!first->conflict && same_fields(&first->item, item))
        return;
    if (!first->conflict) {
        m->n_items--;
        refuse_conflict(m, &first->item, item->row);
    }
    first->conflict = true;
    refuse_conflict(m, item, first->item.row);
}

static bool keep(struct reading *r, const char *key, struct error *error)
{
    struct mapper *m = r->m;
    struct item item = {.kind = r->sent->kind,
                        .key = key,
                        .source = "",
                        .row = r->sent->row,
                        .withdrawn = r->sent->withdrawn};
    memcpy(item.fields, r->fields, sizeof item.fields);
    uint64_t hash = hash_of(&m->item_index, key, strlen(key)) + (uint64_t)item.kind;
    uint32_t at;
    if (hash_find(&m->item_index, hash, same_item, m->items.data, &item, &at)) {
        meet(m, kept(m, at), &item);
        return true;
    }
    m->item_texts += strlen(key);
    item.key = arena_strdup(m->arena, key);
    for (size_t i = 0; r->reg->fields[i].name; i++) {
        m->item_texts += strlen(item.fields[i]);
        item.fields[i] = *item.fields[i] ? arena_strdup(m->arena, item.fields[i]) : "";
    }
    if (m->item_texts > MAPPER_ITEM_TEXTS)
        return error_set(error, ERROR_ITEM_TEXTS, m->body->name, "64");
    struct mapper_item *to = bulk_more(&m->items, sizeof *to, error);
    if (!to)
        return false;
    *to = (struct mapper_item){.item = item};
    hash_add(&m->item_index, hash, (uint32_t)(m->items.size / sizeof *to - 1));
    m->n_items++;
    return true;
}

bool mapper_item(struct mapper *m, const struct feed_item *item, struct error *error)
{
    if (++m->n_items_seen > MAPPER_ITEMS)
        return error_set(error, ERROR_ITEM_MANY, m->body->name, "100000");
    m->rows_seen++;
    mapper_shape_item(m, item);
    struct reading r = {.m = m, .reg = &item_registers[item->kind], .sent = item};
    struct error reason;
    bool ok = true;
    if (read_fields(&r, &reason))
        ok = keep(&r, item_key(item->kind, r.fields, &r.arena), error);
    else
        refuse(&r, &reason);
    arena_release(&r.arena);
    arena_release(&m->words);
    return ok;
}

const struct item *mapper_items(struct mapper *m, size_t *n)
{
    struct item *items = arena_alloc(m->arena, m->n_items * sizeof *items);
    size_t all = m->items.size / sizeof(struct mapper_item);
    *n = 0;
    for (size_t i = 0; i < all; i++)
        if (!kept(m, i)->conflict)
            items[(*n)++] = kept(m, i)->item;
    return items;
}
