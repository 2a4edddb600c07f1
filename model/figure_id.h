/* SPDX-License-Identifier: MIT */
/* figure_id: what a figure is of, in one text. */
#ifndef ENTENTE_MODEL_FIGURE_ID_H
#define ENTENTE_MODEL_FIGURE_ID_H

struct buffer;
struct claim;

/** Adds `KAZ-TJK:growth:of turnover:2022:against 2021`. It is the same text for two claims exactly
 * where claim_compare_figure() is 0: each part but the pair, the metric and the period says what it
 * is, and a colon or % within one is written %3A or %25. US dollars are left out. */
void figure_id_write(const struct claim *claim, struct buffer *out);

#endif
