/* SPDX-License-Identifier: MIT */
/* Readings: figures out of scale, and flows that go the other way than what was printed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "model/audit_rules.h"
#include "model/printed.h"

/* How many neighbours say what the scale is, and how many of them stand with the check: the nearest
 * in time. */
enum { MOST_NEIGHBOURS = 32, MOST_NAMED = 8, LIKE_LENGTH = 4, KEY_LENGTH_MASK = 0xffff };

static int64_t length_of(const struct period *period)
{
    return period_key(period) & KEY_LENGTH_MASK;
}

static bool has_like_length(const struct period *a, const struct period *b)
{
    if (!a || !b)
        return false;
    return length_of(a) <= LIKE_LENGTH * length_of(b) && length_of(b) <= LIKE_LENGTH * length_of(a);
}

struct neighbours {
    double values[MOST_NEIGHBOURS];
    size_t count;
    enum relation relation; /* of the figure to the one that is bound least to it */
};

/* Whether @other is of the subject of @claim; then it is a neighbour where it is a level of about
 * as long a period. */
static bool take_neighbour(const struct claim *claim, const struct claim *other,
                           struct audit_draft *draft, struct neighbours *ret)
{
    if (claim_compare_subject(other, claim) != 0)
        return false;
    if (!claim_is_level(other) || other->quantity.value == 0 ||
        !has_like_length(other->period, claim->period) || ret->count == MOST_NEIGHBOURS)
        return true;
    if (ret->count < MOST_NAMED)
        audit_draft_part(draft, other, "neighbour");
    ret->values[ret->count++] = other->quantity.value;
    ret->relation = relation_weaker(ret->relation, audit_relate(claim, other));
    return true;
}

/* From the figure on to both sides in time. */
static void find_neighbours(const struct audit_block *block, size_t place,
                            struct audit_draft *draft, struct neighbours *ret)
{
    const struct claim *claim = block->by_subject[place];
    bool has_earlier = true;
    bool has_later = true;

    *ret = (struct neighbours){.relation = RELATION_SAME_AUTHORITY};
    for (size_t step = 1; (has_earlier || has_later) && ret->count < MOST_NEIGHBOURS; step++) {
        has_earlier = has_earlier && step <= place &&
                      take_neighbour(claim, block->by_subject[place - step], draft, ret);
        has_later = has_later && place + step < block->count &&
                    take_neighbour(claim, block->by_subject[place + step], draft, ret);
    }
}

/* What was printed is always held against its neighbours; a figure that stands as it was printed
 * only where it is out of scale. The recorded reading is what answers for the former. */
static void add_scale(struct auditor *auditor, const struct audit_block *block, size_t place)
{
    const struct claim *claim = block->by_subject[place];
    struct audit_draft draft = {.left_is = "figure as printed",
                                .right_is = "its neighbours, from the least to the largest",
                                .unit = claim->unit,
                                .has_relation = true};
    struct neighbours neighbours;
    double printed = claim->quantity.value;
    const bool is_read = claim->printed && printed_number(claim->printed, &printed) &&
                         printed != fabs(claim->quantity.value);

    audit_draft_part(&draft, claim, is_read ? "as printed" : "figure");
    find_neighbours(block, place, &draft, &neighbours);
    draft.relation = neighbours.relation;
    const struct check check =
        check_scale(printed, neighbours.values, neighbours.count, draft.relation);
    if (is_read)
        draft.acknowledged = claim->reading_reason;
    if (is_read || (check.steps != 0 && neighbours.count > 1))
        audit_add(auditor, &draft, check);
}

void audit_scales(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count && !auditor->is_over; i++) {
        if (claim_is_level(block->by_subject[i]))
            add_scale(auditor, block, i);
    }
}

/* ---- directions ---- */

/* Goods named in one text, counted by the ways in which they are known to go. */
struct goods_of {
    const struct audit_block *block;
    const char *from; /* the way of the figure */
    const char *to;
};

static bool is_named_in(const struct goods_of *goods, const char *name, size_t length,
                        const char *from, const char *to)
{
    for (size_t i = 0; i < goods->block->count; i++) {
        const struct claim *claim = goods->block->claims[i];
        if (strcmp(claim->metric, "main_export") == 0 && claim->text &&
            claim_text_is(claim->from, from) && claim_text_is(claim->to, to) &&
            printed_names(claim->text, name, length))
            return true;
    }
    return false;
}

static struct check_goods count_goods(const struct goods_of *goods, const char *text)
{
    struct check_goods counts = {0};
    const char *name;
    size_t length;

    while (text && (text = printed_next_name(text, &name, &length))) {
        const bool is_this = is_named_in(goods, name, length, goods->from, goods->to);
        const bool is_other = is_named_in(goods, name, length, goods->to, goods->from);
        counts.named++;
        counts.this_way += is_this;
        counts.other_way += is_other && !is_this;
    }
    return counts;
}

/* The way that was printed: "Tajikistan's imports" go the other way than its exports do. */
static bool is_printed_other_way(const struct claim *claim)
{
    const char *name = claim_text_is(claim->from, claim->a) ? claim->a_name : claim->b_name;

    return claim->printed && name && strcasestr(claim->printed, "import") &&
           strstr(claim->printed, name);
}

static void add_direction(struct auditor *auditor, const struct audit_block *block,
                          const struct claim *claim)
{
    const bool is_turned = is_printed_other_way(claim);
    const struct goods_of goods = {
        .block = block,
        .from = is_turned ? claim->to : claim->from,
        .to = is_turned ? claim->from : claim->to,
    };
    const struct check_goods counts = count_goods(&goods, claim->text);
    struct audit_draft draft = {.part_count = 0};

    if (!is_turned && counts.this_way + counts.other_way == 0)
        return;
    audit_draft_part(&draft, claim, is_turned ? "as printed" : "figure");
    for (size_t i = 0; i < block->count; i++) {
        if (strcmp(block->claims[i]->metric, "main_export") == 0)
            audit_draft_part(&draft, block->claims[i], "goods");
    }
    if (is_turned)
        draft.acknowledged = claim->reading_reason;
    audit_add(auditor, &draft, check_direction(&counts, audit_draft_relation(&draft)));
}

void audit_directions(struct auditor *auditor, const struct audit_block *block)
{
    for (size_t i = 0; i < block->count && !auditor->is_over; i++) {
        const struct claim *claim = block->claims[i];
        if (claim->from && claim->to && claim->has_quantity &&
            (claim->text || is_printed_other_way(claim)))
            add_direction(auditor, block, claim);
    }
}
