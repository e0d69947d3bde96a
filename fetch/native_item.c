/* Registers and additions to the catalogue in the native format. See fetch/native.h. */
#include "fetch/native.h"

#include <string.h>

bool native_kind(const char *name, bool catalog, enum item_kind *kind)
{
    enum item_kind found;
    if (!item_kind_named(name, &found) || item_registers[found].catalog != catalog)
        return false;
    *kind = found;
    return true;
}

/* Which numbers may stand where a text is expected: what programs write so. */
static enum native_number number_of(const struct item_register *reg,
                                    const struct item_field *field)
{
    if (reg->catalog || field->type == ITEM_NUMBER || field->type == ITEM_PERCENT)
        return NATIVE_OR_NUMBER;
    return field->type == ITEM_CODE || field->type == ITEM_PLACE ? NATIVE_OR_WHOLE
                                                                 : NATIVE_TEXT_ONLY;
}

bool native_item(struct native *n, const struct native_place *place,
                 const struct json *row, const void *kind, struct error *error)
{
    enum item_kind which = *(const enum item_kind *)kind;
    const struct item_register *reg = &item_registers[which];
    const char *names[ITEM_FIELDS + 1], *fields[ITEM_FIELDS];
    const struct json *members[ITEM_FIELDS + 1];
    size_t count = item_field_count(which);
    for (size_t i = 0; i < count; i++)
        names[i] = reg->fields[i].name;
    names[count] = "withdrawn";
    native_members(n, place, row, names, count + 1, members);
    struct feed_item item = {.row = place->row, .kind = which, .fields = fields};
    if (!native_flag(members[count], &item.withdrawn)) {
        native_refuse(n, place, ERROR_NATIVE_ODD, names[count], members[count]);
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        fields[i] = native_text(n, members[i], number_of(reg, &reg->fields[i]));
        if (!fields[i]) {
            native_refuse(n, place, ERROR_NATIVE_ODD, names[i], members[i]);
            return true;
        }
    }
    return n->sink->item(n->sink->self, &item, error);
}
