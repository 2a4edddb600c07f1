/* SPDX-License-Identifier: MIT */
/* totals: what follows from the observations of datasets: which kinds of rows they have, and sums
 * over all commodities (docs/decisions/summing.md). db/ only. */
#ifndef ENTENTE_DB_TOTALS_H
#define ENTENTE_DB_TOTALS_H

/** Statements to run in order, NULL last: for every dataset, none of which has totals yet. */
extern const char *const totals_steps[];

#endif
