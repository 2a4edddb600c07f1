/* SPDX-License-Identifier: MIT */
/* aggregate_sql: the SQL of sums. What it makes reads like a view of a resource, so that sums are
 * filtered, sorted, paged and streamed as any list is. db/ only. */
#ifndef ENTENTE_DB_AGGREGATE_SQL_H
#define ENTENTE_DB_AGGREGATE_SQL_H

struct aggregate;
struct list_sql;

/** Writes `WITH … api_aggregate AS (…) `, or api_pair_trade. */
void aggregate_sql_add(struct list_sql *sql, const struct aggregate *aggregate);

#endif
