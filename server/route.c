/* SPDX-License-Identifier: MIT */
#include "server/route.h"

#include <string.h>

/* @pattern and @path stand at the start of a segment. */
static bool segment_fits(const char *pattern, const char *path, bool *ret_is_open)
{
    size_t pattern_length = strcspn(pattern, "/");
    size_t path_length = strcspn(path, "/");

    *ret_is_open = pattern[0] == '{';
    if (*ret_is_open)
        return path_length > 0;
    return pattern_length == path_length && memcmp(pattern, path, path_length) == 0;
}

/* Walks both segment by segment; a leading slash is the empty segment before it. */
static bool path_fits(const char *pattern, const char *path, const char **ret_segment)
{
    const char *segment = NULL;

    for (;;) {
        bool is_open;

        if (!segment_fits(pattern, path, &is_open))
            return false;
        if (is_open)
            segment = path;
        pattern += strcspn(pattern, "/");
        path += strcspn(path, "/");
        if (*pattern != *path)
            return false;
        if (!*path)
            break;
        pattern++;
        path++;
    }
    *ret_segment = segment;
    return true;
}

/* A path spelled out wins over one in braces: /v1/trade/aggregate over /v1/trade/{id}. */
const struct route *route_find(const struct routes *routes, const char *path,
                               const char **ret_segment)
{
    const struct route *open = NULL;

    for (size_t i = 0; i < routes->count; i++) {
        const struct route *route = &routes->route[i];
        const char *segment;

        if (!path_fits(route->path, path, &segment))
            continue;
        if (segment && open)
            continue;
        *ret_segment = segment;
        if (!segment)
            return route;
        open = route;
    }
    return open;
}
