/* The four duties of part four: see views/register.h. */
#include "views/register.h"

#include "core/period.h"

#include <string.h>

enum { HALF_A_YEAR = 6 };

bool duty_registers_read(const struct view_context *context,
                         const struct region *region, struct arena *arena,
                         struct duty_registers *registers, struct error *error)
{
    return register_read(context, ITEM_LEDGER, region, arena, &registers->ledger,
                         error) &&
           register_read(context, ITEM_CASE, region, arena, &registers->cases, error) &&
           register_read(context, ITEM_PUBLICITY, region, arena, &registers->publicity,
                         error);
}

static enum duty_state lacking(const struct register_list *list)
{
    return list->delivered ? DUTY_NONE : DUTY_UNKNOWN;
}

/* The worse of two deadlines: a closed item says least, an overdue one most. */
static enum duty_state worse(enum duty_state state, enum deadline_state deadline)
{
    static const enum duty_state states[DEADLINE_COUNT] = {
        [DEADLINE_IN_TIME] = DUTY_IN_TIME,
        [DEADLINE_DUE_SOON] = DUTY_DUE_SOON,
        [DEADLINE_OVERDUE] = DUTY_OVERDUE,
        [DEADLINE_CLOSED] = DUTY_CLOSED,
    };
    static const int weights[] = {
        [DUTY_UNKNOWN] = 0, [DUTY_NONE] = 0,     [DUTY_PRESENT] = 0, [DUTY_CLOSED] = 1,
        [DUTY_IN_TIME] = 2, [DUTY_DUE_SOON] = 3, [DUTY_OVERDUE] = 4,
    };
    enum duty_state other = states[deadline];
    return weights[other] > weights[state] ? other : state;
}

static struct duty coordinated(const struct catalog *catalog,
                               const struct register_list *ledger,
                               const struct region *region)
{
    struct duty duty = {.state = lacking(ledger), .basis = ""};
    for (size_t i = 0; i < ledger->n; i++) {
        const struct register_item *item = &ledger->items[i];
        if (!item->task || strcmp(item->task->code, "C1") != 0 ||
            !register_within(catalog, item->item, region))
            continue;
        duty.n++;
        duty.overdue += item->deadline.state == DEADLINE_OVERDUE;
        duty.state = worse(duty.state, item->deadline.state);
    }
    return duty;
}

/* The title of the newest document in which the region set itself a target; "". */
static const char *own_plan(const struct view_context *context,
                            const struct region *region)
{
    const struct catalog *catalog = context->catalog;
    const struct target *newest = NULL;
    for (size_t i = 0; i < catalog->n_targets; i++) {
        const struct target *target = &catalog->targets[i];
        bool known =
            target->day == 0 || time_of_day_end(target->day) <= context->known_at;
        if (target->region == region->code && known &&
            (!newest || target->day > newest->day))
            newest = target;
    }
    return newest ? newest->document : "";
}

static struct duty planned(const struct view_context *context,
                           const struct register_list *ledger,
                           const struct region *region)
{
    struct duty duty = {.state = lacking(ledger), .basis = own_plan(context, region)};
    bool issued = duty.basis[0] != '\0';
    for (size_t i = 0; i < ledger->n; i++) {
        const struct register_item *item = &ledger->items[i];
        if (item->region != region || strcmp(item_field(item->item, "task"), "C2") != 0)
            continue;
        duty.n++;
        duty.overdue += item->deadline.state == DEADLINE_OVERDUE;
        issued = issued || item->deadline.state == DEADLINE_CLOSED;
    }
    if (issued)
        duty.state = DUTY_CLOSED;
    else if (duty.n > 0)
        duty.state = duty.overdue > 0 ? DUTY_OVERDUE : DUTY_DUE_SOON;
    return duty;
}

int32_t register_half_year(int32_t day)
{
    struct date date = date_from_day(day);
    date.month -= HALF_A_YEAR;
    if (date.month < 1) {
        date.month += 12;
        date.year--;
    }
    struct date next = {date.year + date.month / 12, date.month % 12 + 1, 1};
    int last = date_from_day(day_from_date(next) - 1).day;
    if (date.day > last)
        date.day = last;
    return day_from_date(date);
}

static struct duty shown(const struct catalog *catalog,
                         const struct register_list *list, const struct region *region,
                         int32_t from, int32_t to)
{
    struct duty duty = {.state = lacking(list), .basis = ""};
    for (size_t i = 0; i < list->n; i++) {
        const struct register_item *item = &list->items[i];
        bool in_time = from == to || (item->date > from && item->date <= to);
        duty.n += in_time && register_within(catalog, item->item, region) &&
                  strcmp(item_field(item->item, "state"), "planned") != 0;
    }
    if (duty.n > 0)
        duty.state = DUTY_PRESENT;
    return duty;
}

void duties_of(const struct view_context *context,
               const struct duty_registers *registers, const struct region *region,
               struct duty duties[DUTIES])
{
    const struct catalog *catalog = context->catalog;
    int32_t today = page_day(context);
    duties[0] = coordinated(catalog, &registers->ledger, region);
    duties[1] = planned(context, &registers->ledger, region);
    duties[2] = shown(catalog, &registers->cases, region, 0, 0);
    duties[3] =
        shown(catalog, &registers->publicity, region, register_half_year(today), today);
}
