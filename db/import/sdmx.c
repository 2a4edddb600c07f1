/* SPDX-License-Identifier: MIT */
/* SDMX-CSV 1.0 and 2.0: dimensions by the names that statistics of trade give them. Source:
 * https://github.com/sdmx-twg/sdmx-csv, field guide. */
#include <math.h>
#include <string.h>

#include "db/connection.h"
#include "db/import/format.h"
#include "model/period.h"
#include "model/words.h"

enum column {
    DATAFLOW,
    STRUCTURE,
    STRUCTURE_ID,
    ACTION,
    REPORTER,
    PARTNER,
    FREQUENCY,
    PERIOD,
    FLOW,
    INDICATOR,
    COMMODITY,
    CLASSIFICATION,
    VALUE,
    MULTIPLIER,
    UNIT,
    STATUS,
    COLUMN_COUNT,
};

enum { MOST_MULTIPLIER = 12 };

static const struct format_column columns[COLUMN_COUNT] = {
    [DATAFLOW] = {"DATAFLOW", "dataflow", false},
    [STRUCTURE] = {"STRUCTURE", "structure", false},
    [STRUCTURE_ID] = {"STRUCTURE_ID", "structureid", false},
    [ACTION] = {"ACTION", "action", false},
    [REPORTER] = {"REF_AREA", "refarea reporter reportingcountry reportercountry country", true},
    [PARTNER] = {"COUNTERPART_AREA",
                 "counterpartarea vispartner partner counterpart counterpartcountry partnercountry "
                 "counterpartreferencearea",
                 true},
    [FREQUENCY] = {"FREQ", "freq frequency", false},
    [PERIOD] = {"TIME_PERIOD", "timeperiod", true},
    [FLOW] = {"FLOW", "flow tradeflow", false},
    [INDICATOR] = {"INDICATOR", "indicator", false},
    [COMMODITY] = {"COMMODITY", "commodity product cmdcode productcode commoditycode", false},
    [CLASSIFICATION] = {"CLASSIFICATION", "classification", false},
    [VALUE] = {"OBS_VALUE", "obsvalue", true},
    [MULTIPLIER] = {"UNIT_MULT", "unitmult unitmultiplier scale", false},
    [UNIT] = {"UNIT_MEASURE", "unitmeasure unit currency", false},
    [STATUS] = {"OBS_STATUS", "obsstatus", false},
};

/* 1.0 begins with DATAFLOW; 2.0 with STRUCTURE, STRUCTURE_ID, ACTION. */
static bool is_head(const struct reading *reading)
{
    return reading->field_of[DATAFLOW] != FORMAT_NO_FIELD ||
           reading->field_of[STRUCTURE] != FORMAT_NO_FIELD ||
           reading->field_of[STRUCTURE_ID] != FORMAT_NO_FIELD;
}

static bool ends(struct cell cell, const char *text)
{
    const size_t length = strlen(text);

    return cell.length >= length && memcmp(cell.at + cell.length - length, text, length) == 0;
}

static bool begins(struct cell cell, const char *text)
{
    const size_t length = strlen(text);

    return cell.length >= length && memcmp(cell.at, text, length) == 0;
}

/* Indicators of the IMF's Direction of Trade Statistics: TXG_FOB_USD, TMG_CIF_USD, and without the
 * T since 2025. */
static bool read_indicator(struct reading *reading, struct row *row)
{
    struct cell cell = cell_of(reading, INDICATOR);

    if (begins(cell, "T"))
        cell = (struct cell){cell.at + 1, cell.length - 1};
    if (!ends(cell, "_USD") || (!begins(cell, "XG_") && !begins(cell, "MG_")))
        return fault_cell(reading, INDICATOR, "TXG_FOB_USD, TMG_CIF_USD or TMG_FOB_USD");
    row->flow[0] = cell.at[0];
    row->fob = ends(cell, "_FOB_USD") ? 0 : NAN;
    row->cif = ends(cell, "_CIF_USD") ? 0 : NAN;
    return true;
}

static bool read_flow(struct reading *reading, struct row *row)
{
    if (!cell_is_missing(cell_of(reading, FLOW)))
        return cell_word(reading, FLOW, words_flow, row->flow, sizeof row->flow);
    return read_indicator(reading, row);
}

/* 2022-A1 is 2022, 2022-M01 is 2022-01: SDMX 2.1, reporting periods of a year that begins in
 * January. */
static void respell_period(struct cell *cell, char spelled[PERIOD_TEXT_SIZE])
{
    if (cell->length == 8 && cell->at[4] == '-' && cell->at[5] == 'M') {
        memcpy(spelled, cell->at, 5);
        memcpy(spelled + 5, cell->at + 6, 2);
        *cell = (struct cell){spelled, 7};
    } else if (cell->length == 7 && memcmp(cell->at + 4, "-A1", 3) == 0) {
        cell->length = 4;
    }
}

static bool read_key(struct reading *reading, struct row *row)
{
    char spelled[PERIOD_TEXT_SIZE];

    respell_period(&reading->cells[PERIOD], spelled);
    if (!cell_period(reading, PERIOD, FREQUENCY, row->period) || !read_flow(reading, row) ||
        !cell_area(reading, FORMAT_MOST_COLUMNS, REPORTER, FORMAT_MOST_COLUMNS, row->reporter) ||
        !cell_area(reading, FORMAT_MOST_COLUMNS, PARTNER, FORMAT_MOST_COLUMNS, row->partner) ||
        !cell_code(reading, CLASSIFICATION, "HS", "a classification", row->classification,
                   sizeof row->classification))
        return false;

    const struct cell commodity = cell_of(reading, COMMODITY);
    if (cell_is_missing(commodity) || cell_is(commodity, "_T") || cell_is(commodity, "TO"))
        reading->cells[COMMODITY] = (struct cell){"TOTAL", 5};
    return cell_commodity(reading, COMMODITY, row->commodity);
}

static bool read_multiplier(struct reading *reading, double *ret)
{
    int power;

    if (!cell_integer(reading, MULTIPLIER, 0, &power))
        return false;
    if (power < 0 || power > MOST_MULTIPLIER)
        return fault_cell(reading, MULTIPLIER, "a power of ten from 0 to 12");
    for (*ret = 1; power > 0; power--)
        *ret *= 10;
    return true;
}

/* Status M: missing; L: not collected; O: none (CL_OBS_STATUS 2.2). */
static bool read_value(struct reading *reading, struct row *row)
{
    const struct cell status = cell_of(reading, STATUS);
    const bool is_missing = cell_is(status, "M") || cell_is(status, "L") || cell_is(status, "O");
    double multiplier = 1;

    if (!read_multiplier(reading, &multiplier))
        return false;
    if (cell_is(cell_of(reading, VALUE), "NaN")) /* so SDMX-CSV 2.0 says missing */
        reading->cells[VALUE].length = 0;
    if (is_missing)
        row->value = NAN;
    else if (!cell_number(reading, VALUE, &row->value))
        return false;
    row->value *= multiplier;
    row->cif += row->value;
    row->fob += row->value;
    return true;
}

/* An indicator says it where the flow is read from it; else nobody does. */
static bool says_unit(const struct reading *reading)
{
    return cell_is_missing(cell_of(reading, FLOW)) || ends(cell_of(reading, INDICATOR), "_USD");
}

static bool read_rest(struct reading *reading)
{
    const struct cell unit = cell_of(reading, UNIT);

    if (cell_is(cell_of(reading, ACTION), "D"))
        return fault_cell(reading, ACTION, "I, A, R or M; a row that deletes cannot be imported");
    if (!cell_is(unit, "USD") && !cell_is(unit, "US_D") && (unit.length > 0 || !says_unit(reading)))
        return fault_cell(reading, UNIT, "USD");
    return true;
}

static bool read_sdmx(struct reading *reading)
{
    struct row *row = reading_begin_row(reading);

    return read_rest(reading) && read_key(reading, row) && read_value(reading, row) &&
           reading_give_row(reading);
}

static const struct reader_series series = {
    .slug = "imf-direction-of-trade",
    .title = "Direction of trade statistics",
    .unit = "USD",
    .basis = "reported",
    .classification = "HS",
    .valuation = "exports FOB, imports CIF",
    .source_title = "Direction of Trade Statistics",
    .source_publisher = "International Monetary Fund",
    .source_url = "https://data.imf.org/",
};

/* Of whom the figures are, the file does not say: --series is needed. */
static const struct reader_series unnamed = {
    .slug = "",
    .title = "",
    .unit = "USD",
    .basis = "reported",
    .classification = "HS",
    .source_title = "",
    .source_publisher = "",
    .source_url = "",
};

/* --- the head --- */

static bool is_known(const struct reading *reading, int field)
{
    static const char *const others[] = {"structurename", "serieskey", "obskey"};

    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (reading->field_of[i] == field)
            return true;
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (strcmp(reading->fields[field].folded, others[i]) == 0)
            return true;
    }
    return false;
}

/* 2.0 with labels=name: STRUCTURE_NAME, and the name of each code in the column behind it. */
static bool has_names(const struct reading *reading)
{
    for (size_t i = 0; i < reading->field_count; i++) {
        if (strcmp(reading->fields[i].folded, "structurename") == 0)
            return true;
    }
    return false;
}

/* The dimensions stand before the value, attributes behind it. */
static bool check_dimensions(struct reading *reading)
{
    const bool may_be_name = has_names(reading);
    bool was_known = false;

    for (int i = 0; i < reading->field_of[VALUE]; i++) {
        const bool is_name = may_be_name && was_known;

        was_known = is_known(reading, i);
        if (was_known || is_name)
            continue;
        message_set(reading->message, DB_FAILED,
                    "%s: line 1: field %d, %.64s, is no dimension that is known here: rows that "
                    "differ in it alone would be one; leave the column out where it has one value, "
                    "or rename it to COMMODITY, CLASSIFICATION, FLOW … if it is that",
                    reading->input.path, i + 1, reading->fields[i].name);
        return reading_fail(reading, DB_FAILED);
    }
    return true;
}

static bool fail_head(struct reading *reading, const char *trouble)
{
    message_set(reading->message, DB_FAILED, "%s: line 1: %s", reading->input.path, trouble);
    return reading_fail(reading, DB_FAILED);
}

static bool begin(struct reading *reading)
{
    const bool has_indicator = reading->field_of[INDICATOR] != FORMAT_NO_FIELD;

    if (!has_indicator && reading->field_of[FLOW] == FORMAT_NO_FIELD)
        return fail_head(reading, "no column says what flows: FLOW (X, M) or INDICATOR "
                                  "(TXG_FOB_USD, TMG_CIF_USD)");
    if (!has_indicator && reading->field_of[UNIT] == FORMAT_NO_FIELD)
        return fail_head(reading,
                         "no column says the unit: add UNIT_MEASURE with USD in every row");
    reading->result->series = has_indicator ? &series : &unnamed;
    return check_dimensions(reading);
}

const struct format format_sdmx = {
    .name = "sdmx-csv",
    .container = CONTAINER_CSV,
    .separators = ",;\t",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .has_labels = true,
    .is_head = is_head,
    .begin = begin,
    .read = read_sdmx,
    .series = &unnamed,
};
