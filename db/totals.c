/* SPDX-License-Identifier: MIT */
#include "db/totals.h"

#include <stddef.h>

/* Columns that join @b to @a. */
#define SAME_BLOCK(a, b)                                                                           \
    a ".reporter = " b ".reporter AND " a ".frequency = " b ".frequency AND " a ".period = " b     \
      ".period AND " a ".classification = " b ".classification AND " a ".dataset = " b ".dataset"

/* Rows that differ in their goods, or in details of them. */
#define SAME_GROUP SAME_BLOCK("x", "o") " AND x.partner = o.partner AND x.flow = o.flow"

/* The codes that hold this one, itself aside. */
#define HOLDERS                                                                                    \
    "SELECT 1 FROM observation x WHERE " SAME_GROUP                                                \
    " AND length(x.commodity) < length(o.commodity)"                                               \
    " AND x.commodity = substr(o.commodity, 1, length(x.commodity))"

/* Rows of the modes of transport that this one is a part of. */
#define WHOLE_MODES                                                                                \
    "SELECT 1 FROM observation x WHERE " SAME_GROUP                                                \
    " AND x.commodity = o.commodity AND x.partner2 = o.partner2 AND x.customs = o.customs"         \
    " AND x.transport > 0 AND x.transport < o.transport"                                           \
    " AND x.transport IN (o.transport - o.transport % 100, o.transport - o.transport % 1000)"

/* A level is a bit, 1 << digits; that of TOTAL is the least. */
#define LEVEL_OF_ROW "(1 << iif(o.commodity = 'TOTAL', 0, length(o.commodity)))"

#define SUMS                                                                                       \
    "INSERT INTO observation_total (reporter, partner_kind, partner, flow, frequency, period,"     \
    "  classification, dataset, value, net_weight, weighed_value, weight_of_value, observations,"  \
    "  missing)"

#define BLOCK_OF_ROW " JOIN dataset_block k ON " SAME_BLOCK("k", "o")

const char *const totals_steps[] = {
    "UPDATE dataset_block AS k SET (levels, totals) = (SELECT sum(DISTINCT " LEVEL_OF_ROW "),"
    "  max(o.customs = '') + 2 * max(o.transport = 0) + 4 * max(o.partner2 = 0)"
    " FROM observation o WHERE " SAME_BLOCK("o", "k") ")",

    "UPDATE dataset_block AS k SET world_levels = coalesce((SELECT sum(DISTINCT " LEVEL_OF_ROW ")"
    " FROM observation o WHERE " SAME_BLOCK("o", "k") " AND o.partner = 0), 0)",

    "UPDATE dataset_block AS k SET totals = totals + 8 WHERE EXISTS (SELECT 1 FROM observation o,"
    "  json_each('[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]') n WHERE " SAME_BLOCK(
        "o", "k") "  AND o.commodity <> 'TOTAL' AND n.value < length(o.commodity) AND k.levels >> "
                  "n.value & 1"
                  "  AND NOT EXISTS (SELECT 1 FROM observation x WHERE " SAME_GROUP
                  "   AND x.commodity = substr(o.commodity, 1, n.value)))",

    SUMS
    " SELECT o.reporter, 'one', o.partner, o.flow, o.frequency, o.period, o.classification,"
    "  o.dataset, sum(o.value), sum(o.net_weight), sum(iif(o.net_weight IS NULL, NULL, o.value)),"
    "  sum(iif(o.value IS NULL, NULL, o.net_weight)), count(*), sum(o.value IS NULL)"
    " FROM observation o" BLOCK_OF_ROW " JOIN area s ON s.id = o.partner2"
    " WHERE iif(o.commodity = 'TOTAL', 1, NOT EXISTS (SELECT 1 FROM observation x WHERE " SAME_GROUP
    "   AND x.commodity = 'TOTAL') AND NOT EXISTS (" HOLDERS "))"
    "  AND iif(k.totals & 4, o.partner2 = 0, s.kind NOT IN ('world', 'group'))"
    "  AND (o.customs = '' OR NOT k.totals & 1)"
    "  AND iif(k.totals & 2, o.transport = 0, NOT EXISTS (" WHOLE_MODES "))"
    " GROUP BY 1, 3, 4, 5, 6, 7, 8",

    SUMS " SELECT o.reporter, 'all', 0, o.flow, o.frequency, o.period, o.classification, o.dataset,"
         "  sum(o.value), sum(o.net_weight), sum(o.weighed_value), sum(o.weight_of_value),"
         "  sum(o.observations), sum(o.missing)"
         " FROM observation_total o JOIN area p ON p.id = o.partner"
         " WHERE iif(EXISTS (SELECT 1 FROM observation_total x WHERE x.partner_kind = 'one'"
         "  AND x.partner = 0 AND x.flow = o.flow AND " SAME_BLOCK(
             "x", "o") "),"
                       "  o.partner = 0, p.kind NOT IN ('world', 'group'))"
                       " GROUP BY 1, 4, 5, 6, 7, 8",

    NULL,
};
