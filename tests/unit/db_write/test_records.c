/* SPDX-License-Identifier: MIT */
/* Records: sound ones load as they should, and each kind of mistake is named with file, record and
 * member, and leaves nothing behind. */
#include <stdio.h>
#include <string.h>

#include "db/db.h"
#include "folder.h"
#include "suite.h"

static enum db_status make(struct db_message *ret_message)
{
    const struct db_create_options options = {.path = folder_path("new.db"),
                                              .records = folder_path("records")};

    return db_create(&options, NULL, ret_message);
}

#define USD(value, precision)                                                                      \
    "{'value':" #value ",'qualifier':'exact','precision':" #precision ",'unit':'USD'}"

/* The first record of @file gets @value as @member. */
static const struct mistake {
    const char *name;
    const char *file;
    const char *member;
    const char *value;
    const char *expected; /* behind the record's name */
} mistakes[] = {
    {"a member that is not known", "agreements", "tittle", "'x'",
     "there is no member \"tittle\"; perhaps \"title\""},
    {"a required member left out", "agreements", "title", NULL, "title: is missing"},
    {"a required member of null", "claims", "metric", "null", "metric: is missing"},
    {"a number for text", "agreements", "title", "5", "title: is a number, not text"},
    {"text for a list", "agreements", "parties", "'KAZ'", "parties: is text, not an array"},
    {"text for an element", "agreements", "parties", "['KAZ']",
     "parties, 1st: is text, not an object"},
    {"an object for a plain element", "agreements", "sectors", "[{}]",
     "sectors, 1st: is an object, not text"},
    {"a text for a quantity", "claims", "quantity", "'1.4 billion'",
     "quantity: is text, not an object"},
    {"a text for a number", "observations", "value", "'1.5'", "value: is not a number, 0 or more"},
    {"a real for a count", "claims", "count", "1.5", "count: is not a whole number"},
    {"a text for a boolean", "claims", "derived", "'yes'", "derived: is text, not true or false"},
    {"an empty text", "agreements", "note", "''", "note: is empty"},
    {"a text of blanks", "agreements", "note", "'  '", "note: is empty"},
    {"a text that begins with a blank", "agreements", "note", "' a'", "note: begins or ends with"},
    {"a control character", "agreements", "note", "'a\\nb'", "note: has a control character"},
    {"a control character of two bytes", "agreements", "note", "'a\\u0085b'",
     "note: has a control character"},
    {"an id with capitals", "sectors", "id", "'Trade'", "id: \"Trade\" is not an id; write"},
    {"an id with two hyphens", "sectors", "id", "'a--b'", "id: \"a--b\" is not an id"},
    {"an id of a versioned record", "agreements", "id", "'a b'", "id: \"a b\" is not an id"},
    {"an id that another record has", "sectors", "id", "'energy'", NULL},
    {"an id of a versioned record that another has", "events", "id", "'talks'", NULL},
    {"a date of month 13", "agreements", "signed_on", "'2023-13'",
     "signed_on: \"2023-13\" is not a date; write 2023, 2023-05 or 2023-05-03"},
    {"an open date where it may not be", "agreements", "signed_on", "'..'",
     "signed_on: only in_force_until may be open"},
    {"an end before its beginning", "agreements", "in_force_until", "'2022'",
     "in_force_until: 2022 lies before in_force_from, 2023"},
    {"a party's end before its beginning", "agreements", "parties",
     "[{'country':'KAZ','in_force_from':'2024','in_force_until':'2023-12'}]",
     "parties, 1st: in_force_until: 2023-12 lies before in_force_from, 2024"},
    {"an event that ends before it begins", "events", "ends_on", "'2023-05-02'",
     "ends_on: 2023-05-02 lies before starts_on, 2023-05-03"},
    {"a period that is none", "claims", "period", "'2022-Q5'",
     "period: \"2022-Q5\" is not a period; write"},
    {"a period of another spelling", "claims", "period", "'2024-H1'",
     "period: \"2024-H1\" is written \"2024-S1\" here"},
    {"a base period that is later", "claims", "base_period", "'2022'",
     "base_period: 2022 does not lie before the period, 2022"},
    {"a word that is not in the list", "agreements", "kind", "'memorandom'",
     "kind: \"memorandom\" is not one of its words; perhaps \"memorandum\""},
    {"a word that is like none", "agreements", "binding", "'zzzzzzzz'",
     "binding: \"zzzzzzzz\" is not one of its words: yes no unknown"},
    {"a country's name", "claims", "pair", "'Kazakhstan-Tajikistan'",
     "is written \"KAZ-TJK\" here"},
    {"a pair in the other order", "claims", "pair", "'TJK-KAZ'", "is written \"KAZ-TJK\" here"},
    {"a pair of one country", "claims", "pair", "'KAZ-KAZ'", "is one country twice"},
    {"a pair with an unknown side", "claims", "pair", "'KAZ-TJX'", "\"TJX\" is no country"},
    {"a pair that is none", "claims", "pair", "'KAZ'", "pair: \"KAZ\" is not a pair"},
    {"a country by name", "institutions", "country", "'Kazakhstan'",
     "country: \"Kazakhstan\" is written \"KAZ\" here"},
    {"a country that is not known", "institutions", "country", "'KAX'",
     "country: \"KAX\" is no country"},
    {"a group for a country", "institutions", "country", "'EAEU'",
     "country: \"EAEU\" (Eurasian Economic Union) is no country"},
    {"a reference to nothing", "agreements", "event", "'forun'",
     "event: there is no event \"forun\"; perhaps \"forum\""},
    {"a sector that is not there", "agreements", "sectors", "['trade','enrgy']",
     "sectors, 2nd: there is no sector \"enrgy\"; perhaps \"energy\""},
    {"a source that is not there", "agreements", "citations", "[{'source':'pages'}]",
     "citations, 1st: source: there is no source \"pages\"; perhaps \"page\""},
    {"a commodity that is not there", "claims", "commodity", "'99'",
     "commodity: there is no commodity \"99\""},
    {"no citations", "agreements", "citations", NULL, "citations: write at least one"},
    {"an empty list of citations", "claims", "citations", "[]", "citations: write at least one"},
    {"no parties", "agreements", "parties", "[]", "parties: write at least one"},
    {"a party that is nobody", "agreements", "parties", "[{'role':'x'}]",
     "parties, 1st: write exactly one of country and institution"},
    {"a party that is two", "agreements", "parties", "[{'country':'KAZ','institution':'office'}]",
     "parties, 1st: write exactly one of country and institution"},
    {"a participant that is two", "events", "participants", "[{'country':'KAZ','name':'B'}]",
     "participants, 1st: write exactly one of country, institution and name"},
    {"a member that a party has not", "agreements", "parties", "[{'country':'KAZ','rolle':'x'}]",
     "parties, 1st: there is no member \"rolle\"; perhaps \"role\""},
    {"an address that is none", "sources", "url", "'example.org'",
     "url: \"example.org\" is not an address"},
    {"an address with a blank", "sources", "url", "'https://example.org/a b'", "is not an address"},
    {"a language that is none", "sources", "language", "'English'",
     "language: \"English\" is not a language"},
    {"a checksum that is none", "datasets", "checksum", "'sha256:12'",
     "checksum: \"sha256:12\" is not a checksum"},
    {"an acknowledgement of no kind of check", "acknowledged", "check", "'same_figur'",
     "check: \"same_figur\" is not one of its words; perhaps \"same_figure\""},
    {"an acknowledgement without a check", "acknowledged", "check", NULL, "check: is missing"},
    {"an acknowledgement without a reason", "acknowledged", "reason", NULL, "reason: is missing"},
    {"an acknowledgement without claims", "acknowledged", "claims", "[]",
     "claims: write at least one"},
    {"an acknowledgement of a claim that is not there", "acknowledged", "claims", "['turnovr']",
     "claims, 1st: there is no claim \"turnovr\"; perhaps \"turnover\""},
    {"an acknowledgement of a claim twice", "acknowledged", "claims",
     "['turnover','worth','turnover']", "claims: \"turnover\" is there twice"},
    {"a member that an acknowledgement has not", "acknowledged", "because", "'x'",
     "there is no member \"because\""},
    {"a quantity without a unit", "claims", "quantity",
     "{'value':1,'qualifier':'exact','precision':1}", "quantity.unit: is missing"},
    {"a quantity with an unknown qualifier", "claims", "quantity",
     "{'value':1,'qualifier':'ovr','precision':1,'unit':'USD'}",
     "quantity.qualifier: \"ovr\" is not one of its words; perhaps \"over\""},
    {"a quantity with an unknown unit", "claims", "quantity",
     "{'value':1,'qualifier':'over','precision':1,'unit':'usd'}",
     "quantity.unit: \"usd\" is not one of its words; perhaps \"USD\""},
    {"a quantity with a text for a value", "claims", "quantity",
     "{'value':'1','qualifier':'over','precision':1,'unit':'USD'}",
     "quantity.value: is text, not a number"},
    {"a quantity with an unknown member", "claims", "quantity",
     "{'valeu':1,'value':1,'qualifier':'over','precision':1,'unit':'USD'}",
     "there is no member \"valeu\"; perhaps \"value\""},
    {"a value finer than its precision", "claims", "quantity", USD(1.45, 0.1),
     "quantity: value is no multiple of precision"},
    {"a precision below 0", "claims", "quantity", USD(1, -1), "quantity: precision is 0 or more"},
    {"a turnover below 0", "claims", "quantity", USD(-1, 1), "quantity.value: is less than 0"},
    {"a unit that does not go with the metric", "claims", "metric", "'partner_rank'",
     "quantity.unit: USD does not go with the metric partner_rank; write rank"},
    {"a figure where words belong", "claims", "metric", "'main_export'",
     "quantity: does not go with the metric main_export; write a text"},
    {"half a rank", "claims", "quantity",
     "{'value':1.5,'qualifier':'exact','precision':0,'unit':'rank'}", "quantity.unit"},
    {"neither figure nor words", "claims", "quantity", NULL, "has neither quantity nor text"},
    {"a growth of nothing", "claims", "metric", "'growth'",
     "of: is missing: the growth of which metric?"},
    {"a turnover of something", "claims", "of", "'exports'",
     "of: does not go with the metric turnover"},
    {"a deadline of what is no target", "claims", "deadline", "'2025'",
     "deadline: only targets have one"},
    {"an inference of what is not derived", "claims", "inference", "'x'",
     "inference: stands where"},
    {"a derived claim without inference", "claims", "derived", "true", "inference: stands where"},
    {"a reading without its reason", "claims", "reading", "'x'", "reading: printed, reading and"},
    {"a pair claim without its pair", "claims", "pair", NULL,
     "pair: is missing: the subject is a pair"},
    {"a pair claim with a country", "claims", "country", "'KAZ'",
     "country: does not go with the subject pair"},
    {"a direction with a pair only", "claims", "subject", "'direction'",
     "from: is missing: the subject is a direction"},
    {"a reason for no claim", "agreements", "value_reason", "'x'",
     "value_reason: there is no value_claim"},
    {"a value claim of another metric", "agreements", "value_claim", "'turnover'",
     "value_claim: the claim turnover is not about the deal_value of this agreement"},
    {"a count claim that counts nothing", "agreements", "count_claim", "'worth'",
     "count_claim: the claim worth is not about the deal_count of this agreement"},
    {"an agreement that is part of itself", "agreements", "part_of", "'part'",
     "part_of: the agreement would be part of itself"},
    {"an agreement that amends itself", "agreements", "amends", "'deal'",
     "amends: the agreement would amend itself"},
    {"an event that is part of itself", "events", "part_of", "'forum'",
     "part_of: the event would be part of itself"},
    {"a commodity of another level", "commodities", "level", "2", "level: is the number of digits"},
    {"a code that is none", "commodities", "code", "'27.1'", "code: \"27.1\" is not a code"},
    {"a total with a parent", "commodities", "parent", "'27'", "there is no commodity \"27\""},
    {"a classification without commodities", "series", "classification", "'H6'",
     "classification: there are no commodities of \"H6\""},
    {"a commodity of another classification", "observations", "commodity", "'28'",
     "commodity: the series' classification does not have it"},
    {"an import in a reconciled series", "observations", "flow", "'M'",
     "flow: is X in a reconciled series"},
    {"an export to itself", "observations", "partner", "'KAZ'", "flow: is domestic where"},
    {"a value below 0", "observations", "value", "-1", "value: is not a number, 0 or more"},
};

START_TEST(a_mistake)
{
    const struct mistake *mistake = &mistakes[_i];
    struct db_message message = {""};
    char file[64];

    folder_write_records();
    folder_patch(mistake->file, mistake->member, mistake->value);
    ck_assert_int_eq(make(&message), DB_FAILED);
    snprintf(file, sizeof(file), "%s.json: ", mistake->file);
    ck_assert_msg(strncmp(message.text, file, strlen(file)) == 0, "%s", message.text);
    ck_assert_msg(strstr(message.text, "(1st): ") || strstr(message.text, "(2nd): ") ||
                      strstr(message.text, "the 1st record: "),
                  "%s", message.text);
    ck_assert_msg(strstr(message.text, mistake->expected ? mistake->expected : "has this id"), "%s",
                  message.text);
    ck_assert_str_eq(folder_list(), "");
}
END_TEST

/* What a whole file may be. */
static const struct text {
    const char *name;
    const char *file;
    const char *text; /* ' for " */
    const char *expected;
} texts[] = {
    {"no JSON", "events", "{'events': [\n  {'id': 'x',}\n]}", "events.json: line 2, column 14: "},
    {"an empty file", "events", "", "events.json: line "},
    {"a member twice", "events", "{'events': [{'id': 'x', 'id': 'y'}]}", "events.json: line 1"},
    {"bytes that are no UTF-8", "events", "{'events': ['\xff']}", "events.json: line 1"},
    {"a NUL inside a text", "events", "{'events': ['\\u0000']}", "events.json: line 1"},
    {"a bare list", "events", "[]",
     "events.json: the file is an object with one member, \"events\", an array"},
    {"a list of another name", "events", "{'event': []}", "events.json: the file is an object"},
    {"two lists", "events", "{'events': [], 'more': []}", "events.json: the file is an object"},
    {"a record that is no object", "events", "{'events': [5]}",
     "events.json: the 1st record: is a number, not an object"},
    {"a record without an id", "events", "{'events': [{'title': 'x'}]}",
     "events.json: the 1st record: id: is missing"},
    {"a commodity twice", "commodities",
     "{'commodities': [{'classification':'HS','code':'TOTAL','level':0,'name':'a'},"
     "{'classification':'HS','code':'TOTAL','level':0,'name':'b'}]}",
     "commodities.json: the 2nd record: another record says the same already"},
    {"an observation twice", "observations",
     "{'observations': [{'dataset':'set','reporter':'KAZ','partner':'TJK','flow':'X',"
     "'period':'2022','commodity':'27','value':1},{'dataset':'set','reporter':'KAZ',"
     "'partner':'TJK','flow':'X','period':'2022','commodity':'27','value':2}]}",
     "observations.json: the 2nd record: another record says the same already"},
    {"an acknowledgement of what is acknowledged already", "acknowledged",
     "{'acknowledged': [{'id':'a','check':'sum','claims':['turnover','worth'],'reason':'x'},"
     "{'id':'b','check':'sum','claims':['worth'],'reason':'x'},"
     "{'id':'c','check':'sum','claims':['worth','turnover'],'reason':'y'}]}",
     "acknowledged.json: record \"c\" (3rd): claims: a acknowledges the same already"},
    {"two mistakes in two records", "sectors",
     "{'sectors': [{'id':'trade','name':5},{'id':'energy','naem':'x'}]}",
     "sectors.json: record \"trade\" (1st): name: is a number, not text\n"
     "sectors.json: record \"energy\" (2nd): there is no member \"naem\"; perhaps \"name\"\n"
     "sectors.json: record \"energy\" (2nd): name: is missing"},
};

START_TEST(a_file)
{
    struct db_message message = {""};
    char name[64];

    folder_write_records();
    snprintf(name, sizeof(name), "records/%s.json", texts[_i].file);
    folder_write(name, texts[_i].text);
    ck_assert_int_eq(make(&message), DB_FAILED);
    ck_assert_msg(strncmp(message.text, texts[_i].expected, strlen(texts[_i].expected)) == 0, "%s",
                  message.text);
    ck_assert_str_eq(folder_list(), "");
}
END_TEST

START_TEST(names_a_file_that_is_missing)
{
    struct db_message message = {""};

    folder_write_records();
    remove(folder_path("records/series.json"));
    ck_assert_int_eq(make(&message), DB_MISSING);
    ck_assert_msg(strstr(message.text, "records/series.json"), "%s", message.text);
    ck_assert_str_eq(folder_list(), "");
}
END_TEST

START_TEST(takes_a_folder_without_acknowledgements)
{
    struct db_message message = {""};

    folder_write_records();
    remove(folder_path("records/acknowledged.json"));
    ck_assert_msg(make(&message) == DB_OK, "%s", message.text);
    ck_assert_int_eq(folder_ask("new.db", "SELECT count(*) FROM acknowledgement"), 0);
}
END_TEST

START_TEST(counts_the_mistakes_that_have_no_room)
{
    struct db_message message = {""};
    static char text[60000];
    size_t length = (size_t)sprintf(text, "{'sectors': [");

    for (int i = 0; i < 300; i++)
        length += (size_t)sprintf(text + length, "%s{'id':'s-%d'}", i ? "," : "", i);
    strcat(text, "]}");
    folder_write_records();
    folder_write("records/sectors.json", text);
    ck_assert_int_eq(make(&message), DB_FAILED);
    ck_assert_msg(strstr(message.text, "more mistakes"), "%s", message.text);
    ck_assert_uint_lt(strlen(message.text), sizeof(message.text) - 1);
}
END_TEST

START_TEST(shows_no_control_characters_of_a_file)
{
    struct db_message message = {""};

    folder_write_records();
    folder_patch("agreements", "kind", "'a\\u001b[2Jb'");
    ck_assert_int_eq(make(&message), DB_FAILED);
    ck_assert_msg(!strchr(message.text, 0x1b), "%s", message.text);
}
END_TEST

START_TEST(clips_a_long_text_between_characters)
{
    struct db_message message = {""};
    char value[400] = "'x";

    for (int i = 0; i < 100; i++)
        strcat(value, "é");
    strcat(value, "'");
    folder_write_records();
    folder_patch("agreements", "kind", value);
    ck_assert_int_eq(make(&message), DB_FAILED);
    ck_assert_msg(strstr(message.text, "é…\" is not one"), "%s", message.text);
}
END_TEST

/* A question of the database that sound records make, and its answer. */
static const struct answer {
    const char *name;
    const char *sql;
    int64_t expected;
} answers[] = {
    {"one revision", "SELECT count(*) FROM revision WHERE number = 1 AND author = 'entente init'",
     1},
    {"acknowledgements with their claims",
     "SELECT count(*) FROM acknowledgement i JOIN acknowledgement_version v ON v.acknowledgement ="
     " i.id JOIN acknowledgement_claim c ON c.version = v.version JOIN claim k ON k.id = c.claim"
     " WHERE i.slug = 'known' AND v.check_kind = 'same_figure' AND v.since = 1 AND v.until IS NULL"
     " AND k.slug IN ('turnover', 'worth')",
     2},
    {"records in the files' order", "SELECT id FROM event WHERE slug = 'talks'", 2},
    {"partial dates have their days",
     "SELECT count(*) FROM event_version WHERE ends_on = '2023-05' AND ends_on_start = '2023-05-01'"
     " AND ends_on_end = '2023-05-31'",
     1},
    {"an open end",
     "SELECT count(*) FROM agreement_version WHERE in_force_until = '..'"
     " AND in_force_until_end = '9999-12-31'",
     1},
    {"quantities have their likely bounds",
     "SELECT low = 1.4e9 AND high = 1.5e9 FROM claim_version WHERE claim = 1", 1},
    {"a pair in order of code",
     "SELECT a.code = 'KAZ' AND b.code = 'TJK' FROM claim_version v JOIN area a ON a.id = v.pair_a"
     " JOIN area b ON b.id = v.pair_b WHERE claim = 1",
     1},
    {"a direction has its pair",
     "SELECT a.code = 'KAZ' AND b.code = 'TJK' AND f.code = 'TJK' FROM claim_version v"
     " JOIN area a ON a.id = v.pair_a JOIN area b ON b.id = v.pair_b"
     " JOIN area f ON f.id = v.exporter WHERE claim = 3",
     1},
    {"an agreement's claim may have a pair",
     "SELECT count(*) FROM claim_version WHERE agreement = 1 AND pair_a IS NOT NULL", 1},
    {"not derived unless said", "SELECT sum(derived) FROM claim_version", 0},
    {"countries take part through institutions",
     "SELECT group_concat(a.code) = 'KAZ,TJK' FROM (SELECT a.code FROM event_country c"
     " JOIN area a ON a.id = c.area WHERE c.version = 1 ORDER BY 1) a",
     1},
    {"countries are parties through institutions",
     "SELECT count(*) FROM agreement_country WHERE version = 1", 2},
    {"a party's own dates",
     "SELECT count(*) FROM agreement_party WHERE in_force_until_end = '2025-12-31'", 1},
    {"sectors keep their order",
     "SELECT s.slug = 'energy' FROM statement_sector x JOIN sector s ON s.id = x.sector"
     " WHERE x.position = 2",
     1},
    {"locators", "SELECT count(*) FROM institution_citation WHERE locator = 'paragraph 1'", 1},
    {"observations have their defaults",
     "SELECT count(*) FROM observation o JOIN area w ON w.id = o.partner2 WHERE w.code = 'W00'"
     " AND customs = '' AND transport = 0 AND classification = 'HS' AND flags = 0",
     2},
    {"periods stand in their order",
     "SELECT group_concat(text) = '2022-Q1,2022' FROM (SELECT text FROM period ORDER BY id)", 1},
    {"blocks of datasets",
     "SELECT count(*) FROM dataset_block WHERE since = 1 AND until IS NULL AND frequency IN"
     " ('A', 'Q')",
     2},
    {"pairs of datasets", "SELECT observations FROM dataset_pair", 2},
    {"datasets count their rows", "SELECT observations FROM dataset WHERE revision = 1", 2},
    {"every record can be searched", "SELECT count(*) FROM search_text", 10},
    {"a party's name finds the agreement",
     "SELECT count(*) FROM search_text WHERE search_text MATCH 'tajikistan' AND slug = 'deal'", 1},
    {"a figure is in the title",
     "SELECT count(*) FROM search_text WHERE slug = 'turnover'"
     " AND title = 'turnover, Kazakhstan and Tajikistan, 2022: over 1.4 billion USD'",
     1},
    {"areas of other kinds", "SELECT count(*) FROM area WHERE code = 'W00' AND kind = 'world'", 1},
    {"no number is a missing one", "SELECT count(*) FROM area WHERE m49 < 0 OR comtrade < 0", 0},
    {"nothing points at nothing", "SELECT count(*) FROM pragma_foreign_key_check", 0},
    {"the tables are strict",
     "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND NOT strict"
     " AND schema = 'main' AND name NOT LIKE 'sqlite_%'",
     0},
};

START_TEST(an_answer)
{
    struct db_message message = {""};

    folder_write_records();
    ck_assert_msg(make(&message) == DB_OK, "%s", message.text);
    ck_assert_int_eq(folder_ask("new.db", answers[_i].sql), answers[_i].expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("records");
    TCase *tcase = tcase_create("records");

    tcase_add_checked_fixture(tcase, folder_set_up, folder_tear_down);
    SUITE_ADD_ROWS(tcase, a_mistake, mistakes);
    SUITE_ADD_ROWS(tcase, a_file, texts);
    SUITE_ADD_ROWS(tcase, an_answer, answers);
    tcase_add_test(tcase, names_a_file_that_is_missing);
    tcase_add_test(tcase, takes_a_folder_without_acknowledgements);
    tcase_add_test(tcase, counts_the_mistakes_that_have_no_room);
    tcase_add_test(tcase, shows_no_control_characters_of_a_file);
    tcase_add_test(tcase, clips_a_long_text_between_characters);
    suite_add_tcase(suite, tcase);
    return suite_run_together(suite);
}
