/* SPDX-License-Identifier: MIT */
#include "server/problem.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "server/utf8.h"

static const char ellipsis[] = "\xe2\x80\xa6";

struct problem_text {
    const char *name;
    unsigned status;
    const char *title;
    const char *remedy;
};

static const struct problem_text texts[] = {
#define PROBLEM_TEXT(kind, name, status, title, remedy) {name, status, title, remedy},
    PROBLEM_KINDS(PROBLEM_TEXT)
#undef PROBLEM_TEXT
};

static const struct problem_text *text_of(enum problem_kind kind)
{
    assert(kind >= 0 && kind < PROBLEM_COUNT);
    return &texts[kind];
}

/* C0, DEL and C1 may steer a terminal that shows the log. */
static size_t printable_length(const char *text)
{
    const unsigned char *t = (const unsigned char *)text;
    size_t length = utf8_length(text);

    if (t[0] < 0x20 || t[0] == 0x7f)
        return 0;
    if (t[0] == 0xc2 && t[1] < 0xa0)
        return 0;
    return length;
}

/* Copies what fits; each run of bytes that cannot be printed becomes one question mark. */
static void copy_printable(char *ret, size_t size, const char *text)
{
    size_t room = size - sizeof ellipsis;
    size_t used = 0;
    bool was_printable = true;

    while (*text) {
        size_t length = printable_length(text);
        size_t taken = length ? length : 1;

        if (used + taken > room)
            break;
        if (length)
            memcpy(ret + used, text, length);
        else
            ret[used] = '?';
        used += length || was_printable ? taken : 0;
        was_printable = length != 0;
        text += taken;
    }
    strcpy(ret + used, *text ? ellipsis : "");
}

/* Longer than any member, so that cutting is left to copy_printable(). */
enum { SCRATCH_SIZE = PROBLEM_DETAIL_SIZE + 64 };

int problem_set(struct problem *reterr, enum problem_kind kind, const char *parameter,
                const char *format, ...)
{
    char detail[SCRATCH_SIZE];
    char blamed[PROBLEM_PARAMETER_SIZE];
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(detail, sizeof detail, format, arguments) < 0)
        detail[0] = '\0';
    va_end(arguments);
    copy_printable(blamed, sizeof blamed, parameter ? parameter : "");

    memset(reterr, 0, sizeof *reterr);
    reterr->kind = kind;
    copy_printable(reterr->detail, sizeof reterr->detail, detail);
    memcpy(reterr->parameter, blamed, sizeof blamed);
    return -1;
}

int problem_set_cause(struct problem *reterr, const char *format, ...)
{
    char cause[SCRATCH_SIZE];
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(cause, sizeof cause, format, arguments) < 0)
        cause[0] = '\0';
    va_end(arguments);
    copy_printable(reterr->cause, sizeof reterr->cause, cause);
    return -1;
}

int problem_set_no_memory(struct problem *reterr)
{
    problem_set(reterr, PROBLEM_INTERNAL, NULL, "The server ran out of memory.");
    return problem_set_cause(reterr, "out of memory");
}

const char *problem_name(enum problem_kind kind)
{
    return text_of(kind)->name;
}

unsigned problem_status(enum problem_kind kind)
{
    return text_of(kind)->status;
}

const char *problem_title(enum problem_kind kind)
{
    return text_of(kind)->title;
}

const char *problem_remedy(enum problem_kind kind)
{
    return text_of(kind)->remedy;
}
