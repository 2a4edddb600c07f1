/* SPDX-License-Identifier: MIT */
/* Lists of goods: the Harmonized System as a CSV (datahub's harmonized-system), and as Comtrade's
 * HS.json, H6.json … have it. */
#include <string.h>

#include <jansson.h>

#include "db/connection.h"
#include "db/import/format.h"

enum column { CODE, NAME, PARENT, COLUMN_COUNT };

static const struct format_column csv_columns[COLUMN_COUNT] = {
    [CODE] = {"hscode", "hscode", true},
    [NAME] = {"description", "description", true},
    [PARENT] = {"parent", "parent", true},
};

static const struct format_column json_columns[COLUMN_COUNT] = {
    [CODE] = {"id", "id", true},
    [NAME] = {"text", "text", true},
    [PARENT] = {"parent", "parent", true},
};

/* "01 - Animals; live" is Animals; live. */
static void drop_code(struct cell *name, struct cell code)
{
    const size_t length = code.length + 3;

    if (name->length <= length || memcmp(name->at, code.at, code.length) != 0 ||
        memcmp(name->at + code.length, " - ", 3) != 0)
        return;
    name->at += length;
    name->length -= length;
}

static const char *find_classification(const struct reading *reading)
{
    const json_t *code = json_object_get(reading->envelope, "classCode");
    const struct cell cell = {json_string_value(code), json_string_length(code)};

    return cell.at && codes_is_code(cell, ROW_CODE_SIZE) ? cell.at : "HS";
}

static bool read_parent(struct reading *reading, char ret[ROW_CODE_SIZE])
{
    const struct cell parent = cell_of(reading, PARENT);

    ret[0] = '\0';
    if (cell_is_missing(parent) || cell_is(parent, "#"))
        return true;
    return cell_commodity(reading, PARENT, ret);
}

static bool give(struct reading *reading, const struct reader_commodity *commodity)
{
    const struct reader_sink *sink = reading->sink;

    if (sink->commodity && sink->commodity(sink->arg, commodity) != 0)
        return reading_fail(reading, DB_FAILED);
    reading->result->rows++;
    return true;
}

static bool read_goods(struct reading *reading)
{
    char code[ROW_CODE_SIZE];
    char parent[ROW_CODE_SIZE];
    char name[1024];
    struct reader_commodity commodity = {
        .line = reading->fault.line,
        .classification = find_classification(reading),
        .code = code,
        .parent = parent,
        .name = name,
    };

    /* ALL, AG2, AG4, AG6: questions to Comtrade. */
    if (cell_is(cell_of(reading, CODE), "ALL") ||
        (cell_of(reading, CODE).length == 3 && memcmp(cell_of(reading, CODE).at, "AG", 2) == 0))
        return true;
    if (!cell_commodity(reading, CODE, code) || !read_parent(reading, parent))
        return false;
    drop_code(&reading->cells[NAME], cell_of(reading, CODE));
    if (cell_of(reading, NAME).length == 0)
        return fault_cell(reading, NAME, "what the goods are called");
    cell_text(cell_of(reading, NAME), name, sizeof name);
    if (strcmp(code, "TOTAL") == 0)
        parent[0] = '\0';
    else
        commodity.level = (int)strlen(code);
    return give(reading, &commodity);
}

static const struct reader_series series = {
    .slug = "",
    .title = "",
    .unit = "",
    .basis = "",
    .classification = "HS",
    .source_title = "Harmonized Commodity Description and Coding System",
    .source_publisher = "World Customs Organization",
    .source_url = "https://www.wcoomd.org/en/topics/nomenclature/overview.aspx",
};

const struct format format_goods_csv = {
    .name = "hs-csv",
    .kind = READER_COMMODITIES,
    .container = CONTAINER_CSV,
    .separators = ",;\t",
    .columns = csv_columns,
    .column_count = COLUMN_COUNT,
    .read = read_goods,
    .series = &series,
};

const struct format format_goods_json = {
    .name = "hs-json",
    .kind = READER_COMMODITIES,
    .container = CONTAINER_ARRAY,
    .member = "results",
    .columns = json_columns,
    .column_count = COLUMN_COUNT,
    .read = read_goods,
    .series = &series,
};
