/* Idle sessions: see app/idle.h. */
#include "app/idle.h"

#include <limits.h>
#include <time.h>

enum { WARNING_MS = 60 * 1000 };

void idle_open(struct idle *idle, int seconds, int64_t now)
{
    int64_t limit = (int64_t)seconds * 1000;
    *idle = (struct idle){
        .limit = limit,
        .warning = limit > 2 * WARNING_MS ? limit - WARNING_MS : limit / 2,
        .since = now,
    };
}

bool idle_key(struct idle *idle, int64_t now)
{
    bool warned = idle->warned;
    idle->since = now;
    idle->warned = false;
    return warned;
}

int idle_wait(const struct idle *idle, int64_t now)
{
    if (idle->limit <= 0)
        return -1;
    int64_t due = idle->since + (idle->warned ? idle->limit : idle->warning);
    return due <= now ? 0 : due - now > INT_MAX ? INT_MAX : (int)(due - now);
}

enum idle_due idle_look(struct idle *idle, int64_t now)
{
    if (idle->limit <= 0)
        return IDLE_NOTHING;
    if (now - idle->since >= idle->limit)
        return IDLE_CLOSE;
    if (idle->warned || now - idle->since < idle->warning)
        return IDLE_NOTHING;
    idle->warned = true;
    return IDLE_WARN;
}

int64_t idle_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
