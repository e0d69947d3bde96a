/* The dashboard: see tui/tui.h. Opening, keys, news from outside. */
#include "tui/tui.h"

#include "tui/cursor.h"
#include "tui/session.h"
#include "tui/terminal.h"
#include "tui/theme.h"
#include "views/words.h"

#include <string.h>
#include <time.h>

/* Reads of one call: a flood of keys must not keep the host from its other work. */
enum { READS_MOST = 16, READ_SIZE = 4096 };

/* Milliseconds: a size is drawn when none has followed it for the first, or none has
 * been drawn for the second. A single new size is drawn at once. */
enum { RESIZE_QUIET = 30, RESIZE_APART = 250 };

static const char farewell[] =
    N_("aiplus met a fault in the program or a damaged file and had to stop. Nothing "
       "stored was changed. Start it again; if this repeats, report this line.");

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- the session's parts that several files use ---- */

bool session_small(const struct tui *tui)
{
    return tui->rows < LEAST_ROWS || tui->columns < LEAST_COLUMNS;
}

size_t session_height(const struct tui *tui)
{
    int height = tui->rows - HEAD_LINES - FOOT_LINES;
    return height > 0 ? (size_t)height : 1;
}

bool session_note(struct tui *tui, const struct error *error)
{
    error_format(error, words_translate, tui->note, sizeof tui->note);
    return false;
}

void session_say(struct tui *tui, const char *text)
{
    place_copy(tui->message, sizeof tui->message, text);
}

/* The spare page becomes the page; the old one's memory is freed. */
static void swap_pages(struct tui *tui)
{
    struct shown *old = tui->page;
    tui->page = tui->spare;
    tui->spare = old;
    shown_release(old);
}

static const struct page *page_at(const char *address)
{
    struct arena arena = {0};
    const struct page *page =
        page_find(arena_strndup(&arena, address, strcspn(address, "/@")));
    arena_release(&arena);
    return page;
}

const struct page *session_page(const struct tui *tui)
{
    return page_at(tui->page->view.address);
}

/* Builds a page as the reader has chosen it. Which page a typed name means is known
 * when it has been built. */
static bool build(struct tui *tui, struct shown *shown, const char *address,
                  const char *from, struct error *error)
{
    const struct page *page = page_at(address);
    struct view_options options = chosen_options(chosen_of(&tui->by_page, page));
    if (!shown_build(shown, &tui->host, address, from, &options, &tui->rules, error))
        return false;
    const struct page *built = page_at(shown->view.address);
    if (built == page)
        return true;
    options = chosen_options(chosen_of(&tui->by_page, built));
    return shown_build(shown, &tui->host, address, from, &options, &tui->rules, error);
}

bool session_show(struct tui *tui, const char *address, const char *from)
{
    struct error error = {0};
    if (!build(tui, tui->spare, address, from, &error))
        return session_note(tui, &error);
    swap_pages(tui);
    tui->note[0] = '\0';
    return true;
}

bool session_rebuild(struct tui *tui, struct error *error)
{
    if (!build(tui, tui->spare, tui->page->view.address, tui->page->from, error))
        return false;
    shown_follow(tui->spare, tui->page, session_height(tui));
    swap_pages(tui);
    return true;
}

bool session_go(struct tui *tui, const char *address, const char *from)
{
    shown_note(tui->page, history_here(&tui->history));
    if (!session_show(tui, address, from))
        return false;
    history_push(&tui->history, tui->page->view.address, tui->page->from);
    tui->message[0] = '\0';
    return true;
}

bool session_return(struct tui *tui)
{
    const struct place *here = history_here(&tui->history);
    if (!session_show(tui, here->address, here->from))
        return false;
    shown_restore(tui->page, here, session_height(tui));
    return true;
}

void session_search(struct tui *tui, int step)
{
    if (!tui->words[0])
        return;
    size_t item = cursor_search(&tui->page->sheet, tui->page->item, step, tui->words);
    struct error error = {0};
    if (item == NO_ITEM) {
        error_set(&error, ERROR_NOT_ON_PAGE, tui->words);
        session_note(tui, &error);
    }
    shown_select(tui->page, item, session_height(tui));
}

const char *session_here(const struct tui *tui, const char *address,
                         struct arena *arena)
{
    const char *region = strrchr(tui->page->view.address, '@');
    char *name = arena_strndup(arena, address, strcspn(address, "/"));
    const struct page *page = page_find(name);
    if (strchr(address, '@') || !page || !page->regional || !region ||
        region[1 + strspn(region + 1, "0123456789")])
        return address;
    return arena_printf(arena, "%s%s", address, region);
}

/* ---- opening and closing ---- */

static void release(struct tui *tui)
{
    shown_release(&tui->pages[0]);
    shown_release(&tui->pages[1]);
    arena_release(&tui->found_arena);
    struct arena arena = tui->arena; /* holds *tui */
    arena_release(&arena);
}

static void take_size(struct tui *tui)
{
    terminal_size(&tui->rows, &tui->columns);
    if (session_small(tui))
        return; /* the lines are kept for when the window is large again */
    struct place place = {0};
    shown_note(tui->page, &place);
    tui->rules.width = tui->columns;
    shown_layout(tui->page, &tui->rules);
    shown_restore(tui->page, &place, session_height(tui));
}

/* Milliseconds until the new size is due to be drawn. */
static int resize_wait(const struct tui *tui)
{
    int64_t now = now_ms(), quiet = tui->resized_at + RESIZE_QUIET,
            apart = tui->size_taken_at + RESIZE_APART;
    int64_t due = quiet < apart ? quiet : apart;
    return due > now ? (int)(due - now) : 0;
}

/* Takes the window's size if that is due. */
static void settle_size(struct tui *tui)
{
    if (!tui->resized || resize_wait(tui) > 0)
        return;
    tui->resized = false;
    tui->size_taken_at = now_ms();
    if (terminal_resize())
        take_size(tui);
}

static void take_tier(struct tui *tui, enum glyph_tier tier)
{
    tui->rules.tier = tier;
    tui->rules.plain = tier == GLYPH_ASCII;
}

static bool open_terminal(const struct tui_options *options, const struct theme *theme,
                          struct error *error)
{
    if (options->played)
        return terminal_open_none(theme, options->ambiguous, LEAST_ROWS, LEAST_COLUMNS,
                                  error);
    return terminal_open(theme, options->mono, options->ambiguous, _(farewell), error);
}

bool tui_open(const struct tui_options *options, const struct tui_host *host,
              struct tui **out, struct error *error)
{
    struct theme theme;
    if (!theme_open(options->theme, &theme, error))
        return false;
    struct arena arena = {0};
    struct tui *tui = arena_alloc(&arena, sizeof *tui);
    tui->arena = arena;
    tui->host = *host;
    tui->rules =
        (struct layout_rules){.width = LEAST_COLUMNS, .ambiguous = options->ambiguous};
    take_tier(tui, options->glyphs);
    tui->own_theme = options->theme;
    tui->restricted = options->restricted;
    place_copy(tui->theme, sizeof tui->theme, options->theme);
    tui->page = &tui->pages[0];
    tui->spare = &tui->pages[1];
    /* The first page before the terminal: if it fails, nothing has flickered. */
    if (!build(tui, tui->page, options->start, "", error) ||
        !open_terminal(options, &theme, error)) {
        release(tui);
        return false;
    }
    history_push(&tui->history, tui->page->view.address, "");
    if (options->asks) {
        terminal_ask();
        tui->answer = ANSWER_AWAITED;
        tui->asked_at = now_ms();
    }
    take_size(tui);
    screen_draw(tui);
    *out = tui;
    return true;
}

void tui_close(struct tui *tui)
{
    terminal_close();
    release(tui);
}

/* ---- keys ---- */

/* One that is late counts for a while; after that what looks like an answer is a key of
 * some terminal (Shift and F3 are ESC [ 1 ; 2 R on xterm). */
enum { ANSWER_MS = 200, ANSWER_LATE_MS = 5000 };

static void take_answer(struct tui *tui, int cells)
{
    int ambiguous = tui->rules.ambiguous;
    enum glyph_tier tier = tui->rules.tier;
    tui->answer = cells ? ANSWER_NONE : ANSWER_LATE;
    tui->host.answered(tui->host.self, cells, &ambiguous, &tier);
    if (ambiguous == tui->rules.ambiguous && tier == tui->rules.tier)
        return;
    terminal_width(ambiguous, tier != GLYPH_ASCII || tui->rules.tier != GLYPH_ASCII);
    tui->rules.ambiguous = ambiguous;
    take_tier(tui, tier);
    tui_reload(tui);
}

static int answer_wait(const struct tui *tui)
{
    if (tui->answer != ANSWER_AWAITED)
        return -1;
    int64_t waited = now_ms() - tui->asked_at;
    return waited >= ANSWER_MS ? 0 : (int)(ANSWER_MS - waited);
}

/* The cursor is one cell behind the character that was written. */
static void on_report(struct tui *tui, int column)
{
    bool counts =
        tui->answer != ANSWER_NONE && now_ms() - tui->asked_at < ANSWER_LATE_MS;
    if (counts && (column == 2 || column == 3))
        take_answer(tui, column - 1);
}

static void handle_key(struct tui *tui, uint32_t key)
{
    if (key > INPUT_REPORT && key <= INPUT_REPORT_LAST) {
        on_report(tui, (int)(key - INPUT_REPORT));
        return;
    }
    if (session_small(tui)) {
        enum action action = keys_action(key);
        if (action == ACTION_QUIT || action == ACTION_LEAVE)
            tui->leaving = true;
        else if (action == ACTION_REDRAW || action == ACTION_SUSPEND)
            session_act(tui, action, key);
    } else if (tui->asking != ASKING_NOTHING) {
        ask_key(tui, key);
    } else if (keys_action(key) != ACTION_NONE) {
        tui->note[0] = '\0';
        tui->spills = false;
        session_act(tui, keys_action(key), key);
    }
}

/* Handles the keys that are complete; keeps the rest. */
static void handle_bytes(struct tui *tui, const char *bytes, size_t n, bool waited)
{
    size_t at = 0;
    while (at < n && !tui->leaving) {
        uint32_t key;
        size_t taken = input_take(bytes + at, n - at, waited, &key);
        if (taken == 0)
            break;
        at += taken;
        handle_key(tui, key);
    }
    tui->n_pending = n - at;
    if (tui->n_pending > sizeof tui->pending)
        tui->n_pending = 0; /* only when leaving */
    memcpy(tui->pending, bytes + at, tui->n_pending);
}

/* Milliseconds until an Esc stands alone; -1 = there is none. */
static int esc_wait(const struct tui *tui)
{
    /* The rest of a character may take its time; only an Esc means something alone. */
    if (tui->n_pending == 0 || tui->pending[0] != INPUT_ESC)
        return -1;
    int64_t waited = now_ms() - tui->pending_since;
    return waited >= INPUT_ESC_WAIT ? 0 : (int)(INPUT_ESC_WAIT - waited);
}

bool tui_keys(struct tui *tui)
{
    settle_size(tui);
    for (int reads = 0; reads < READS_MOST && !tui->leaving; reads++) {
        char bytes[sizeof tui->pending + READ_SIZE];
        size_t kept = tui->n_pending;
        memcpy(bytes, tui->pending, kept);
        ssize_t got = terminal_read(bytes + kept, READ_SIZE);
        if (got < 0)
            return false;
        if (got == 0) {
            if (esc_wait(tui) == 0)
                handle_bytes(tui, bytes, kept, true);
            break;
        }
        handle_bytes(tui, bytes, kept + (size_t)got, false);
        tui->pending_since = now_ms();
    }
    if (tui->leaving)
        return false;
    if (answer_wait(tui) == 0)
        take_answer(tui, 0);
    ask_update(tui);
    screen_draw(tui);
    return true;
}

bool tui_play(struct tui *tui, const char *keys)
{
    terminal_type(keys);
    while (terminal_typed())
        if (!tui_keys(tui))
            return false;
    return true;
}

void tui_play_size(struct tui *tui, int rows, int columns)
{
    terminal_resize_none(rows, columns);
    take_size(tui);
    screen_draw(tui);
}

const char *tui_picture(const struct tui *tui, struct arena *arena)
{
    const char *text = "";
    for (int row = 0; row < tui->rows; row++)
        text = arena_printf(arena, "%s%s\n", text, terminal_row(row, arena));
    return text;
}

bool tui_left(const struct tui *tui)
{
    return tui->leaving;
}

int tui_timeout(const struct tui *tui)
{
    const int waits[] = {esc_wait(tui), tui->resized ? resize_wait(tui) : -1,
                         answer_wait(tui)};
    int least = -1;
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++)
        if (waits[i] >= 0 && (least < 0 || waits[i] < least))
            least = waits[i];
    return least;
}

/* ---- news from outside ---- */

void tui_resized(struct tui *tui)
{
    tui->resized = true;
    tui->resized_at = now_ms();
    if (resize_wait(tui) > 0)
        return;
    settle_size(tui);
    screen_draw(tui);
}

void tui_resumed(struct tui *tui)
{
    tui->resized = false;
    terminal_resize();
    terminal_renew();
    take_size(tui);
    screen_draw(tui);
}

void tui_reload(struct tui *tui)
{
    struct error error = {0};
    if (!session_rebuild(tui, &error))
        error_format(&error, words_translate, tui->message, sizeof tui->message);
    screen_draw(tui);
}

void tui_reload_page(struct tui *tui, const char *name)
{
    const struct page *page = session_page(tui);
    if (page && strcmp(page->name, name) == 0)
        tui_reload(tui);
}

void tui_message(struct tui *tui, const char *text)
{
    place_copy(tui->message, sizeof tui->message, text);
    tui->spills = true;
    screen_draw(tui);
}

void tui_progress(struct tui *tui, const char *text)
{
    place_copy(tui->progress, sizeof tui->progress, text);
    if (*text)
        tui->message[0] = '\0';
    screen_draw(tui);
}
