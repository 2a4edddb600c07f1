/* SPDX-License-Identifier: MIT */
/* check_report: what checks found, for people. */
#ifndef ENTENTE_CLI_CHECK_REPORT_H
#define ENTENTE_CLI_CHECK_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct audit;

struct check_report {
    const char *database;
    int64_t revision;
    const char *pair; /* NULL: all */
    size_t claim_count;
    const struct audit *audit;
    bool is_verbose; /* what is consistent, too */
};

/** How many contradictions nobody has acknowledged. */
size_t check_report_count(const struct audit *audit);

/** Prints the counts, then what contradicts, what cannot be decided, and what is consistent where
 * that is asked for. Return: false: no memory. */
bool check_report_print(const struct check_report *report, struct arena *arena);

#endif
