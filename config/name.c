/* SPDX-License-Identifier: MIT */
/* How a setting is called in the file, in the environment and as a flag. */
#include "config/store.h"

#include <string.h>

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static const char *name_prefix(enum config_origin origin)
{
    if (origin == CONFIG_ENVIRONMENT)
        return "ENTENTE_";
    return origin == CONFIG_FLAG ? "--" : "";
}

static char spell_character(char c, enum config_origin origin)
{
    if (origin == CONFIG_ENVIRONMENT)
        return upper(c);
    return origin == CONFIG_FLAG && c == '_' ? '-' : c;
}

void config_spell(size_t setting, enum config_origin origin, char ret[CONFIG_NAME_SIZE])
{
    size_t count;
    const char *name = config_settings(&count)[setting].name;

    snprintf(ret, CONFIG_NAME_SIZE, "%s", name_prefix(origin));
    for (size_t i = strlen(ret); *name && i + 1 < CONFIG_NAME_SIZE; i++, name++) {
        ret[i] = spell_character(*name, origin);
        ret[i + 1] = '\0';
    }
}

size_t config_find(const char *given, enum config_origin origin)
{
    for (size_t i = 0; i < CONFIG_COUNT; i++) {
        char name[CONFIG_NAME_SIZE];

        config_spell(i, origin, name);
        if (strcmp(given, name) == 0)
            return i;
    }
    return CONFIG_COUNT;
}

/* How many bytes at the start are the same, case ignored. */
static size_t common_length(const char *a, const char *b)
{
    size_t length = 0;

    while (a[length] && upper(a[length]) == upper(b[length]))
        length++;
    return length;
}

/* The setting whose name begins most like @given: a quarter of it at least, else CONFIG_COUNT. */
static size_t find_nearest(const char *given, enum config_origin origin)
{
    const size_t prefix = strlen(name_prefix(origin));
    const size_t own_length = strlen(given) - prefix;
    size_t nearest = CONFIG_COUNT;
    size_t longest = 0;

    for (size_t i = 0; i < CONFIG_COUNT; i++) {
        char name[CONFIG_NAME_SIZE];

        config_spell(i, origin, name);
        const size_t length = common_length(given + prefix, name + prefix);
        if (length > longest && length * 4 >= own_length) {
            longest = length;
            nearest = i;
        }
    }
    return nearest;
}

int config_fail_unknown(const struct config_place *place, enum config_origin origin,
                        char **ret_message)
{
    const size_t nearest = find_nearest(place->name, origin);
    char name[CONFIG_NAME_SIZE];

    if (nearest == CONFIG_COUNT)
        return config_fail(place, ret_message, "no such setting");
    config_spell(nearest, origin, name);
    return config_fail(place, ret_message, "no such setting; did you mean %s?", name);
}
