/* SPDX-License-Identifier: MIT */
/* UN Comtrade: the records of API v1 as CSV and JSON, the bulk files, and downloads from before
 * 2023. Source: https://unstats.un.org/wiki/display/comtrade, and files. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "db/import/format.h"
#include "db/import/number.h"
#include "model/words.h"

enum column {
    TYPE,
    FREQUENCY,
    PERIOD,
    REPORTER,
    REPORTER_ISO,
    REPORTER_NAME,
    FLOW,
    PARTNER,
    PARTNER_ISO,
    PARTNER_NAME,
    PARTNER2,
    PARTNER2_ISO,
    PARTNER2_NAME,
    CLASSIFICATION,
    COMMODITY,
    LEVEL,
    CUSTOMS,
    TRANSPORT,
    UNIT,
    UNIT_NAME,
    QUANTITY,
    IS_QUANTITY_ESTIMATED,
    NET_WEIGHT,
    IS_NET_WEIGHT_ESTIMATED,
    CIF,
    FOB,
    VALUE,
    ESTIMATION, /* 0, 2, 4, 6: the old form of the two above */
    IS_REPORTED,
    IS_AGGREGATE,
    COLUMN_COUNT,
};

static const struct format_column columns[COLUMN_COUNT] = {
    [TYPE] = {"typeCode", "typecode", false},
    [FREQUENCY] = {"freqCode", "freqcode", true},
    [PERIOD] = {"period", "period", true},
    [REPORTER] = {"reporterCode", "reportercode", true},
    [REPORTER_ISO] = {"reporterISO", "reporteriso", false},
    [REPORTER_NAME] = {"reporterDesc", "reporterdesc", false},
    [FLOW] = {"flowCode", "flowcode", true},
    [PARTNER] = {"partnerCode", "partnercode", true},
    [PARTNER_ISO] = {"partnerISO", "partneriso", false},
    [PARTNER_NAME] = {"partnerDesc", "partnerdesc", false},
    [PARTNER2] = {"partner2Code", "partner2code", false},
    [PARTNER2_ISO] = {"partner2ISO", "partner2iso", false},
    [PARTNER2_NAME] = {"partner2Desc", "partner2desc", false},
    [CLASSIFICATION] = {"classificationCode", "classificationcode", true},
    [COMMODITY] = {"cmdCode", "cmdcode", true},
    [LEVEL] = {"aggrLevel", "aggrlevel", false},
    [CUSTOMS] = {"customsCode", "customscode", false},
    [TRANSPORT] = {"motCode", "motcode", false},
    [UNIT] = {"qtyUnitCode", "qtyunitcode", false},
    [UNIT_NAME] = {"qtyUnitAbbr", "qtyunitabbr", false},
    [QUANTITY] = {"qty", "qty", false},
    [IS_QUANTITY_ESTIMATED] = {"isQtyEstimated", "isqtyestimated", false},
    [NET_WEIGHT] = {"netWgt", "netwgt", false},
    [IS_NET_WEIGHT_ESTIMATED] = {"isNetWgtEstimated", "isnetwgtestimated", false},
    [CIF] = {"cifvalue", "cifvalue", false},
    [FOB] = {"fobvalue", "fobvalue", false},
    [VALUE] = {"primaryValue", "primaryvalue", true},
    [ESTIMATION] = {"legacyEstimationFlag", "legacyestimationflag", false},
    [IS_REPORTED] = {"isReported", "isreported", false},
    [IS_AGGREGATE] = {"isAggregate", "isaggregate", false},
};

static const struct format_column legacy_columns[COLUMN_COUNT] = {
    [TYPE] = {"Type", "type", false},
    [FREQUENCY] = {"Frequency", "frequency", false},
    [PERIOD] = {"Period", "period", true},
    [REPORTER] = {"Reporter Code", "reportercode", true},
    [REPORTER_ISO] = {"Reporter ISO", "reporteriso", false},
    [REPORTER_NAME] = {"Reporter", "reporter", false},
    [FLOW] = {"Trade Flow Code", "tradeflowcode flowcode rgcode", true},
    [PARTNER] = {"Partner Code", "partnercode", true},
    [PARTNER_ISO] = {"Partner ISO", "partneriso", false},
    [PARTNER_NAME] = {"Partner", "partner", false},
    [PARTNER2] = {"2nd Partner Code", "2ndpartnercode", false},
    [PARTNER2_ISO] = {"2nd Partner ISO", "2ndpartneriso", false},
    [PARTNER2_NAME] = {"2nd Partner", "2ndpartner", false},
    [CLASSIFICATION] = {"Classification", "classification", true},
    [COMMODITY] = {"Commodity Code", "commoditycode", true},
    [LEVEL] = {"Aggregate Level", "aggregatelevel", false},
    [CUSTOMS] = {"Customs Proc. Code", "customsproccode", false},
    [TRANSPORT] = {"Mode of Transport Code", "modeoftransportcode", false},
    [UNIT] = {"Qty Unit Code", "qtyunitcode", false},
    [UNIT_NAME] = {"-", "-", false}, /* there it is a sentence */
    [QUANTITY] = {"Qty", "qty", false},
    [IS_QUANTITY_ESTIMATED] = {"-", "-", false},
    [NET_WEIGHT] = {"Netweight (kg)", "netweightkg", false},
    [IS_NET_WEIGHT_ESTIMATED] = {"-", "-", false},
    [CIF] = {"CIF Trade Value (US$)", "ciftradevalueus ciftradevalue", false},
    [FOB] = {"FOB Trade Value (US$)", "fobtradevalueus fobtradevalue", false},
    [VALUE] = {"Trade Value (US$)", "tradevalueus tradevalue", true},
    [ESTIMATION] = {"Flag", "flag", false},
    [IS_REPORTED] = {"-", "-", false},
    [IS_AGGREGATE] = {"-", "-", false},
};

/* The World Customs Organization's standard units of quantity (recommendation of 1995) under the
 * numbers of the UN; Comtrade has more, which its newer files spell out. */
static const char *const units[] = {NULL, "",   "m²",    "1000 kWh",     "m",   "u",  "2u",
                                    "l",  "kg", "1000u", "U (jeu/pack)", "12u", "m³", "carat"};

enum { LEAST_LEVEL = 2, MOST_LEVEL = 6 };

enum { NO_UNIT = -1, LEGACY_NO_UNIT = 1, UNIT_COUNT = sizeof units / sizeof units[0] };

static bool read_type(struct reading *reading)
{
    const struct cell type = cell_of(reading, TYPE);

    if (type.length == 0 || cell_is(type, "C"))
        return true;
    if (cell_is(type, "S"))
        return fault_cell(reading, TYPE, "C: goods; trade in services (S) is not kept here");
    return fault_cell(reading, TYPE, "C: goods");
}

/* Before 2023 flows were numbers. */
static bool read_flow(struct reading *reading, struct row *row)
{
    static const char *const numbered[] = {"M", "X", "RX", "RM"};
    const struct cell flow = cell_of(reading, FLOW);

    if (flow.length != 1 || flow.at[0] < '1' || flow.at[0] > '4')
        return cell_word(reading, FLOW, words_flow, row->flow, sizeof row->flow);
    memcpy(row->flow, numbered[flow.at[0] - '1'], strlen(numbered[flow.at[0] - '1']));
    return true;
}

static bool read_areas(struct reading *reading, struct row *row)
{
    if (!cell_area(reading, REPORTER, REPORTER_ISO, REPORTER_NAME, row->reporter) ||
        !cell_area(reading, PARTNER, PARTNER_ISO, PARTNER_NAME, row->partner))
        return false;
    if (cell_is_missing(cell_of(reading, PARTNER2)) &&
        cell_is_missing(cell_of(reading, PARTNER2_ISO)))
        return true;
    return cell_area(reading, PARTNER2, PARTNER2_ISO, PARTNER2_NAME, row->partner2);
}

/* Spreadsheets drop the zeros at the front: 101 of level 4 was 0101, and would count as something
 * else. Levels are no sure sign otherwise: a code may have more digits. */
static bool read_goods(struct reading *reading, struct row *row)
{
    const struct cell code = cell_of(reading, COMMODITY);
    int level;

    if (!cell_commodity(reading, COMMODITY, row->commodity) ||
        !cell_integer(reading, LEVEL, 0, &level))
        return false;
    if (level < LEAST_LEVEL || level > MOST_LEVEL || code.length >= (size_t)level ||
        strspn(row->commodity, "0123456789") != code.length)
        return true;
    return fault_cell(reading, COMMODITY,
                      "a code of %d digits, as aggrLevel says: zeros at the front are lost", level);
}

/* The key besides the areas. */
static bool read_key(struct reading *reading, struct row *row)
{
    int transport;

    if (!read_type(reading) || !cell_period(reading, PERIOD, FREQUENCY, row->period) ||
        !read_flow(reading, row) ||
        !cell_code(reading, CLASSIFICATION, NULL, "a classification", row->classification,
                   sizeof row->classification) ||
        !read_goods(reading, row) ||
        !cell_code(reading, CUSTOMS, "C00", "a customs procedure", row->customs,
                   sizeof row->customs) ||
        !cell_integer(reading, TRANSPORT, 0, &transport))
        return false;
    if (transport < 0 || transport > FORMAT_MOST_TRANSPORT)
        return fault_cell(reading, TRANSPORT, "a mode of transport: 0 to %d",
                          FORMAT_MOST_TRANSPORT);
    row->transport = transport;
    return true;
}

/* Comtrade writes "no value" as nothing, 0 or -1: beside a value that is not 0 itself a 0 is none.
 */
static bool read_beside(struct reading *reading, size_t column, double value, double *ret)
{
    const struct cell cell = cell_of(reading, column);

    if (cell.length > 0 && cell.at[0] == '-' && number_read(cell.at, cell.length, ret) &&
        *ret == -1) {
        *ret = NAN;
        return true;
    }
    if (!cell_number(reading, column, ret))
        return false;
    if (*ret == 0 && value != 0)
        *ret = NAN;
    return true;
}

static bool read_values(struct reading *reading, struct row *row)
{
    return cell_number(reading, VALUE, &row->value) &&
           read_beside(reading, CIF, row->value, &row->cif) &&
           read_beside(reading, FOB, row->value, &row->fob) &&
           read_beside(reading, NET_WEIGHT, row->value, &row->net_weight) &&
           read_beside(reading, QUANTITY, row->value, &row->quantity);
}

static bool write_unit(struct reading *reading, int code, struct row *row)
{
    const struct cell name = cell_of(reading, UNIT_NAME);

    if (!cell_is_missing(name)) {
        if (name.length >= sizeof row->quantity_unit)
            return fault_cell(reading, UNIT_NAME, "a unit of at most %zu bytes",
                              sizeof row->quantity_unit - 1);
        cell_text(name, row->quantity_unit, sizeof row->quantity_unit);
    } else if (code > 0 && code < UNIT_COUNT) {
        memcpy(row->quantity_unit, units[code], strlen(units[code]));
    } else {
        snprintf(row->quantity_unit, sizeof row->quantity_unit, "%d", code);
    }
    return true;
}

/* A quantity without a unit says nothing. */
static bool read_unit(struct reading *reading, struct row *row)
{
    int code;

    if (!cell_integer(reading, UNIT, NO_UNIT, &code))
        return false;
    if (code == NO_UNIT || code == 0 || code == LEGACY_NO_UNIT)
        row->quantity = NAN;
    if (isnan(row->quantity))
        return true;
    return write_unit(reading, code, row);
}

static bool add_flag(struct reading *reading, size_t column, bool fallback, bool when,
                     uint32_t flag, struct row *row)
{
    bool is_set;

    if (!cell_flag(reading, column, fallback, &is_set))
        return false;
    if (is_set == when)
        row->flags |= flag;
    return true;
}

static bool read_flags(struct reading *reading, struct row *row)
{
    int estimation;

    if (!cell_integer(reading, ESTIMATION, 0, &estimation))
        return false;
    return add_flag(reading, IS_QUANTITY_ESTIMATED, estimation == 2 || estimation == 6, true,
                    ROW_ESTIMATED_QUANTITY, row) &&
           add_flag(reading, IS_NET_WEIGHT_ESTIMATED, estimation == 4 || estimation == 6, true,
                    ROW_ESTIMATED_NET_WEIGHT, row) &&
           add_flag(reading, IS_AGGREGATE, false, true, ROW_AGGREGATE, row) &&
           add_flag(reading, IS_REPORTED, true, false, ROW_NOT_AS_REPORTED, row);
}

static bool read_comtrade(struct reading *reading)
{
    struct row *row = reading_begin_row(reading);

    return read_key(reading, row) && read_areas(reading, row) && read_values(reading, row) &&
           read_unit(reading, row) && read_flags(reading, row) && reading_give_row(reading);
}

static const struct reader_series series = {
    .slug = "un-comtrade",
    .title = "UN Comtrade: merchandise trade as reported",
    .unit = "USD",
    .basis = "reported",
    .classification = "HS",
    .valuation = "imports CIF, exports FOB, as the reporter has them",
    .source_title = "UN Comtrade",
    .source_publisher = "United Nations Statistics Division",
    .source_url = "https://comtradeplus.un.org/",
};

const struct format format_comtrade_csv = {
    .name = "comtrade-csv",
    .container = CONTAINER_CSV,
    .separators = ",;",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .read = read_comtrade,
    .series = &series,
};

const struct format format_comtrade_bulk = {
    .name = "comtrade-bulk",
    .container = CONTAINER_CSV,
    .separators = "\t",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .read = read_comtrade,
    .series = &series,
};

const struct format format_comtrade_json = {
    .name = "comtrade-json",
    .container = CONTAINER_ARRAY,
    .member = "data",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .read = read_comtrade,
    .series = &series,
};

const struct format format_comtrade_legacy = {
    .name = "comtrade-legacy",
    .container = CONTAINER_CSV,
    .separators = ",;\t",
    .columns = legacy_columns,
    .column_count = COLUMN_COUNT,
    .read = read_comtrade,
    .series = &series,
};
