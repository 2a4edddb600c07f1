/* SPDX-License-Identifier: MIT */
/* harness: the real program on a port of its own with a fresh database, and clients for it. What
 * cannot be done fails the running Check test. */
#ifndef ENTENTE_TESTS_API_HARNESS_H
#define ENTENTE_TESTS_API_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- the program ---- */

struct program {
    int pid; /* 0: not running */
    uint16_t port;
    uint16_t admin_port; /* 0: none */
    char folder[64];     /* of its database and its log; gone after program_stop() */
};

/**
 * Makes a database with `entente init` and starts `entente serve` on it. The program is the one
 * that the environment variable ENTENTE_PROGRAM names.
 *
 * @flags  more flags of serve, NULL-ended; NULL: none
 */
void program_start(struct program *ret, const char *const *flags);

void program_signal(const struct program *program, int signal_number);

/** Waits until the program has ended. Return: its exit status; 128 + the signal that killed it. */
int program_wait(struct program *program);

/** SIGTERM, program_wait(), and everything is removed. */
int program_stop(struct program *program);

/** What the program has logged so far; new. */
char *program_log(const struct program *program);

/** Waits up to 5 s until the log has @text. */
bool program_has_logged(const struct program *program, const char *text);

/* ---- raw sockets ---- */

/* One answer as it came. */
struct raw_answer {
    int status; /* 0: the connection ended, or the time was over, before there was a whole one */
    bool is_closed; /* by the server: nothing more can come */
    bool is_cut;    /* the connection ended within the answer */
    char *header;   /* new, from the status line to the empty line */
    char *body;     /* new, without chunk framing, NUL-ended */
    size_t body_length;
};

struct raw_socket {
    int descriptor;
    char *unread; /* bytes after the last answer */
    size_t length;
};

void raw_connect(struct raw_socket *ret, uint16_t port);

/** With a receive buffer as small as the kernel allows, so that the server cannot send far ahead.
 */
void raw_connect_small(struct raw_socket *ret, uint16_t port);

/** From now on with a receive buffer of 1 MiB, or what the kernel allows. */
void raw_widen(struct raw_socket *socket);
void raw_close(struct raw_socket *socket);

void raw_send(const struct raw_socket *socket, const void *bytes, size_t length);
void raw_send_text(const struct raw_socket *socket, const char *text);

/** Sends what the kernel takes at once. Return: false when the server has closed. */
bool raw_try_send(const struct raw_socket *socket, const void *bytes, size_t length);

/** Says that nothing more comes, but still reads. */
void raw_half_close(const struct raw_socket *socket);

/** Reads one answer. @is_head: it has no body. */
void raw_receive(struct raw_socket *socket, int limit_ms, bool is_head, struct raw_answer *ret);
void raw_answer_fini(struct raw_answer *answer);

/** The value of a header field, without blanks; "" where there is none. Borrowed until the next
 * call. */
const char *raw_header(const struct raw_answer *answer, const char *name);

/** Whether the server closes the connection within @limit_ms. Bytes that come are thrown away. */
bool raw_is_closed_within(struct raw_socket *socket, int limit_ms);

/* ---- libcurl ---- */

struct http_answer {
    long status; /* 0: it failed, or was cut */
    char *headers;
    char *body;
    size_t body_length;
};

/**
 * GETs @path from the program.
 *
 * @headers  more request header lines, NULL-ended; NULL: none
 */
void http_get(const struct program *program, const char *path, const char *const *headers,
              struct http_answer *ret);
void http_answer_fini(struct http_answer *answer);

/** As raw_header(). */
const char *http_header(const struct http_answer *answer, const char *name);

/** Milliseconds on a clock that only goes on. */
int64_t now_ms(void);

#endif
