/* SPDX-License-Identifier: MIT */
/* load_number: members that are numbers and quantities. */
#include "db/load_slot.h"

#include <math.h>
#include <stdio.h>

#include "db/load.h"
#include "db/load_member.h"
#include "model/quantity.h"
#include "model/words.h"

enum db_status load_read_count(struct load *load, const struct member *member, const json_t *value,
                               struct load_slot slot)
{
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return load_mistake(load, member->name, "is not a whole number, 0 or more");
    return load_bind_number(load, slot, 0, json_integer_value(value));
}

enum db_status load_read_amount(struct load *load, const struct member *member, const json_t *value,
                                struct load_slot slot)
{
    if (!json_is_number(value) || json_number_value(value) < 0)
        return load_mistake(load, member->name, "is not a number, 0 or more");
    return load_bind_real(load, slot, 0, json_number_value(value));
}

enum db_status load_read_boolean(struct load *load, const struct member *member,
                                 const json_t *value, struct load_slot slot)
{
    if (!json_is_boolean(value))
        return load_mistake(load, member->name, "is %s, not true or false", load_type_name(value));
    return load_bind_number(load, slot, 0, json_is_true(value));
}

/* --- quantities --- */

static enum db_status read_quantity_number(struct load *load, const struct member *member,
                                           const json_t *value, struct load_slot slot)
{
    (void)slot;
    if (!json_is_number(value))
        return load_mistake(load, member->name, "is %s, not a number", load_type_name(value));
    return DB_OK;
}

static enum db_status read_quantity_word(struct load *load, const struct member *member,
                                         const json_t *value, struct load_slot slot)
{
    const char *text = load_take_text(load, member, value);

    (void)slot;
    return text && !words_have(member->words, text) ? load_mistake_word(load, member, text) : DB_OK;
}

static const struct quantity_part {
    struct member member;
    enum db_status (*read)(struct load *load, const struct member *member, const json_t *value,
                           struct load_slot slot);
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
    struct load_slot nowhere = {0};
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

static enum db_status bind_quantity(struct load *load, struct load_slot slot,
                                    const struct quantity *quantity, const char *qualifier,
                                    const char *unit)
{
    const struct interval likely = quantity_likely(quantity);
    enum db_status status = load_bind_real(load, slot, 0, quantity->value);

    if (status == DB_OK)
        status = load_bind_text(load, slot, 1, qualifier);
    if (status == DB_OK)
        status = load_bind_real(load, slot, 2, quantity->precision);
    if (status == DB_OK)
        status = load_bind_real(load, slot, 3, likely.low);
    if (status == DB_OK)
        status = load_bind_real(load, slot, 4, likely.high);
    if (status == DB_OK)
        status = load_bind_text(load, slot, 5, unit);
    return status;
}

static enum db_status check_quantity_names(struct load *load, const json_t *object)
{
    struct member members[QUANTITY_PARTS];

    for (size_t i = 0; i < QUANTITY_PARTS; i++)
        members[i] = quantity_parts[i].member;
    return load_check_names(load, members, QUANTITY_PARTS, object);
}

enum db_status load_read_quantity(struct load *load, const struct member *member,
                                  const json_t *value, struct load_slot slot)
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
