/* SPDX-License-Identifier: MIT */
#include "server/route.h"

#include <string.h>

/* Walks both up to the braces, if there are any; what is in their place is one segment. */
static bool path_fits(const char *pattern, const char *path, const char **ret_segment)
{
    while (*pattern && *pattern != '{' && *pattern == *path) {
        pattern++;
        path++;
    }
    *ret_segment = NULL;
    if (*pattern != '{')
        return *pattern == *path;

    size_t length = strcspn(path, "/");
    *ret_segment = path;
    return length > 0 && strcmp(strchr(pattern, '}') + 1, path + length) == 0;
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

bool route_has_format(const struct route *route, enum query_format format)
{
    if (format == FORMAT_JSON)
        return !route->content_type;
    if (!route->resource || !(route->takes & ROUTE_TAKES_LIST) || route->content_type)
        return false;
    return !representations[format].is_feed || route->takes & ROUTE_TAKES_FEEDS;
}
