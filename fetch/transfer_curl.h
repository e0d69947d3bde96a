/*
 * The inside of the wire: what fetch/transfer.c and its two helpers share. The only
 * header that names libcurl.
 */
#ifndef FETCH_TRANSFER_CURL_H
#define FETCH_TRANSFER_CURL_H

#include "fetch/transfer_wire.h"

#include <curl/curl.h>

/* Freed when its request ends. */
struct call {
    CURL *easy;
    struct curl_slist *headers; /* may hold secrets: wiped before it is freed */
    char body[4096];            /* of a refresh */
    char words[CURL_ERROR_SIZE];
};

/* Tells libcurl all that decides what the request says, to whom, and how it proves who
 * asks: everything but the callbacks. */
bool call_set_up(struct exchange *exchange, const struct secrets *secrets,
                 const char *key);

void call_forget_headers(struct call *call);

#endif
