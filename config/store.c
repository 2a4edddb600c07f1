/* SPDX-License-Identifier: MIT */
#include "config/store.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* More of a wrong value would only hide the message. */
enum { SHOWN_BYTES = 80 };

static const struct config_setting settings[] = {
#define ROW_INTEGER(name, value, low, high, description)                                           \
    {#name, CONFIG_INTEGER, #value, low, high, NULL, description},
#define ROW_TEXT(name, value, longest, description)                                                \
    {#name, CONFIG_TEXT, value, 1, longest, NULL, description},
#define ROW_BOOLEAN(name, value, description)                                                      \
    {#name, CONFIG_BOOLEAN, #value, 0, 1, NULL, description},
#define ROW_CHOICE(name, value, words, description)                                                \
    {#name, CONFIG_CHOICE, value, 0, 0, words, description},
    CONFIG_SETTINGS(ROW_INTEGER, ROW_TEXT, ROW_BOOLEAN, ROW_CHOICE)};

static const size_t offsets[] = {
#define OFFSET(name, ...) offsetof(struct config, name),
    CONFIG_SETTINGS(OFFSET, OFFSET, OFFSET, OFFSET)};

const struct config_setting *config_settings(size_t *ret_count)
{
    *ret_count = CONFIG_COUNT;
    return settings;
}

static void *member(struct config_store *store, size_t setting)
{
    return (char *)&store->config + offsets[setting];
}

static const void *const_member(const struct config_store *store, size_t setting)
{
    return (const char *)&store->config + offsets[setting];
}

/* Control characters would let a value write log lines of its own. */
static void blank_control_characters(char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            *text = '?';
    }
}

static char *format_place(const struct config_place *place, const char *text)
{
    char *message = NULL;
    const char *name = place->name ? place->name : "";
    const char *colon = place->name ? ": " : "";
    int length;

    if (place->path && place->line)
        length = asprintf(&message, "%s:%lu: %.*s%s%s", place->path, place->line, SHOWN_BYTES, name,
                          colon, text);
    else if (place->path)
        length = asprintf(&message, "%s: %s", place->path, text);
    else
        length = asprintf(&message, "%.*s%s%s", SHOWN_BYTES, name, colon, text);
    return length < 0 ? NULL : message;
}

int config_fail(const struct config_place *place, char **ret_message, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;

    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    *ret_message = length < 0 ? NULL : format_place(place, text);
    if (*ret_message)
        blank_control_characters(*ret_message);
    if (length >= 0)
        free(text);
    return -1;
}

static int set_integer(struct config_store *store, size_t setting, const char *value,
                       const struct config_place *place, char **ret_message)
{
    const struct config_setting *row = &settings[setting];
    const char *digits = value[0] == '-' ? value + 1 : value;

    if (digits[0] == '\0' || strspn(digits, "0123456789") != strlen(digits))
        return config_fail(place, ret_message, "%.*s is not a whole number from %lld to %lld",
                           SHOWN_BYTES, value, (long long)row->low, (long long)row->high);

    errno = 0;
    const long long number = strtoll(value, NULL, 10);
    if (errno != 0 || number < row->low || number > row->high)
        return config_fail(place, ret_message, "%.*s is not between %lld and %lld", SHOWN_BYTES,
                           value, (long long)row->low, (long long)row->high);
    *(int64_t *)member(store, setting) = number;
    return 0;
}

static bool has_word(const char *const *words, const char *value)
{
    for (; *words; words++) {
        if (strcmp(*words, value) == 0)
            return true;
    }
    return false;
}

static int set_boolean(struct config_store *store, size_t setting, const char *value,
                       const struct config_place *place, char **ret_message)
{
    static const char *const yes[] = {"true", "yes", "1", "on", NULL};
    static const char *const no[] = {"false", "no", "0", "off", NULL};

    if (!has_word(yes, value) && !has_word(no, value))
        return config_fail(place, ret_message,
                           "%.*s is none of true, false, yes, no, 1, 0, on and off", SHOWN_BYTES,
                           value);
    *(bool *)member(store, setting) = has_word(yes, value);
    return 0;
}

static int keep_text(struct config_store *store, size_t setting, const char *value,
                     const struct config_place *place, char **ret_message)
{
    char *copy = strdup(value);

    if (!copy)
        return config_fail(place, ret_message, "out of memory");
    free(store->texts[setting]);
    store->texts[setting] = copy;
    *(const char **)member(store, setting) = copy;
    return 0;
}

static bool has_control_character(const char *value)
{
    for (; *value; value++) {
        if ((unsigned char)*value < 0x20 || *value == 0x7f)
            return true;
    }
    return false;
}

/* Only what a file can say too: config_print() writes one. */
static int set_text(struct config_store *store, size_t setting, const char *value,
                    const struct config_place *place, char **ret_message)
{
    const size_t length = strlen(value);

    if (length > (size_t)settings[setting].high)
        return config_fail(place, ret_message, "longer than %lld bytes",
                           (long long)settings[setting].high);
    if (has_control_character(value))
        return config_fail(place, ret_message, "has a control character");
    if (value[0] == ' ' || value[length - 1] == ' ')
        return config_fail(place, ret_message, "begins or ends with a blank");
    if (strstr(value, " ;") || strstr(value, " #"))
        return config_fail(place, ret_message,
                           "has ; or # behind a blank (a comment takes a line of its own)");
    return keep_text(store, setting, value, place, ret_message);
}

static bool is_choice(const char *words, const char *value)
{
    const size_t length = strlen(value);

    for (const char *word = words; word; word = strchr(word, '|')) {
        word += *word == '|';
        if (strcspn(word, "|") == length && strncmp(word, value, length) == 0)
            return true;
    }
    return false;
}

static int set_choice(struct config_store *store, size_t setting, const char *value,
                      const struct config_place *place, char **ret_message)
{
    if (!is_choice(settings[setting].words, value))
        return config_fail(place, ret_message, "%.*s is none of %s", SHOWN_BYTES, value,
                           settings[setting].words);
    return keep_text(store, setting, value, place, ret_message);
}

static int set_value(struct config_store *store, size_t setting, const char *value,
                     const struct config_place *place, char **ret_message)
{
    switch (settings[setting].type) {
    case CONFIG_INTEGER:
        return set_integer(store, setting, value, place, ret_message);
    case CONFIG_BOOLEAN:
        return set_boolean(store, setting, value, place, ret_message);
    case CONFIG_CHOICE:
        return set_choice(store, setting, value, place, ret_message);
    case CONFIG_TEXT:
        break;
    }
    return set_text(store, setting, value, place, ret_message);
}

/* A value that does not count must be right all the same, so it is set in a store of its own. */
static int try_value(size_t setting, const char *value, const struct config_place *place,
                     char **ret_message)
{
    struct config_store scratch = {0};
    const int result = set_value(&scratch, setting, value, place, ret_message);

    free(scratch.texts[setting]);
    return result;
}

int config_set(struct config_store *store, size_t setting, const char *value,
               enum config_origin origin, const struct config_place *place, char **ret_message)
{
    if (value[0] == '\0')
        return config_fail(place, ret_message, "has no value");
    if (store->origins[setting] > origin)
        return try_value(setting, value, place, ret_message);
    if (set_value(store, setting, value, place, ret_message) < 0)
        return -1;
    store->origins[setting] = origin;
    return 0;
}

struct config_store *config_new(void)
{
    const struct config_place place = {0};
    struct config_store *store = calloc(1, sizeof *store);
    char *message = NULL;

    for (size_t i = 0; store && i < CONFIG_COUNT; i++) {
        if (config_set(store, i, settings[i].default_value, CONFIG_DEFAULT, &place, &message) < 0)
            store = config_free(store);
    }
    free(message);
    return store;
}

struct config_store *config_free(struct config_store *store)
{
    if (!store)
        return NULL;
    for (size_t i = 0; i < CONFIG_COUNT; i++)
        free(store->texts[i]);
    free(store);
    return NULL;
}

const struct config *config_get(const struct config_store *store)
{
    return &store->config;
}

enum config_origin config_origin(const struct config_store *store, size_t setting)
{
    return store->origins[setting];
}

const char *config_value_text(const struct config_store *store, size_t setting,
                              char scratch[CONFIG_NUMBER_SIZE])
{
    const void *value = const_member(store, setting);

    switch (settings[setting].type) {
    case CONFIG_INTEGER:
        snprintf(scratch, CONFIG_NUMBER_SIZE, "%lld", (long long)*(const int64_t *)value);
        return scratch;
    case CONFIG_BOOLEAN:
        return *(const bool *)value ? "true" : "false";
    case CONFIG_CHOICE:
    case CONFIG_TEXT:
        break;
    }
    return *(const char *const *)value;
}
