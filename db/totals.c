/* SPDX-License-Identifier: MIT */
#include "db/totals.h"

#include <stddef.h>

/* A level is a bit, 1 << digits; the least bit of a block's levels is TOTAL, else its shortest
 * codes. */
#define LEVEL_OF_ROW "(1 << iif(o.commodity = 'TOTAL', 0, length(o.commodity)))"

#define ROWS_OF_BLOCK                                                                              \
    " FROM observation o WHERE o.reporter = dataset_block.reporter"                                \
    "  AND o.frequency = dataset_block.frequency AND o.period = dataset_block.period"              \
    "  AND o.classification = dataset_block.classification AND o.dataset = dataset_block.dataset"

#define BLOCK_OF(rows)                                                                             \
    " JOIN dataset_block k ON k.reporter = " rows ".reporter AND k.frequency = " rows ".frequency" \
    "  AND k.period = " rows ".period AND k.classification = " rows ".classification"              \
    "  AND k.dataset = " rows ".dataset"

const char *const totals_steps[] = {
    "UPDATE dataset_block SET (levels, totals) = (SELECT sum(DISTINCT " LEVEL_OF_ROW "),"
    "  max(o.partner = 0) + 2 * max(o.customs = '') + 4 * max(o.transport = 0)"
    "  + 8 * max(o.partner2 = 0)" ROWS_OF_BLOCK ")",

    "INSERT INTO observation_total (reporter, partner_kind, partner, flow, frequency, period,"
    "  classification, dataset, value, net_weight, weighed_value, weight_of_value, observations,"
    "  missing)"
    " SELECT o.reporter, 'one', o.partner, o.flow, o.frequency, o.period, o.classification,"
    "  o.dataset, sum(o.value), sum(o.net_weight), sum(iif(o.net_weight IS NULL, NULL, o.value)),"
    "  sum(iif(o.value IS NULL, NULL, o.net_weight)), count(*), sum(o.value IS NULL)"
    " FROM observation o" BLOCK_OF(
        "o") " WHERE " LEVEL_OF_ROW " = (k.levels & -k.levels)"
             "  AND (o.partner2 = 0 OR NOT k.totals & 8) AND (o.customs = '' OR NOT k.totals & 2)"
             "  AND (o.transport = 0 OR NOT k.totals & 4)"
             " GROUP BY 1, 3, 4, 5, 6, 7, 8",

    "INSERT INTO observation_total (reporter, partner_kind, partner, flow, frequency, period,"
    "  classification, dataset, value, net_weight, weighed_value, weight_of_value, observations,"
    "  missing)"
    " SELECT t.reporter, 'all', 0, t.flow, t.frequency, t.period, t.classification, t.dataset,"
    "  sum(t.value), sum(t.net_weight), sum(t.weighed_value), sum(t.weight_of_value),"
    "  sum(t.observations), sum(t.missing)"
    " FROM observation_total t" BLOCK_OF(
        "t") " JOIN area p ON p.id = t.partner"
             " WHERE iif(k.totals & 1, t.partner = 0, p.kind NOT IN ('world', 'group'))"
             " GROUP BY 1, 4, 5, 6, 7, 8",

    NULL,
};
