/* Cross-sections: one indicator and period over many regions; see store/snapshot.h. */
#include "store/query.h"

/* Where the regions of a list stand. In a list as the catalogue has them most follow
 * one another in a block as they do in the list, and need no search. */
struct walk {
    const struct registers *registers;
    const struct block *block;
    struct place place; /* of the region found last, if block is set */
};

/* False if the region is not registered. */
static bool walk_to(struct walk *walk, int32_t region)
{
    if (walk->block && walk->place.slot + 1U < walk->block->n_regions &&
        walk->block->regions[walk->place.slot + 1] == region) {
        walk->place.slot++;
        return true;
    }
    if (!register_region(walk->registers, region, &walk->place))
        return false;
    walk->block = &walk->registers->blocks[walk->place.block];
    return true;
}

struct section {
    bool known;          /* indicator and period have their numbers */
    struct tile_key key; /* of the tile that is open */
    int column;
    struct tile_time time;
    struct tile_view view;
    bool open;  /* for key.block: it was looked for */
    bool there; /* and there is one */
};

/* Opens the block's tile, unless it is. */
static bool section_open(struct snapshot *snapshot, struct section *section,
                         uint16_t block, struct error *error)
{
    if (section->open && section->key.block == block)
        return true;
    struct query_found found;
    section->key.block = block;
    section->there = register_has_tile(&snapshot->registers, &section->key);
    section->open =
        !section->there || (query_find(snapshot, &section->key, &found, error) &&
                            query_open(snapshot->db, &found, &section->view, error));
    return section->open;
}

/* What stands for one region; false with *error if the tile is damaged. */
static bool section_cell(struct snapshot *snapshot, struct section *section,
                         struct walk *walk, int32_t region, struct state *state,
                         struct error *error)
{
    state->code = CODE_NEVER;
    if (!section->known || !walk_to(walk, region))
        return true;
    if (!section_open(snapshot, section, walk->place.block, error))
        return false;
    return !section->there ||
           tile_cell(&section->view, walk->place.slot, section->column, &section->time,
                     state) ||
           db_damaged(snapshot->db, error);
}

bool snapshot_section(struct snapshot *snapshot, const char *indicator,
                      struct period period, const int32_t *regions, size_t n,
                      int64_t known_at, struct observation *items, struct error *error)
{
    const struct registers *registers = &snapshot->registers;
    struct query_reader reader = query_reader(indicator);
    struct section section = {.key.freq = period.freq};
    struct walk walk = {.registers = registers};
    int32_t number;
    if (!query_time(snapshot, known_at, &section.time, error))
        return false;
    section.known = register_indicator(registers, indicator, &section.key.indicator) &&
                    register_period(registers, period, &number);
    if (section.known) {
        section.key.tile = calendar_tile(number);
        section.column = calendar_column(number);
    }
    for (size_t i = 0; i < n; i++) {
        struct state state;
        if (!section_cell(snapshot, &section, &walk, regions[i], &state, error))
            return false;
        if (state.code == CODE_NEVER || state.code == CODE_WITHDRAWN)
            query_nothing(&reader, regions[i], &period, &items[i]);
        else if (!query_observe(&reader, &state, regions[i], &period, &items[i]))
            return db_damaged(snapshot->db, error);
    }
    return true;
}
