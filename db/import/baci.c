/* SPDX-License-Identifier: MIT */
/* BACI, CEPII's reconciled trade: t,i,j,k,v,q. Source: Gaulier and Zignago (2010),
 * https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37 */
#include <string.h>

#include "db/import/format.h"

enum column { YEAR, EXPORTER, IMPORTER, PRODUCT, VALUE, QUANTITY, COLUMN_COUNT };

enum { USD_A_UNIT = 1000, KG_A_TON = 1000, PRODUCT_DIGITS = 6 };

static const struct format_column columns[COLUMN_COUNT] = {
    [YEAR] = {"t", "t", true},    [EXPORTER] = {"i", "i", true}, [IMPORTER] = {"j", "j", true},
    [PRODUCT] = {"k", "k", true}, [VALUE] = {"v", "v", true},    [QUANTITY] = {"q", "q", true},
};

/* Spreadsheets drop the zeros at the front: 10121 is 010121. */
static bool read_product(struct reading *reading, char ret[ROW_CODE_SIZE])
{
    const struct cell cell = cell_of(reading, PRODUCT);
    size_t digits = 0;

    while (digits < cell.length && cell.at[digits] >= '0' && cell.at[digits] <= '9')
        digits++;
    if (digits != cell.length || digits < PRODUCT_DIGITS - 1 || digits > PRODUCT_DIGITS)
        return fault_cell(reading, PRODUCT, "a subheading of the HS: six digits");
    memcpy(ret, "000000", PRODUCT_DIGITS - digits);
    memcpy(ret + PRODUCT_DIGITS - digits, cell.at, digits);
    return true;
}

static bool read_baci(struct reading *reading)
{
    struct row *row = reading_begin_row(reading);

    memcpy(row->flow, "X", 1);
    memcpy(row->classification, "HS", 2);
    if (!cell_period(reading, YEAR, FORMAT_MOST_COLUMNS, row->period) ||
        !cell_area(reading, EXPORTER, FORMAT_MOST_COLUMNS, FORMAT_MOST_COLUMNS, row->reporter) ||
        !cell_area(reading, IMPORTER, FORMAT_MOST_COLUMNS, FORMAT_MOST_COLUMNS, row->partner) ||
        !read_product(reading, row->commodity) || !cell_number(reading, VALUE, &row->value) ||
        !cell_number(reading, QUANTITY, &row->net_weight))
        return false;
    if (strcmp(row->reporter, row->partner) == 0)
        memcpy(row->flow, "domestic", strlen("domestic"));
    row->value *= USD_A_UNIT;
    row->net_weight *= KG_A_TON;
    return reading_give_row(reading);
}

static const struct reader_series series = {
    .slug = "baci",
    .title = "BACI: bilateral trade by product, reconciled",
    .unit = "USD",
    .basis = "reconciled",
    .classification = "HS",
    .valuation = "FOB",
    .source_title = "BACI",
    .source_publisher = "CEPII",
    .source_url = "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
};

const struct format format_baci = {
    .name = "baci",
    .container = CONTAINER_CSV,
    .separators = ",;\t",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .refuses_unknown = true,
    .read = read_baci,
    .series = &series,
};
