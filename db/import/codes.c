/* SPDX-License-Identifier: MIT */
#include "db/import/codes.h"

#include <stdlib.h>
#include <string.h>

#include "model/area.h"
#include "model/hash.h"

struct codes *codes_new(void)
{
    struct codes *codes = calloc(1, sizeof *codes);

    if (codes)
        codes->unknown = calloc(CODES_MOST_UNKNOWN, sizeof *codes->unknown);
    return codes && codes->unknown ? codes : codes_free(codes);
}

struct codes *codes_free(struct codes *codes)
{
    if (codes)
        free(codes->unknown);
    free(codes);
    return NULL;
}

static bool is_code_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '.' || c == '+' || c == '-';
}

bool codes_is_code(struct cell cell, size_t size)
{
    for (size_t i = 0; i < cell.length; i++) {
        if (!is_code_byte(cell.at[i]))
            return false;
    }
    return cell.length > 0 && cell.length < size;
}

static enum codes_result add_unknown(struct codes *codes, struct cell cell, char ret[ROW_AREA_SIZE])
{
    memset(ret, 0, ROW_AREA_SIZE);
    memcpy(ret, cell.at, cell.length);
    for (size_t i = 0; i < codes->unknown_count; i++) {
        if (strcmp(codes->unknown[i], ret) == 0)
            return CODES_OK;
    }
    if (codes->unknown_count == CODES_MOST_UNKNOWN)
        return CODES_TOO_MANY;
    memcpy(codes->unknown[codes->unknown_count++], ret, ROW_AREA_SIZE);
    return CODES_NEW;
}

static const struct area *find(struct cell cell)
{
    char text[ROW_AREA_SIZE];

    if (cell.length == 0)
        return NULL;
    memcpy(text, cell.at, cell.length);
    text[cell.length] = '\0';
    return area_find(text);
}

static enum codes_result look_up(struct codes *codes, struct cell number, struct cell code,
                                 char ret[ROW_AREA_SIZE])
{
    const bool is_number = number.length == 0 || codes_is_code(number, ROW_AREA_SIZE);
    const bool is_code = code.length == 0 || codes_is_code(code, ROW_AREA_SIZE);

    if (!is_number || !is_code || number.length + code.length == 0)
        return CODES_NO_CODE;

    const struct area *by_number = find(number);
    const struct area *by_code = find(code);
    if (by_number && by_code && by_number != by_code && by_number->kind == AREA_COUNTRY &&
        by_code->kind == AREA_COUNTRY)
        return CODES_DIFFERENT;

    const struct area *area = by_number ? by_number : by_code;
    if (!area)
        return add_unknown(codes, number.length > 0 ? number : code, ret);
    memset(ret, 0, ROW_AREA_SIZE);
    memcpy(ret, area->code, strlen(area->code));
    return CODES_OK;
}

enum codes_result codes_area(struct codes *codes, struct cell number, struct cell code,
                             char ret[ROW_AREA_SIZE])
{
    char key[CODES_KEY_SIZE];
    const size_t length = number.length + 1 + code.length;

    if (length > sizeof key)
        return look_up(codes, number, code, ret);
    if (number.length > 0)
        memcpy(key, number.at, number.length);
    key[number.length] = '\0';
    if (code.length > 0)
        memcpy(key + number.length + 1, code.at, code.length);

    struct codes_area *slot = &codes->areas[hash_add(HASH_START, key, length) & (CODES_SLOTS - 1)];
    if (slot->key_length == length && memcmp(slot->key, key, length) == 0) {
        memcpy(ret, slot->text, ROW_AREA_SIZE);
        return CODES_OK;
    }

    const enum codes_result result = look_up(codes, number, code, ret);
    if (result != CODES_OK && result != CODES_NEW)
        return result;
    memcpy(slot->key, key, length);
    slot->key_length = (uint32_t)length;
    memcpy(slot->text, ret, ROW_AREA_SIZE);
    return result;
}

const struct period *codes_period(struct codes *codes, struct cell text)
{
    char copy[PERIOD_TEXT_SIZE];
    struct codes_period *slot;
    struct period period;

    if (text.length == 0 || text.length >= sizeof copy)
        return NULL;
    slot = &codes->periods[hash_add(HASH_START, text.at, text.length) & (CODES_SLOTS - 1)];
    if (slot->key_length == text.length && memcmp(slot->key, text.at, text.length) == 0)
        return &slot->period;
    memcpy(copy, text.at, text.length);
    copy[text.length] = '\0';
    if (!period_parse(copy, &period))
        return NULL;
    memcpy(slot->key, text.at, text.length);
    slot->key_length = (uint32_t)text.length;
    slot->period = period;
    return &slot->period;
}
