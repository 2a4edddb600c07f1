/* SPDX-License-Identifier: MIT */
/* store: what config's own files share; nobody else includes it. */
#ifndef ENTENTE_CONFIG_STORE_H
#define ENTENTE_CONFIG_STORE_H

#include "config/config.h"

#define CONFIG_COUNT_ONE(...) +1
enum {
    CONFIG_COUNT =
        0 CONFIG_SETTINGS(CONFIG_COUNT_ONE, CONFIG_COUNT_ONE, CONFIG_COUNT_ONE, CONFIG_COUNT_ONE),
    CONFIG_NAME_SIZE = 64,   /* of a setting's name in any spelling, prefix and NUL included */
    CONFIG_NUMBER_SIZE = 24, /* of an int64_t as text */
};

struct config_store {
    struct config config;
    enum config_origin origins[CONFIG_COUNT];
    char *texts[CONFIG_COUNT]; /* owned; NULL where the setting is no text */
};

/* Where a value stands, as messages name it. */
struct config_place {
    const char *path; /* of the file; NULL elsewhere */
    unsigned long line;
    const char *name; /* as it was written; NULL where there is none */
};

/**
 * Finds the setting that has the name @given where values of @origin are written.
 *
 * Return: its number, CONFIG_COUNT where there is none.
 */
size_t config_find(const char *given, enum config_origin origin);

/** Writes the name of a setting as values of @origin have it: `ENTENTE_PORT`, `--admin-port`. */
void config_spell(size_t setting, enum config_origin origin, char ret[CONFIG_NAME_SIZE]);

/** Sets a value, unless one of a stronger origin is there. Return: 0, or -1 with a message. */
int config_set(struct config_store *store, size_t setting, const char *value,
               enum config_origin origin, const struct config_place *place, char **ret_message);

/** The value as a file has it. @scratch is used for numbers. */
const char *config_value_text(const struct config_store *store, size_t setting,
                              char scratch[CONFIG_NUMBER_SIZE]);

/** Sets *@ret_message to "PLACE: FORMAT", new, or to NULL when memory ran out. Return: -1. */
int config_fail(const struct config_place *place, char **ret_message, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** config_fail() for a name that is no setting, with the one that was probably meant. */
int config_fail_unknown(const struct config_place *place, enum config_origin origin,
                        char **ret_message);

#endif
