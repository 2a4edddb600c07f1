/* SPDX-License-Identifier: MIT */
/* aggregate: a question about sums: by what they are grouped, and which rows are summed, so that
 * none is counted twice (docs/decisions/summing.md). */
#ifndef ENTENTE_MODEL_AGGREGATE_H
#define ENTENTE_MODEL_AGGREGATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
    TOTAL_CUSTOMS = 1,
    TOTAL_TRANSPORT = 2,
    TOTAL_PARTNER2 = 4,
    RAGGED_CODES = 8, /* no one level of codes has all goods */
};

enum aggregate_partners {
    PARTNERS_ASKED,     /* those that the filters name */
    PARTNERS_WORLD,     /* the row of World alone */
    PARTNERS_COUNTRIES, /* all but World and groups */
};

/* Which rows of some datasets' blocks are summed. */
struct aggregate_rule {
    const char *datasets; /* their ids as a JSON array */
    const char *kinds;    /* of their blocks, aggregate_kind(), as a JSON array */
    const char *names;    /* their slugs as a JSON array */
    const char *series;   /* slugs of their series as a JSON array */
    bool reads_blocks;    /* only some of their blocks are meant: visible ones of these kinds */
    bool reads_totals;    /* the sums over all commodities that the import kept */
    enum aggregate_partners partners;
    bool all_customs; /* the rows of all procedures; else every row that the filters leave */
    bool all_transport;
    bool all_partner2;
    bool has_codes;        /* the blocks have others than TOTAL */
    bool leaves_goods_out; /* those that have codes of fewer digits than level alone */
    int level;             /* digits of the codes that are read; 0: TOTAL */
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

/** What tells kinds of blocks apart, as the views say it: columns of dataset_block as one number.
 */
int64_t aggregate_kind(int levels, int world_levels, int totals);

/** Whether mode of transport @part is counted in @whole: 0 holds all, 2000 holds 2100 and 2110,
 * 2100 holds 2110. Source: UN Comtrade's list of modes of transport. */
bool aggregate_is_part_of_mode(int64_t part, int64_t whole);

bool aggregate_has(const struct aggregate *aggregate, enum aggregate_dimension dimension);

/** The filter on @name with @op among the rows'; NULL when there is none. */
const struct query_filter *aggregate_filter(const struct query *rows, const char *name,
                                            enum field_op op);

#endif
