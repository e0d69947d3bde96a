/* Mail: see fetch/mail.h. */
#include "fetch/mail.h"

#include "core/text.h"
#include "fetch/access.h"
#include "fetch/transfer_curl.h"

#include <stdlib.h>
#include <string.h>

enum { ANSWER_SIZE = 512, CONNECT_SECONDS = 15 };

struct mailer {
    struct arena arena;
    CURL *easy;
    struct secrets secrets;
    char words[CURL_ERROR_SIZE];
    /* Of the message in hand. */
    const char *message;
    size_t n, given;
    bool all_given; /* its end was asked for: the final dot may have been sent */
    char answer[ANSWER_SIZE];  /* the last line that the server said, */
    char refusal[ANSWER_SIZE]; /* and the last one that refused something */
};

bool mail_tls_named(const char *name, enum mail_tls *tls)
{
    static const char *const names[] = {
        [MAIL_TLS_REQUIRED] = "required",
        [MAIL_TLS_OFFERED] = "offered",
        [MAIL_TLS_NEVER] = "never",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *tls = (enum mail_tls)i;
            return true;
        }
    return false;
}

bool mail_address_known(const char *address)
{
    static const char *const schemes[] = {"smtps://", "smtp://"};
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t n = strlen(schemes[i]);
        if (strncmp(address, schemes[i], n) == 0)
            return address[n] && !address[n + strspn(address + n, allowed)];
    }
    return false;
}

static size_t give(char *bytes, size_t size, size_t n, void *self)
{
    struct mailer *mailer = self;
    size_t left = mailer->n - mailer->given, most = size * n;
    size_t now = left < most ? left : most;
    memcpy(bytes, mailer->message + mailer->given, now);
    mailer->given += now;
    mailer->all_given = mailer->given == mailer->n;
    return now;
}

/* Each line that the server says; the last one counts. */
static size_t hear(char *bytes, size_t size, size_t n, void *self)
{
    struct mailer *mailer = self;
    size_t length = size * n < ANSWER_SIZE - 1 ? size * n : ANSWER_SIZE - 1;
    while (length > 0 && (bytes[length - 1] == '\r' || bytes[length - 1] == '\n'))
        length--;
    memcpy(mailer->answer, bytes, length);
    mailer->answer[length] = '\0';
    /* What follows a refusal is only the farewell. */
    if (*mailer->answer == '4' || *mailer->answer == '5')
        memcpy(mailer->refusal, mailer->answer, length + 1);
    return size * n;
}

static bool set_up(struct mailer *mailer, const struct mail_server *server)
{
    static const long usage[] = {[MAIL_TLS_REQUIRED] = CURLUSESSL_ALL,
                                 [MAIL_TLS_OFFERED] = CURLUSESSL_TRY,
                                 [MAIL_TLS_NEVER] = CURLUSESSL_NONE};
    CURL *easy = mailer->easy;
    bool secret = *mailer->secrets.user;
    const struct {
        CURLoption option;
        long value;
    } numbers[] = {
        {CURLOPT_NOSIGNAL, 1},
        {CURLOPT_UPLOAD, 1},
        {CURLOPT_USE_SSL, secret ? CURLUSESSL_ALL : usage[server->tls]},
        {CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS},
        {CURLOPT_TIMEOUT, server->timeout},
    };
    const struct {
        CURLoption option;
        const char *value;
    } texts[] = {
        {CURLOPT_URL, server->address},
        {CURLOPT_PROTOCOLS_STR, "smtp,smtps"},
        {CURLOPT_USERNAME, secret ? mailer->secrets.user : NULL},
        {CURLOPT_PASSWORD, secret ? mailer->secrets.password : NULL},
        {CURLOPT_CAINFO, *server->authority ? server->authority : NULL},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (curl_easy_setopt(easy, numbers[i].option, numbers[i].value) != CURLE_OK)
            return false;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].value &&
            curl_easy_setopt(easy, texts[i].option, texts[i].value) != CURLE_OK)
            return false;
    return curl_easy_setopt(easy, CURLOPT_READFUNCTION, give) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_READDATA, mailer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, mailer) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, mailer->words) == CURLE_OK;
}

struct mailer *mailer_open(const struct mail_server *server, struct error *error)
{
    struct arena arena = {0};
    struct mailer *mailer = arena_alloc(&arena, sizeof *mailer);
    const struct source as_source = {
        .name = "mail",
        .address = server->address,
        .access = {.method = *server->credentials ? "basic" : "",
                   .credentials = server->credentials}};
    mailer->arena = arena;
    if (!access_read(&as_source, &mailer->secrets, error)) {
        mailer_close(mailer);
        return NULL;
    }
    bool ok = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    mailer->easy = ok ? curl_easy_init() : NULL;
    if (!mailer->easy || !set_up(mailer, server)) {
        error_set(error, ERROR_MAIL_SERVER, server->address, "libcurl");
        mailer_close(mailer);
        return NULL;
    }
    return mailer;
}

void mailer_close(struct mailer *mailer)
{
    struct arena arena = mailer->arena;
    if (mailer->easy)
        curl_easy_cleanup(mailer->easy);
    access_forget(&mailer->secrets);
    arena_release(&arena);
}

/* What it comes to, by what the server refused and how far we were. */
static enum mail_outcome outcome_of(const struct mailer *mailer, CURLcode result)
{
    if (result == CURLE_OK)
        return MAIL_SENT;
    bool answered = mailer->refusal[0];
    if (mailer->all_given && !answered)
        return MAIL_UNCERTAIN;
    if (mailer->refusal[0] == '5')
        return MAIL_REFUSED;
    switch (result) {
    case CURLE_LOGIN_DENIED:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CACERT_BADFILE:
        return MAIL_REFUSED;
    default:
        return MAIL_LATER;
    }
}

enum mail_outcome mailer_send(struct mailer *mailer, const char *from, const char *to,
                              const char *message, size_t n, struct arena *arena,
                              const char **answer)
{
    struct curl_slist *recipient = curl_slist_append(NULL, to);
    mailer->message = message;
    mailer->n = n;
    mailer->given = 0;
    mailer->all_given = false;
    mailer->answer[0] = mailer->refusal[0] = mailer->words[0] = '\0';
    CURLcode result = CURLE_OUT_OF_MEMORY;
    if (recipient &&
        curl_easy_setopt(mailer->easy, CURLOPT_MAIL_FROM, from) == CURLE_OK &&
        curl_easy_setopt(mailer->easy, CURLOPT_MAIL_RCPT, recipient) == CURLE_OK)
        result = curl_easy_perform(mailer->easy);
    curl_slist_free_all(recipient);
    enum mail_outcome outcome = outcome_of(mailer, result);
    const char *words = mailer->words[0] ? mailer->words : curl_easy_strerror(result);
    /* Where the server said why, that says more than libcurl's own words. */
    *answer = outcome == MAIL_SENT ? mailer->answer
              : mailer->refusal[0] ? mailer->refusal
                                   : words;
    *answer = text_clean(arena, *answer, strlen(*answer));
    return outcome;
}
