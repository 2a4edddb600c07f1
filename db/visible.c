/* SPDX-License-Identifier: MIT */
#include "db/visible.h"

#include <string.h>

enum argument { REPORTER, FREQUENCY, PERIOD, CLASSIFICATION, DATASET };

static const char sql[] = "SELECT 1 FROM main.dataset_block WHERE reporter = ?1 AND frequency = ?2"
                          " AND period = ?3 AND classification = ?4 AND dataset = ?5"
                          " AND until IS NULL";

/* Return: false where the words are longer than any that we know, or there is no memory. */
static bool read_key(sqlite3_value *const *arguments, struct visible_key *ret)
{
    const void *frequency = sqlite3_value_text(arguments[FREQUENCY]);
    const void *classification = sqlite3_value_text(arguments[CLASSIFICATION]);
    const size_t first = (size_t)sqlite3_value_bytes(arguments[FREQUENCY]);
    const size_t second = (size_t)sqlite3_value_bytes(arguments[CLASSIFICATION]);

    if (!frequency || !classification || first + second + 2 > VISIBLE_WORDS_SIZE)
        return false;
    *ret = (struct visible_key){.reporter = sqlite3_value_int64(arguments[REPORTER]),
                                .period = sqlite3_value_int64(arguments[PERIOD]),
                                .dataset = sqlite3_value_int64(arguments[DATASET])};
    memcpy(ret->words, frequency, first);
    memcpy(ret->words + first + 1, classification, second);
    return true;
}

static struct visible_known *find_pair(struct visible *visible, const struct visible_key *key)
{
    uint64_t words;

    memcpy(&words, key->words, sizeof(words));
    uint64_t hash = (uint64_t)key->reporter ^ (uint64_t)key->period << 16 ^
                    (uint64_t)key->dataset << 40 ^ words;
    return visible->known[(hash * UINT64_C(0x9e3779b97f4a7c15) >> 32) % VISIBLE_PAIRS];
}

static bool is_of(const struct visible_known *known, const struct visible_key *key)
{
    return known->is_known && memcmp(&known->key, key, sizeof(*key)) == 0;
}

static int look_up(struct visible *visible, sqlite3 *sqlite, sqlite3_value *const *arguments,
                   bool *ret)
{
    int code = SQLITE_OK;

    if (!visible->look)
        code = sqlite3_prepare_v3(sqlite, sql, sizeof(sql), SQLITE_PREPARE_PERSISTENT,
                                  &visible->look, NULL);
    for (int i = 0; i < VISIBLE_ARGUMENTS && code == SQLITE_OK; i++)
        code = sqlite3_bind_value(visible->look, i + 1, arguments[i]);
    if (code == SQLITE_OK)
        code = sqlite3_step(visible->look);
    sqlite3_reset(visible->look);
    *ret = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

int visible_find(struct visible *visible, sqlite3 *sqlite,
                 sqlite3_value *const arguments[VISIBLE_ARGUMENTS], bool *ret)
{
    struct visible_key key;

    if (!read_key(arguments, &key))
        return look_up(visible, sqlite, arguments, ret);
    struct visible_known *pair = find_pair(visible, &key);
    const struct visible_known *known = is_of(&pair[0], &key) ? &pair[0] : &pair[1];
    if (known == &pair[0] || is_of(known, &key)) {
        *ret = known->is_visible;
        return SQLITE_OK;
    }
    int code = look_up(visible, sqlite, arguments, ret);
    if (code == SQLITE_OK) {
        pair[1] = pair[0];
        pair[0] = (struct visible_known){key, true, *ret};
    }
    return code;
}

void visible_forget(struct visible *visible)
{
    memset(visible->known, 0, sizeof(visible->known));
}

void visible_fini(struct visible *visible)
{
    sqlite3_finalize(visible->look);
    visible->look = NULL;
}
