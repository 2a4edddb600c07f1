/* SPDX-License-Identifier: MIT */
/* check: refuses requests that are not well-formed HTTP, before anything else looks at them. Why:
 * docs/decisions/request-check.md. */
#ifndef ENTENTE_SERVER_CHECK_H
#define ENTENTE_SERVER_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct problem;

/* What the library keeps of a field, parameter or cookie beside its bytes. */
enum { CHECK_ITEM_BYTES = 64 };

struct check_limits {
    size_t max_target_bytes;
    size_t max_header_bytes; /* with what the library keeps beside them */
    uint64_t max_body_bytes;
};

/* A header field, or the value of one; not NUL-ended. */
struct check_text {
    const char *bytes;
    size_t length;
};

/* What the fields said so far. */
struct check {
    struct check_text host;
    struct check_text content_length;
    struct check_text transfer_encoding;
    size_t kept_bytes; /* by the library, beside those of the header */
    unsigned host_count;
    unsigned content_length_count;
    unsigned transfer_encoding_count;
    const char *fault; /* the first one, static; NULL: none */
};

struct check_line {
    const char *method;
    const char *target; /* raw */
    const char *version;
    size_t header_bytes; /* of this line and all fields */
};

void check_init(struct check *check);

/** Looks at one header field. */
void check_field(struct check *check, struct check_text name, struct check_text value);

/**
 * Looks at the request line and at all fields together.
 *
 * Return: 0, or -1 with the problem; the connection must then be closed, for nobody knows where the
 * next request begins.
 */
int check_end(const struct check *check, const struct check_line *line,
              const struct check_limits *limits, struct problem *reterr);

/** Whether there is more of them than the limit, whatever else is wrong. */
bool check_is_too_large(const struct check *check, const struct check_line *line,
                        const struct check_limits *limits);

/** Whether bytes of a body follow the header. */
bool check_has_body(const struct check *check);

/** @text without blanks at its ends. */
struct check_text check_trim(struct check_text text);

#endif
