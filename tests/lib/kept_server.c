/* A correct web server: see tests/lib/kept_server.h. */
#include "tests/lib/kept_server.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct kept_server {
    struct MHD_Daemon *daemon;
    atomic_int connections;            /* that were opened */
    char key[4096], certificate[4096]; /* PEM */
};

static enum MHD_Result answer(void *self, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *upload, size_t *upload_size, void **request)
{
    static int asked; /* only its address is used */
    (void)self, (void)url, (void)method, (void)version;
    (void)upload, (void)upload_size;
    /* An answer that comes before the whole request ends the connection. */
    if (!*request) {
        *request = &asked;
        return MHD_YES;
    }
    const char *page =
        MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "page");
    const char *body = page ? page : KEPT_BODY;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(body), (char *)(uintptr_t)body, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result result = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return result;
}

static void count(void *self, struct MHD_Connection *connection, void **socket,
                  enum MHD_ConnectionNotificationCode what)
{
    struct kept_server *server = self;
    (void)connection, (void)socket;
    server->connections += what == MHD_CONNECTION_NOTIFY_STARTED;
}

static EVP_PKEY *new_key(void)
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, NULL);
    EVP_PKEY_keygen_init(context);
    EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048);
    EVP_PKEY_keygen(context, &key);
    EVP_PKEY_CTX_free(context);
    return key;
}

/* For the right address and for today, but signed by nobody but itself. */
static X509 *new_certificate(EVP_PKEY *key)
{
    X509 *certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               (const unsigned char *)"127.0.0.1", -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    return certificate;
}

static void make_certificate(struct kept_server *server)
{
    EVP_PKEY *key = new_key();
    X509 *certificate = new_certificate(key);
    BIO *memory = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL);
    BIO_read(memory, server->key, sizeof server->key - 1);
    PEM_write_bio_X509(memory, certificate);
    BIO_read(memory, server->certificate, sizeof server->certificate - 1);
    BIO_free(memory);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

struct kept_server *kept_server_start(bool encrypted, int *port)
{
    struct kept_server *server = calloc(1, sizeof *server);
    struct sockaddr_in loopback = {.sin_family = AF_INET,
                                   .sin_addr = {htonl(INADDR_LOOPBACK)}};
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | (encrypted ? MHD_USE_TLS : 0);
    if (encrypted)
        make_certificate(server);
    struct MHD_OptionItem keys[] = {{MHD_OPTION_HTTPS_MEM_KEY, 0, server->key},
                                    {MHD_OPTION_HTTPS_MEM_CERT, 0, server->certificate},
                                    {MHD_OPTION_END, 0, NULL}};
    server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, answer, NULL,
                                      MHD_OPTION_NOTIFY_CONNECTION, count, server,
                                      MHD_OPTION_SOCK_ADDR, &loopback, MHD_OPTION_ARRAY,
                                      encrypted ? keys : &keys[2], MHD_OPTION_END);
    if (!server->daemon) {
        free(server);
        return NULL;
    }
    *port = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    return server;
}

int kept_server_connections(const struct kept_server *server)
{
    return server->connections;
}

void kept_server_stop(struct kept_server *server)
{
    MHD_stop_daemon(server->daemon);
    free(server);
}
