/* Restricted sessions: see app/restrict.h. */
#include "app/restrict.h"

#include "app/place.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <syslog.h>
#include <unistd.h>

/* What says nothing but what the terminal and the reader's language are. */
static const char *const kept[] = {
    "TERM",   "NO_COLOR", "LANG",        "LANGUAGE",
    "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "SSH_CONNECTION",
};

enum { KEPT = sizeof kept / sizeof *kept, VALUE_MOST = 200 };

bool restrict_keeps(const char *name, const char *value)
{
    for (size_t i = 0; i < KEPT; i++)
        if (strcmp(name, kept[i]) == 0)
            return strlen(value) <= VALUE_MOST && !strchr(value, '/');
    return false;
}

void restrict_process(void)
{
    char values[KEPT][VALUE_MOST + 1];
    for (size_t i = 0; i < KEPT; i++) {
        const char *value = getenv(kept[i]);
        bool keep = value && restrict_keeps(kept[i], value);
        snprintf(values[i], sizeof values[i], "%s", keep ? value : "");
    }
    clearenv();
    for (size_t i = 0; i < KEPT; i++)
        if (values[i][0])
            setenv(kept[i], values[i], 1);
    const struct rlimit none = {0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    place_of_site_only();
}

void restrict_text(const char *user, const char *connection, const char *what,
                   char *text, size_t size)
{
    int n = connection ? (int)strspn(connection, "0123456789abcdefABCDEF.:%") : 0;
    if (n > 0 && n < 64 && connection[n] == ' ')
        snprintf(text, size, "%s: user %s, from %.*s", what, user, n, connection);
    else
        snprintf(text, size, "%s: user %s", what, user);
}

static void write_line(const char *what)
{
    char text[256], number[24];
    const struct passwd *user = getpwuid(getuid());
    snprintf(number, sizeof number, "%u", (unsigned)getuid());
    restrict_text(user ? user->pw_name : number, getenv("SSH_CONNECTION"), what, text,
                  sizeof text);
    openlog("aiplus", LOG_PID, LOG_AUTHPRIV);
    syslog(LOG_INFO, "%s", text);
    closelog();
}

void restrict_log_begin(void)
{
    write_line("session opened");
}

void restrict_log_end(enum session_end end)
{
    static const char *const ends[] = {
        [SESSION_LEFT] = "session closed, left",
        [SESSION_IDLE] = "session closed, idle",
        [SESSION_SIGNAL] = "session closed, signal",
        [SESSION_GONE] = "session closed, terminal gone",
        [SESSION_FAILED] = "session closed, not begun",
    };
    write_line(ends[end]);
}
