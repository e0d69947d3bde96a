/* Receipts of sent reports: see app/sent.h. */
#include "app/sent.h"

#include "app/output.h"
#include "app/place.h"
#include "core/period.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RECEIPT_CEILING = 4 << 20, FIELDS = 4, DAY_BYTES = 10 };

static const char ending[] = ".receipt";
static const char *const words[] = {[SENT_NOT] = "",
                                    [SENT_SENDING] = "sending",
                                    [SENT_DONE] = "sent",
                                    [SENT_FAILED] = "failed"};

static const char *directory_of(const struct config *config, struct arena *arena)
{
    const char *path =
        *config->receipts ? config->receipts : place_state("reports", arena);
    if (path)
        mkdir(path, 0700);
    return path;
}

static const char *day_id(int32_t day, struct arena *arena)
{
    char id[32];
    period_id(period_day(day), id, sizeof id);
    return arena_strdup(arena, id);
}

/* "2026-11-05 06:15:00", in Asia/Shanghai. */
static const char *stamp(int64_t time, struct arena *arena)
{
    int32_t day = day_from_time(time);
    int second = (int)(86399 - (time_of_day_end(day) - time));
    return arena_printf(arena, "%s %02d:%02d:%02d", day_id(day, arena), second / 3600,
                        second / 60 % 60, second % 60);
}

static bool read_line(struct sent *sent, char *line, size_t number, struct error *error)
{
    const char *fields[FIELDS] = {"", "", "", ""};
    size_t n = 0;
    for (char *p = line; p && n < FIELDS; n++) {
        fields[n] = p;
        p = strchr(p, '\t');
        if (p)
            *p++ = '\0';
    }
    if (n == FIELDS && strcmp(fields[0], "report") == 0) {
        sent->message_id = fields[3];
        return true;
    }
    for (size_t i = SENT_SENDING; i <= SENT_FAILED; i++)
        if (n == FIELDS && strcmp(fields[0], words[i]) == 0) {
            sent->lines =
                arena_more(&sent->arena, sent->lines, sent->n, sizeof *sent->lines);
            struct sent_line *own = &sent->lines[sent->n++];
            int32_t day = 0;
            char *date = arena_strndup(&sent->arena, fields[2], DAY_BYTES);
            *own = (struct sent_line){(enum sent_state)i, fields[1], fields[3], 0};
            int hour = 0, minute = 0, second = 0;
            if (day_parse(date, &day) && sscanf(fields[2] + DAY_BYTES, "%2d:%2d:%2d",
                                                &hour, &minute, &second) == 3)
                own->time =
                    time_of_day_end(day) - 86399 + hour * 3600 + minute * 60 + second;
            return true;
        }
    return error_set(error, ERROR_RECEIPT, sent->path,
                     arena_printf(&sent->arena, "%zu", number));
}

static bool read_file(struct sent *sent, struct error *error)
{
    const char *bytes;
    size_t size, number = 0;
    if (access(sent->path, F_OK) != 0)
        return true;
    if (!place_read(sent->path, RECEIPT_CEILING, &sent->arena, &bytes, &size, error))
        return false;
    for (char *line = (char *)(uintptr_t)bytes; *line;) {
        size_t n = strcspn(line, "\n");
        char *next = line + n + (line[n] == '\n');
        line[n] = '\0';
        number++;
        if (*line && !read_line(sent, line, number, error))
            return false;
        line = next;
    }
    return true;
}

bool sent_open(const struct config *config, const char *name, int32_t day,
               struct sent *sent, struct error *error)
{
    *sent = (struct sent){.day = day, .lock = -1, .message_id = ""};
    struct arena *arena = &sent->arena;
    const char *directory = directory_of(config, arena);
    if (!directory)
        return error_set(error, ERROR_SELECT_FILE, "$XDG_STATE_HOME", strerror(ENOENT));
    sent->name = name;
    sent->path =
        arena_printf(arena, "%s/%s-%s%s", directory, name, day_id(day, arena), ending);
    const char *lock = arena_printf(arena, "%s/%s.lock", directory, name);
    sent->lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (sent->lock < 0)
        return error_set(error, ERROR_SELECT_FILE, lock, strerror(errno));
    if (flock(sent->lock, LOCK_EX | LOCK_NB) != 0)
        return error_set(error, ERROR_MAIL_BUSY, name, lock);
    return read_file(sent, error);
}

void sent_close(struct sent *sent)
{
    if (sent->lock >= 0)
        close(sent->lock);
    arena_release(&sent->arena);
}

enum sent_state sent_state(const struct sent *sent, const char *address)
{
    for (size_t i = 0; i < sent->n; i++)
        if (strcmp(sent->lines[i].address, address) == 0)
            return sent->lines[i].state;
    return SENT_NOT;
}

bool sent_note(struct sent *sent, const char *address, enum sent_state state,
               int64_t time, const char *answer, struct error *error)
{
    struct arena *arena = &sent->arena;
    size_t i = 0;
    while (i < sent->n && strcmp(sent->lines[i].address, address) != 0)
        i++;
    if (i == sent->n) {
        sent->lines = arena_more(arena, sent->lines, sent->n, sizeof *sent->lines);
        sent->n++;
    }
    sent->lines[i] = (struct sent_line){state, arena_strdup(arena, address),
                                        arena_strdup(arena, answer), time};
    const char *text = arena_printf(arena, "report\t%s\t%s\t%s\n", sent->name,
                                    day_id(sent->day, arena), sent->message_id);
    for (size_t k = 0; k < sent->n; k++)
        text = arena_printf(arena, "%s%s\t%s\t%s\t%s\n", text,
                            words[sent->lines[k].state], sent->lines[k].address,
                            stamp(sent->lines[k].time, arena), sent->lines[k].answer);
    return output_write(sent->path, text, strlen(text), error);
}

/* The day of a receipt's file of that report. */
static bool day_of(const char *file, const char *name, int32_t *day)
{
    char text[DAY_BYTES + 1];
    size_t n = strlen(name), length = strlen(file);
    if (length != n + 1 + DAY_BYTES + sizeof ending - 1 ||
        strncmp(file, name, n) != 0 || file[n] != '-' ||
        strcmp(file + n + 1 + DAY_BYTES, ending) != 0)
        return false;
    memcpy(text, file + n + 1, DAY_BYTES);
    text[DAY_BYTES] = '\0';
    return day_parse(text, day);
}

/* Was it sent to anybody on that day? */
static bool was_sent(const char *directory, const char *name, int32_t day, bool *sent,
                     struct error *error)
{
    struct sent of_day = {.lock = -1, .message_id = ""};
    of_day.path = arena_printf(&of_day.arena, "%s/%s-%s%s", directory, name,
                               day_id(day, &of_day.arena), ending);
    bool ok = read_file(&of_day, error);
    *sent = false;
    for (size_t i = 0; i < of_day.n; i++)
        *sent = *sent || of_day.lines[i].state == SENT_DONE;
    sent_close(&of_day);
    return ok;
}

bool sent_last(const struct config *config, const char *name, int32_t day,
               int32_t *since, struct error *error)
{
    struct arena arena = {0};
    const char *directory = directory_of(config, &arena);
    DIR *files = directory ? opendir(directory) : NULL;
    int32_t last = 0;
    bool ok = true;
    while (files && ok) {
        const struct dirent *file = readdir(files);
        int32_t one;
        bool sent;
        if (!file)
            break;
        if (!day_of(file->d_name, name, &one) || one >= day || one <= last)
            continue;
        ok = was_sent(directory, name, one, &sent, error);
        if (ok && sent)
            last = one;
    }
    if (files)
        closedir(files);
    arena_release(&arena);
    if (ok)
        *since = last > 0 ? last - 1 : 0;
    return ok;
}
