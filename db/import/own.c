/* SPDX-License-Identifier: MIT */
/* What Entente itself writes: /v1/trade as CSV and NDJSON. Source: model/resources/trade.c. */
#include <string.h>

#include "db/import/format.h"
#include "model/words.h"

enum column {
    REPORTER,
    PARTNER,
    FLOW,
    FREQUENCY,
    PERIOD,
    CLASSIFICATION,
    COMMODITY,
    PARTNER2,
    CUSTOMS,
    TRANSPORT,
    DATASET,
    SERIES,
    BASIS,
    UNIT,
    VALUE,
    CIF,
    FOB,
    NET_WEIGHT,
    QUANTITY,
    QUANTITY_UNIT,
    FLAGS,
    COLUMN_COUNT,
};

static const struct format_column columns[COLUMN_COUNT] = {
    [REPORTER] = {"reporter", "reporter", true},
    [PARTNER] = {"partner", "partner", true},
    [FLOW] = {"flow", "flow", true},
    [FREQUENCY] = {"frequency", "frequency", false},
    [PERIOD] = {"period", "period", true},
    [CLASSIFICATION] = {"classification", "classification", true},
    [COMMODITY] = {"commodity", "commodity", true},
    [PARTNER2] = {"partner2", "partner2", false},
    [CUSTOMS] = {"customs", "customs", false},
    [TRANSPORT] = {"transport", "transport", false},
    [DATASET] = {"dataset", "dataset", false},
    [SERIES] = {"series", "series", false},
    [BASIS] = {"basis", "basis", false},
    [UNIT] = {"unit", "unit", false},
    [VALUE] = {"value", "value", true},
    [CIF] = {"cif", "cif", false},
    [FOB] = {"fob", "fob", false},
    [NET_WEIGHT] = {"net_weight", "netweight", false},
    [QUANTITY] = {"quantity", "quantity", false},
    [QUANTITY_UNIT] = {"quantity_unit", "quantityunit", false},
    [FLAGS] = {"flags", "flags", false},
};

static bool read_slug(struct reading *reading, size_t column, char *ret, size_t size)
{
    const struct cell cell = cell_of(reading, column);

    if (cell_is_missing(cell))
        return true;
    return cell_code(reading, column, NULL, "a slug", ret, size);
}

static bool read_series(struct reading *reading, struct row *row)
{
    if (!cell_is_missing(cell_of(reading, BASIS)) &&
        !cell_word(reading, BASIS, words_basis, row->basis, sizeof row->basis))
        return false;
    if (!cell_is_missing(cell_of(reading, UNIT)) &&
        !cell_word(reading, UNIT, words_series_unit, row->unit, sizeof row->unit))
        return false;
    return read_slug(reading, SERIES, row->series, sizeof row->series) &&
           read_slug(reading, DATASET, row->dataset, sizeof row->dataset);
}

static bool read_area(struct reading *reading, size_t column, char ret[ROW_AREA_SIZE])
{
    return cell_area(reading, FORMAT_MOST_COLUMNS, column, FORMAT_MOST_COLUMNS, ret);
}

static bool read_key(struct reading *reading, struct row *row)
{
    int transport;

    if (!read_area(reading, REPORTER, row->reporter) ||
        !read_area(reading, PARTNER, row->partner) ||
        !cell_word(reading, FLOW, words_flow, row->flow, sizeof row->flow) ||
        !cell_period(reading, PERIOD, FREQUENCY, row->period) ||
        !cell_code(reading, CLASSIFICATION, NULL, "a classification", row->classification,
                   sizeof row->classification) ||
        !cell_commodity(reading, COMMODITY, row->commodity) ||
        !cell_code(reading, CUSTOMS, "C00", "a customs procedure", row->customs,
                   sizeof row->customs) ||
        !cell_integer(reading, TRANSPORT, 0, &transport))
        return false;
    if (transport < 0 || transport > FORMAT_MOST_TRANSPORT)
        return fault_cell(reading, TRANSPORT, "a mode of transport: 0 to %d",
                          FORMAT_MOST_TRANSPORT);
    row->transport = transport;
    return cell_is_missing(cell_of(reading, PARTNER2)) ||
           read_area(reading, PARTNER2, row->partner2);
}

static bool read_values(struct reading *reading, struct row *row)
{
    const struct cell unit = cell_of(reading, QUANTITY_UNIT);

    if (!cell_number(reading, VALUE, &row->value) || !cell_number(reading, CIF, &row->cif) ||
        !cell_number(reading, FOB, &row->fob) ||
        !cell_number(reading, NET_WEIGHT, &row->net_weight) ||
        !cell_number(reading, QUANTITY, &row->quantity))
        return false;
    if (cell_is_missing(unit))
        return true;
    if (unit.length >= sizeof row->quantity_unit)
        return fault_cell(reading, QUANTITY_UNIT, "a unit of at most %zu bytes",
                          sizeof row->quantity_unit - 1);
    cell_text(unit, row->quantity_unit, sizeof row->quantity_unit);
    return true;
}

/* 0 when @word is no flag. */
static uint32_t find_flag(struct cell word)
{
    static const struct {
        const char *word;
        uint32_t flag;
    } flags[] = {
        {"estimated_quantity", ROW_ESTIMATED_QUANTITY},
        {"estimated_net_weight", ROW_ESTIMATED_NET_WEIGHT},
        {"aggregate", ROW_AGGREGATE},
        {"not_as_reported", ROW_NOT_AS_REPORTED},
    };

    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (cell_is(word, flags[i].word))
            return flags[i].flag;
    }
    return 0;
}

/* Words with semicolons between. */
static bool read_flags(struct reading *reading, struct row *row)
{
    struct cell rest = cell_of(reading, FLAGS);

    while (rest.length > 0) {
        const char *end = memchr(rest.at, ';', rest.length);
        const struct cell word = {rest.at, end ? (size_t)(end - rest.at) : rest.length};
        const uint32_t flag = find_flag(word);

        if (flag == 0)
            return fault_cell(reading, FLAGS,
                              "estimated_quantity, estimated_net_weight, aggregate and "
                              "not_as_reported, semicolons between");
        row->flags |= flag;
        rest.at += word.length + (end != NULL);
        rest.length -= word.length + (end != NULL);
    }
    return true;
}

static bool read_own(struct reading *reading)
{
    struct row *row = reading_begin_row(reading);

    return read_key(reading, row) && read_values(reading, row) && read_flags(reading, row) &&
           read_series(reading, row) && reading_give_row(reading);
}

/* The rows say which. */
static const struct reader_series series = {
    .slug = "",
    .title = "",
    .unit = "USD",
    .basis = "reported",
    .classification = "HS",
    .source_title = "",
    .source_publisher = "",
    .source_url = "",
};

const struct format format_own_csv = {
    .name = "entente-csv",
    .container = CONTAINER_CSV,
    .separators = ",;\t",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .refuses_unknown = true,
    .read = read_own,
    .series = &series,
};

const struct format format_own_lines = {
    .name = "entente-ndjson",
    .container = CONTAINER_LINES,
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .refuses_unknown = true,
    .read = read_own,
    .series = &series,
};
