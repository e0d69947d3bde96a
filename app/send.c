/* --send: see app/send.h. */
#include "app/send.h"

#include "app/fault.h"
#include "app/place.h"
#include "app/sent.h"
#include "report/mailbox.h"
#include "views/words.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct sending {
    struct session *session;
    struct edition *edition;
    struct arena arena;
    struct sent sent;
    struct mailer *mailer;
    struct mailbox *to;
    size_t n_to, n_already, n_sent, n_failed;
    const char *from;
    struct buffer message;
};

static void complain(const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    fprintf(stderr, "aiplus: %s\n", text);
}

static int64_t now(const struct sending *sending)
{
    int64_t time;
    struct error ignored;
    return place_now(&time, &ignored) ? time : sending->session->context.now;
}

/* Everybody, once, whatever list they are in. */
static bool read_recipients(struct sending *sending, struct error *error)
{
    const struct report_setting *setting = sending->edition->setting;
    const char *lists[] = {sending->edition->mail.to, sending->edition->mail.cc,
                           setting->bcc};
    struct mailbox *boxes;
    size_t n;
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        if (!*lists[l])
            continue;
        if (!mailbox_list(lists[l], &sending->arena, &boxes, &n, error))
            return false;
        for (size_t i = 0; i < n; i++) {
            size_t k = 0;
            while (k < sending->n_to &&
                   strcmp(sending->to[k].address, boxes[i].address) != 0)
                k++;
            if (k < sending->n_to)
                continue;
            sending->to = arena_more(&sending->arena, sending->to, sending->n_to,
                                     sizeof *sending->to);
            sending->to[sending->n_to++] = boxes[i];
        }
    }
    return sending->n_to > 0 || error_set(error, ERROR_MAIL_NOBODY, setting->name);
}

static bool read_sender(struct sending *sending, struct error *error)
{
    const struct config *config = sending->session->config;
    struct mailbox *boxes;
    size_t n;
    if (!*config->mail.server.address || !*config->mail.from)
        return error_set(error, ERROR_MAIL_UNSET,
                         config->path ? config->path : "aiplus.conf");
    if (!mailbox_list(config->mail.from, &sending->arena, &boxes, &n, error))
        return false;
    sending->from = boxes[0].address;
    return true;
}

/* A message that was sent to some keeps its name for the rest. */
static bool compose(struct sending *sending, struct error *error)
{
    struct edition *edition = sending->edition;
    edition->format = report_format_find("eml");
    if (*sending->sent.message_id)
        edition->mail.message_id = sending->sent.message_id;
    if (!edition_write(sending->session, edition, &sending->message, error))
        return false;
    fault_limit(0); /* servers have their own limit */
    static const char name[] = "\r\nMessage-ID: <";
    const char *id = strstr(sending->message.data, name);
    if (id) {
        id += sizeof name - 1;
        sending->sent.message_id =
            arena_strndup(&sending->sent.arena, id, strcspn(id, ">"));
    }
    return true;
}

/* False if it cannot be noted: then nothing more may be sent. */
static bool send_one(struct sending *sending, const char *address, struct error *error)
{
    const struct mail_setting *mail = &sending->session->config->mail;
    struct sent *sent = &sending->sent;
    const char *answer = "";
    enum mail_outcome outcome = MAIL_LATER;
    if (!sent_note(sent, address, SENT_SENDING, now(sending), "", error))
        return false;
    for (int i = 0, pause = mail->pause; i < mail->attempts && outcome == MAIL_LATER;
         i++) {
        if (i > 0) {
            sleep((unsigned)pause);
            pause *= 2;
        }
        outcome =
            mailer_send(sending->mailer, sending->from, address, sending->message.data,
                        sending->message.size, &sending->arena, &answer);
    }
    if (outcome == MAIL_SENT) {
        sending->n_sent++;
        return sent_note(sent, address, SENT_DONE, now(sending), answer, error);
    }
    struct error failure = {0};
    sending->n_failed++;
    if (outcome == MAIL_UNCERTAIN) {
        error_set(&failure, ERROR_MAIL_UNCERTAIN, address, sent->name, sent->path);
        complain(&failure);
        return true;
    }
    error_set(&failure, ERROR_MAIL_FAILED, sent->name, address, answer);
    complain(&failure);
    return sent_note(sent, address, SENT_FAILED, now(sending), answer, error);
}

static bool send_all(struct sending *sending, struct error *error)
{
    const struct config *config = sending->session->config;
    size_t n_wanted = 0;
    for (size_t i = 0; i < sending->n_to; i++) {
        enum sent_state state = sent_state(&sending->sent, sending->to[i].address);
        n_wanted += state != SENT_DONE && state != SENT_SENDING;
        sending->n_already += state == SENT_DONE;
        if (state != SENT_SENDING)
            continue;
        struct error unknown = {0};
        sending->n_failed++;
        error_set(&unknown, ERROR_MAIL_UNCERTAIN, sending->to[i].address,
                  sending->sent.name, sending->sent.path);
        complain(&unknown);
    }
    if (n_wanted == 0)
        return true;
    if (!compose(sending, error))
        return false;
    sending->mailer = mailer_open(&config->mail.server, error);
    if (!sending->mailer)
        return false;
    for (size_t i = 0; i < sending->n_to; i++) {
        enum sent_state state = sent_state(&sending->sent, sending->to[i].address);
        if (state != SENT_DONE && state != SENT_SENDING &&
            !send_one(sending, sending->to[i].address, error))
            return false;
    }
    return true;
}

enum exit_status send_run(struct session *session, struct edition *edition)
{
    struct error error = {0};
    struct sending sending = {.session = session,
                              .edition = edition,
                              .sent = {.lock = -1},
                              .message = {.ceiling = PAPER_CEILING}};
    bool ok = read_sender(&sending, &error) && read_recipients(&sending, &error) &&
              sent_open(session->config, edition->setting->name,
                        page_day(&session->context), &sending.sent, &error) &&
              send_all(&sending, &error);
    if (!ok)
        complain(&error);
    else
        printf(_("%1$s: sent to %2$zu, already sent to %3$zu, not sent to %4$zu.\n"),
               edition->setting->name, sending.n_sent, sending.n_already,
               sending.n_failed);
    ok = ok && sending.n_failed == 0;
    if (sending.mailer)
        mailer_close(sending.mailer);
    sent_close(&sending.sent);
    buffer_release(&sending.message);
    arena_release(&sending.arena);
    return ok ? EXIT_FRESH : EXIT_CANNOT_SEND;
}
