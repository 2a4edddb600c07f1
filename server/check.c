/* SPDX-License-Identifier: MIT */
#include "server/check.h"

#include <string.h>
#include <strings.h>

#include "server/problem.h"

/* Every byte of every header passes here: so these are what a compiler makes bit tests of. */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* RFC 9110, 5.6.2. */
static bool is_token_mark(char c)
{
    switch (c) {
    case '!':
    case '#':
    case '$':
    case '%':
    case '&':
    case '\'':
    case '*':
    case '+':
    case '-':
    case '.':
    case '^':
    case '_':
    case '`':
    case '|':
    case '~':
        return true;
    default:
        return false;
    }
}

/* RFC 3986, 3.2.2 and 3.2.3. */
static bool is_host_mark(char c)
{
    switch (c) {
    case '-':
    case '.':
    case '_':
    case '~':
    case '%':
    case '!':
    case '$':
    case '&':
    case '\'':
    case '(':
    case ')':
    case '*':
    case '+':
    case ',':
    case ';':
    case '=':
    case ':':
    case '[':
    case ']':
        return true;
    default:
        return false;
    }
}

static bool is_token(struct check_text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_letter(text.bytes[i]) && !is_digit(text.bytes[i]) && !is_token_mark(text.bytes[i]))
            return false;
    return text.length > 0;
}

static bool is_host(struct check_text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_letter(text.bytes[i]) && !is_digit(text.bytes[i]) && !is_host_mark(text.bytes[i]))
            return false;
    return true;
}

/* In lower case; 0: it has none. */
static char first_letter(struct check_text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (is_letter(text.bytes[i]))
            return (char)(text.bytes[i] | 0x20);
    return 0;
}

static bool is_name(struct check_text text, const char *name)
{
    return text.length == strlen(name) && strncasecmp(text.bytes, name, text.length) == 0;
}

/* Whether the letters of @text alone spell @letters: Content_Length, Transfer.Encoding. */
static bool is_look_alike(struct check_text text, const char *letters)
{
    size_t at = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (!is_letter(text.bytes[i]))
            continue;
        if ((text.bytes[i] | 0x20) != letters[at])
            return false;
        at++;
    }
    return letters[at] == '\0';
}

struct check_text check_trim(struct check_text text)
{
    while (text.length > 0 && (text.bytes[0] == ' ' || text.bytes[0] == '\t')) {
        text.bytes++;
        text.length--;
    }
    while (text.length > 0 &&
           (text.bytes[text.length - 1] == ' ' || text.bytes[text.length - 1] == '\t'))
        text.length--;
    return text;
}

static bool has_control(struct check_text value)
{
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.bytes[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return true;
    }
    return false;
}

void check_init(struct check *check)
{
    *check = (struct check){0};
}

static const char *find_fault(struct check_text name, struct check_text value)
{
    if (!is_token(name))
        return "The name of a header field is not a token.";
    if (has_control(value))
        return "The value of a header field has a control character.";
    return NULL;
}

static void count(unsigned *ret_count, struct check_text *ret, struct check_text value)
{
    (*ret_count)++;
    *ret = value;
}

/* The fields that say where the request ends, and those that somebody else may take for them. */
static const char *take_framing(struct check *check, struct check_text name,
                                struct check_text value)
{
    if (is_name(name, "Content-Length"))
        count(&check->content_length_count, &check->content_length, value);
    else if (is_name(name, "Transfer-Encoding"))
        count(&check->transfer_encoding_count, &check->transfer_encoding, value);
    else if (is_look_alike(name, "contentlength") || is_look_alike(name, "transferencoding"))
        return "A header field is named almost like one that frames the request.";
    return NULL;
}

/* Of a field, and of each cookie in a copy of it. */
static size_t bytes_kept(struct check_text name, struct check_text value)
{
    size_t bytes = CHECK_ITEM_BYTES;

    if (!is_name(name, "Cookie"))
        return bytes;
    bytes += CHECK_ITEM_BYTES + value.length + 1;
    for (size_t i = 0; i < value.length; i++)
        bytes += value.bytes[i] == ';' ? CHECK_ITEM_BYTES : 0;
    return bytes;
}

void check_field(struct check *check, struct check_text name, struct check_text value)
{
    const char *fault = find_fault(name, value);
    const char *other_fault = NULL;
    char first = first_letter(name);

    check->kept_bytes += bytes_kept(name, value);
    if (first == 'c' || first == 't')
        other_fault = take_framing(check, name, check_trim(value));
    else if (first == 'h' && is_name(name, "Host"))
        count(&check->host_count, &check->host, check_trim(value));
    if (!check->fault)
        check->fault = fault ? fault : other_fault;
}

/* Any number is read: those that do not fit are larger than every limit. */
static bool read_length(struct check_text text, uint64_t *ret)
{
    uint64_t number = 0;

    for (size_t i = 0; i < text.length; i++) {
        if (!is_digit(text.bytes[i]))
            return false;
        if (number > (UINT64_MAX - 9) / 10)
            number = (UINT64_MAX - 9) / 10;
        number = number * 10 + (uint64_t)(text.bytes[i] - '0');
    }
    *ret = number;
    return text.length > 0;
}

bool check_has_body(const struct check *check)
{
    uint64_t length = 0;

    if (check->transfer_encoding_count > 0)
        return true;
    return check->content_length_count > 0 && read_length(check->content_length, &length) &&
           length > 0;
}

static int check_target(const char *target, const struct check_limits *limits,
                        struct problem *reterr)
{
    if (strlen(target) > limits->max_target_bytes)
        return problem_set(reterr, PROBLEM_TARGET_TOO_LONG, NULL, "The target may have %zu bytes.",
                           limits->max_target_bytes);
    for (const char *at = target; *at; at++)
        if (*at < 0x21 || *at > 0x7e)
            return problem_set(reterr, PROBLEM_MALFORMED_REQUEST, NULL,
                               "The target has a byte that must be percent-encoded.");
    if (strstr(target, "%00"))
        return problem_set(reterr, PROBLEM_MALFORMED_REQUEST, NULL, "The target has %%00.");
    return 0;
}

static size_t count_parameters(const char *target)
{
    size_t count = 0;

    for (const char *at = strchr(target, '?'); at; at = strchr(at + 1, '&'))
        count++;
    return count;
}

bool check_is_too_large(const struct check *check, const struct check_line *line,
                        const struct check_limits *limits)
{
    const size_t kept = check->kept_bytes + count_parameters(line->target) * CHECK_ITEM_BYTES;

    return line->header_bytes + kept > limits->max_header_bytes;
}

static const char *find_frame_fault(const struct check *check, const char *version)
{
    uint64_t length = 0;

    if (check->host_count > 1)
        return "There is more than one Host.";
    if (check->host_count == 0 && strcmp(version, "HTTP/1.0") != 0)
        return "There is no Host.";
    if (!is_host(check->host))
        return "Host is not a host name or address with an optional port.";
    if (check->content_length_count > 1)
        return "There is more than one Content-Length.";
    if (check->transfer_encoding_count > 1)
        return "There is more than one Transfer-Encoding.";
    if (check->content_length_count > 0 && check->transfer_encoding_count > 0)
        return "There are Content-Length and Transfer-Encoding.";
    if (check->content_length_count > 0 && !read_length(check->content_length, &length))
        return "Content-Length is not a number.";
    return NULL;
}

static int check_body(const struct check *check, const struct check_line *line,
                      const struct check_limits *limits, struct problem *reterr)
{
    uint64_t length = 0;
    bool is_coded = check->transfer_encoding_count > 0;

    if (is_coded && !is_name(check->transfer_encoding, "chunked"))
        return problem_set(reterr, PROBLEM_NOT_IMPLEMENTED, NULL,
                           "The only transfer coding is chunked.");
    if (is_coded && strcmp(line->version, "HTTP/1.0") == 0)
        return problem_set(reterr, PROBLEM_MALFORMED_REQUEST, NULL,
                           "HTTP/1.0 has no transfer codings.");
    if (!check_has_body(check))
        return 0;
    if (strcmp(line->method, "GET") == 0 || strcmp(line->method, "HEAD") == 0)
        return problem_set(reterr, PROBLEM_MALFORMED_REQUEST, NULL, "%s has no body.",
                           line->method);
    if (!is_coded && read_length(check->content_length, &length) && length > limits->max_body_bytes)
        return problem_set(reterr, PROBLEM_BODY_TOO_LARGE, NULL, "A body may have %llu bytes.",
                           (unsigned long long)limits->max_body_bytes);
    return 0;
}

int check_end(const struct check *check, const struct check_line *line,
              const struct check_limits *limits, struct problem *reterr)
{
    const char *fault = check->fault ? check->fault : find_frame_fault(check, line->version);

    if (check_target(line->target, limits, reterr) < 0)
        return -1;
    if (check_is_too_large(check, line, limits))
        return problem_set(reterr, PROBLEM_HEADER_TOO_LARGE, NULL,
                           "The request header may have %zu bytes, with %d more for each field, "
                           "parameter and cookie; cookies count twice.",
                           limits->max_header_bytes, CHECK_ITEM_BYTES);
    if (fault)
        return problem_set(reterr, PROBLEM_MALFORMED_REQUEST, NULL, "%s", fault);
    return check_body(check, line, limits, reterr);
}
