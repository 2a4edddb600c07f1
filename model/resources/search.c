/* SPDX-License-Identifier: MIT */
#include "model/resource.h"
#include "model/words.h"

static const struct field fields[] = {
    {.name = "score",
     .type = FIELD_REAL,
     .flags = FIELD_SORTABLE | FIELD_KEY,
     .doc = "how well it fits (BM25): the smaller the better",
     .example = "-3.5"},
    {.name = "kind",
     .type = FIELD_WORD,
     .ops = OPS_WORD,
     .flags = FIELD_SORTABLE | FIELD_KEY,
     .words = words_record_kind,
     .doc = "what kind of record it is",
     .example = "agreement"},
    {.name = "id",
     .type = FIELD_SLUG,
     .flags = FIELD_SORTABLE | FIELD_KEY,
     .doc = "the id of the record",
     .example = "kiss-csr-memorandum-2023"},
    {.name = "title",
     .type = FIELD_TEXT,
     .doc = "its title, or what stands for one",
     .example = "Treaty on Allied Relations"},
    {.name = "snippet",
     .type = FIELD_TEXT,
     .doc = "where the words are: HTML-escaped text, the words in <mark>",
     .example = "the <mark>turnover</mark> of the two countries"},
    {.name = "path",
     .type = FIELD_TEXT,
     .doc = "where the record is",
     .example = "/v1/agreements/kiss-csr-memorandum-2023"},
};

const struct resource resource_search = {
    .name = "search",
    .singular = "match",
    .doc = "Records that have the words, best first.",
    .default_sort = "score",
    .fields = fields,
    .field_count = sizeof(fields) / sizeof(fields[0]),
};
