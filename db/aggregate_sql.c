/* SPDX-License-Identifier: MIT */
#include "db/aggregate_sql.h"

#include <string.h>

#include "db/list_sql.h"
#include "db/private.h"
#include "model/aggregate.h"

enum { MOST_SOUGHT_DIGITS = 3 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Sums of one row of the arms, and of rows of sums. */
#define MEASURES "value, net_weight, weighed_value, weight_of_value, observations, missing"

/* The columns of parts that sums are grouped by; their order is that of enum aggregate_dimension.
 */
static const char *const columns[AGGREGATE_DIMENSIONS] = {
    [AGGREGATE_REPORTER] = "reporter_id",
    [AGGREGATE_PARTNER] = "partner_id",
    [AGGREGATE_FLOW] = "flow",
    [AGGREGATE_YEAR] = "year_number",
    [AGGREGATE_PERIOD] = "period_id",
    [AGGREGATE_COMMODITY] = "goods",
    [AGGREGATE_DATASET] = "dataset_id",
    [AGGREGATE_SERIES] = "series_id",
};

static void add(struct list_sql *sql, const char *text)
{
    list_sql_add(sql, text);
}

static bool has_periods(const struct aggregate *aggregate)
{
    return aggregate_has(aggregate, AGGREGATE_YEAR) || aggregate_has(aggregate, AGGREGATE_PERIOD);
}

/* --- an arm: the rows that one rule lets in, summed by group and dataset --- */

/* Filters that rows are picked with as they stand; the others are in the rules. */
static bool is_plain(const struct query_filter *filter)
{
    static const char *const names[] = {"reporter", "partner", "flow",     "classification",
                                        "partner2", "customs", "transport"};

    for (size_t i = 0; i < COUNT(names); i++) {
        if (strcmp(filter->field->name, names[i]) == 0)
            return true;
    }
    return false;
}

static void add_filters_on(struct list_sql *sql, const struct aggregate *aggregate,
                           const char *name)
{
    for (size_t i = 0; i < aggregate->rows->filter_count; i++) {
        if (strcmp(aggregate->rows->filters[i].field->name, name) != 0)
            continue;
        add(sql, " AND ");
        list_sql_add_filter(sql, aggregate->rows, &aggregate->rows->filters[i]);
    }
}

static void add_filters(struct list_sql *sql, const struct aggregate *aggregate)
{
    for (size_t i = 0; i < aggregate->rows->filter_count; i++) {
        if (!is_plain(&aggregate->rows->filters[i]))
            continue;
        add(sql, " AND ");
        list_sql_add_filter(sql, aggregate->rows, &aggregate->rows->filters[i]);
    }
}

static void add_period_filters(struct list_sql *sql, const struct aggregate *aggregate)
{
    add_filters_on(sql, aggregate, "period");
}

static bool has_period_filter(const struct aggregate *aggregate)
{
    for (size_t i = 0; i < aggregate->rows->filter_count; i++) {
        if (strcmp(aggregate->rows->filters[i].field->name, "period") == 0)
            return true;
    }
    return false;
}

/* The periods asked for, or the like ones a year before each. */
static void add_periods(struct list_sql *sql, const struct aggregate *aggregate, bool is_before)
{
    if (!is_before) {
        add_period_filters(sql, aggregate);
    } else if (has_period_filter(aggregate)) {
        add(sql, " AND period_id IN (SELECT before_id FROM like_before WHERE 1");
        add_period_filters(sql, aggregate);
        add(sql, ")");
    }
}

static void add_goods(struct list_sql *sql, const struct aggregate *aggregate,
                      const struct aggregate_rule *rule)
{
    if (!aggregate_has(aggregate, AGGREGATE_COMMODITY))
        add(sql, "NULL, ");
    else if (aggregate->label == 0)
        add(sql, "'TOTAL', ");
    else if (rule->level == aggregate->label && !rule->lengths)
        add(sql, "commodity, ");
    else
        buffer_add_format(&sql->text, "substr(commodity, 1, %d), ", aggregate->label);
}

static void add_arm_columns(struct list_sql *sql, const struct aggregate *aggregate,
                            const struct aggregate_rule *rule)
{
    static const enum aggregate_dimension plain[] = {AGGREGATE_REPORTER, AGGREGATE_PARTNER,
                                                     AGGREGATE_FLOW};

    add(sql, "SELECT reporter_id, partner_id, flow, period_id, goods, dataset_id, value,"
             " net_weight, weighed_value, weight_of_value, observations, missing"
             " FROM (SELECT sums(");
    for (size_t i = 0; i < COUNT(plain); i++)
        buffer_add_format(&sql->text, "%s, ",
                          aggregate_has(aggregate, plain[i]) ? columns[plain[i]] : "NULL");
    add(sql, has_periods(aggregate) ? "period_id, " : "NULL, ");
    add_goods(sql, aggregate, rule);
    add(sql, rule->reads_totals ? "dataset_id, value, net_weight, weighed_value, weight_of_value,"
                                  " observations, missing) AS packed"
                                : "dataset_id, value, net_weight) AS packed");
}

static size_t digits_of(const struct value *value)
{
    return strcspn(value->text, "*");
}

/* Codes that begin with one of those asked for. */
static void add_beginnings(struct list_sql *sql, const struct query_filter *filter)
{
    add(sql, " AND (");
    for (size_t i = 0; i < filter->value_count; i++) {
        const char *text = filter->values[i].text;
        char *end = arena_format(&sql->arena, "%.*s\x7f", (int)digits_of(&filter->values[i]), text);
        add(sql, i ? " OR (commodity >= " : "(commodity >= ");
        list_sql_add_text_value(sql, arena_copy(&sql->arena, text, digits_of(&filter->values[i])));
        add(sql, " AND commodity < ");
        list_sql_add_text_value(sql, end);
        add(sql, ")");
    }
    add(sql, ")");
}

/* Codes of the rule's lengths that no shorter one of them holds. */
static void add_ragged_codes(struct list_sql *sql, const struct aggregate_rule *rule)
{
    const char *comma = "";

    buffer_add_format(&sql->text, " AND commodity <> 'TOTAL' AND length(commodity) >= %d",
                      rule->level);
    add(sql, " AND NOT EXISTS (SELECT 1 FROM observation x WHERE x.reporter = m.reporter_id"
             " AND x.partner = m.partner_id AND x.flow = m.flow AND x.frequency = m.frequency"
             " AND x.period = m.period_id AND x.classification = m.classification"
             " AND x.dataset = m.dataset_id AND length(x.commodity) < length(m.commodity)"
             " AND x.commodity IN (");
    for (int length = rule->level; rule->lengths >> length; length++) {
        if (!(rule->lengths >> length & 1))
            continue;
        buffer_add_format(&sql->text, "%ssubstr(m.commodity, 1, %d)", comma, length);
        comma = ", ";
    }
    add(sql, "))");
}

/* Rows of all reporters with all their partners: to seek each period's code of each of these costs
 * three times what reading them takes. */
static bool has_most_rows(const struct aggregate *aggregate, const struct aggregate_rule *rule)
{
    return rule->partners == PARTNERS_COUNTRIES &&
           !aggregate_filter(aggregate->rows, "reporter", OP_EQ);
}

/* With every period named, the key is followed down to the code. */
static void add_codes(struct list_sql *sql, const struct aggregate *aggregate,
                      const struct aggregate_rule *rule, const struct query_filter *filter)
{
    if (!has_period_filter(aggregate) && !has_most_rows(aggregate, rule)) {
        add(sql, " AND period_id IN (SELECT id FROM period WHERE frequency = ");
        list_sql_add_text_value(sql, aggregate->frequency);
        add(sql, ")");
    }
    add(sql, " AND commodity IN (");
    for (size_t i = 0; i < filter->value_count; i++) {
        add(sql, i ? ", " : "");
        list_sql_add_text_value(
            sql, arena_copy(&sql->arena, filter->values[i].text, digits_of(&filter->values[i])));
    }
    add(sql, ")");
}

/* The classifications that the datasets have: the table's key has them before the commodity. */
static void add_classifications(struct list_sql *sql, const struct aggregate *aggregate)
{
    if (!aggregate->classifications || aggregate_filter(aggregate->rows, "classification", OP_EQ))
        return;
    add(sql, " AND classification IN (SELECT value FROM json_each(");
    list_sql_add_text_value(sql, aggregate->classifications);
    add(sql, "))");
}

/* There are few short codes: each is sought, and the longer ones between them are passed over. */
static void add_level(struct list_sql *sql, int level)
{
    buffer_add_format(&sql->text, " AND commodity <> 'TOTAL' AND length(commodity) = %d", level);
    if (level <= MOST_SOUGHT_DIGITS)
        buffer_add_format(&sql->text,
                          " AND commodity IN (SELECT code FROM commodity WHERE level = %d)", level);
}

static void add_commodities(struct list_sql *sql, const struct aggregate *aggregate,
                            const struct aggregate_rule *rule)
{
    const struct query_filter *filter = aggregate_filter(aggregate->rows, "commodity", OP_EQ);
    bool is_all = !filter || strcmp(filter->values[0].text, "TOTAL") == 0;
    bool is_of_level = !is_all && digits_of(&filter->values[0]) == (size_t)rule->level;

    if (rule->reads_totals)
        return;
    add_classifications(sql, aggregate);
    if (rule->lengths)
        add_ragged_codes(sql, rule);
    else if (rule->level == 0)
        add(sql, " AND commodity = 'TOTAL'");
    else if (is_all)
        add_level(sql, rule->level);
    else if (is_of_level)
        add_codes(sql, aggregate, rule, filter);
    else
        buffer_add_format(&sql->text, " AND length(commodity) = %d", rule->level);
    if (!is_all && (rule->lengths || !is_of_level))
        add_beginnings(sql, filter);
}

/* Said as what there is, not as what there is not, so that an index can follow it. */
#define NO_GROUP                                                                                   \
    "IN (SELECT id FROM area WHERE kind IN ('country', 'former', 'residual', 'unknown'))"

static void add_partners(struct list_sql *sql, const struct aggregate *aggregate,
                         const struct aggregate_rule *rule)
{
    bool is_one = aggregate_filter(aggregate->rows, "partner", OP_EQ) ||
                  aggregate_has(aggregate, AGGREGATE_PARTNER) ||
                  aggregate_filter(aggregate->rows, "partner", OP_NOT);

    if (rule->reads_totals && !is_one)
        add(sql, " AND partner_kind = 'all' AND partner_id = 0");
    else if (rule->reads_totals)
        add(sql, " AND partner_kind = 'one'");
    if (rule->reads_totals && !is_one)
        return;
    if (rule->partners == PARTNERS_WORLD)
        add(sql, " AND partner_id = 0");
    else if (rule->partners == PARTNERS_COUNTRIES)
        add(sql, " AND partner_id " NO_GROUP);
}

static bool is_asked(const struct aggregate *aggregate, const char *name)
{
    return aggregate_filter(aggregate->rows, name, OP_EQ) ||
           aggregate_filter(aggregate->rows, name, OP_NOT);
}

/* Modes of transport are a tree: 2100 and 2110 are parts of 2000, 2110 of 2100. */
#define WITHOUT_PARTS_OF_MODES                                                                     \
    " AND NOT EXISTS (SELECT 1 FROM observation x WHERE x.reporter = m.reporter_id"                \
    " AND x.partner = m.partner_id AND x.flow = m.flow AND x.frequency = m.frequency"              \
    " AND x.period = m.period_id AND x.classification = m.classification"                          \
    " AND x.commodity = m.commodity AND x.partner2 = m.partner2_id AND x.dataset = m.dataset_id"   \
    " AND iif(x.customs = '', 'C00', x.customs) = m.customs"                                       \
    " AND x.transport > 0 AND x.transport < m.transport"                                           \
    " AND x.transport IN (m.transport - m.transport % 100, m.transport - m.transport % 1000))"

static void add_details(struct list_sql *sql, const struct aggregate *aggregate,
                        const struct aggregate_rule *rule)
{
    if (rule->reads_totals)
        return;
    if (rule->all_partner2)
        add(sql, " AND partner2_id = 0");
    else if (!is_asked(aggregate, "partner2"))
        add(sql, " AND partner2_id " NO_GROUP);
    if (rule->all_customs)
        add(sql, " AND customs = 'C00'");
    if (rule->all_transport)
        add(sql, " AND transport = 0");
    else if (!is_asked(aggregate, "transport"))
        add(sql, WITHOUT_PARTS_OF_MODES);
}

static void add_blocks(struct list_sql *sql, const struct aggregate *aggregate,
                       const struct aggregate_rule *rule)
{
    add(sql, aggregate->has_replaced ? "" : " AND until IS NULL");
    add(sql, " AND kind IN (SELECT value FROM json_each(");
    list_sql_add_text_value(sql, rule->kinds);
    add(sql, "))");
}

/* Whether two rules let the same kept totals in, but for their datasets. */
static bool is_alike(const struct aggregate_rule *a, const struct aggregate_rule *b)
{
    return a->reads_totals && b->reads_totals && !a->reads_blocks && !b->reads_blocks;
}

static bool has_alike_before(const struct aggregate *aggregate, size_t rule)
{
    size_t i = 0;

    while (!is_alike(&aggregate->rules[i], &aggregate->rules[rule]) && i < rule)
        i++;
    return i < rule;
}

/* The datasets of @rule and of those like it, so that what they share is read once. */
static void add_datasets(struct list_sql *sql, const struct aggregate *aggregate,
                         const struct aggregate_rule *rule)
{
    add(sql, " AND dataset_id IN (SELECT value FROM json_each(");
    list_sql_add_text_value(sql, rule->datasets);
    for (size_t i = (size_t)(rule - aggregate->rules) + 1; i < aggregate->rule_count; i++) {
        if (!is_alike(rule, &aggregate->rules[i]))
            continue;
        add(sql, ") UNION ALL SELECT value FROM json_each(");
        list_sql_add_text_value(sql, aggregate->rules[i].datasets);
    }
    add(sql, strcmp(rule->datasets, "[]") == 0 ? ")) AND 0" : "))");
}

static void add_arm(struct list_sql *sql, const struct aggregate *aggregate,
                    const struct aggregate_rule *rule, bool is_before)
{
    add_arm_columns(sql, aggregate, rule);
    buffer_add_format(&sql->text,
                      " FROM sum_%s%s m WHERE frequency = ", rule->reads_totals ? "total" : "row",
                      rule->reads_blocks ? "_block" : "");
    list_sql_add_text_value(sql, aggregate->frequency);
    add_datasets(sql, aggregate, rule);
    if (rule->reads_blocks)
        add_blocks(sql, aggregate, rule);
    if (!aggregate_filter(aggregate->rows, "reporter", OP_EQ))
        add(sql, " AND reporter_id " NO_GROUP);
    add_partners(sql, aggregate, rule);
    add_commodities(sql, aggregate, rule);
    add_details(sql, aggregate, rule);
    add_filters(sql, aggregate);
    add_periods(sql, aggregate, is_before);
    add(sql, ") m CROSS JOIN unpack_sums(m.packed) u");
}

/* --- parts: the arms together --- */

static bool has_one_dataset(const struct aggregate *aggregate)
{
    return aggregate->rule_count == 1 && !strchr(aggregate->rules[0].datasets, ',');
}

static void add_parts_columns(struct list_sql *sql, const struct aggregate *aggregate,
                              bool is_before)
{
    const char *period = is_before ? "l.period_id" : "a.period_id";

    add(sql, "SELECT a.reporter_id, a.partner_id, a.flow, ");
    buffer_add_format(&sql->text, "%s AS year_number, %s AS period_id, a.goods, ",
                      aggregate_has(aggregate, AGGREGATE_YEAR) ? "substr(t.start, 1, 4) + 0"
                                                               : "NULL",
                      aggregate_has(aggregate, AGGREGATE_PERIOD) ? period : "NULL");
    add(sql,
        aggregate_has(aggregate, AGGREGATE_DATASET) ? "a.dataset_id, " : "NULL AS dataset_id, ");
    add(sql, "d.series AS series_id, sum(a.value) AS value, sum(a.net_weight) AS net_weight,"
             " sum(a.weighed_value) AS weighed_value, sum(a.weight_of_value) AS weight_of_value,"
             " sum(a.observations) AS observations, sum(a.missing) AS missing, ");
    /* What is distinct takes a table of its own for each group. */
    add(sql,
        has_periods(aggregate) ? "count(DISTINCT a.period_id) AS periods, " : "NULL AS periods, ");
    add(sql, has_one_dataset(aggregate) ? "max(d.slug) AS used"
                                        : "group_concat(DISTINCT d.slug) AS used");
}

static void add_parts(struct list_sql *sql, const struct aggregate *aggregate, bool is_before)
{
    buffer_add_format(&sql->text, "%s AS MATERIALIZED (", is_before ? "earlier" : "parts");
    add_parts_columns(sql, aggregate, is_before);
    add(sql, " FROM (");
    for (size_t i = 0; i < aggregate->rule_count; i++) {
        if (has_alike_before(aggregate, i))
            continue;
        add(sql, i ? " UNION ALL " : "");
        add_arm(sql, aggregate, &aggregate->rules[i], is_before);
    }
    add(sql, ") a CROSS JOIN dataset d ON d.id = a.dataset_id");
    if (is_before) {
        add(sql, " JOIN (SELECT period_id, before_id FROM like_before WHERE 1");
        add_period_filters(sql, aggregate);
        add(sql, ") l ON l.before_id = a.period_id");
    }
    if (has_periods(aggregate))
        buffer_add_format(&sql->text, " CROSS JOIN period t ON t.id = %s",
                          is_before ? "l.period_id" : "a.period_id");
    add(sql, " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8)");
}

/* --- unlike: groups of which not the same was reported for both years --- */

/* The periods asked for, and those a year before them as if they were a year later. Filters on
 * periods look them up in the table period: in the second half, its years are later ones. */
static void add_spans(struct list_sql *sql, const struct aggregate *aggregate)
{
    static const char select[] =
        "SELECT id AS period_id, substr(start, 1, 4) + 0 AS year_number, text,"
        " substr(text, 5) AS part FROM period WHERE frequency = ";

    add(sql, "spans AS MATERIALIZED (SELECT *, period_id AS later_id, 1 AS is_now FROM (");
    add(sql, select);
    list_sql_add_text_value(sql, aggregate->frequency);
    add(sql, ") WHERE 1");
    add_period_filters(sql, aggregate);
    add(sql, " UNION ALL SELECT *, (SELECT x.id FROM main.period x WHERE x.text = s.text), 0"
             " FROM (WITH period AS (SELECT * FROM year_later) SELECT * FROM (");
    add(sql, select);
    list_sql_add_text_value(sql, aggregate->frequency);
    add(sql, ") WHERE 1");
    add_period_filters(sql, aggregate);
    add(sql, ") s)");
}

/* The blocks whose rows the rules let in, whenever they are of. */
static void add_summed_blocks(struct list_sql *sql, const struct aggregate *aggregate)
{
    static const char *const names[] = {"reporter", "classification"};

    add(sql, " WHERE k.frequency = ");
    list_sql_add_text_value(sql, aggregate->frequency);
    if (aggregate_filter(aggregate->rows, "reporter", OP_EQ))
        add(sql, " AND reporter_id IN (SELECT id FROM area)");
    else
        add(sql, " AND reporter_id " NO_GROUP);
    add(sql, aggregate->has_replaced ? " AND (0" : " AND until IS NULL AND (0");
    for (size_t i = 0; i < aggregate->rule_count; i++) {
        add(sql, " OR (dataset_id IN (SELECT value FROM json_each(");
        list_sql_add_text_value(sql, aggregate->rules[i].datasets);
        add(sql, ")) AND kind IN (SELECT value FROM json_each(");
        list_sql_add_text_value(sql, aggregate->rules[i].kinds);
        add(sql, ")))");
    }
    add(sql, ")");
    for (size_t i = 0; i < COUNT(names); i++)
        add_filters_on(sql, aggregate, names[i]);
}

/* Reporters of whom not the same parts of both years have blocks, by group; years without months
 * are of one part. What a block has no row of was not traded. */
static void add_unlike(struct list_sql *sql, const struct aggregate *aggregate)
{
    static const char is_unlike[] =
        " HAVING count(DISTINCT part) > count(DISTINCT iif(is_now, part, NULL))"
        " OR count(DISTINCT part) > count(DISTINCT iif(is_now, NULL, part))";

    add(sql, ", ");
    add_spans(sql, aggregate);
    add(sql, ", unlike AS MATERIALIZED (SELECT series_id, by_reporter, by_dataset, by_year,"
             " by_period, count(*) AS reporters, min(reporter_id) AS reporter_id,"
             " min(has_now) AS has_now, min(has_before) AS has_before, max(has_both) AS has_both"
             " FROM (SELECT series_id, reporter_id, max(is_now) AS has_now,"
             " 1 - min(is_now) AS has_before, max(is_now) > min(is_now) AS has_both");
    buffer_add_format(&sql->text,
                      ", %s AS by_reporter, %s AS by_dataset, %s AS by_year, %s AS by_period",
                      aggregate_has(aggregate, AGGREGATE_REPORTER) ? "reporter_id" : "NULL",
                      aggregate_has(aggregate, AGGREGATE_DATASET) ? "dataset_id" : "NULL",
                      aggregate_has(aggregate, AGGREGATE_YEAR) ? "year_number" : "NULL",
                      aggregate_has(aggregate, AGGREGATE_PERIOD) ? "later_id" : "NULL");
    add(sql, " FROM block_row k CROSS JOIN spans t USING (period_id)");
    add_summed_blocks(sql, aggregate);
    add(sql, " GROUP BY series_id, reporter_id, by_dataset, by_year, by_period");
    add(sql, is_unlike);
    add(sql, ") GROUP BY series_id, by_reporter, by_dataset, by_year, by_period)");
}

/* --- measured: shares, growth and ranks --- */

/* Every dimension of the groups but @but, each behind @prefix. */
static void add_dimensions(struct list_sql *sql, const struct aggregate *aggregate,
                           const char *prefix, int but)
{
    for (size_t i = 0; i < aggregate->order_count; i++) {
        if ((int)aggregate->order[i] != but)
            buffer_add_format(&sql->text, "%s%s, ", prefix, columns[aggregate->order[i]]);
    }
}

static void add_join(struct list_sql *sql, const struct aggregate *aggregate)
{
    static const struct {
        enum aggregate_dimension dimension;
        const char *column;
    } of_blocks[] = {
        {AGGREGATE_REPORTER, "by_reporter"},
        {AGGREGATE_DATASET, "by_dataset"},
        {AGGREGATE_YEAR, "by_year"},
        {AGGREGATE_PERIOD, "by_period"},
    };

    add(sql, " LEFT JOIN earlier b ON b.series_id = p.series_id");
    for (size_t i = 0; i < aggregate->order_count; i++) {
        if (aggregate->order[i] != AGGREGATE_SERIES)
            buffer_add_format(&sql->text, " AND b.%s = p.%s", columns[aggregate->order[i]],
                              columns[aggregate->order[i]]);
    }
    add(sql, " LEFT JOIN unlike k ON k.series_id = p.series_id");
    for (size_t i = 0; i < COUNT(of_blocks); i++) {
        if (aggregate_has(aggregate, of_blocks[i].dimension))
            buffer_add_format(&sql->text, " AND k.%s = p.%s", of_blocks[i].column,
                              columns[of_blocks[i].dimension]);
    }
    add(sql, " LEFT JOIN area r ON r.id = k.reporter_id");
}

/* Why there is no growth, in the order of what is looked at. */
#define GROWTH_REASON                                                                              \
    "CASE WHEN p.value IS NULL THEN 'there is no value'"                                           \
    " WHEN k.reporters > 1 AND k.has_both THEN k.reporters ||"                                     \
    " ' countries have other periods of the one year than of the other; ask by reporter'"          \
    " WHEN k.reporters > 1 THEN 'not the same countries reported both: ' || k.reporters ||"        \
    " ' of them have data for one alone; ask by reporter'"                                         \
    " WHEN k.has_both THEN r.code || ' has other periods of the one year than of the other'"       \
    " WHEN k.has_now THEN r.code || ' has no such data for the like period a year before'"         \
    " WHEN k.has_before THEN r.code || ' has such data for the like period a year before alone'"   \
    " WHEN b.series_id IS NULL THEN 'there is no row for the like period a year before'"           \
    " WHEN b.value IS NULL THEN 'the like period a year before has no value'"                      \
    " WHEN b.value = 0 THEN 'the value of the like period a year before is zero'"                  \
    " WHEN b.periods <> p.periods THEN 'the two years have different numbers of periods' END"

static void add_measured(struct list_sql *sql, const struct aggregate *aggregate)
{
    add(sql, ", measured AS (SELECT p.*, ");
    if (aggregate->has_growth)
        add(sql, "iif(k.reporters IS NULL AND b.value <> 0 AND b.periods = p.periods,"
                 " p.value / b.value - 1, NULL)"
                 " AS growth, " GROWTH_REASON " AS growth_reason, ");
    else
        add(sql, "NULL AS growth, NULL AS growth_reason, ");
    if (aggregate->has_share) {
        add(sql, "sum(p.value) OVER (PARTITION BY ");
        add_dimensions(sql, aggregate, "p.", (int)aggregate->ranked);
        add(sql, "1) AS whole, ");
    } else {
        add(sql, "NULL AS whole, ");
    }
    if (aggregate->top) {
        add(sql, "row_number() OVER (PARTITION BY ");
        add_dimensions(sql, aggregate, "p.", (int)aggregate->ranked);
        buffer_add_format(&sql->text, "1 ORDER BY p.value DESC NULLS LAST, p.%s) AS rank",
                          columns[aggregate->ranked]);
    } else {
        add(sql, "NULL AS rank");
    }
    add(sql, " FROM parts p");
    if (aggregate->has_growth)
        add_join(sql, aggregate);
    add(sql, ")");
}

/* --- shown: the groups of the answer, with those behind the top as one --- */

static void add_others_dimensions(struct list_sql *sql, const struct aggregate *aggregate)
{
    for (int i = 0; i < AGGREGATE_DIMENSIONS; i++)
        buffer_add_format(&sql->text, "%s%s, ", i == (int)aggregate->ranked ? "NULL AS " : "",
                          columns[i]);
}

/* The others are then other periods, not other parts of the same. */
static bool is_ranked_by_time(const struct aggregate *aggregate)
{
    return aggregate->ranked == AGGREGATE_YEAR || aggregate->ranked == AGGREGATE_PERIOD;
}

static void add_shown(struct list_sql *sql, const struct aggregate *aggregate)
{
    const struct value top = {.type = VALUE_INTEGER, .integer = aggregate->top};
    static const char all[] =
        "reporter_id, partner_id, flow, year_number, period_id, goods, dataset_id, series_id, ";

    add(sql, ", shown AS (SELECT ");
    add(sql, all);
    add(sql, MEASURES ", periods, used, growth, growth_reason,"
                      " value / nullif(whole, 0) AS share, rank, 0 AS others,"
                      " 1 AS groups FROM measured");
    if (aggregate->top) {
        add(sql, " WHERE rank <= ");
        list_sql_add_value(sql, &top);
        add(sql, " UNION ALL SELECT ");
        add_others_dimensions(sql, aggregate);
        add(sql, "sum(value), sum(net_weight), sum(weighed_value), sum(weight_of_value),"
                 " sum(observations), sum(missing), ");
        add(sql, is_ranked_by_time(aggregate) ? "sum(periods), " : "max(periods), ");
        add(sql, "group_concat(DISTINCT used), NULL,");
        add(sql, aggregate->has_growth ? " 'the others are not the same each year'," : " NULL,");
        add(sql,
            " sum(value) / nullif(max(whole), 0), NULL, 1, count(*) FROM measured WHERE rank > ");
        list_sql_add_value(sql, &top);
        add(sql, " GROUP BY ");
        add_dimensions(sql, aggregate, "", (int)aggregate->ranked);
        add(sql, "1");
    }
    add(sql, ")");
}

/* --- the rows as a list reads them --- */

static void add_position(struct list_sql *sql, const struct aggregate *aggregate)
{
    add(sql, "row_number() OVER (ORDER BY ");
    if (aggregate->top) {
        add_dimensions(sql, aggregate, "s.", (int)aggregate->ranked);
        add(sql, "s.others, s.rank");
    } else {
        add_dimensions(sql, aggregate, "s.", -1);
        add(sql, "1");
    }
    add(sql, ") AS position");
}

static void add_groups(struct list_sql *sql, const struct aggregate *aggregate)
{
    add_measured(sql, aggregate);
    add_shown(sql, aggregate);
    add(sql, ", api_aggregate AS (SELECT ");
    add_position(sql, aggregate);
    add(sql,
        ", s.reporter_id, r.code AS reporter, s.partner_id, p.code AS partner, s.flow,"
        " s.year_number || '' AS year, s.period_id, t.text AS period, s.goods AS commodity,"
        " s.dataset_id, d.slug AS dataset, i.slug AS series, i.basis, i.unit, s.value, "
        "s.net_weight,"
        " s.weighed_value / nullif(s.weight_of_value, 0) AS unit_value, s.observations, s.missing,"
        " nullif(s.periods, 0) AS periods, s.share, s.growth, s.growth_reason, s.rank, s.others, "
        "s.groups,"
        " slugs_once(s.used) AS used,"
        " '[\"' || replace(slugs_once(s.used), ',', '\",\"') || '\"]' AS datasets"
        " FROM shown s"
        " JOIN main.series i ON i.id = s.series_id"
        " LEFT JOIN area r ON r.id = s.reporter_id"
        " LEFT JOIN area p ON p.id = s.partner_id"
        " LEFT JOIN period t ON t.id = s.period_id"
        " LEFT JOIN dataset d ON d.id = s.dataset_id) ");
}

/* --- both sides of a pair --- */

/* Whether the filters leave some rows of a side out, so that one that has no value for them may
 * well have reported others. */
static bool is_narrow(const struct aggregate *aggregate)
{
    static const char *const names[] = {"classification", "commodity", "dataset"};

    for (size_t i = 0; i < COUNT(names); i++) {
        if (aggregate_filter(aggregate->rows, names[i], OP_EQ) ||
            aggregate_filter(aggregate->rows, names[i], OP_NOT))
            return true;
    }
    return false;
}

static void add_pair(struct list_sql *sql, const struct aggregate *aggregate)
{
    const struct embedded_file *file = statements_embedded;

    buffer_add_format(&sql->text, ", asked AS (SELECT %d AS is_narrow)", is_narrow(aggregate));
    while (strcmp(file->name, "pair_trade_rows.sql") != 0)
        file++;
    add(sql, file->bytes);
}

void aggregate_sql_add(struct list_sql *sql, const struct aggregate *aggregate)
{
    add(sql, "WITH ");
    add_parts(sql, aggregate, false);
    if (aggregate->has_growth) {
        add(sql, ", ");
        add_parts(sql, aggregate, true);
        add_unlike(sql, aggregate);
    }
    if (aggregate->shape == AGGREGATE_GROUPS) {
        add_groups(sql, aggregate);
        return;
    }
    add_pair(sql, aggregate);
}
