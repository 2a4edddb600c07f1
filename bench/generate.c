/* SPDX-License-Identifier: MIT */
/*
 * generate: trade rows of the shape of UN Comtrade's, for the benchmark of imports. It writes CSV
 * with all 47 columns, years, reporters, then partners, flows and goods mixed, as downloads are:
 * not in the order of any key. The same seed gives the same bytes on every machine: no function of
 * libm is used but sqrt, which is exact.
 *
 * How many goods i reports with j grows as size(i) * size(j) / distance(i, j) and levels off below
 * the number of goods there are; size falls with the rank in `countries`. Each pair keeps its goods
 * from year to year.
 */
#include <argp.h>
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/area.h"

enum {
    COUNTRIES = 200,
    FLOWS = 2,
    GOODS = 5209,      /* a prime: any stride walks over all of them */
    MOST_GOODS = 4800, /* that one country reports with another in a year */
    LISTS = COUNTRIES * (COUNTRIES - 1) * FLOWS,
    FIRST_YEAR = 2003,
    MOST_YEARS = 40,
    SEGMENT_BYTES = 512,
    ROW_BYTES = 2048, /* more than any row has */
    OUTPUT_BYTES = 1 << 20,
    EXP_STEPS = 1024,
};

/* The 200 that trade most, roughly in order. */
static const char countries[] = "CHN USA DEU JPN GBR FRA NLD KOR HKG ITA CAN MEX BEL IND SGP ESP "
                                "RUS CHE TWN ARE POL AUS VNM THA MYS BRA IDN SAU "
                                "TUR SWE AUT CZE IRL NOR DNK HUN ZAF PHL CHL ISR ROU SVK PRT FIN "
                                "UKR QAT COL ARG GRC IRN NGA KAZ BGD PER EGY KWT "
                                "IRQ DZA MAR NZL PAK SVN LTU BGR OMN BLR ECU SRB HRV AGO LUX LVA "
                                "EST KHM GTM DOM LKA CRI PAN GHA LBY TUN BHR AZE "
                                "UZB KEN JOR MMR TKM CIV PRY LBN BOL ETH TZA SLV HND BIH GEO CMR "
                                "SEN TTO ZMB URY COD MOZ MNG ARM CYP ISL NAM MKD "
                                "BWA COG UGA ALB GAB MDA MLT LAO KGZ PNG NIC ZWE JAM GIN BFA SDN "
                                "MDG GNQ MUS BRN NPL AFG TJK MLI BEN SYR YEM MAC "
                                "MRT TGO NER CUB GUY SUR FJI TCD RWA MWI BHS HTI BRB SWZ LSO SLE "
                                "LBR MNE PSE BLZ CPV MDV BTN SOM DJI ERI GMB BDI "
                                "GNB TLS AND ABW BMU CYM CUW FRO GRL GIB LCA ATG VCT GRD DMA KNA "
                                "SYC WSM TON VUT SLB KIR FSM MHL PLW TUV COM "
                                "STP CAF SSD NCL PYF";

static const char header[] =
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,"
    "flowCode,flowDesc,"
    "partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,classificationCode,"
    "classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,"
    "customsCode,customsDesc,"
    "mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,"
    "altQtyUnitAbbr,altQty,"
    "isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt,isGrossWgtEstimated,cifvalue,fobvalue,"
    "primaryValue,"
    "legacyEstimationFlag,isReported,isAggregate\n";

/* Text that many rows share, ready to be copied. */
struct segment {
    size_t length;
    char text[SEGMENT_BYTES];
};

struct country {
    const struct area *area;
    struct segment text; /* code,ISO,name, */
    double size;
    double x, y; /* on a square whose edges meet */
};

enum unit { UNIT_NONE, UNIT_ITEMS, UNIT_KG };

struct good {
    struct segment text; /* code,description,level,leaf, */
    double usd_a_kg;
    double kg_an_item;
    enum unit unit;
};

/* What one reporter has of one partner and flow in the year that is being written. */
struct total {
    uint64_t value; /* thousandths */
    uint64_t net_weight;
};

struct generator {
    uint64_t rows;
    uint64_t seed;
    unsigned years;
    bool has_totals;

    uint64_t random;
    struct country countries[COUNTRIES];
    struct good goods[GOODS];
    double exp2_of_fraction[EXP_STEPS];
    double scale;    /* from gravity to the share of all goods */
    double stretch;  /* makes the expected rows of all years add up to rows */
    double expected; /* rows so far, with fractions */
    uint64_t planned;
    uint32_t *mixed; /* partner, flow and good of the rows of one reporter and year */
    size_t mixed_count;
    struct total totals[COUNTRIES][FLOWS];
    char *output;
    size_t used;
};

static const char *const flows[FLOWS] = {"X,Export,", "M,Import,"};
static const char *const units[] = {"-1,N/A,", "5,u,", "8,kg,"};

static const struct argp_option options[] = {
    {"rows", 'r', "N", 0, "rows to write (default 1000000), totals apart", 0},
    {"years", 'y', "N", 0, "years, from 2003 on (default 20)", 0},
    {"seed", 's', "N", 0, "the same seed gives the same bytes (default 1)", 0},
    {"format", 'f', "FORMAT", 0, "comtrade-csv (default, the only one)", 0},
    {"totals", 't', NULL, 0,
     "also a row of all goods (TOTAL) for each partner, flow and year, and for World", 0},
    {0},
};

static uint64_t read_number(const char *text, uint64_t most, struct argp_state *state)
{
    char *end;
    unsigned long long number = strtoull(text, &end, 10);

    if (*text < '0' || *text > '9' || *end || number > most)
        argp_error(state, "\"%s\" is not a whole number up to %" PRIu64, text, most);
    return number;
}

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct generator *g = state->input;

    switch (key) {
    case 'r':
        g->rows = read_number(value, UINT32_MAX, state);
        return 0;
    case 'y':
        g->years = (unsigned)read_number(value, MOST_YEARS, state);
        return 0;
    case 's':
        g->seed = read_number(value, UINT64_MAX, state);
        return 0;
    case 't':
        g->has_totals = true;
        return 0;
    case 'f':
        if (strcmp(value, "comtrade-csv") != 0)
            argp_error(state, "unknown format \"%s\"", value);
        return 0;
    case ARGP_KEY_END:
        if (g->rows > (uint64_t)g->years * LISTS * (MOST_GOODS / 2))
            argp_error(state, "so many rows need more years");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* splitmix64, Steele, Lea and Flood 2014 */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

static uint64_t draw(struct generator *g)
{
    return mix(g->random += 0x9e3779b97f4a7c15U);
}

/* Below @limit, from the low half of @random. */
static uint32_t below(uint64_t random, uint32_t limit)
{
    return (uint32_t)(((random & UINT32_MAX) * limit) >> 32);
}

static double fraction(uint64_t random)
{
    return (double)(random >> 11) / (double)(1ULL << 53);
}

/* The table that exp2_of reads: 2^(i/1024), from ten square roots of 2. */
static void fill_exp2(struct generator *g)
{
    double step = 2;
    double value = 1;

    for (int i = 1; i < EXP_STEPS; i *= 2)
        step = sqrt(step);
    for (int i = 0; i < EXP_STEPS; i++, value *= step)
        g->exp2_of_fraction[i] = value;
}

/* 2 to the power of @steps/1024. */
static double exp2_of(const struct generator *g, uint32_t steps)
{
    return g->exp2_of_fraction[steps % EXP_STEPS] * (double)(1ULL << (steps / EXP_STEPS));
}

/* Nearly log-normal: 2^0 to 2^@widest; the sum of four even numbers stands for a normal one. */
static double skewed(const struct generator *g, uint64_t random, uint32_t widest)
{
    uint64_t sum =
        (random & 0xffff) + (random >> 16 & 0xffff) + (random >> 32 & 0xffff) + (random >> 48);

    return exp2_of(g, (uint32_t)(sum * (widest * EXP_STEPS - 1) / (4 * 0xffff)));
}

/* @text as a CSV field and a comma. */
static void add_field(struct segment *segment, const char *text)
{
    bool is_quoted = strpbrk(text, ",\"") != NULL;
    char *to = segment->text + segment->length;

    if (is_quoted)
        *to++ = '"';
    for (; *text; text++) {
        if (*text == '"')
            *to++ = '"';
        *to++ = *text;
    }
    if (is_quoted)
        *to++ = '"';
    *to++ = ',';
    segment->length = (size_t)(to - segment->text);
}

static int fill_countries(struct generator *g)
{
    for (unsigned i = 0; i < COUNTRIES; i++) {
        struct country *country = &g->countries[i];
        char code[] = {countries[4 * i], countries[4 * i + 1], countries[4 * i + 2], '\0'};
        char number[16];
        country->area = area_find(code);
        if (!country->area)
            return fprintf(stderr, "generate: no country %s\n", code), -1;
        int comtrade = country->area->comtrade >= 0 ? country->area->comtrade : country->area->m49;
        snprintf(number, sizeof number, "%d",
                 comtrade >= 0 ? comtrade : 490); /* 490: Other Asia, nes */
        add_field(&country->text, number);
        add_field(&country->text, code);
        add_field(&country->text, country->area->name);
        country->size = 1 / ((i + 3) * sqrt(sqrt(i + 3)));
        country->x = fraction(draw(g));
        country->y = fraction(draw(g));
    }
    return 0;
}

/* One to nine phrases, 90 bytes on average, as descriptions of the Harmonized System are. */
static void describe_good(struct generator *g, char text[SEGMENT_BYTES / 2])
{
    static const char *const heads[] = {
        "Meat",      "Fish",      "Vegetables", "Oils",        "Ores",      "Acids",   "Polymers",
        "Leather",   "Wood",      "Yarn",       "Fabrics",     "Garments",  "Glass",   "Steel",
        "Machinery", "Apparatus", "Vehicles",   "Instruments", "Furniture", "Footwear"};
    static const char *const tails[] = {"n.e.c. in heading no. 8479",
                                        "whether or not refined",
                                        "of a kind used in industry",
                                        "fresh or chilled",
                                        "not knitted or crocheted",
                                        "containing 85% or more by weight",
                                        "other than those of the \"soft\" kind",
                                        "of iron or non-alloy steel",
                                        "weighing more than 200g/m2",
                                        "prepared or preserved",
                                        "for retail sale",
                                        "of man-made fibres",
                                        "parts thereof",
                                        "unwrought",
                                        "in blocks",
                                        "electric"};
    uint64_t random = draw(g);
    unsigned phrases = 1 + below(draw(g), 6);
    size_t used = (size_t)sprintf(text, "%s;", heads[below(random, 20)]);

    for (unsigned i = 0; i < phrases; i++)
        used += (size_t)sprintf(text + used, "%s %s", i ? "," : "", tails[draw(g) % 16]);
}

/* 54 or 55 codes in each of 96 chapters: 77 is kept free, as in the Harmonized System. */
static void code_of_good(unsigned number, char code[8])
{
    static const unsigned endings[] = {10, 20, 30, 80, 90};
    unsigned chapter = number % 96 + 1;
    unsigned place = number / 96;

    chapter += chapter >= 77;
    snprintf(code, 8, "%02u%02u%02u", chapter % 100, (place / 5 + 1) % 100, endings[place % 5]);
}

static void fill_goods(struct generator *g)
{
    static const enum unit kinds[] = {UNIT_KG,    UNIT_KG,    UNIT_KG,   UNIT_KG,
                                      UNIT_ITEMS, UNIT_ITEMS, UNIT_NONE, UNIT_NONE};

    for (unsigned i = 0; i < GOODS; i++) {
        struct good *good = &g->goods[i];
        char code[8];
        char description[SEGMENT_BYTES / 2];
        code_of_good(i, code);
        describe_good(g, description);
        add_field(&good->text, code);
        add_field(&good->text, description);
        add_field(&good->text, "6");
        add_field(&good->text, "TRUE");
        good->usd_a_kg = skewed(g, draw(g), 12) / 16;
        good->kg_an_item = skewed(g, draw(g), 12) / 64;
        good->unit = kinds[below(draw(g), 8)];
    }
}

/* How much @reporter and @partner trade by size and distance. */
static double gravity(const struct generator *g, unsigned reporter, unsigned partner, unsigned flow)
{
    const struct country *a = &g->countries[reporter];
    const struct country *b = &g->countries[partner];
    double x = fabs(a->x - b->x);
    double y = fabs(a->y - b->y);
    uint64_t own = mix(g->seed ^ ((uint64_t)reporter * COUNTRIES + partner) * FLOWS ^ flow);

    x = x > 0.5 ? 1 - x : x;
    y = y > 0.5 ? 1 - y : y;
    return a->size * b->size / (0.05 + sqrt(x * x + y * y)) * (0.5 + fraction(own));
}

/* Rows of one reporter, partner and flow in a year, with fractions. */
static double goods_expected(const struct generator *g, double gravity, unsigned year)
{
    double share = g->scale * gravity * (1 + 0.02 * year);

    return MOST_GOODS * share / (1 + share);
}

static double rows_expected(const struct generator *g, const double *gravities, unsigned year)
{
    double sum = 0;

    for (unsigned i = 0; i < LISTS; i++)
        sum += goods_expected(g, gravities[i], year);
    return sum;
}

static unsigned other_country(unsigned reporter, unsigned number)
{
    return number + (number >= reporter);
}

/* Finds the scale at which a year in the middle has its share of the rows asked for. */
static void fit_scale_to(struct generator *g, const double *gravities)
{
    double low = 0;
    double high = 1e9;
    double sum = 0;

    for (int i = 0; i < 60; i++) {
        g->scale = i < 30 ? sqrt((low + 1e-6) * high) : (low + high) / 2;
        bool is_too_much = rows_expected(g, gravities, g->years / 2) * g->years > (double)g->rows;
        low = is_too_much ? low : g->scale;
        high = is_too_much ? g->scale : high;
    }
    for (unsigned year = 0; year < g->years; year++)
        sum += rows_expected(g, gravities, year);
    g->stretch = (double)g->rows / sum;
}

static int fit_scale(struct generator *g)
{
    double *gravities = malloc(LISTS * sizeof *gravities);

    if (!gravities)
        return -1;
    for (unsigned i = 0; i < LISTS; i++) {
        unsigned reporter = i / (LISTS / COUNTRIES);
        unsigned partner = other_country(reporter, i / FLOWS % (COUNTRIES - 1));
        gravities[i] = gravity(g, reporter, partner, i % FLOWS);
    }
    fit_scale_to(g, gravities);
    free(gravities);
    return 0;
}

static int flush(struct generator *g)
{
    size_t written = 0;

    while (written < g->used) {
        ssize_t n = write(STDOUT_FILENO, g->output + written, g->used - written);
        if (n < 0)
            return perror("generate"), -1;
        written += (size_t)n;
    }
    g->used = 0;
    return 0;
}

static char *put(char *to, const char *text)
{
    size_t length = strlen(text);

    memcpy(to, text, length);
    return to + length;
}

static char *put_segment(char *to, const struct segment *segment)
{
    memcpy(to, segment->text, segment->length);
    return to + segment->length;
}

/* A number of thousandths, and a comma; no zeros at the end. */
static char *put_thousandths(char *to, uint64_t number)
{
    char digits[24];
    char *end = digits + sizeof digits;
    char *from = end;
    uint64_t whole = number / 1000;
    unsigned rest = (unsigned)(number % 1000);

    do
        *--from = (char)('0' + whole % 10);
    while (whole /= 10);
    memcpy(to, from, (size_t)(end - from));
    to += end - from;
    if (rest) {
        *to++ = '.';
        for (; rest; rest = rest * 10 % 1000)
            *to++ = (char)('0' + rest / 100);
    }
    *to++ = ',';
    return to;
}

/* The columns that tell the reporter and year. */
static struct segment begin_of(const struct generator *g, unsigned reporter, unsigned year)
{
    struct segment begin;
    unsigned number = FIRST_YEAR + year;

    begin.length = (size_t)sprintf(begin.text, "C,A,%u0101,%u,52,%u,", number, number, number);
    begin.length =
        (size_t)(put_segment(begin.text + begin.length, &g->countries[reporter].text) - begin.text);
    return begin;
}

/* Second partner and classification: the editions of 2002, 2007, 2012, 2017 and 2022. */
static struct segment middle_of(unsigned year)
{
    struct segment middle;
    unsigned edition = 2 + (FIRST_YEAR + year - 2002) / 5;

    middle.length = (size_t)sprintf(middle.text, "0,W00,World,H%u,HS,TRUE,", edition);
    return middle;
}

/* What was drawn for a row; numbers in thousandths. */
struct figures {
    uint64_t value;
    uint64_t weight; /* kg */
    uint64_t quantity;
    uint64_t odd; /* bits that decide what is missing or estimated */
};

/* As in rows of 2018 to 2022: 19 of 100 values are whole, half of the weights; 27 of 100 are
 * estimated. */
static struct figures draw_figures(struct generator *g, const struct good *good, double usd)
{
    struct figures f = {.odd = draw(g)};
    double kg = usd / good->usd_a_kg * (0.75 + (double)(f.odd & 0xff) / 512);
    bool is_whole_value = (f.odd >> 32 & 0xff) < 49;
    bool is_whole = f.odd >> 40 & 1;

    f.value = (uint64_t)(usd * (is_whole_value ? 1 : 1000) + 1) * (is_whole_value ? 1000 : 1);
    f.weight = (uint64_t)(kg * (is_whole ? 1 : 1000) + 1) * (is_whole ? 1000 : 1);
    f.quantity = f.weight;
    if (good->unit == UNIT_ITEMS)
        f.quantity =
            (uint64_t)(kg / good->kg_an_item * (is_whole ? 1 : 1000) + 1) * (is_whole ? 1000 : 1);
    return f;
}

/* An importer's FOB value: mostly empty or 0. */
static char *put_fob_of_import(char *to, const struct figures *f)
{
    unsigned kind = f->odd >> 48 & 0xff;

    if (kind < 140)
        return put(to, ",");
    return kind < 228 ? put(to, "0,") : put_thousandths(to, f->value - f->value / 16);
}

static char *put_weight(char *to, struct figures *f)
{
    unsigned kind = f->odd >> 16 & 0xff;

    if (kind < 11)
        f->weight = 0;
    return kind < 8 ? put(to, ",") : put_thousandths(to, f->weight);
}

static char *put_figures(char *to, const struct good *good, unsigned flow, struct figures *f)
{
    static const char *const estimated[] = {"FALSE,", "TRUE,"};
    bool is_estimated = (f->odd >> 8 & 0xff) < 70;
    bool is_weight = good->unit == UNIT_KG;

    to = put(to, units[good->unit]);
    to = put_thousandths(to, good->unit == UNIT_NONE ? 0 : f->quantity);
    to = put(to, estimated[is_estimated]);
    to = put(to, is_weight ? "8,kg," : "-1,N/A,");
    to = put_thousandths(to, is_weight ? f->quantity : 0);
    to = put(to, "FALSE,");
    to = put_weight(to, f);
    to = put(to, estimated[is_estimated]);
    to = put(to, f->odd >> 24 & 1 ? ",FALSE," : "0,FALSE,");
    to = flow == 1 ? put_thousandths(to, f->value) : put(to, ",");
    to = flow == 0 ? put_thousandths(to, f->value) : put_fob_of_import(to, f);
    to = put_thousandths(to, f->value);
    return put(to, is_estimated ? "6,FALSE,TRUE\n" : "0,FALSE,TRUE\n");
}

static int write_row(struct generator *g, const struct segment *begin, const struct segment *middle,
                     uint32_t what, double growth)
{
    unsigned partner = what >> 16 & 0xff;
    unsigned flow = what >> 24;
    const struct good *good = &g->goods[what & 0xffff];
    uint64_t random = draw(g);
    struct figures figures = draw_figures(g, good, 16 * growth * skewed(g, random, 22));
    char *to = g->output + g->used;

    to = put_segment(to, begin);
    to = put(to, flows[flow]);
    to = put_segment(to, &g->countries[partner].text);
    to = put_segment(to, middle);
    to = put_segment(to, &good->text);
    to = put(to,
             (random & 0x700) ? "C00,TOTAL CPC,0,0,TOTAL MOT," : "C00,TOTAL CPC,0 ,0,TOTAL MOT,");
    to = put_figures(to, good, flow, &figures);
    g->totals[partner][flow].value += figures.value;
    g->totals[partner][flow].net_weight += figures.weight;
    g->used = (size_t)(to - g->output);
    return g->used + ROW_BYTES < OUTPUT_BYTES ? 0 : flush(g);
}

/* The same goods each year, in an order of the pair's own, more or fewer of them. */
static void plan_goods(struct generator *g, unsigned reporter, unsigned partner, unsigned flow,
                       unsigned year)
{
    uint64_t own = mix(g->seed + (((uint64_t)reporter << 9 | partner << 1 | flow) << 20));
    uint32_t at = below(own, GOODS);
    uint32_t stride = 1 + below(own >> 32, GOODS - 1);

    g->expected += goods_expected(g, gravity(g, reporter, partner, flow), year) * g->stretch;
    uint64_t until = (uint64_t)(g->expected + 0.5);
    assert(until - g->planned <= GOODS);
    for (; g->planned < until; g->planned++) {
        g->mixed[g->mixed_count++] = flow << 24 | partner << 16 | at;
        at = (at + stride) % GOODS;
    }
}

static void shuffle(struct generator *g)
{
    for (size_t i = g->mixed_count; i > 1; i--) {
        size_t j = below(draw(g), (uint32_t)i);
        uint32_t other = g->mixed[j];
        g->mixed[j] = g->mixed[i - 1];
        g->mixed[i - 1] = other;
    }
}

static int write_total(struct generator *g, const struct segment *begin,
                       const struct segment *middle, const char *partner, unsigned flow,
                       const struct total *total)
{
    char *to = put_segment(g->output + g->used, begin);

    to = put(to, flows[flow]);
    to = put(to, partner);
    to = put_segment(to, middle);
    to = put(
        to,
        "TOTAL,All Commodities,0,FALSE,C00,TOTAL CPC,0,0,TOTAL MOT,-1,N/A,0,FALSE,-1,N/A,0,FALSE,");
    to = put_thousandths(to, total->net_weight);
    to = put(to, "TRUE,0,FALSE,");
    to = flow == 1 ? put_thousandths(to, total->value) : put(to, ",");
    to = flow == 0 ? put_thousandths(to, total->value) : put(to, ",");
    to = put_thousandths(to, total->value);
    to = put(to, "0,FALSE,TRUE\n");
    g->used = (size_t)(to - g->output);
    return g->used + ROW_BYTES < OUTPUT_BYTES ? 0 : flush(g);
}

static int write_totals(struct generator *g, const struct segment *begin,
                        const struct segment *middle, unsigned flow)
{
    struct total world = {0};

    for (unsigned i = 0; i < COUNTRIES; i++) {
        const struct total *total = &g->totals[i][flow];
        struct segment partner = g->countries[i].text;
        partner.text[partner.length] = '\0';
        world.value += total->value;
        world.net_weight += total->net_weight;
        if (total->value && write_total(g, begin, middle, partner.text, flow, total) < 0)
            return -1;
    }
    return world.value ? write_total(g, begin, middle, "0,W00,World,", flow, &world) : 0;
}

static int write_year_of(struct generator *g, unsigned reporter, unsigned year)
{
    struct segment begin = begin_of(g, reporter, year);
    struct segment middle = middle_of(year);

    g->mixed_count = 0;
    memset(g->totals, 0, sizeof g->totals);
    for (unsigned i = 0; i < (COUNTRIES - 1) * FLOWS; i++)
        plan_goods(g, reporter, other_country(reporter, i / FLOWS), i % FLOWS, year);
    shuffle(g);
    for (size_t i = 0; i < g->mixed_count; i++)
        if (write_row(g, &begin, &middle, g->mixed[i], 1 + 0.04 * year) < 0)
            return -1;
    for (unsigned flow = 0; g->has_totals && flow < FLOWS; flow++)
        if (write_totals(g, &begin, &middle, flow) < 0)
            return -1;
    return 0;
}

static int write_all(struct generator *g)
{
    g->used = (size_t)(put(g->output, header) - g->output);
    for (unsigned year = 0; year < g->years; year++)
        for (unsigned reporter = 0; reporter < COUNTRIES; reporter++)
            if (write_year_of(g, reporter, year) < 0)
                return -1;
    return flush(g);
}

static struct generator *generator_new(void)
{
    struct generator *g = calloc(1, sizeof *g);

    if (!g)
        return NULL;
    *g = (struct generator){.rows = 1000000, .seed = 1, .years = 20};
    g->output = malloc(OUTPUT_BYTES);
    g->mixed = malloc(sizeof *g->mixed * (COUNTRIES - 1) * FLOWS * GOODS);
    return g;
}

static void generator_free(struct generator *g)
{
    if (g) {
        free(g->output);
        free(g->mixed);
        free(g);
    }
}

int main(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse,
        .doc = "Trade rows as UN Comtrade's files have them, made up, on standard output."};
    struct generator *g = generator_new();

    if (!g || !g->output || !g->mixed) {
        fputs("generate: out of memory\n", stderr);
        generator_free(g);
        return EXIT_FAILURE;
    }
    argp_parse(&argp, argc, argv, 0, NULL, g);
    g->random = mix(g->seed);
    fill_exp2(g);
    fill_goods(g);
    int status =
        fill_countries(g) < 0 || fit_scale(g) < 0 || write_all(g) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
    generator_free(g);
    return status;
}
