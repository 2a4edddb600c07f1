/* SPDX-License-Identifier: MIT */
/*
 * hello: what the HTTP library costs alone, as a baseline for the server. It answers every request
 * with one MHD_Response that is queued again and again, of as many bytes and with the same header
 * lines as the answer it is compared with.
 */
#include <argp.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELLO_MAX_HEADERS = 64, HELLO_CONNECTIONS = 1000, HELLO_MEMORY = 13312 };

struct hello {
    uint16_t port;
    unsigned threads;
    unsigned status;
    size_t body_bytes;
    const char *headers_file;
    char *headers[HELLO_MAX_HEADERS];
    size_t header_count;
    struct MHD_Response *response;
};

static const struct argp_option options[] = {
    {"port", 'p', "PORT", 0, "port on 127.0.0.1; 0 (default) takes a free one and prints it", 0},
    {"threads", 't', "N", 0, "event threads (default 1)", 0},
    {"status", 's', "N", 0, "status of the answer (default 200)", 0},
    {"bytes", 'b', "N", 0, "length of the body (default 2)", 0},
    {"header", 'H', "LINE", 0, "\"Name: value\", as often as needed", 0},
    {"headers", 'f', "FILE", 0, "header lines, one a line, as `curl -sD FILE` writes them", 0},
    {0},
};

static unsigned long read_number(const char *text, struct argp_state *state)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);

    if (!*text || *end)
        argp_error(state, "\"%s\" is not a number", text);
    return number;
}

static void keep_header(struct hello *hello, const char *line)
{
    if (hello->header_count < HELLO_MAX_HEADERS)
        hello->headers[hello->header_count++] = strdup(line);
}

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct hello *hello = state->input;

    switch (key) {
    case 'p':
        hello->port = (uint16_t)read_number(value, state);
        return 0;
    case 't':
        hello->threads = (unsigned)read_number(value, state);
        return 0;
    case 's':
        hello->status = (unsigned)read_number(value, state);
        return 0;
    case 'b':
        hello->body_bytes = read_number(value, state);
        return 0;
    case 'H':
        keep_header(hello, value);
        return 0;
    case 'f':
        hello->headers_file = value;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* libmicrohttpd adds these itself. */
static int is_of_library(const char *line)
{
    return strncasecmp(line, "HTTP/", 5) == 0 || strncasecmp(line, "Date:", 5) == 0 ||
           strncasecmp(line, "Content-Length:", 15) == 0;
}

static int read_headers(struct hello *hello)
{
    char line[2048];
    FILE *file = hello->headers_file ? fopen(hello->headers_file, "r") : NULL;

    if (!file)
        return hello->headers_file ? -1 : 0;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (*line && !is_of_library(line))
            keep_header(hello, line);
    }
    fclose(file);
    return 0;
}

static struct MHD_Response *make_response(const struct hello *hello)
{
    char *body = malloc(hello->body_bytes + 1);

    if (!body)
        return NULL;
    memset(body, 'x', hello->body_bytes);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(hello->body_bytes, body, MHD_RESPMEM_MUST_FREE);
    for (size_t i = 0; response && i < hello->header_count; i++) {
        char *value = strchr(hello->headers[i], ':');
        if (!value)
            continue;
        *value++ = '\0';
        MHD_add_response_header(response, hello->headers[i], value + strspn(value, " "));
    }
    return response;
}

static enum MHD_Result answer(void *arg, struct MHD_Connection *mhd, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **context)
{
    const struct hello *hello = arg;

    (void)url, (void)method, (void)version, (void)upload;
    if (!*context) {
        *context = arg; /* queued at the first call, an answer closes the connection */
        return MHD_YES;
    }
    *upload_size = 0;
    return MHD_queue_response(mhd, hello->status, hello->response);
}

static int serve(struct hello *hello)
{
    sigset_t ends;
    int signal_number;

    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | MHD_USE_ITC,
        hello->port, NULL, NULL, answer, hello,                               /**/
        MHD_OPTION_THREAD_POOL_SIZE, hello->threads > 1 ? hello->threads : 0, /**/
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)HELLO_CONNECTIONS,             /**/
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HELLO_MEMORY, MHD_OPTION_END);
    if (!daemon) {
        fprintf(stderr, "hello: cannot listen on port %u\n", hello->port);
        return EXIT_FAILURE;
    }
    printf("%u\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    sigwait(&ends, &signal_number);
    MHD_stop_daemon(daemon);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    struct hello hello = {.threads = 1, .status = MHD_HTTP_OK, .body_bytes = 2};
    const struct argp argp = {.options = options,
                              .parser = parse,
                              .doc =
                                  "The HTTP library's own cost, as a baseline. Prints its port."};

    argp_parse(&argp, argc, argv, 0, NULL, &hello);
    if (read_headers(&hello) < 0) {
        perror(hello.headers_file);
        return EXIT_FAILURE;
    }
    hello.response = make_response(&hello);
    int status = hello.response ? serve(&hello) : EXIT_FAILURE;
    if (hello.response)
        MHD_destroy_response(hello.response);
    while (hello.header_count > 0)
        free(hello.headers[--hello.header_count]);
    return status;
}
