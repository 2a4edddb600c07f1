/* SPDX-License-Identifier: MIT */
#include "db/load_member.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "db/load.h"
#include "model/area.h"
#include "model/buffer.h"
#include "model/period.h"
#include "model/quantity.h"
#include "model/words.h"

enum {
    SLUG_LENGTH = 80,
    CODE_LENGTH = 20,
    NAME_LENGTH = 300,
    TEXT_LENGTH = 10000,
    LANGUAGE_LENGTH = 2,
    CHECKSUM_DIGITS = 64,
    MOST_COLUMNS = 6,
};

/* Where a member's values go: parameter @first, @first + 1 … of @statement. */
struct slot {
    sqlite3_stmt *statement;
    int first;
};

/* Reads the text of a value that is there; notes a mistake and returns NULL when it is no text. */
static const char *take_text(struct load *load, const struct member *member, const json_t *value)
{
    const char *text = json_string_value(value);

    if (!text)
        load_mistake(load, member->name, "is %s, not text", load_type_name(value));
    return text;
}

static enum db_status outcome(struct load *load, int code)
{
    return code == SQLITE_OK ? DB_OK : load_failure(load, "cannot store a record");
}

static enum db_status bind_text(struct load *load, struct slot slot, int offset, const char *text)
{
    return outcome(
        load, sqlite3_bind_text(slot.statement, slot.first + offset, text, -1, SQLITE_TRANSIENT));
}

static enum db_status bind_number(struct load *load, struct slot slot, int offset, int64_t number)
{
    return outcome(load, sqlite3_bind_int64(slot.statement, slot.first + offset, number));
}

/* No bound: null. */
static enum db_status bind_real(struct load *load, struct slot slot, int offset, double real)
{
    if (!isfinite(real))
        return DB_OK;
    return outcome(load, sqlite3_bind_double(slot.statement, slot.first + offset, real));
}

/* Binds texts one after the other. */
static enum db_status bind_texts(struct load *load, struct slot slot, const char *const *texts,
                                 int count)
{
    enum db_status status = DB_OK;

    for (int i = 0; status == DB_OK && i < count; i++)
        status = bind_text(load, slot, i, texts[i]);
    return status;
}

/* --- texts --- */

bool load_slug_is_sound(const char *slug)
{
    const size_t length = strnlen(slug, SLUG_LENGTH + 1);

    if (length == 0 || length > SLUG_LENGTH || slug[0] == '-' || slug[length - 1] == '-')
        return false;
    return strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && !strstr(slug, "--");
}

/* C0, DEL and, two bytes in UTF-8, C1. */
static bool has_control(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c < 0x20 || *c == 0x7f || (*c == 0xC2 && c[1] < 0xA0))
            return true;
    }
    return false;
}

/* Return: what is wrong with @text; NULL: nothing. */
static const char *find_fault(const char *text)
{
    const size_t length = strlen(text);

    if (length == 0 || strspn(text, " ") == length)
        return "is empty; write null where nothing is known";
    if (has_control(text))
        return "has a control character in it";
    if (text[0] == ' ' || text[length - 1] == ' ')
        return "begins or ends with a blank";
    return NULL;
}

static enum db_status read_text_within(struct load *load, const struct member *member,
                                       const json_t *value, struct slot slot, size_t limit)
{
    const char *text = take_text(load, member, value);
    const char *fault = text ? find_fault(text) : NULL;

    if (!text)
        return DB_OK;
    if (fault)
        return load_mistake(load, member->name, "%s", fault);
    if (strlen(text) > limit)
        return load_mistake(load, member->name, "is longer than %zu bytes", limit);
    return bind_text(load, slot, 0, text);
}

static enum db_status read_name(struct load *load, const struct member *member, const json_t *value,
                                struct slot slot)
{
    return read_text_within(load, member, value, slot, NAME_LENGTH);
}

static enum db_status read_text(struct load *load, const struct member *member, const json_t *value,
                                struct slot slot)
{
    return read_text_within(load, member, value, slot, TEXT_LENGTH);
}

static enum db_status read_code(struct load *load, const struct member *member, const json_t *value,
                                struct slot slot)
{
    const char *text = take_text(load, member, value);
    size_t length = 0;

    if (!text)
        return DB_OK;
    while (isalnum((unsigned char)text[length]))
        length++;
    if (length == 0 || length > CODE_LENGTH || text[length])
        return load_mistake(load, member->name,
                            "%s is not a code; write at most %d letters and digits",
                            load_quote(load, text), CODE_LENGTH);
    return bind_text(load, slot, 0, text);
}

static enum db_status mistake_word(struct load *load, const struct member *member, const char *text)
{
    const char *nearest = words_nearest(member->words, text);
    char all[256];
    size_t length = 0;

    if (nearest)
        return load_mistake(load, member->name, "%s is not one of its words%s",
                            load_quote(load, text), load_hint(load, nearest));
    for (const char *const *word = member->words; *word && length < sizeof(all); word++)
        length += (size_t)snprintf(all + length, sizeof(all) - length, " %s", *word);
    return load_mistake(load, member->name, "%s is not one of its words:%s", load_quote(load, text),
                        all);
}

static enum db_status read_word(struct load *load, const struct member *member, const json_t *value,
                                struct slot slot)
{
    const char *text = take_text(load, member, value);

    if (!text)
        return DB_OK;
    if (!words_have(member->words, text))
        return mistake_word(load, member, text);
    return bind_text(load, slot, 0, text);
}

static enum db_status read_url(struct load *load, const struct member *member, const json_t *value,
                               struct slot slot)
{
    const char *text = take_text(load, member, value);

    if (!text)
        return DB_OK;
    const bool is_web = strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
    if (!is_web || has_control(text) || strpbrk(text, " \"<>\\^`{|}"))
        return load_mistake(load, member->name,
                            "%s is not an address; write https://… without blanks",
                            load_quote(load, text));
    return read_text_within(load, member, value, slot, TEXT_LENGTH);
}

static enum db_status read_language(struct load *load, const struct member *member,
                                    const json_t *value, struct slot slot)
{
    const char *text = take_text(load, member, value);

    if (!text)
        return DB_OK;
    if (strlen(text) != LANGUAGE_LENGTH || !islower((unsigned char)text[0]) ||
        !islower((unsigned char)text[1]))
        return load_mistake(load, member->name,
                            "%s is not a language; write two letters of ISO 639-1, like en",
                            load_quote(load, text));
    return bind_text(load, slot, 0, text);
}

static enum db_status read_checksum(struct load *load, const struct member *member,
                                    const json_t *value, struct slot slot)
{
    static const char algorithm[] = "sha256:";
    const size_t prefix = sizeof(algorithm) - 1;
    const char *text = take_text(load, member, value);

    if (!text)
        return DB_OK;
    if (strncmp(text, algorithm, prefix) != 0 || strlen(text) != prefix + CHECKSUM_DIGITS ||
        strspn(text + prefix, "0123456789abcdef") != CHECKSUM_DIGITS)
        return load_mistake(load, member->name,
                            "%s is not a checksum; write sha256: and 64 lower-case digits",
                            load_quote(load, text));
    return bind_text(load, slot, 0, text);
}

/* --- identities and references --- */

static enum db_status read_identity(struct load *load, const struct member *member,
                                    const json_t *value, struct slot slot)
{
    (void)member;
    (void)value;
    /* Checked when the identities were loaded, in the records' order. */
    return bind_number(load, slot, 0, (int64_t)load->place.number);
}

static enum db_status read_slug(struct load *load, const struct member *member, const json_t *value,
                                struct slot slot)
{
    const char *text = take_text(load, member, value);
    int64_t other = 0;

    if (!text)
        return DB_OK;
    if (!load_slug_is_sound(text))
        return load_mistake(load, member->name, "%s is not an id; " LOAD_SLUG_RULE,
                            load_quote(load, text));
    enum db_status status = load_find(load, member->refers, text, &other);
    if (status == DB_OK && other)
        return load_mistake(load, member->name, "another record has this id already");
    return status == DB_OK ? bind_text(load, slot, 0, text) : status;
}

static enum db_status read_reference(struct load *load, const struct member *member,
                                     const json_t *value, struct slot slot)
{
    const char *text = take_text(load, member, value);
    int64_t id = 0;

    if (!text)
        return DB_OK;
    enum db_status status = load_find(load, member->refers, text, &id);
    if (status != DB_OK)
        return status;
    if (id)
        return bind_number(load, slot, 0, id);
    return load_mistake(load, member->name, "there is no %s %s%s", identity_table(member->refers),
                        load_quote(load, text), load_hint_slug(load, member->refers, text));
}

static enum db_status read_commodity(struct load *load, const struct member *member,
                                     const json_t *value, struct slot slot)
{
    const char *text = take_text(load, member, value);
    bool is_known = false;

    if (!text)
        return DB_OK;
    enum db_status status =
        load_has_row(load, "SELECT 1 FROM commodity WHERE code = ?1", text, NULL, &is_known);
    if (status != DB_OK)
        return status;
    if (!is_known)
        return load_mistake(load, member->name, "there is no commodity %s", load_quote(load, text));
    return bind_text(load, slot, 0, text);
}

/* --- areas --- */

enum db_status load_add_area(struct load *load, const struct area *area, int64_t id)
{
    static const char sql[] =
        "INSERT INTO area (code, kind, alpha2, name, iso_name, official_name, m49, comtrade, id)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, -1), nullif(?8, -1), ?9)";
    const char *const texts[] = {area->code,     area_kind_word(area->kind),
                                 area->alpha2,   area->name,
                                 area->iso_name, area->official_name};
    const int64_t numbers[] = {area->m49, area->comtrade, id};
    struct slot slot = {.first = 1};
    enum db_status status = load_statement(load, sql, sql, &slot.statement);

    if (status == DB_OK)
        status = bind_texts(load, slot, texts, 6);
    for (int i = 0; status == DB_OK && i < 3; i++)
        status = bind_number(load, slot, 6 + i, numbers[i]);
    if (status == DB_OK && sqlite3_step(slot.statement) != SQLITE_DONE)
        status = load_failure(load, "cannot store the areas");
    return status;
}

static enum db_status find_area_row(struct load *load, const struct area *area, int64_t *ret)
{
    static const char sql[] = "SELECT id FROM area WHERE code = ?1";
    struct slot slot = {.first = 1};
    enum db_status status = load_statement(load, sql, sql, &slot.statement);

    if (status == DB_OK)
        status = bind_text(load, slot, 0, area->code);
    if (status != DB_OK)
        return status;
    if (sqlite3_step(slot.statement) != SQLITE_ROW)
        return load_failure(load, "cannot find an area");
    *ret = sqlite3_column_int64(slot.statement, 0);
    sqlite3_reset(slot.statement);
    return DB_OK;
}

static enum db_status bind_area(struct load *load, struct slot slot, int offset,
                                const struct area *area)
{
    int64_t id = 0;
    enum db_status status = find_area_row(load, area, &id);

    return status == DB_OK ? bind_number(load, slot, offset, id) : status;
}

static enum db_status mistake_area(struct load *load, const char *member, const char *text)
{
    const struct area *nearest = area_nearest(text);

    return load_mistake(load, member, "%s is no country%s", load_quote(load, text),
                        load_hint(load, nearest ? nearest->code : NULL));
}

static enum db_status read_area(struct load *load, const struct member *member, const json_t *value,
                                struct slot slot)
{
    const char *text = take_text(load, member, value);
    const struct area *area = text ? area_find(text) : NULL;

    if (!text)
        return DB_OK;
    if (!area)
        return mistake_area(load, member->name, text);
    if (strcmp(area->code, text) != 0)
        return load_mistake(load, member->name, "%s is written \"%s\" here", load_quote(load, text),
                            area->code);
    if (member->type == MEMBER_COUNTRY && area->kind != AREA_COUNTRY)
        return load_mistake(load, member->name, "%s (%s) is no country", load_quote(load, text),
                            area->name);
    return bind_area(load, slot, 0, area);
}

static enum db_status read_pair(struct load *load, const struct member *member, const json_t *value,
                                struct slot slot)
{
    const char *text = take_text(load, member, value);
    char unknown[64];
    struct pair pair;
    enum db_status status;

    if (!text)
        return DB_OK;
    switch (pair_parse(text, &pair, unknown)) {
    case PAIR_CANONICAL:
        status = bind_area(load, slot, 0, pair.a);
        return status == DB_OK ? bind_area(load, slot, 1, pair.b) : status;
    case PAIR_OTHERWISE:
        return load_mistake(load, member->name, "%s is written \"%s\" here", load_quote(load, text),
                            pair.text);
    case PAIR_SAME:
        return load_mistake(load, member->name, "%s is one country twice", load_quote(load, text));
    case PAIR_UNKNOWN:
        return mistake_area(load, member->name, unknown);
    case PAIR_MALFORMED:
        break;
    }
    return load_mistake(load, member->name, "%s is not a pair; write it like KAZ-TJK",
                        load_quote(load, text));
}

/* --- times --- */

static enum db_status read_date(struct load *load, const struct member *member, const json_t *value,
                                struct slot slot)
{
    const char *text = take_text(load, member, value);
    struct date date;

    if (!text)
        return DB_OK;
    if (!date_parse(text, &date))
        return load_mistake(load, member->name,
                            "%s is not a date; write 2023, 2023-05 or 2023-05-03",
                            load_quote(load, text));
    if (member->type != MEMBER_OPEN_DATE && strcmp(date.start, DATE_OPEN_DAY) == 0)
        return load_mistake(load, member->name, "only in_force_until may be open (\"..\")");
    return bind_texts(load, slot, (const char *const[]){date.text, date.start, date.end}, 3);
}

/* Return: false after noting what is wrong. */
static bool take_period(struct load *load, const struct member *member, const json_t *value,
                        struct period *ret)
{
    const char *text = take_text(load, member, value);

    if (!text)
        return false;
    if (!period_parse(text, ret)) {
        load_mistake(load, member->name,
                     "%s is not a period; write 2022, 2024-S1, 2022-Q1, 2022-01 or 2024-01-01/P7M",
                     load_quote(load, text));
        return false;
    }
    if (strcmp(ret->text, text) == 0)
        return true;
    load_mistake(load, member->name, "%s is written \"%s\" here", load_quote(load, text),
                 ret->text);
    return false;
}

static enum db_status read_period(struct load *load, const struct member *member,
                                  const json_t *value, struct slot slot)
{
    struct period period;

    if (!take_period(load, member, value, &period))
        return DB_OK;
    const char frequency[] = {period.frequency, '\0'};
    return bind_texts(load, slot,
                      (const char *const[]){period.text, period.start, period.end, frequency},
                      member->type == MEMBER_PERIOD_LONG ? 4 : 3);
}

static enum db_status store_period(struct load *load, const struct period *period,
                                   const char *frequency)
{
    static const char sql[] = "INSERT OR IGNORE INTO period (text, start, \"end\", frequency, id)"
                              " VALUES (?1, ?2, ?3, ?4, ?5)";
    const char *const texts[] = {period->text, period->start, period->end, frequency};
    struct slot slot = {.first = 1};
    enum db_status status = load_statement(load, sql, sql, &slot.statement);

    if (status == DB_OK)
        status = bind_texts(load, slot, texts, 4);
    if (status == DB_OK)
        status = bind_number(load, slot, 4, period_key(period));
    if (status == DB_OK && sqlite3_step(slot.statement) != SQLITE_DONE)
        status = load_failure(load, "cannot store a period");
    return status;
}

static enum db_status read_period_row(struct load *load, const struct member *member,
                                      const json_t *value, struct slot slot)
{
    struct period period;

    if (!take_period(load, member, value, &period))
        return DB_OK;
    const char frequency[] = {period.frequency, '\0'};
    enum db_status status = store_period(load, &period, frequency);
    if (status == DB_OK)
        status = bind_number(load, slot, 0, period_key(&period));
    if (status == DB_OK)
        status = bind_text(load, slot, 1, frequency);
    return status;
}

/* --- numbers --- */

static enum db_status read_count(struct load *load, const struct member *member,
                                 const json_t *value, struct slot slot)
{
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return load_mistake(load, member->name, "is not a whole number, 0 or more");
    return bind_number(load, slot, 0, json_integer_value(value));
}

static enum db_status read_amount(struct load *load, const struct member *member,
                                  const json_t *value, struct slot slot)
{
    if (!json_is_number(value) || json_number_value(value) < 0)
        return load_mistake(load, member->name, "is not a number, 0 or more");
    return bind_real(load, slot, 0, json_number_value(value));
}

static enum db_status read_boolean(struct load *load, const struct member *member,
                                   const json_t *value, struct slot slot)
{
    if (!json_is_boolean(value))
        return load_mistake(load, member->name, "is %s, not true or false", load_type_name(value));
    return bind_number(load, slot, 0, json_is_true(value));
}

/* --- quantities --- */

static enum db_status read_quantity_number(struct load *load, const struct member *member,
                                           const json_t *value, struct slot slot)
{
    (void)slot;
    if (!json_is_number(value))
        return load_mistake(load, member->name, "is %s, not a number", load_type_name(value));
    return DB_OK;
}

static enum db_status read_quantity_word(struct load *load, const struct member *member,
                                         const json_t *value, struct slot slot)
{
    const char *text = take_text(load, member, value);

    (void)slot;
    return text && !words_have(member->words, text) ? mistake_word(load, member, text) : DB_OK;
}

static const struct quantity_part {
    struct member member;
    enum db_status (*read)(struct load *load, const struct member *member, const json_t *value,
                           struct slot slot);
} quantity_parts[] = {
    {{.name = "value"}, read_quantity_number},
    {{.name = "qualifier", .words = words_qualifier}, read_quantity_word},
    {{.name = "precision"}, read_quantity_number},
    {{.name = "unit", .words = words_unit}, read_quantity_word},
};
enum { QUANTITY_PARTS = sizeof(quantity_parts) / sizeof(quantity_parts[0]) };

/* "quantity.value" */
static struct member quantity_member(const struct quantity_part *part, char name[48])
{
    struct member member = part->member;

    snprintf(name, 48, "quantity.%s", part->member.name);
    member.name = name;
    return member;
}

static enum db_status check_quantity_parts(struct load *load, const json_t *object)
{
    struct slot nowhere = {0};
    enum db_status status = DB_OK;

    for (size_t i = 0; status == DB_OK && i < QUANTITY_PARTS; i++) {
        char name[48];
        const struct member member = quantity_member(&quantity_parts[i], name);
        const json_t *value = json_object_get(object, quantity_parts[i].member.name);

        status = !value || json_is_null(value)
                     ? load_mistake(load, name, "is missing")
                     : quantity_parts[i].read(load, &member, value, nowhere);
    }
    return status;
}

/* What is wrong with the numbers; NULL: nothing. */
static const char *find_quantity_fault(const struct quantity *quantity)
{
    const double steps = quantity->precision > 0 ? quantity->value / quantity->precision : 0;

    if (quantity->precision < 0)
        return "precision is 0 or more";
    if (fabs(steps - round(steps)) > 1e-6)
        return "value is no multiple of precision";
    return NULL;
}

static enum db_status bind_quantity(struct load *load, struct slot slot,
                                    const struct quantity *quantity, const char *qualifier,
                                    const char *unit)
{
    const struct interval likely = quantity_likely(quantity);
    enum db_status status = bind_real(load, slot, 0, quantity->value);

    if (status == DB_OK)
        status = bind_text(load, slot, 1, qualifier);
    if (status == DB_OK)
        status = bind_real(load, slot, 2, quantity->precision);
    if (status == DB_OK)
        status = bind_real(load, slot, 3, likely.low);
    if (status == DB_OK)
        status = bind_real(load, slot, 4, likely.high);
    if (status == DB_OK)
        status = bind_text(load, slot, 5, unit);
    return status;
}

static enum db_status check_names(struct load *load, const struct member *members, size_t count,
                                  const json_t *object);

static enum db_status check_quantity_names(struct load *load, const json_t *object)
{
    struct member members[QUANTITY_PARTS];

    for (size_t i = 0; i < QUANTITY_PARTS; i++)
        members[i] = quantity_parts[i].member;
    return check_names(load, members, QUANTITY_PARTS, object);
}

static enum db_status read_quantity(struct load *load, const struct member *member,
                                    const json_t *value, struct slot slot)
{
    const size_t mistakes = load->mistakes;

    if (!json_is_object(value))
        return load_mistake(load, member->name, "is %s, not an object", load_type_name(value));
    enum db_status status = check_quantity_names(load, value);
    if (status == DB_OK)
        status = check_quantity_parts(load, value);
    if (status != DB_OK || load->mistakes != mistakes)
        return status;

    const char *qualifier = json_string_value(json_object_get(value, "qualifier"));
    struct quantity quantity = {
        .value = json_number_value(json_object_get(value, "value")),
        .precision = json_number_value(json_object_get(value, "precision")),
    };
    qualifier_parse(qualifier, &quantity.qualifier);
    const char *fault = find_quantity_fault(&quantity);
    if (fault)
        return load_mistake(load, member->name, "%s", fault);
    return bind_quantity(load, slot, &quantity, qualifier,
                         json_string_value(json_object_get(value, "unit")));
}

/* --- the table --- */

/* Suffixes that begin with "_" (or are empty) stand behind the member's own column. */
static const struct {
    const char *columns[MOST_COLUMNS + 1];
    enum db_status (*read)(struct load *load, const struct member *member, const json_t *value,
                           struct slot slot);
} types[] = {
    [MEMBER_IDENTITY] = {{""}, read_identity},
    [MEMBER_SLUG] = {{""}, read_slug},
    [MEMBER_NAME] = {{""}, read_name},
    [MEMBER_TEXT] = {{""}, read_text},
    [MEMBER_CODE] = {{""}, read_code},
    [MEMBER_WORD] = {{""}, read_word},
    [MEMBER_URL] = {{""}, read_url},
    [MEMBER_LANGUAGE] = {{""}, read_language},
    [MEMBER_CHECKSUM] = {{""}, read_checksum},
    [MEMBER_DATE] = {{"", "_start", "_end"}, read_date},
    [MEMBER_OPEN_DATE] = {{"", "_start", "_end"}, read_date},
    [MEMBER_PERIOD] = {{"", "_start", "_end"}, read_period},
    [MEMBER_PERIOD_LONG] = {{"", "_start", "_end", "_frequency"}, read_period},
    [MEMBER_PERIOD_ROW] = {{"", "frequency"}, read_period_row},
    [MEMBER_AREA] = {{""}, read_area},
    [MEMBER_COUNTRY] = {{""}, read_area},
    [MEMBER_PAIR] = {{"_a", "_b"}, read_pair},
    [MEMBER_COMMODITY] = {{""}, read_commodity},
    [MEMBER_REFERENCE] = {{""}, read_reference},
    [MEMBER_QUANTITY] = {{"value", "qualifier", "precision", "low", "high", "unit"}, read_quantity},
    [MEMBER_COUNT] = {{""}, read_count},
    [MEMBER_AMOUNT] = {{""}, read_amount},
    [MEMBER_BOOLEAN] = {{""}, read_boolean},
    [MEMBER_LIST] = {{NULL}, NULL},
};

static int count_columns(enum member_type type)
{
    int count = 0;

    while (types[type].columns[count])
        count++;
    return count;
}

int load_member_add_columns(const struct member *member, struct buffer *sql)
{
    const char *own = member->column ? member->column : member->name;
    const char *const *column = types[member->type].columns;

    for (; *column; column++) {
        const bool is_suffix = **column == '_' || **column == '\0';

        buffer_add_format(sql, "%s%s,", is_suffix ? own : "", *column);
    }
    return count_columns(member->type);
}

const char *load_type_name(const json_t *value)
{
    if (!value)
        return "nothing";
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "text";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        break;
    }
    return "null";
}

enum db_status load_member_read(struct load *load, const struct member *member, const json_t *value,
                                sqlite3_stmt *statement, int first)
{
    struct slot slot = {.statement = statement, .first = first};
    const bool is_given = value && !json_is_null(value);

    if (!is_given && member->is_required)
        return load_mistake(load, member->name, "is missing");
    if (!is_given)
        return member->type == MEMBER_BOOLEAN ? bind_number(load, slot, 0, 0) : DB_OK;
    return types[member->type].read ? types[member->type].read(load, member, value, slot) : DB_OK;
}

static const char *nearest_member(const struct member *members, size_t count, const char *name)
{
    struct words_search search;
    const char *nearest = NULL;

    words_search_begin(&search, name);
    for (size_t i = 0; i < count; i++) {
        if (words_search_offer(&search, members[i].name))
            nearest = members[i].name;
    }
    return nearest;
}

static enum db_status check_names(struct load *load, const struct member *members, size_t count,
                                  const json_t *object)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)object, name, value)
    {
        if (member_find(members, count, name))
            continue;
        load_mistake(load, NULL, "there is no member %s%s", load_quote(load, name),
                     load_hint(load, nearest_member(members, count, name)));
    }
    return DB_OK;
}

enum db_status load_members_read(struct load *load, const struct member *members, size_t count,
                                 const json_t *object, sqlite3_stmt *statement, int first)
{
    enum db_status status = check_names(load, members, count, object);

    for (size_t i = 0; status == DB_OK && i < count; i++) {
        const json_t *value = json_object_get(object, members[i].name);

        status = load_member_read(load, &members[i], value, statement, first);
        first += count_columns(members[i].type);
    }
    return status;
}
