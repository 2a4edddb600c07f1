/* SPDX-License-Identifier: MIT */
/* problem: what goes wrong, in the words of RFC 9457. One list makes kinds, statuses, documentation
 * and tests. */
#ifndef ENTENTE_SERVER_PROBLEM_H
#define ENTENTE_SERVER_PROBLEM_H

#include <stddef.h>

/* X(KIND, name in the type URI, HTTP status, title, what to do) */
#define PROBLEM_KINDS(X)                                                                           \
    X(MALFORMED_REQUEST, "malformed-request", 400, "The request is not well-formed HTTP",          \
      "Send one Host header, no control characters, no body with GET, percent-encode the target.") \
    X(UNKNOWN_PARAMETER, "unknown-parameter", 400, "The path does not know this parameter",        \
      "Use a parameter that /openapi.json lists for the path.")                                    \
    X(REPEATED_PARAMETER, "repeated-parameter", 400, "A parameter is given twice",                 \
      "Give each parameter once; several values go into one, separated by commas.")                \
    X(EMPTY_PARAMETER, "empty-parameter", 400, "A parameter has no value",                         \
      "Give it a value or leave it out.")                                                          \
    X(INVALID_PARAMETER, "invalid-parameter", 400, "A parameter has a value that it cannot have",  \
      "The detail says what is allowed.")                                                          \
    X(INVALID_CURSOR, "invalid-cursor", 400, "The page mark does not belong to this question",     \
      "Follow page.next as it came, with the same filters and sort.")                              \
    X(NOT_FOUND, "not-found", 404, "There is nothing at this path", "GET / lists the paths.")      \
    X(NO_SUCH_RECORD, "no-such-record", 404, "There is no such record",                            \
      "The detail names one that is near.")                                                        \
    X(METHOD_NOT_ALLOWED, "method-not-allowed", 405, "The path does not allow this method",        \
      "The Allow header lists the methods.")                                                       \
    X(NOT_ACCEPTABLE, "not-acceptable", 406, "No representation fits the Accept header",           \
      "Accept application/json, or what else the detail names.")                                   \
    X(BODY_TOO_LARGE, "body-too-large", 413, "The body is larger than the server takes",           \
      "Send less.")                                                                                \
    X(TARGET_TOO_LONG, "target-too-long", 414, "The request target is too long",                   \
      "Ask with fewer values.")                                                                    \
    X(UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", 415,                                       \
      "The body is of a kind the path does not read", "Send no body.")                             \
    X(HEADER_TOO_LARGE, "header-too-large", 431, "The request header is too large",                \
      "Send fewer or shorter fields.")                                                             \
    X(INTERNAL, "internal", 500, "The server failed",                                              \
      "The log has the cause under the request id.")                                               \
    X(NOT_IMPLEMENTED, "not-implemented", 501,                                                     \
      "The server does not know this method or transfer coding",                                   \
      "Use GET, HEAD or OPTIONS, without Transfer-Encoding other than chunked.")                   \
    X(BUSY, "busy", 503, "The server has too much to do",                                          \
      "Ask again after the time in Retry-After.")                                                  \
    X(QUERY_TIMEOUT, "query-timeout", 503, "The question takes too long",                          \
      "Narrow it with filters, a smaller limit or fewer counted rows.")                            \
    X(DATABASE_UNAVAILABLE, "database-unavailable", 503, "The database cannot be read",            \
      "Ask again later; the operator finds the cause in the log.")                                 \
    X(SHUTTING_DOWN, "shutting-down", 503, "The server is stopping",                               \
      "Ask again after the time in Retry-After.")                                                  \
    X(HTTP_VERSION, "http-version", 505, "This answer needs HTTP/1.1",                             \
      "Streams need HTTP/1.1, which can show that an answer was cut.")

enum problem_kind {
#define PROBLEM_ENUM(kind, name, status, title, remedy) PROBLEM_##kind,
    PROBLEM_KINDS(PROBLEM_ENUM)
#undef PROBLEM_ENUM
        PROBLEM_COUNT
};

enum { PROBLEM_DETAIL_SIZE = 512, PROBLEM_PARAMETER_SIZE = 64 };

struct problem {
    enum problem_kind kind;
    char detail[PROBLEM_DETAIL_SIZE];
    char parameter[PROBLEM_PARAMETER_SIZE]; /* "" when no parameter is to blame */
    char cause[PROBLEM_DETAIL_SIZE]; /* for the log alone: never leaves the server; "" for none */
};

/**
 * Says what went wrong. Text that came from outside is shortened and made printable on the way out.
 *
 * @parameter  the name of the parameter to blame, or NULL
 *
 * Return: -1, so that to report and to leave are one expression.
 */
int problem_set(struct problem *reterr, enum problem_kind kind, const char *parameter,
                const char *format, ...) __attribute__((format(printf, 4, 5)));

/**
 * Notes for the log why the problem in @reterr came about; problem_set() forgets what was noted.
 *
 * Return: -1.
 */
int problem_set_cause(struct problem *reterr, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** INTERNAL, because memory ran out. Return: -1. */
int problem_set_no_memory(struct problem *reterr);

const char *problem_name(enum problem_kind kind); /* unknown-parameter */
unsigned problem_status(enum problem_kind kind);  /* 400 */
const char *problem_title(enum problem_kind kind);
const char *problem_remedy(enum problem_kind kind);

#endif
