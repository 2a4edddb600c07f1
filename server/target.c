/* SPDX-License-Identifier: MIT */
#include "server/target.h"

#include <string.h>
#include <strings.h>

#include "model/arena.h"
#include "server/problem.h"
#include "server/utf8.h"

/* What is wrong with an encoded text. */
enum decoding { DECODED, DECODED_BAD_ESCAPE, DECODED_NUL, DECODED_NO_UTF8, DECODED_NO_MEMORY };

static const char *const decoding_messages[] = {
    [DECODED_BAD_ESCAPE] = "has a % that two hexadecimal digits do not follow; write %25 for it",
    [DECODED_NUL] = "has %00, which no text here may have",
    [DECODED_NO_UTF8] = "is not UTF-8",
};

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that the two digits at @text stand for; -1 where they are none. */
static int escaped_byte(const char *text)
{
    int high = hex_digit(text[0]);
    int low = high < 0 ? -1 : hex_digit(text[1]);

    return low < 0 ? -1 : high << 4 | low;
}

static enum decoding decode_bytes(char *text, char blank)
{
    char *out = text;

    for (const char *in = text; *in; in++) {
        int byte = (unsigned char)*in;

        if (*in == blank)
            byte = ' ';
        if (*in == '%') {
            byte = escaped_byte(in + 1);
            in += 2;
        }
        if (byte <= 0)
            return byte < 0 ? DECODED_BAD_ESCAPE : DECODED_NUL;
        *out++ = (char)byte;
    }
    *out = '\0';
    return DECODED;
}

/* @blank is the character that stands for a blank: + in a query (HTML's form encoding). */
static enum decoding decode(const char *text, size_t length, char blank, struct arena *arena,
                            const char **ret)
{
    char *copy = arena_copy(arena, text, length);

    if (!copy)
        return DECODED_NO_MEMORY;
    enum decoding result = decode_bytes(copy, blank);

    if (result != DECODED)
        return result;
    *ret = copy;
    return utf8_is_valid(copy) ? DECODED : DECODED_NO_UTF8;
}

/* "absolute-form", RFC 9112 section 3.2.2: what names the server is left to the Host check. */
static const char *skip_authority(const char *raw)
{
    size_t scheme = 0;

    if (strncasecmp(raw, "http://", 7) == 0)
        scheme = 7;
    else if (strncasecmp(raw, "https://", 8) == 0)
        scheme = 8;
    return scheme ? raw + scheme + strcspn(raw + scheme, "/?") : raw;
}

static bool has_escaped_slash(const char *path, size_t length)
{
    for (size_t i = 0; i + 2 < length; i++)
        if (path[i] == '%' && path[i + 1] == '2' && (path[i + 2] | 0x20) == 'f')
            return true;
    return false;
}

static int read_path(const char *path, size_t length, struct arena *arena, struct target *ret,
                     struct problem *reterr)
{
    enum decoding result = decode(path, length, '\0', arena, &ret->path);

    if (result == DECODED_NO_MEMORY)
        return problem_set_no_memory(reterr);
    if (result != DECODED)
        return problem_set(reterr, PROBLEM_MALFORMED_REQUEST, NULL, "The path %s.",
                           decoding_messages[result]);
    if (has_escaped_slash(path, length))
        return problem_set(reterr, PROBLEM_NOT_FOUND, NULL,
                           "%.200s has an escaped slash; no path here has one.", ret->path);
    return 0;
}

int target_read_path(const char *raw, struct arena *arena, struct target *ret,
                     struct problem *reterr)
{
    const char *path = skip_authority(raw);
    size_t length = strcspn(path, "?");

    ret->parameter_count = 0;
    ret->is_asterisk = strcmp(raw, "*") == 0;
    ret->query = path[length] ? path + length + 1 : "";
    if (ret->is_asterisk)
        return 0;
    if (strchr(raw, '#'))
        return problem_set(reterr, PROBLEM_MALFORMED_REQUEST, NULL,
                           "A # does not belong into a request target; write %%23 for it.");
    if (path != raw && length == 0)
        return read_path("/", 1, arena, ret, reterr);
    if (*path != '/')
        return problem_set(reterr, PROBLEM_MALFORMED_REQUEST, NULL,
                           "The request target is neither a path nor an http address.");
    return read_path(path, length, arena, ret, reterr);
}

static int read_name(const char *text, size_t length, struct arena *arena,
                     struct target_parameter *ret, struct problem *reterr)
{
    enum decoding result = decode(text, length, '+', arena, &ret->name);

    if (result == DECODED_NO_MEMORY)
        return problem_set_no_memory(reterr);
    if (result != DECODED)
        return problem_set(reterr, PROBLEM_MALFORMED_REQUEST, NULL, "A parameter's name %s.",
                           decoding_messages[result]);
    return 0;
}

static int read_value(const char *text, size_t length, struct arena *arena,
                      struct target_parameter *ret, struct problem *reterr)
{
    enum decoding result = decode(text, length, '+', arena, &ret->value);

    if (result == DECODED_NO_MEMORY)
        return problem_set_no_memory(reterr);
    if (result != DECODED)
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, ret->name, "The value of %.60s %s.",
                           ret->name, decoding_messages[result]);
    return 0;
}

static int read_parameter(const char *text, size_t length, struct arena *arena,
                          struct target_parameter *ret, struct problem *reterr)
{
    const char *equals = memchr(text, '=', length);
    size_t name_length = equals ? (size_t)(equals - text) : length;
    size_t skipped = equals ? name_length + 1 : length;

    if (read_name(text, name_length, arena, ret, reterr) < 0)
        return -1;
    return read_value(text + skipped, length - skipped, arena, ret, reterr);
}

int target_read_query(struct target *target, struct arena *arena, struct problem *reterr)
{
    const char *at = target->query;

    while (*at) {
        size_t length = strcspn(at, "&");

        if (length > 0 && target->parameter_count == TARGET_MAX_PARAMETERS)
            return problem_set(reterr, PROBLEM_INVALID_PARAMETER, NULL,
                               "A request has at most %d parameters.", TARGET_MAX_PARAMETERS);
        if (length > 0 &&
            read_parameter(at, length, arena, &target->parameters[target->parameter_count++],
                           reterr) < 0)
            return -1;
        at += length + (at[length] == '&');
    }
    return 0;
}
