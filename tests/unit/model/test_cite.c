/* SPDX-License-Identifier: MIT */
#include "model/cite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/audit.h"
#include "model/buffer.h"
#include "suite.h"

static const struct period year_2022 = {"2022", "2022-01-01", "2022-12-31", 'A'};
static const struct period year_2023 = {"2023", "2023-01-01", "2023-12-31", 'A'};
static const struct period seven_months = {"2024-01-01/P7M", "2024-01-01", "2024-07-31", 'P'};
static const struct date on_4_may = {"2023-05-04", "2023-05-04", "2023-05-04"};
static const struct date in_may = {"2023-05", "2023-05-01", "2023-05-31"};
static const struct date about_2019 = {"2019~", "2018-01-01", "2020-12-31"};
static const struct date by_2027 = {"2027", "2027-01-01", "2027-12-31"};
static const struct date open_end = {"..", DATE_OPEN_DAY, DATE_OPEN_DAY};

#define BETWEEN(metric_word, unit_word, ...)                                                       \
    {                                                                                              \
        .id = "a-claim", .subject = "pair", .a = "KAZ", .b = "TJK", .a_name = "Kazakhstan",        \
        .b_name = "Tajikistan", .metric = metric_word, .has_quantity = true, .unit = unit_word,    \
        __VA_ARGS__                                                                                \
    }
#define TURNOVER(...) BETWEEN("turnover", "USD", __VA_ARGS__)

static const struct {
    const char *name;
    struct claim claim; /* bounds are made of the quantity */
    const char *about;
    const char *sentence;
} sentences[] = {
    {"says an amount with where it lies",
     TURNOVER(.period = &year_2023, .quantity = {1.1e9, QUALIFIER_OVER, 1e8},
              .authority = {"office", "the Statistics Agency", "statistics_office", "TJK"}),
     NULL,
     "Trade turnover between Kazakhstan and Tajikistan, 2023: over 1.1 billion US dollars (likely "
     "1.1 billion to 1.2 billion US dollars; possibly 1.1 billion US dollars or more). After "
     "statistics of the Statistics Agency."},
    {"says how a text was read",
     TURNOVER(.period = &seven_months, .quantity = {7.77e8, QUALIFIER_EXACT, 0},
              .printed = "almost $777", .reading = "777 million",
              .reading_reason = "The scale was dropped."),
     NULL,
     "Trade turnover between Kazakhstan and Tajikistan, 2024-01-01 to 2024-07-31: 777 million US "
     "dollars. Printed as \"almost $777\", read as \"777 million\": The scale was dropped."},
    {"says a growth, of what and against what",
     BETWEEN("growth", "percent", .of = "turnover", .period = &year_2023, .base_period = &year_2022,
             .quantity = {-9.2, QUALIFIER_EXACT, 0.1}),
     NULL,
     "Growth of trade turnover between Kazakhstan and Tajikistan, 2023, against 2022: -9.2 % "
     "(likely -9.25 to -9.15 %)."},
    {"says a share and its whole",
     BETWEEN("share", "percent", .of = "exports", .whole = "turnover", .from = "TJK", .to = "KAZ",
             .quantity = {20, QUALIFIER_EXACT, 0}),
     NULL, "Share of exports from Tajikistan to Kazakhstan in turnover: 20 %."},
    {"says a target, its deadline and its speaker",
     BETWEEN("target", "USD", .of = "turnover", .deadline = &by_2027, .said_by = "A. Minister",
             .said_as = "Minister of Trade", .said_on = &in_may,
             .quantity = {2e9, QUALIFIER_AT_LEAST, 0}),
     NULL,
     "Target for trade turnover between Kazakhstan and Tajikistan, by 2027: at least 2 billion US "
     "dollars (possibly 2 billion US dollars or more). Said by A. Minister (Minister of Trade), "
     "2023-05."},
    {"says a rank, among whom, and our inference",
     BETWEEN("partner_rank", "rank", .scope = "partners of Tajikistan", .is_derived = true,
             .inference = "Two are larger.", .quantity = {3, QUALIFIER_EXACT, 0}),
     NULL,
     "Rank as a trading partner, Kazakhstan and Tajikistan (partners of Tajikistan): 3. Our "
     "inference: Two are larger."},
    {"says which deals",
     BETWEEN("deal_count", "deals", .quantity = {40, QUALIFIER_EXACT, 0}, .sector = "energy",
             .commodity = "27"),
     "Deals of a forum",
     "Number of deals between Kazakhstan and Tajikistan (Deals of a forum) (sector energy) (HS "
     "27): 40 deals."},
    {"says a text where there is no number",
     {.id = "a-claim",
      .metric = "main_export",
      .from = "KAZ",
      .to = "TJK",
      .text = "oil and grain"},
     NULL,
     "Main export from Kazakhstan to Tajikistan: oil and grain."},
    {"says nothing where nothing is known",
     {.id = "a-claim", .metric = "balance", .country = "TJK"},
     NULL,
     "Trade balance of Tajikistan: no figure."},
};

static struct cite make_cite(struct claim *claim, const struct audit *audit)
{
    if (claim->has_quantity)
        claim->bounds = quantity_bounds(&claim->quantity);
    return (struct cite){.claim = claim, .audit = audit, .revision = 7};
}

static char *take(struct buffer *buffer)
{
    size_t length;
    char *text = buffer_steal(buffer, &length);

    ck_assert_ptr_nonnull(text);
    return text;
}

START_TEST(cite_writes_a_sentence)
{
    struct claim claim = sentences[_i].claim;
    struct cite cite = make_cite(&claim, NULL);
    struct buffer out;

    cite.about = sentences[_i].about;
    buffer_init(&out);
    cite_write_sentence(&cite, &out);
    char *text = take(&out);
    ck_assert_str_eq(text, sentences[_i].sentence);
    free(text);
}
END_TEST

static const struct claim_citation known[] = {
    {.source = "a-page",
     .locator = "paragraph 3",
     .title = "Deals & more: 50 % of {everything}",
     .publisher = "The \"Daily\" News",
     .published_on = &on_4_may,
     .url = "https://example.org/a_b?c={1}&d=50%25",
     .language = "en"},
    {.source = "a-book", .published_on = &about_2019},
    {.source = "a-note", .published_on = &open_end},
};

static const struct claim cited =
    TURNOVER(.period = &year_2022, .quantity = {1.4e9, QUALIFIER_EXACT, 0}, .citations = known,
             .citation_count = 3);

#define SENTENCE "Trade turnover between Kazakhstan and Tajikistan, 2022: 1.4 billion US dollars."
#define RECORD   "Entente, /v1/claims/a-claim, revision 7"

static const struct {
    const char *name;
    void (*write)(const struct cite *cite, struct buffer *out);
    const char *text;
} forms[] = {
    {"is a paragraph with a line for each source", cite_write_text,
     SENTENCE " Checks against other figures: 1 consistent, 0 undecidable, 1 contradicting. Cannot "
              "be true together with another (same_figure): The rule holds nowhere that the "
              "figures may possibly lie.\n"
              "Source: The \"Daily\" News, \"Deals & more: 50 % of {everything}\", 2023-05-04, "
              "paragraph 3, https://example.org/a_b?c={1}&d=50%25\n"
              "Source: a-book, 2019~\n"
              "Source: a-note, ..\n"
              "Record: " RECORD "\n"},
    {"is CSL-JSON without what is not known", cite_write_csl,
     "[{\"id\":\"a-claim:a-page\",\"type\":\"webpage\",\"title\":\"Deals & more: 50 % of "
     "{everything}\",\"publisher\":\"The \\\"Daily\\\" "
     "News\",\"issued\":{\"date-parts\":[[2023,5,4]"
     "]},\"locator\":\"paragraph 3\",\"language\":\"en\",\"URL\":\"https://example.org/"
     "a_b?c={1}&d=50%25\",\"note\":\"" SENTENCE " " RECORD ".\"},"
     "{\"id\":\"a-claim:a-book\",\"type\":\"document\",\"issued\":{\"date-parts\":[[2019]],"
     "\"circa\":"
     "true},\"note\":\"" SENTENCE " " RECORD ".\"},"
     "{\"id\":\"a-claim:a-note\",\"type\":\"document\",\"note\":\"" SENTENCE " " RECORD ".\"}]\n"},
    {"is BibTeX with what TeX reads as commands escaped", cite_write_bibtex,
     "@misc{a-claim:a-page,\n"
     "  title = {{Deals \\& more: 50 \\% of \\{everything\\}}},\n"
     "  howpublished = {{The \"Daily\" News}},\n"
     "  year = {2023},\n"
     "  month = may,\n"
     "  day = {4},\n"
     "  language = {en},\n"
     "  url = {https://example.org/a_b?c=%7B1%7D&d=50%25},\n"
     "  note = {At paragraph 3. " SENTENCE " " RECORD ".}\n"
     "}\n"
     "@misc{a-claim:a-book,\n"
     "  year = {2019},\n"
     "  note = {The date is about right. " SENTENCE " " RECORD ".}\n"
     "}\n"
     "@misc{a-claim:a-note,\n"
     "  note = {" SENTENCE " " RECORD ".}\n"
     "}\n"},
};

static char *write_form(void (*write)(const struct cite *, struct buffer *),
                        const struct claim *given)
{
    static const struct claim other = {.id = "another"};
    struct claim claim = *given;
    const struct audit_part parts[] = {{&claim, "one figure"}, {&other, "the other"}};
    struct audit_finding findings[] = {
        {.check = {.result = VERDICT_CONTRADICTS, .reason = CHECK_REASON_BROKEN},
         .parts = parts,
         .part_count = 2},
        {.check = {.result = VERDICT_CONSISTENT}, .parts = parts, .part_count = 1},
        {.check = {.result = VERDICT_CONTRADICTS}, .parts = parts + 1, .part_count = 1},
    };
    const struct audit audit = {.findings = findings, .count = 3};
    struct cite cite = make_cite(&claim, &audit);
    struct buffer out;

    buffer_init(&out);
    write(&cite, &out);
    return take(&out);
}

START_TEST(cite_has_a_form)
{
    char *text = write_form(forms[_i].write, &cited);

    ck_assert_str_eq(text, forms[_i].text);
    free(text);
}
END_TEST

static const struct {
    const char *name;
    const char *title;
    const char *written;
} titles[] = {
    {"leaves letters of other scripts", "Дўстӣ – é", "{{Дўстӣ – é}}"},
    {"escapes what TeX reads", "#1 $2 _3 ^4 ~5 \\6",
     "{{\\#1 \\$2 \\_3 \\textasciicircum{}4 \\textasciitilde{}5 \\textbackslash{}6}}"},
    {"never leaves a brace open", "a { b", "{{a {\\textbraceleft} b}}"},
    {"never closes one too early", "a } b {", "{{a {\\textbraceright} b {\\textbraceleft}}}"},
    {"puts lines together", "a\nb\tc", "{{a b c}}"},
    {"keeps quotation marks and at signs", "\"a\" @b", "{{\"a\" @b}}"},
};

static char *write_title(const char *title)
{
    const struct claim_citation citation = {.source = "a-page", .title = title};
    struct claim claim = cited;

    claim.citations = &citation;
    claim.citation_count = 1;
    return write_form(cite_write_bibtex, &claim);
}

START_TEST(cite_escapes_bibtex)
{
    char *text = write_title(titles[_i].title);
    const char *title = strstr(text, "title = ");

    ck_assert_ptr_nonnull(title);
    ck_assert_int_eq(strncmp(title + 8, titles[_i].written, strlen(titles[_i].written)), 0);
    free(text);
}
END_TEST

/* Whether another program reads the file; it names what it does not understand. */
static void check_with_bibtool(const char *text)
{
    char path[] = "/tmp/entente-cite-XXXXXX.bib";
    char command[128];
    char said[1024] = "";
    const int file = mkstemps(path, 4);

    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    snprintf(command, sizeof command, "bibtool '%s' 2>&1 >/dev/null", path);
    FILE *output = popen(command, "r");
    ck_assert_ptr_nonnull(output);
    said[fread(said, 1, sizeof said - 1, output)] = '\0';
    pclose(output);
    unlink(path);
    ck_assert_msg(!strstr(said, "***"), "%s: %s", said, text);
}

START_TEST(cite_writes_bibtex_that_another_program_reads)
{
    char *text = write_form(cite_write_bibtex, &cited);

    check_with_bibtool(text);
    free(text);
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        text = write_title(titles[i].title);
        check_with_bibtool(text);
        free(text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cite");
    TCase *tcase = tcase_create("cite");

    SUITE_ADD_ROWS(tcase, cite_writes_a_sentence, sentences);
    SUITE_ADD_ROWS(tcase, cite_has_a_form, forms);
    SUITE_ADD_ROWS(tcase, cite_escapes_bibtex, titles);
    tcase_add_test(tcase, cite_writes_bibtex_that_another_program_reads);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
