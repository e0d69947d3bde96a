/* How figures are written: see views/figure.h. */
#include "views/figure.h"

#include "core/quantity.h"
#include "core/text.h"
#include "views/frame.h"
#include "views/words.h"

#include <math.h>
#include <string.h>

/* What stands before a number in a table (two cells, or none), and the number in a
 * sentence. Msgids. */
static const struct {
    const char *sign, *said;
} qualifiers[QUALIFIER_COUNT] = {
    [QUALIFIER_EXACT] = {"", N_("%s")},
    [QUALIFIER_ABOVE] = {"> ", N_("more than %s")},
    [QUALIFIER_AT_LEAST] = {">=", N_("at least %s")},
    [QUALIFIER_BELOW] = {"< ", N_("less than %s")},
    [QUALIFIER_AT_MOST] = {"<=", N_("at most %s")},
    [QUALIFIER_ABOUT] = {N_("c."), N_("about %s")},
};

enum { SPARK_LEAST = 3, SPARK_MOST = 8 };

static const char *sign_of(enum qualifier qualifier)
{
    const char *sign = qualifiers[qualifier].sign;
    return sign[0] ? _(sign) : "";
}

static const char *flag_text(const struct observation *value)
{
    enum data_flag flag = flag_of(value);
    return flag == FLAG_NONE ? "" : _(flag_rows[flag].symbol);
}

/* As few decimals as say the number: targets are printed as their document has them. */
static const char *short_number(double value, struct arena *arena)
{
    char *text = arena_printf(arena, "%.4f", value);
    size_t n = strlen(text);
    while (text[n - 1] == '0')
        text[--n] = '\0';
    if (text[n - 1] == '.')
        text[--n] = '\0';
    return text;
}

/* An announced bound ("more than 1590") and a large round number have no decimals that
 * nobody gave them; every other value has the indicator's. */
static const char *digits(const struct indicator *indicator,
                          const struct observation *value, struct arena *arena)
{
    double number = value->value;
    bool round_number = fabs(number) >= 100 && number == floor(number);
    if (value->qualifier != QUALIFIER_EXACT || round_number)
        return short_number(number, arena);
    return arena_printf(arena, "%.*f", indicator->decimals, number);
}

const char *value_text(const struct indicator *indicator,
                       const struct observation *value, struct arena *arena)
{
    return arena_printf(arena, "%s%s%s", sign_of(value->qualifier),
                        digits(indicator, value, arena), flag_text(value));
}

/* Two cells behind a number are the flag's, used or not, so that digits stay aligned.
 */
static const char *with_flag(const char *text, const char *flag, struct arena *arena)
{
    int pad = 2 - text_width(flag, 1);
    return arena_printf(arena, "%s%s%*s", text, flag, pad > 0 ? pad : 0, "");
}

struct view_cell point_cell(const struct indicator *indicator,
                            const struct observation *value, const char *source,
                            enum language language, struct arena *arena)
{
    char period[32];
    struct view_exact *exact = arena_alloc(arena, sizeof *exact);
    period_id(value->period, period, sizeof period);
    *exact = (struct view_exact){
        .number = value->value,
        .has_number = value->has_value,
        .unit = indicator_unit(indicator, language),
        .qualifier = qualifier_sign((enum qualifier)value->qualifier),
        .status = value->status,
        .indicator = indicator->code,
        .period = arena_strdup(arena, period),
        .region = value->region,
        .source = source,
    };
    if (!value->has_value) {
        enum missing missing = status_missing(value->status);
        if (missing == MISSING_NONE)
            missing = MISSING_UNPUBLISHED;
        return (struct view_cell){.text =
                                      with_flag(_(missing_briefs[missing]), "", arena),
                                  .role = ROLE_DIM,
                                  .exact = exact};
    }
    const char *number = arena_printf(arena, "%s%s", sign_of(value->qualifier),
                                      digits(indicator, value, arena));
    return (struct view_cell){.text = with_flag(number, flag_text(value), arena),
                              .exact = exact};
}

struct view_cell value_cell(const struct figure *figure, enum language language,
                            struct arena *arena)
{
    if (figure->latest)
        return point_cell(figure->indicator, figure->latest->value, figure->source,
                          language, arena);
    return (struct view_cell){
        .text = with_flag(_(missing_briefs[figure->missing]), "", arena),
        .role = ROLE_DIM};
}

/* ---- with units ---- */

/* 12000 of 亿元 reads 1.2 of 万亿元. A bound must stay true: it is rounded outwards. */
static bool steps_up(const struct indicator *indicator, double value)
{
    return strcmp(indicator->unit_zh, "亿元") == 0 && fabs(value) >= 10000;
}

static const char *stepped(double value, enum qualifier qualifier, struct arena *arena)
{
    double hundreds = value / 100; /* hundredths of the larger unit */
    if (qualifier == QUALIFIER_ABOVE || qualifier == QUALIFIER_AT_LEAST)
        hundreds = floor(hundreds + 1e-9);
    else if (qualifier == QUALIFIER_BELOW || qualifier == QUALIFIER_AT_MOST)
        hundreds = ceil(hundreds - 1e-9);
    else
        hundreds = round(hundreds);
    return short_number(hundreds / 100, arena);
}

/* A percent sign and Chinese units follow the number at once in a sentence. */
static const char *joined(const char *number, const char *unit, bool table,
                          struct arena *arena)
{
    if (!unit[0])
        return number;
    bool tight = unit[0] == '%' || (!table && (unsigned char)unit[0] >= 0x80);
    return arena_printf(arena, "%s%s%s", number, tight ? "" : " ", unit);
}

static const char *unit_of(const struct indicator *indicator, double value,
                           enum language language)
{
    return steps_up(indicator, value) ? _("trillion yuan")
                                      : indicator_unit(indicator, language);
}

static const char *number_of(const struct indicator *indicator,
                             const struct observation *value, struct arena *arena)
{
    if (steps_up(indicator, value->value))
        return stepped(value->value, value->qualifier, arena);
    return digits(indicator, value, arena);
}

const char *lone_text(const struct indicator *indicator,
                      const struct observation *value, enum language language,
                      struct arena *arena)
{
    const char *number =
        arena_printf(arena, "%s%s%s", sign_of(value->qualifier),
                     number_of(indicator, value, arena), flag_text(value));
    return joined(number, unit_of(indicator, value->value, language), true, arena);
}

const char *said_text(const struct indicator *indicator,
                      const struct observation *value, enum language language,
                      struct arena *arena)
{
    const char *number = arena_printf(arena, "%s%s", number_of(indicator, value, arena),
                                      flag_text(value));
    const char *text =
        joined(number, unit_of(indicator, value->value, language), false, arena);
    return arena_printf(arena, _(qualifiers[value->qualifier].said), text);
}

const char *period_plain(struct period period, struct arena *arena)
{
    char label[32];
    period_label(period, label, sizeof label);
    return arena_strdup(arena, label);
}

const char *period_text(const struct figure *figure, struct arena *arena)
{
    if (!figure->latest)
        return "";
    const char *label = period_plain(figure->latest->value->period, arena);
    return figure->stale
               ? arena_printf(arena, "%s%s", label, _(flag_rows[FLAG_STALE].symbol))
               : label;
}

/* ---- targets ---- */

const char *target_text(const struct target *target, struct arena *arena)
{
    if (!target->has_value)
        return target->text;
    const char *sign = sign_of(target->op);
    size_t n = strlen(sign);
    while (n > 0 && sign[n - 1] == ' ')
        n--;
    return arena_printf(arena, "%.*s%s", (int)n, sign,
                        short_number(target->value, arena));
}

struct view_cell target_cell(const struct indicator *indicator,
                             const struct target *target, const char *text,
                             enum language language, struct arena *arena)
{
    struct view_exact *exact = arena_alloc(arena, sizeof *exact);
    *exact = (struct view_exact){
        .number = target->value,
        .has_number = target->has_value,
        .unit = indicator_unit(indicator, language),
        .qualifier = qualifier_sign(target->op),
        .indicator = indicator->code,
        .period = arena_printf(arena, "%d", target->year),
        .region = target->region,
        .source = target->document,
    };
    return (struct view_cell){.text = text, .role = ROLE_TARGET, .exact = exact};
}

const char *target_said(const struct indicator *indicator, const struct target *target,
                        enum language language, struct arena *arena)
{
    if (!target->has_value)
        return target->text;
    const char *text = joined(short_number(target->value, arena),
                              indicator_unit(indicator, language), false, arena);
    return arena_printf(arena, _(qualifiers[target->op].said), text);
}

const char *target_year(const struct target *target, bool past, struct arena *arena)
{
    return arena_printf(arena, past ? _("%d past") : "%d", target->year);
}

const char *target_owner(const struct catalog *catalog, const struct target *target)
{
    const struct region *region = catalog_region(catalog, target->region);
    if (!region || region->level == 0)
        return _("nat.");
    if (region->level > 1 || strcmp(region->type, "直辖市") == 0)
        return _("muni.");
    return strcmp(region->type, "自治区") == 0 ? _("reg.") : _("prov.");
}

/* ---- judgements and changes ---- */

static const char *points(double gap, int decimals, struct arena *arena)
{
    return arena_printf(arena, "%+.*f", decimals, gap == 0 ? 0 : gap); /* no "-0.0" */
}

const char *gap_text(const struct progress *progress, struct arena *arena)
{
    if (!progress->computed || progress->state == PROGRESS_NOT_COMPUTABLE)
        return "";
    return points(progress->gap, progress->gap_decimals, arena);
}

const char *points_text(double gap, const struct progress_rules *rules,
                        struct arena *arena)
{
    return points(gap, rules->gap_decimals, arena);
}

const char *completion_text(const struct figure *figure,
                            const struct progress *progress, struct arena *arena)
{
    struct quantity value = {0, QUALIFIER_EXACT};
    for (size_t i = 0; i < figure->n_points; i++)
        if (period_equal(figure->series[i].period, progress->period))
            value.qualifier = (enum qualifier)figure->series[i].qualifier;
    /* The other way round where the value should fall from its baseline. */
    bool falls = figure->target && figure->target->value < progress->baseline;
    value = quantity_scale(value, falls ? -1 : 1);
    return arena_printf(arena, "%s%.1f", sign_of(value.qualifier),
                        progress->completion * 100);
}

const char *change_text(const struct indicator *indicator,
                        const struct observation *value,
                        const struct observation *before, struct arena *arena)
{
    if (!value || !before || !value->has_value || !before->has_value ||
        value->status == 'B')
        return "";
    /* Two versions of one period's value are of one scope. */
    if (value->rescoped && !period_equal(value->period, before->period))
        return "";
    struct quantity change;
    if (!quantity_subtract((struct quantity){value->value, value->qualifier},
                           (struct quantity){before->value, before->qualifier},
                           &change))
        return "";
    if (fabs(change.value) * pow(10, indicator->decimals) < 0.5)
        change.value = 0; /* no "-0" */
    return arena_printf(arena, "%s%+.*f", sign_of(change.qualifier),
                        indicator->decimals, change.value);
}

struct view_cell figure_spark(const struct figure *figure, enum glyph_tier tier,
                              struct arena *arena)
{
    double *values = arena_alloc(arena, SPARK_MOST * sizeof *values);
    size_t n = 0;
    for (const struct figure_point *point = figure->latest; point && n < SPARK_MOST;
         point = figure_previous(figure, (size_t)(point - figure->points)))
        values[SPARK_MOST - ++n] = point->value->value;
    if (n < SPARK_LEAST)
        return (struct view_cell){.text = ""};
    struct view_picture *picture = arena_alloc(arena, sizeof *picture);
    *picture = (struct view_picture){.values = &values[SPARK_MOST - n], .n = n};
    return (struct view_cell){.text = glyph_spark(picture->values, n, tier, arena),
                              .picture = picture};
}

const char *figure_change(const struct figure *figure, size_t at, struct arena *arena)
{
    const struct figure_point *point = &figure->points[at];
    const struct published *announced = point->announced;
    if (announced && announced->has_change && !point->differs)
        return arena_printf(arena, "%+.*f", figure->indicator->decimals,
                            announced->change);
    const struct figure_point *before = figure_previous(figure, at);
    return before ? change_text(figure->indicator, point->value, before->value, arena)
                  : "";
}

const struct state_row *figure_state(const struct figure *figure)
{
    return figure->latest ? &figure->states[figure->progress.state]
                          : &missing_rows[figure->missing];
}
