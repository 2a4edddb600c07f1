/* SPDX-License-Identifier: MIT */
/* load_check_claim: what the members of a claim have to do with one another. */
#include "db/load_check.h"

#include <math.h>
#include <string.h>

#include "db/load.h"
#include "model/period.h"
#include "model/words.h"

enum { MOST_UNITS = 7, MOST_ABOUT = 3 };

static bool is_true(const json_t *record, const char *member)
{
    return json_is_true(json_object_get(record, member));
}

/* --- the subject --- */

/* Which members say what a claim is about. */
static const char *const about[] = {"pair", "from", "to", "country", "event", "agreement", NULL};
static const struct {
    const char *subject;
    const char *needs[MOST_ABOUT];
    const char *may[MOST_ABOUT];
} subjects[] = {
    {"pair", {"pair"}, {NULL}},
    {"direction", {"from", "to"}, {NULL}},
    {"country", {"country"}, {NULL}},
    {"event", {"event"}, {"pair"}},
    {"agreement", {"agreement"}, {"pair"}},
};
enum { SUBJECTS = sizeof(subjects) / sizeof(subjects[0]) };

static enum db_status check_subject(struct load *load, const json_t *claim)
{
    const char *subject = record_text(claim, "subject");
    size_t i = 0;

    while (i < SUBJECTS - 1 && strcmp(subjects[i].subject, subject) != 0)
        i++;
    for (const char *const *member = about; *member; member++) {
        const bool is_needed = words_have(subjects[i].needs, *member);

        if (is_needed && !record_has(claim, *member))
            load_mistake(load, *member, "is missing: the subject is a %s", subject);
        else if (!is_needed && record_has(claim, *member) && !words_have(subjects[i].may, *member))
            load_mistake(load, *member, "does not go with the subject %s", subject);
    }
    return DB_OK;
}

static enum db_status check_direction(struct load *load, const json_t *claim)
{
    if (!record_has(claim, "from") || !record_has(claim, "to") ||
        strcmp(record_text(claim, "from"), record_text(claim, "to")) != 0)
        return DB_OK;
    return load_mistake(load, "to", "is the same country as from");
}

/* --- the figure --- */

/* Units that a metric may have. */
static const struct metric {
    const char *name;
    const char *units[MOST_UNITS];
    bool needs_of;
    bool may_be_negative;
} metrics[] = {
    {"turnover", {"USD"}, false, false},
    {"exports", {"USD"}, false, false},
    {"imports", {"USD"}, false, false},
    {"balance", {"USD"}, false, true},
    {"growth", {"percent"}, true, true},
    {"share", {"percent"}, true, false},
    {"partner_rank", {"rank"}, false, false},
    {"target", {"USD", "percent", "rank", "deals", "people", "items"}, true, true},
    {"export_potential", {"USD", "items"}, false, false},
    {"deal_value", {"USD"}, false, false},
    {"deal_count", {"deals"}, false, false},
    {"participants", {"people"}, false, false},
    {"main_export", {NULL}, false, false},
};
enum { METRICS = sizeof(metrics) / sizeof(metrics[0]) };

static const struct metric *metric_of(const json_t *claim)
{
    const char *name = record_text(claim, "metric");
    size_t i = 0;

    while (i < METRICS - 1 && strcmp(metrics[i].name, name) != 0)
        i++;
    return &metrics[i];
}

static enum db_status check_of(struct load *load, const json_t *claim)
{
    const struct metric *metric = metric_of(claim);

    if (metric->needs_of && !record_has(claim, "of"))
        return load_mistake(load, "of", "is missing: the %s of which metric?", metric->name);
    if (!metric->needs_of && record_has(claim, "of"))
        return load_mistake(load, "of", "does not go with the metric %s", metric->name);
    return DB_OK;
}

static enum db_status check_unit(struct load *load, const json_t *claim)
{
    const struct metric *metric = metric_of(claim);
    const char *unit = record_text(json_object_get(claim, "quantity"), "unit");

    if (!unit || words_have(metric->units, unit))
        return DB_OK;
    if (!metric->units[0])
        return load_mistake(load, "quantity", "does not go with the metric %s; write a text",
                            metric->name);
    return load_mistake(load, "quantity.unit", "%s does not go with the metric %s; write %s", unit,
                        metric->name, metric->units[0]);
}

static enum db_status check_answer(struct load *load, const json_t *claim)
{
    if (record_has(claim, "quantity") || record_has(claim, "text"))
        return DB_OK;
    return load_mistake(load, NULL, "has neither quantity nor text");
}

static enum db_status check_number(struct load *load, const json_t *claim)
{
    static const char *const counted[] = {"rank", "deals", "people", "items", NULL};
    const json_t *quantity = json_object_get(claim, "quantity");
    const char *unit = record_text(quantity, "unit");
    const double value = json_number_value(json_object_get(quantity, "value"));
    const double precision = json_number_value(json_object_get(quantity, "precision"));

    if (!unit)
        return DB_OK;
    if (value < 0 && !metric_of(claim)->may_be_negative)
        return load_mistake(load, "quantity.value", "is less than 0");
    if (words_have(counted, unit) && value != trunc(value))
        return load_mistake(load, "quantity.value", "%s are counted in whole numbers", unit);
    if (strcmp(unit, "rank") == 0 && value < 1)
        return load_mistake(load, "quantity.value", "the first rank is 1");
    if (strcmp(unit, "percent") == 0 && precision > 1)
        return load_mistake(load, "quantity.precision", "is never more than 1 for percentages");
    return DB_OK;
}

/* --- times, and where it comes from --- */

static enum db_status check_base_period(struct load *load, const json_t *claim)
{
    const char *base_text = record_text(claim, "base_period");
    const char *text = record_text(claim, "period");
    struct period base;
    struct period period;

    if (!base_text)
        return DB_OK;
    if (!text)
        return load_mistake(load, "base_period", "needs a period that is compared with it");
    if (!period_parse(base_text, &base) || !period_parse(text, &period) ||
        period_key(&base) < period_key(&period))
        return DB_OK;
    return load_mistake(load, "base_period", "%s does not lie before the period, %s", base_text,
                        text);
}

static enum db_status check_deadline(struct load *load, const json_t *claim)
{
    if (!record_has(claim, "deadline") || strcmp(record_text(claim, "metric"), "target") == 0)
        return DB_OK;
    return load_mistake(load, "deadline", "only targets have one");
}

static enum db_status check_inference(struct load *load, const json_t *claim)
{
    if (is_true(claim, "derived") == record_has(claim, "inference"))
        return DB_OK;
    return load_mistake(load, "inference", "stands where, and only where, derived is true");
}

static enum db_status check_reading(struct load *load, const json_t *claim)
{
    const bool has_reading = record_has(claim, "reading");

    if (record_has(claim, "printed") == has_reading &&
        record_has(claim, "reading_reason") == has_reading)
        return DB_OK;
    return load_mistake(load, "reading", "printed, reading and reading_reason stand together");
}

enum db_status load_check_claim(struct load *load, const json_t *record)
{
    static enum db_status (*const rules[])(struct load * load, const json_t *claim) = {
        check_subject, check_direction,   check_of,       check_unit,      check_answer,
        check_number,  check_base_period, check_deadline, check_inference, check_reading,
    };
    enum db_status status = DB_OK;

    for (size_t i = 0; status == DB_OK && i < sizeof(rules) / sizeof(rules[0]); i++)
        status = rules[i](load, record);
    return status;
}
