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

enum { FIRST_YEAR = 1900, LAST_YEAR = 2199, MOST_NUMBER = 11 };

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

static bool is_member(const struct reading *reading, size_t field)
{
    return field < reading->field_count && reading->fields[field].folded[0] == 'c' &&
           strspn(reading->fields[field].folded + 1, "0123456789") > 0;
}

/* begin() has seen that the columns c1 to c91 stand beside one another. */
static bool read_members(struct reading *reading, struct reader_agreement *agreement)
{
    const int first = reading->field_of[MEMBER];

    for (size_t field = (size_t)first; is_member(reading, field); field++) {
        csv_unquote(&reading->csv.fields[field]);
        reading->field_of[MEMBER] = (int)field;
        reading->cells[MEMBER] = cell_trim(
            (struct cell){reading->csv.fields[field].at, reading->csv.fields[field].length});
        if (!cell_is_missing(reading->cells[MEMBER]) && !add_member(reading, agreement))
            break;
    }
    reading->field_of[MEMBER] = first;
    return !reading->has_fault && !reading->is_stopped;
}

static bool read_all(struct reading *reading, struct arena *arena, struct reader_agreement *ret)
{
    const struct cell number = cell_of(reading, NUMBER);

    if (cell_is_missing(number) || number.length > MOST_NUMBER)
        return fault_cell(reading, NUMBER, "the treaty's number in DESTA, of at most %d bytes",
                          MOST_NUMBER);
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

/* A member that is passed over would be missing from the treaty. */
static bool begin(struct reading *reading)
{
    const size_t first = (size_t)reading->field_of[MEMBER];

    for (size_t i = 0; i < reading->field_count; i++) {
        char name[FORMAT_NAME_SIZE];

        if (!is_member(reading, i))
            continue;
        snprintf(name, sizeof name, "c%zu", i - first + 1);
        if (i >= first && i - first < READER_MOST_MEMBERS &&
            strcmp(reading->fields[i].folded, name) == 0)
            continue;
        message_set(reading->message, DB_FAILED,
                    "%s: line 1: field %zu, %.64s, is not where it should be: members stand in c1, "
                    "c2 … c%d, in this order, beside one another",
                    reading->input.path, i + 1, reading->fields[i].name, READER_MOST_MEMBERS);
        return reading_fail(reading, DB_FAILED);
    }
    return true;
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
    .begin = begin,
    .read = read_desta,
    .series = &series,
};
