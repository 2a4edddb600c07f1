/* SPDX-License-Identifier: MIT */
/* DESTA's list of treaties: Dür, Baccini, Elsig, "The Design of International Trade Agreements"
 * (2014), https://www.designoftradeagreements.org/ */
#include <stdio.h>
#include <string.h>

#include "db/connection.h"
#include "db/import/format.h"

enum column {
    NUMBER,
    BASE,
    NAME,
    ENTRY_TYPE,
    CONSOLIDATED,
    YEAR,
    FORCE_YEAR,
    LANGUAGE,
    TYPE,
    REGION,
    WTO_LISTED,
    WTO_NAME,
    MEMBER, /* c1; the rest are found by name, and each stands in this cell for a while */
    COLUMN_COUNT,
};

enum { FIRST_YEAR = 1900, LAST_YEAR = 2199 };

static const struct format_column columns[COLUMN_COUNT] = {
    [NUMBER] = {"number", "number", true},
    [BASE] = {"base_treaty", "basetreaty", true},
    [NAME] = {"name", "name", true},
    [ENTRY_TYPE] = {"entry_type", "entrytype", true},
    [CONSOLIDATED] = {"consolidated", "consolidated", false},
    [YEAR] = {"year", "year", true},
    [FORCE_YEAR] = {"entryforceyear", "entryforceyear", true},
    [LANGUAGE] = {"language", "language", false},
    [TYPE] = {"typememb", "typememb", false},
    [REGION] = {"regioncon", "regioncon", false},
    [WTO_LISTED] = {"wto_listed", "wtolisted", false},
    [WTO_NAME] = {"wto_name", "wtoname", false},
    [MEMBER] = {"c1", "c1", true},
};

/* Return: borrowed until the row's end; "" for NA; NULL when memory ran out. */
static const char *read_text(struct reading *reading, struct arena *arena, size_t column)
{
    const struct cell cell = cell_of(reading, column);
    const size_t size = cell.length * 2 + 1;
    char *text;

    if (cell_is_missing(cell))
        return "";
    text = arena_alloc(arena, size);
    if (text)
        cell_text(cell, text, size);
    return text;
}

static bool read_texts(struct reading *reading, struct arena *arena, struct reader_agreement *ret)
{
    ret->number = read_text(reading, arena, NUMBER);
    ret->base = read_text(reading, arena, BASE);
    ret->name = read_text(reading, arena, NAME);
    ret->entry_type = read_text(reading, arena, ENTRY_TYPE);
    ret->language = read_text(reading, arena, LANGUAGE);
    ret->region = read_text(reading, arena, REGION);
    ret->wto_name = read_text(reading, arena, WTO_NAME);
    if (ret->number && ret->base && ret->name && ret->entry_type && ret->language && ret->region &&
        ret->wto_name)
        return true;
    message_set(reading->message, DB_MEMORY, "no memory");
    return reading_fail(reading, DB_MEMORY);
}

static bool read_year(struct reading *reading, size_t column, int *ret)
{
    if (!cell_integer(reading, column, 0, ret))
        return false;
    if (*ret != 0 && (*ret < FIRST_YEAR || *ret > LAST_YEAR))
        return fault_cell(reading, column, "a year, or NA");
    return true;
}

static bool add_member(struct reading *reading, struct reader_agreement *agreement)
{
    char *code = agreement->members[agreement->member_count];

    if (!cell_area(reading, MEMBER, FORMAT_MOST_COLUMNS, FORMAT_MOST_COLUMNS, code))
        return false;
    for (size_t i = 0; i < agreement->member_count; i++) {
        if (strcmp(agreement->members[i], code) == 0)
            return true;
    }
    agreement->member_count++;
    return true;
}

/* The columns c1 to c91 stand beside one another; NA ends them. */
static bool read_members(struct reading *reading, struct reader_agreement *agreement)
{
    const int first = reading->field_of[MEMBER];

    for (size_t i = 0; i < READER_MOST_MEMBERS; i++) {
        const size_t field = (size_t)first + i;
        char name[FORMAT_NAME_SIZE];

        snprintf(name, sizeof name, "c%zu", i + 1);
        if (field >= reading->field_count || strcmp(reading->fields[field].folded, name) != 0)
            break;
        csv_unquote(&reading->csv.fields[field]);
        reading->field_of[MEMBER] = (int)field;
        reading->cells[MEMBER] =
            (struct cell){reading->csv.fields[field].at, reading->csv.fields[field].length};
        if (!cell_is_missing(reading->cells[MEMBER]) && !add_member(reading, agreement))
            break;
    }
    reading->field_of[MEMBER] = first;
    return !reading->has_fault && !reading->is_stopped;
}

static bool read_all(struct reading *reading, struct arena *arena, struct reader_agreement *ret)
{
    if (cell_is_missing(cell_of(reading, NUMBER)))
        return fault_cell(reading, NUMBER, "the treaty's number in DESTA");
    return read_texts(reading, arena, ret) && read_year(reading, YEAR, &ret->year) &&
           read_year(reading, FORCE_YEAR, &ret->force_year) &&
           cell_integer(reading, CONSOLIDATED, 0, &ret->consolidated) &&
           cell_integer(reading, TYPE, 0, &ret->type) &&
           cell_integer(reading, WTO_LISTED, -1, &ret->wto_listed) && read_members(reading, ret);
}

static bool give(struct reading *reading, const struct reader_agreement *agreement)
{
    const struct reader_sink *sink = reading->sink;

    if (sink->agreement && sink->agreement(sink->arg, agreement) != 0)
        return reading_fail(reading, DB_FAILED);
    reading->result->rows++;
    return true;
}

static bool read_desta(struct reading *reading)
{
    struct reader_agreement agreement = {.line = reading->fault.line};
    struct arena arena;
    bool is_read;

    arena_init(&arena);
    is_read = read_all(reading, &arena, &agreement) && give(reading, &agreement);
    arena_fini(&arena);
    return is_read;
}

static const struct reader_series series = {
    .slug = "",
    .title = "",
    .unit = "",
    .basis = "",
    .classification = "",
    .source_title = "DESTA: list of treaties",
    .source_publisher = "Design of Trade Agreements Database (Dür, Baccini, Elsig 2014)",
    .source_url = "https://www.designoftradeagreements.org/",
};

const struct format format_desta = {
    .name = "desta",
    .kind = READER_AGREEMENTS,
    .container = CONTAINER_CSV,
    .separators = ";,\t",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .read = read_desta,
    .series = &series,
};
