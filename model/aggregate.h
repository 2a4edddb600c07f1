/* SPDX-License-Identifier: MIT */
/* aggregate: a question about sums: by what they are grouped, and which rows are summed, so that
 * none is counted twice (docs/decisions/summing.md). */
#ifndef ENTENTE_MODEL_AGGREGATE_H
#define ENTENTE_MODEL_AGGREGATE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/query.h"

/* What sums can be grouped by, in the words of group_by=. Series is last: it is never asked for. */
enum aggregate_dimension {
    AGGREGATE_REPORTER,
    AGGREGATE_PARTNER,
    AGGREGATE_FLOW,
    AGGREGATE_YEAR,
    AGGREGATE_PERIOD,
    AGGREGATE_COMMODITY,
    AGGREGATE_DATASET,
    AGGREGATE_SERIES,
    AGGREGATE_DIMENSIONS
};

/** Their words, NULL last. */
extern const char *const words_dimension[];

/* What a block of a dataset has rows of, as dataset_block.totals says it. */
enum aggregate_total {
    TOTAL_PARTNER = 1,
    TOTAL_CUSTOMS = 2,
    TOTAL_TRANSPORT = 4,
    TOTAL_PARTNER2 = 8,
    RAGGED_CODES = 16, /* no one level of codes has all goods */
    TOTALS = 32,       /* how many sets of these there are */
};

enum aggregate_partners {
    PARTNERS_ASKED,     /* those that the filters name */
    PARTNERS_WORLD,     /* the row of World alone */
    PARTNERS_COUNTRIES, /* all but World and groups */
};

/* Which rows of some datasets' blocks are summed. */
struct aggregate_rule {
    const char *datasets; /* their ids as a JSON array */
    const char *kinds;    /* of their blocks, levels * TOTALS + totals, as a JSON array */
    const char *names;    /* their slugs as a JSON array */
    const char *series;   /* slugs of their series as a JSON array */
    bool reads_blocks;    /* only some of their blocks are meant: visible ones of these kinds */
    bool reads_totals;    /* the sums over all commodities that the import kept */
    enum aggregate_partners partners;
    bool all_customs; /* the rows of all procedures; else every row that the filters leave */
    bool all_transport;
    bool all_partner2;
    int level;   /* digits of the codes that are read; 0: TOTAL */
    int lengths; /* with ragged codes: bit n: so many digits, of which the fewest that hold the
                    goods are read; 0: those of level alone */
};

/* What is done with the sums. */
enum aggregate_shape {
    AGGREGATE_GROUPS, /* a row a group: api_aggregate */
    AGGREGATE_PAIR,   /* both sides of the pair by period: api_pair_trade */
};

struct aggregate {
    enum aggregate_shape shape;
    const struct query *rows; /* the filters on the rows that are summed */
    enum aggregate_dimension order[AGGREGATE_DIMENSIONS]; /* what is grouped by, in that order */
    size_t order_count;
    enum aggregate_dimension ranked; /* with share or top: the dimension that they are about */
    bool has_share;
    bool has_growth;
    int top;                     /* 0: all */
    const char *frequency;       /* one */
    int label;                   /* digits of the codes that are answered; 0: TOTAL */
    bool has_replaced;           /* blocks that were replaced count too */
    const char *classifications; /* of the blocks, as a JSON array; NULL: not known */
    const struct aggregate_rule *rules;
    size_t rule_count;
};

bool aggregate_has(const struct aggregate *aggregate, enum aggregate_dimension dimension);

/** The filter on @name with @op among the rows'; NULL when there is none. */
const struct query_filter *aggregate_filter(const struct query *rows, const char *name,
                                            enum field_op op);

#endif
