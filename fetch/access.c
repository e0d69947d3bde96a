/* Access: see fetch/access.h. */
#include "fetch/access.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 16 * 1024, PEM_MOST = 1 << 20 };

/* What a credentials file may say. */
static const struct {
    const char *name;
    size_t at;
} names[] = {
#define AT(member)                                                                     \
    {                                                                                  \
#member, offsetof(struct secrets, member)                                      \
    }
    AT(user),   AT(password),     AT(token),      AT(rid),           AT(sid),
    AT(secret), AT(key_password), AT(proxy_user), AT(proxy_password)
#undef AT
};
#define NAMES                                                                          \
    "user, password, token, rid, sid, secret, key_password, proxy_user, "              \
    "proxy_password"

/* What a method cannot do without. */
static const struct {
    enum access_method method;
    const char *name, *needs[3];
} methods[] = {
    {ACCESS_NONE, "none", {0}},
    {ACCESS_BASIC, "basic", {"user", "password"}},
    {ACCESS_BEARER, "bearer", {"token"}},
    {ACCESS_EXCHANGE, "exchange", {"rid", "sid", "secret"}},
};

const char *access_text(const char *text)
{
    return text ? text : "";
}

enum access_method access_method_of(const struct source *source)
{
    const char *method = access_text(source->access.method);
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strcmp(methods[i].name, method) == 0)
            return methods[i].method;
    return ACCESS_NONE;
}

/* ---- the credentials file ---- */

/* The room of a name, SECRET_SIZE bytes; NULL if there is no such name. */
static char *room_of(struct secrets *secrets, const char *name, size_t n)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == n && strncmp(names[i].name, name, n) == 0)
            return (char *)secrets + names[i].at;
    return NULL;
}

static size_t trimmed(const char **s, size_t n)
{
    while (n > 0 && (**s == ' ' || **s == '\t'))
        (*s)++, n--;
    while (n > 0 && strchr(" \t\r", (*s)[n - 1]))
        n--;
    return n;
}

/* A control character could end the header that the value stands in. */
static bool holds_control(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 || s[i] == 0x7F)
            return true;
    return false;
}

static bool take_line(struct secrets *secrets, const char *line, size_t n)
{
    n = trimmed(&line, n);
    if (n == 0 || *line == '#')
        return true;
    const char *equal = memchr(line, '=', n);
    if (!equal)
        return false;
    const char *value = equal + 1;
    size_t length = trimmed(&value, n - (size_t)(equal + 1 - line));
    char *room = room_of(secrets, line, trimmed(&line, (size_t)(equal - line)));
    if (!room || *room || length == 0 || length >= SECRET_SIZE ||
        holds_control(value, length))
        return false;
    memcpy(room, value, length);
    return true;
}

/* Returns 0, or the number of the first line that cannot be used. */
static int take_all(struct secrets *secrets, const char *text, size_t n)
{
    const char *end = text + n;
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    for (int line = 1; text < end; line++) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        stop = stop ? stop : end;
        if (!take_line(secrets, text, (size_t)(stop - text)))
            return line;
        text = stop + 1;
    }
    return 0;
}

static bool owner_only(const struct source *source, int fd, struct error *error)
{
    const char *path = source->access.credentials;
    struct stat info;
    char mode[8];
    if (fstat(fd, &info) != 0)
        return error_set(error, ERROR_ACCESS_FILE, source->name, path, strerror(errno));
    if (!S_ISREG(info.st_mode))
        return error_set(error, ERROR_ACCESS_KIND, source->name, path);
    if (info.st_uid != geteuid() && info.st_uid != 0)
        return error_set(error, ERROR_ACCESS_OWNER, source->name, path);
    snprintf(mode, sizeof mode, "%04o", (unsigned)(info.st_mode & 07777));
    if (info.st_mode & 077)
        return error_set(error, ERROR_ACCESS_MODE, source->name, path, mode);
    return true;
}

static ssize_t read_all(int fd, char *bytes, size_t size)
{
    size_t n = 0;
    while (n < size) {
        ssize_t got = read(fd, bytes + n, size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    return (ssize_t)n;
}

static bool read_file(const struct source *source, int fd, struct secrets *secrets,
                      struct error *error)
{
    const char *path = source->access.credentials;
    char bytes[FILE_MOST + 1], number[16];
    ssize_t n = read_all(fd, bytes, sizeof bytes);
    int why = errno;
    int line = n > 0 && n <= FILE_MOST ? take_all(secrets, bytes, (size_t)n) : 0;
    explicit_bzero(bytes, sizeof bytes);
    if (n < 0)
        return error_set(error, ERROR_ACCESS_FILE, source->name, path, strerror(why));
    snprintf(number, sizeof number, "%d", FILE_MOST);
    if (n > FILE_MOST)
        return error_set(error, ERROR_TOO_LARGE, path, number);
    snprintf(number, sizeof number, "%d", line);
    return line == 0 ||
           error_set(error, ERROR_ACCESS_LINE, source->name, path, number, NAMES);
}

static bool says_enough(const struct source *source, struct secrets *secrets,
                        struct error *error)
{
    enum access_method method = access_method_of(source);
    const char *path = access_text(source->access.credentials);
    for (size_t i = 0; i < 3 && methods[method].needs[i]; i++) {
        const char *name = methods[method].needs[i];
        if (!*room_of(secrets, name, strlen(name)))
            return error_set(error, ERROR_ACCESS_MISSING, source->name, path, name,
                             methods[method].name);
    }
    return true;
}

bool access_read(const struct source *source, struct secrets *secrets,
                 struct error *error)
{
    const char *path = access_text(source->access.credentials);
    struct secrets found = {0};
    bool ok = true;
    if (*path) {
        /* O_NONBLOCK: a pipe without a writer must not hold up everything. */
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        ok = fd >= 0
                 ? owner_only(source, fd, error) && read_file(source, fd, &found, error)
                 : error_set(error, ERROR_ACCESS_FILE, source->name, path,
                             strerror(errno));
        if (fd >= 0)
            close(fd);
    }
    ok = ok && says_enough(source, &found, error);
    if (ok)
        *secrets = found;
    access_forget(&found);
    return ok;
}

void access_forget(struct secrets *secrets)
{
    explicit_bzero(secrets, sizeof *secrets);
}

/* ---- what can be told beforehand ---- */

/* Whether the file can be read and holds a block in PEM whose label ends so. */
static bool check_pem(const struct source *source, const char *setting,
                      const char *path, const char *label, struct error *error)
{
    char bytes[4096 + 1];
    bool found = false;
    if (!*path)
        return true;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return error_set(error, ERROR_ACCESS_OPEN, source->name, path, setting,
                         strerror(errno));
    /* Blocks overlap by a label's length, so that none is cut in two. */
    size_t kept = 0, all = 0;
    for (ssize_t n = 1; n > 0 && !found && all < PEM_MOST; all += (size_t)n) {
        n = read(fd, bytes + kept, sizeof bytes - 1 - kept);
        if (n <= 0)
            break;
        size_t have = kept + (size_t)n;
        found = memmem(bytes, have, label, strlen(label)) != NULL;
        kept = have < strlen(label) ? have : strlen(label);
        memmove(bytes, bytes + have - kept, kept);
    }
    close(fd);
    explicit_bzero(bytes, sizeof bytes);
    return found || error_set(error, ERROR_ACCESS_PEM, source->name, path, setting);
}

bool access_check(const struct source *source, struct error *error)
{
    const struct access *access = &source->access;
    struct secrets secrets;
    if (!access_read(source, &secrets, error))
        return false;
    access_forget(&secrets);
    /* A file may hold both, and a key has many kinds: "RSA PRIVATE KEY". */
    return check_pem(source, "ca", access_text(access->ca), "-----BEGIN CERTIFICATE",
                     error) &&
           check_pem(source, "certificate", access_text(access->certificate),
                     "-----BEGIN CERTIFICATE", error) &&
           check_pem(source, "key", access_text(access->key), "PRIVATE KEY-----",
                     error);
}

bool access_header_allowed(const char *header)
{
    /* What ends in a hyphen stands for all names that begin so. */
    static const char *const refused[] = {"Accept-Encoding",
                                          "Authorization",
                                          "Connection",
                                          "Content-Encoding",
                                          "Content-Length",
                                          "Cookie",
                                          "Expect",
                                          "Host",
                                          "HTTP2-",
                                          "If-",
                                          "Keep-",
                                          "Proxy-",
                                          "Range",
                                          "TE",
                                          "Trailer",
                                          "Transfer-",
                                          "Upgrade",
                                          "Via",
                                          "WWW-Authenticate",
                                          "gjgxjhpt_"};
    size_t n = strcspn(header, ": \t");
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        size_t k = strlen(refused[i]);
        bool open = strchr("-_", refused[i][k - 1]) != NULL;
        if ((open ? n >= k : n == k) && strncasecmp(header, refused[i], k) == 0)
            return false;
    }
    return true;
}
