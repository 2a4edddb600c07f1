/* SPDX-License-Identifier: MIT */
#include "db/db.h"
#include "handlers/audits.h"
#include "handlers/figure_rows.h"
#include "handlers/figure_statistics.h"
#include "handlers/handlers.h"
#include "handlers/list.h"
#include "handlers/pairs.h"
#include "model/area.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/request.h"

static int reply_rows(const struct request *rq, const struct figure_question *question,
                      const char *meta, struct reply *ret, struct problem *reterr)
{
    struct buffer rows;
    int result = -1;

    buffer_init(&rows);
    if (figure_rows_write(question, request_arena(rq), &rows) == 0)
        result = list_reply_made(rq, &rows, question->pair, meta, ret, reterr);
    else
        problem_set_no_memory(reterr);
    buffer_fini(&rows);
    return result;
}

static const char *take_meta(const struct request *rq, const struct figure_question *question)
{
    const bool is_cut = question->audit && question->audit->is_cut;

    return arena_format(request_arena(rq), ",\"resolve\":\"%s\",\"rule\":\"%s\"%s",
                        words_figure_rule[question->rule], figure_rule_sentence(question->rule),
                        is_cut ? ",\"is_cut\":true" : "");
}

static int read_statistics(const struct request *rq, const struct pair *pair,
                           struct figure_question *question, struct problem *reterr)
{
    struct figure_statistics statistics = {.count = 0};
    const int result = pair ? figure_statistics_add(rq, pair, question->claims, &statistics, reterr)
                            : figure_statistics_add_all(rq, question->claims, &statistics, reterr);

    question->statistics = statistics.items;
    question->statistic_count = statistics.count;
    return result;
}

static int reply_figures(const struct request *rq, const struct pair *pair, struct reply *ret,
                         struct problem *reterr)
{
    struct claims claims;
    struct audit audit;
    struct figure_question question = {
        .claims = &claims,
        .pair = pair ? pair->text : NULL,
        .query = request_query(rq),
        .rule = figure_rule_find(request_parameter(rq, "resolve")),
    };

    if (audits_read_claims(rq, pair, &claims, reterr) != 0)
        return -1;
    if (figure_rows_want_checks(&question)) {
        if (audits_make(rq, pair, &claims, &audit, reterr) != 0)
            return -1;
        question.audit = &audit;
    }
    if (read_statistics(rq, pair, &question, reterr) != 0)
        return -1;
    const char *meta = take_meta(rq, &question);
    return meta ? reply_rows(rq, &question, meta, ret, reterr) : problem_set_no_memory(reterr);
}

/* GET /v1/pairs/{pair}/figures: one answer for each metric and period. */
int pair_figures_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct pair pair;
    enum pair_found found = pairs_find(rq, &pair, ret, reterr);

    if (found != PAIR_FOUND)
        return found == PAIR_ANSWERED ? 0 : -1;
    return reply_figures(rq, &pair, ret, reterr);
}

/* GET /v1/figures: the same of all pairs that claims are about; or of one. */
int figures_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    const char *asked = request_parameter(rq, "pair");
    struct pair pair;
    char unknown[64];

    if (!asked)
        return reply_figures(rq, NULL, ret, reterr);
    switch (pair_parse(asked, &pair, unknown)) {
    case PAIR_CANONICAL:
    case PAIR_OTHERWISE:
        return reply_figures(rq, &pair, ret, reterr);
    case PAIR_SAME:
    case PAIR_UNKNOWN:
    case PAIR_MALFORMED:
        break;
    }
    return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "pair",
                       "a pair is two countries with a hyphen between them: KAZ-TJK");
}
