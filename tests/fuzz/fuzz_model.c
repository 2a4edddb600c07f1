/* SPDX-License-Identifier: MIT */
/* Texts of strangers through the parsers of model/. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/area.h"
#include "model/date.h"
#include "model/period.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool is_true)
{
    if (!is_true)
        abort();
}

static void try_date(const char *text)
{
    struct date date;

    if (!date_parse(text, &date))
        return;
    require(strcmp(date.start, date.end) <= 0);
    require(strcmp(date.text, text) == 0);
}

static void try_period(const char *text)
{
    struct period period;
    struct period again;

    if (!period_parse(text, &period))
        return;
    require(strcmp(period.start, period.end) < 0);
    require(period_parse(period.text, &again));
    require(strcmp(period.text, again.text) == 0);
    require(period_key(&period) == period_key(&again));
}

static void try_pair(const char *text)
{
    struct pair pair;
    struct pair again;
    char unknown[64];
    const enum pair_result result = pair_parse(text, &pair, unknown);

    if (result == PAIR_CANONICAL || result == PAIR_OTHERWISE)
        require(pair_parse(pair.text, &again, unknown) == PAIR_CANONICAL);
    if (result == PAIR_UNKNOWN)
        require(strlen(unknown) < sizeof unknown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    try_date(text);
    try_period(text);
    try_pair(text);
    if (!area_find(text))
        area_nearest(text);
    free(text);
    return 0;
}
