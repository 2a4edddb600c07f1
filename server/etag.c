/* SPDX-License-Identifier: MIT */
#include "server/etag.h"

#include <stdlib.h>
#include <string.h>

#include "model/hash.h"

uint64_t etag_hash(const struct etag_subject *subject)
{
    unsigned char gzip = subject->is_gzip;
    uint64_t hash = HASH_START;

    hash = hash_add(hash, &subject->database_id, sizeof subject->database_id);
    hash = hash_add(hash, &subject->revision, sizeof subject->revision);
    hash = hash_add(hash, subject->build, strlen(subject->build) + 1);
    hash = hash_add(hash, subject->key, strlen(subject->key) + 1);
    return hash_add(hash, &gzip, sizeof gzip);
}

/* At least @least digits. Return: behind them. */
static char *write_hex(uint64_t number, unsigned least, char *at)
{
    unsigned digits = least;

    while (digits < 16 && number >> digits * 4)
        digits++;
    for (unsigned i = digits; i > 0; i--)
        *at++ = "0123456789abcdef"[number >> (i - 1) * 4 & 0xf];
    return at;
}

void etag_write(uint64_t hash, uint64_t length, char ret[ETAG_SIZE])
{
    char *at = ret;

    *at++ = '"';
    at = write_hex(hash_add(hash, &length, sizeof length), 16, at);
    if (length != ETAG_NO_LENGTH) {
        *at++ = '-';
        at = write_hex(length, 1, at);
    }
    *at++ = '"';
    *at = '\0';
}

/* The next tag at or after @at, without W/; NULL at the end or where the list is damaged. */
static const char *next_tag(const char *at, size_t *ret_length)
{
    at += strspn(at, " \t,");
    if (strncmp(at, "W/", 2) == 0)
        at += 2;
    if (*at != '"')
        return NULL;

    const char *end = strchr(at + 1, '"');
    if (!end)
        return NULL;
    *ret_length = (size_t)(end - at) + 1;
    return at;
}

static uint64_t length_in_tag(const char *tag, size_t tag_length)
{
    const char *hyphen = memchr(tag, '-', tag_length);

    return hyphen ? strtoull(hyphen + 1, NULL, 16) : ETAG_NO_LENGTH;
}

bool etag_find(const char *list, uint64_t hash, uint64_t *ret_length)
{
    size_t length = 0;

    for (const char *tag = next_tag(list, &length); tag; tag = next_tag(tag + length, &length)) {
        char own[ETAG_SIZE];
        uint64_t said = length_in_tag(tag, length);

        etag_write(hash, said, own);
        if (strlen(own) == length && memcmp(own, tag, length) == 0) {
            *ret_length = said;
            return true;
        }
    }
    return false;
}

bool etag_is_any(const char *list)
{
    list += strspn(list, " \t");
    return list[0] == '*' && list[1 + strspn(list + 1, " \t")] == '\0';
}

bool etag_is_listed(const char *list, const char *tag)
{
    size_t wanted = strlen(tag);
    size_t length = 0;

    if (etag_is_any(list))
        return true;
    for (const char *at = next_tag(list, &length); at; at = next_tag(at + length, &length))
        if (length == wanted && memcmp(at, tag, wanted) == 0)
            return true;
    return false;
}
