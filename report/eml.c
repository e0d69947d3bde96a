/*
 * A message: the pages as text and as HTML, of which the reader's program chooses, and
 * the same pages as files. Headers are in UTF-8 as encoded words (RFC 2047), contents
 * in Base64 (RFC 2045), so no line is long and none can be mistaken for a boundary.
 */
#include "report/eml.h"

#include "core/digest.h"
#include "core/period.h"
#include "report/html.h"
#include "report/mailbox.h"
#include "report/parts.h"
#include "report/text.h"

#include <stdio.h>
#include <string.h>

enum {
    WORD_BYTES = 42,   /* of an encoded word: 12 characters around 56 */
    PLAIN_BYTES = 60,  /* a plain header of one line */
    LINE_BYTES = 57,   /* of Base64: 76 characters */
    PARTS_OF_TEXT = 2, /* text and HTML */
    BODY_CEILING = 48 << 20
};

struct part {
    struct report report;
    struct report_rules rules;
    struct buffer bytes;
};

struct message {
    struct part *parts; /* text, HTML, then what is attached */
    size_t n_parts, n_begun;
    const char *subject;
};

/* ---- headers ---- */

static bool check_header(const char *name, const char *value, struct arena *arena,
                         struct error *error)
{
    return strcmp(report_safe(arena, value), value) == 0 ||
           error_set(error, ERROR_HEADER, name, report_safe(arena, value));
}

static bool is_plain(const char *text)
{
    for (const char *p = text; *p; p++)
        if (*p < ' ' || *p > '~')
            return false;
    return strlen(text) <= PLAIN_BYTES && !strstr(text, "=?");
}

static void put_words(struct report *report, const char *text)
{
    char encoded[WORD_BYTES * 2];
    if (is_plain(text)) {
        report_put(report, text);
        return;
    }
    for (const char *separator = ""; *text; separator = "\r\n ") {
        size_t n = strlen(text) > WORD_BYTES ? WORD_BYTES : strlen(text);
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
            n--;
        base64_of(text, n, encoded);
        report_put(report, separator);
        report_put(report, arena_printf(report->arena, "=?UTF-8?B?%s?=", encoded));
        text += n;
    }
}

static bool put_mailboxes(struct report *report, const char *name, const char *list,
                          struct error *error)
{
    struct mailbox *boxes;
    size_t n;
    if (!*list)
        return true;
    if (!check_header(name, list, report->arena, error) ||
        !mailbox_list(list, report->arena, &boxes, &n, error))
        return false;
    report_put(report, arena_printf(report->arena, "%s:", name));
    for (size_t i = 0; i < n; i++) {
        report_put(report, i > 0 ? ",\r\n " : " ");
        if (*boxes[i].name) {
            bool quoted = is_plain(boxes[i].name);
            report_put(report, quoted ? "\"" : "");
            put_words(report, boxes[i].name);
            report_put(report, quoted ? "\" " : " ");
        }
        report_put(report, arena_printf(report->arena, "<%s>", boxes[i].address));
    }
    report_put(report, "\r\n");
    return true;
}

/* RFC 5322, 3.3, in Asia/Shanghai. */
static const char *date_text(struct arena *arena, int64_t time)
{
    static const char days[] = "MonTueWedThuFriSatSun",
                      months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int32_t day = day_from_time(time);
    struct date date = date_from_day(day);
    int second = (int)(86399 - (time_of_day_end(day) - time));
    /* 1970-01-01 was a Thursday. */
    int weekday = (int)(((day + 3) % 7 + 7) % 7);
    return arena_printf(arena, "%.3s, %d %.3s %d %02d:%02d:%02d +0800",
                        days + 3 * weekday, date.day, months + 3 * (date.month - 1),
                        date.year, second / 3600, second / 60 % 60, second % 60);
}

/* ---- parts ---- */

static void put_base64(struct report *report, const struct buffer *bytes)
{
    char line[LINE_BYTES * 2];
    for (size_t i = 0; i < bytes->size; i += LINE_BYTES) {
        size_t n = bytes->size - i < LINE_BYTES ? bytes->size - i : LINE_BYTES;
        base64_of(bytes->data + i, n, line);
        report_put(report, line);
        report_put(report, "\r\n");
    }
}

static void put_part(struct report *report, const struct part *part, const char *name)
{
    const struct report_format *format = part->report.format;
    bool text = strncmp(format->type, "text/", 5) == 0;
    report_put(report, arena_printf(report->arena, "Content-Type: %s%s", format->type,
                                    text ? "; charset=UTF-8" : ""));
    if (*name)
        report_put(report, arena_printf(report->arena, ";\r\n name=\"%s\"", name));
    report_put(report, "\r\nContent-Transfer-Encoding: base64\r\n");
    if (*name)
        report_put(report, arena_printf(report->arena,
                                        "Content-Disposition: attachment;\r\n"
                                        " filename=\"%s\"\r\n",
                                        name));
    report_put(report, "\r\n");
    put_base64(report, &part->bytes);
}

/* Made of the contents, so that the same message has the same. */
static void digest_message(const struct report *report, char hex[DIGEST_HEX])
{
    const struct message *own = report->own;
    const struct report_mail *mail = report->rules->message;
    const char *texts[] = {mail->from, mail->to, mail->cc, own->subject};
    struct digest *digest = digest_begin();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        digest_add(digest, texts[i], strlen(texts[i]) + 1);
    digest_add(digest, &report->rules->date, sizeof report->rules->date);
    for (size_t i = 0; i < own->n_parts; i++)
        digest_add(digest, own->parts[i].bytes.data, own->parts[i].bytes.size);
    digest_end(digest, hex);
}

/* ---- the document ---- */

static bool begin_document(struct report *report, struct error *error)
{
    const struct report_mail *mail = report->rules->message;
    struct message *own = arena_alloc(report->arena, sizeof *own);
    own->n_parts = PARTS_OF_TEXT + mail->n_attached;
    own->parts = arena_alloc(report->arena, own->n_parts * sizeof *own->parts);
    report->own = own;
    for (; own->n_begun < own->n_parts; own->n_begun++) {
        size_t i = own->n_begun;
        struct part *part = &own->parts[i];
        const struct report_format *format = i == 0 ? &report_text
                                             : i == 1
                                                 ? &report_html
                                                 : mail->attached[i - PARTS_OF_TEXT];
        part->rules = *report->rules;
        part->rules.mail = i == 1;
        part->rules.colour = false;
        part->bytes.ceiling = BODY_CEILING;
        if (!report_begin(&part->report, format, &part->rules, report->arena,
                          &part->bytes, error))
            return false;
    }
    return true;
}

static bool write_page(struct report *report, const struct view *view,
                       struct error *error)
{
    struct message *own = report->own;
    const struct report_mail *mail = report->rules->message;
    if (report->n_pages == 0)
        own->subject = *mail->subject
                           ? mail->subject
                           : arena_strdup(own->parts[0].report.arena, view->conclusion);
    for (size_t i = 0; i < own->n_parts; i++)
        if (!report_page(&own->parts[i].report, view, report->arena, error))
            return false;
    return true;
}

static bool put_headers(struct report *report, const char *digest, struct error *error)
{
    const struct message *own = report->own;
    const struct report_mail *mail = report->rules->message;
    struct arena *arena = report->arena;
    const char *id = mail->message_id;
    const char *subject = own->subject ? own->subject : "";
    if (!*id) {
        const char *at = strrchr(mail->from, '@');
        const char *host = at ? at + 1 : "localhost";
        id = arena_printf(arena, "%.32s@%.*s", digest, (int)strcspn(host, "> ,"), host);
    }
    if (!check_header("Subject", subject, arena, error) ||
        !check_header("Message-ID", id, arena, error) ||
        !put_mailboxes(report, "From", mail->from, error) ||
        !put_mailboxes(report, "To", mail->to, error) ||
        !put_mailboxes(report, "Cc", mail->cc, error))
        return false;
    if (!*mail->to && !*mail->cc)
        report_put(report, "To: undisclosed-recipients:;\r\n");
    report_put(report, "Subject: ");
    put_words(report, subject);
    report_put(report,
               arena_printf(arena,
                            "\r\nDate: %s\r\nMessage-ID: <%s>\r\nMIME-Version: 1.0\r\n"
                            "Content-Language: %s\r\nAuto-Submitted: auto-generated\r\n"
                            "User-Agent: %s\r\n",
                            date_text(arena, report->rules->date), id,
                            report->rules->language, report->rules->program));
    return true;
}

static bool end_document(struct report *report, struct error *error)
{
    struct message *own = report->own;
    const struct report_mail *mail = report->rules->message;
    char digest[DIGEST_HEX];
    for (size_t i = 0; i < own->n_parts; i++)
        if (!report_end(&own->parts[i].report, error))
            return false;
    digest_message(report, digest);
    if (!put_headers(report, digest, error))
        return false;
    const char *outer = arena_printf(report->arena, "=_%.24s_1", digest);
    const char *inner = arena_printf(report->arena, "=_%.24s_2", digest);
    report_put(report, arena_printf(report->arena,
                                    "Content-Type: multipart/mixed;\r\n boundary=\"%s\""
                                    "\r\n\r\n--%s\r\nContent-Type: multipart/"
                                    "alternative;\r\n boundary=\"%s\"\r\n\r\n",
                                    outer, outer, inner));
    for (size_t i = 0; i < PARTS_OF_TEXT; i++) {
        report_put(report, arena_printf(report->arena, "--%s\r\n", inner));
        put_part(report, &own->parts[i], "");
    }
    report_put(report, arena_printf(report->arena, "--%s--\r\n", inner));
    for (size_t i = PARTS_OF_TEXT; i < own->n_parts; i++) {
        report_put(report, arena_printf(report->arena, "--%s\r\n", outer));
        put_part(report, &own->parts[i],
                 arena_printf(report->arena, "%s%s", mail->stem,
                              own->parts[i].report.format->ending));
    }
    report_put(report, arena_printf(report->arena, "--%s--\r\n", outer));
    for (size_t i = 0; i < own->n_parts; i++)
        buffer_release(&own->parts[i].bytes);
    return true;
}

static void drop_document(struct report *report)
{
    struct message *own = report->own;
    for (size_t i = 0; i < own->n_begun; i++) {
        report_drop(&own->parts[i].report);
        buffer_release(&own->parts[i].bytes);
    }
    own->n_begun = 0;
}

const struct report_format report_eml = {.name = "eml",
                                         .ending = ".eml",
                                         .type = "message/rfc822",
                                         .begin = begin_document,
                                         .page = write_page,
                                         .end = end_document,
                                         .drop = drop_document};
