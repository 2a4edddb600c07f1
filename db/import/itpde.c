/* SPDX-License-Identifier: MIT */
/* Yearly bilateral totals after ITPD-E (US International Trade Commission), in dollars of 2010. */
#include <string.h>

#include "db/import/format.h"

enum column { YEAR, EXPORTER, IMPORTER, EXPORTER_NAME, VALUE, COLUMN_COUNT };

static const struct format_column columns[COLUMN_COUNT] = {
    [YEAR] = {"year", "year", true},
    [EXPORTER] = {"exporter", "exporter", true},
    [IMPORTER] = {"importer", "importer", true},
    [EXPORTER_NAME] = {"exporter_name", "exportername", false},
    [VALUE] = {"value_usd2010", "valueusd2010", true},
};

static bool read_itpde(struct reading *reading)
{
    struct row *row = reading_begin_row(reading);

    memcpy(row->classification, "HS", 2);
    memcpy(row->commodity, "TOTAL", 5);
    if (!cell_period(reading, YEAR, FORMAT_MOST_COLUMNS, row->period) ||
        !cell_area(reading, FORMAT_MOST_COLUMNS, EXPORTER, EXPORTER_NAME, row->reporter) ||
        !cell_area(reading, FORMAT_MOST_COLUMNS, IMPORTER, FORMAT_MOST_COLUMNS, row->partner) ||
        !cell_number(reading, VALUE, &row->value))
        return false;
    strcpy(row->flow, strcmp(row->reporter, row->partner) == 0 ? "domestic" : "X");
    return reading_give_row(reading);
}

static const struct reader_series series = {
    .slug = "itpd-e-2010-usd",
    .title = "Yearly bilateral trade totals after ITPD-E, in US dollars of 2010",
    .unit = "USD_2010",
    .basis = "reconciled",
    .classification = "HS",
    .source_title = "International Trade and Production Database for Estimation (ITPD-E)",
    .source_publisher = "US International Trade Commission",
    .source_url = "https://www.usitc.gov/data/gravity/itpde.htm",
};

const struct format format_itpde = {
    .name = "itpde",
    .container = CONTAINER_CSV,
    .separators = ",;\t",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .read = read_itpde,
    .series = &series,
};
