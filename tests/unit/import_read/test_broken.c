/* SPDX-License-Identifier: MIT */
/* Files that are damaged, cut, or of something else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect.h"
#include "suite.h"

#define ITPDE "year,exporter,importer,value_usd2010\n"
#define V1                                                                                         \
    "freqCode,period,reporterCode,flowCode,partnerCode,classificationCode,cmdCode,primaryValue"
#define RECORD                                                                                     \
    "{\"freqCode\":\"A\",\"period\":\"2022\",\"reporterCode\":398,\"flowCode\":\"X\","             \
    "\"partnerCode\":762,\"classificationCode\":\"H6\",\"cmdCode\":\"TOTAL\",\"primaryValue\":1}"
#define LINE                                                                                       \
    "{\"reporter\":\"KAZ\",\"partner\":\"TJK\",\"flow\":\"X\",\"period\":\"2022\","                \
    "\"classification\":\"HS\",\"commodity\":\"TOTAL\",\"value\":1}"

/* Files whose other rows can be read. */
static const struct {
    const char *name;
    const char *text;
    const char *fault; /* begins one of the faults */
    unsigned rows;
} faults[] = {
    {"refuses a number with a comma", ITPDE "2000,KAZ,TJK,\"1,5\"\n2001,KAZ,TJK,2\n",
     "2:4 value_usd2010 \"1,5\" expected a number", 1},
    {"refuses a negative value", ITPDE "2000,KAZ,TJK,-5\n",
     "2:4 value_usd2010 \"-5\" expected a number from 0", 0},
    {"refuses a value beyond 1e18", ITPDE "2000,KAZ,TJK,2e18\n",
     "2:4 value_usd2010 \"2e18\" expected a number from 0", 0},
    {"refuses nan", ITPDE "2000,KAZ,TJK,nan\n", "2:4 value_usd2010 \"nan\"", 0},
    {"refuses a year of five digits", ITPDE "20000,KAZ,TJK,1\n", "2:1 year \"20000\"", 0},
    {"refuses an area that is a sentence", ITPDE "2000,Land of Oz!,TJK,1\n",
     "2:2 exporter \"Land of Oz!\" expected a code of a country", 0},
    {"refuses a row with a field too few", ITPDE "2000,KAZ,TJK\n2001,KAZ,TJK,2\n",
     "2:0  \"2000,KAZ,TJK\" expected 4 fields, as the head has; here are 3", 1},
    {"refuses a row with a field too many", ITPDE "2000,KAZ,TJK,1,2\n2001,KAZ,TJK,2\n",
     "2:0  \"2000,KAZ,TJK,1,2\" expected 4 fields, as the head has; here are 5", 1},
    {"takes an empty field behind the last", ITPDE "2000,KAZ,TJK,1,\n2001,KAZ,TJK,x,\n",
     "3:4 value_usd2010 \"x\"", 1},
    {"goes on behind a quote that is never closed",
     ITPDE "2000,\"KAZ,TJK,1\n2001,KAZ,TJK,2\n2002,KAZ,TJK,3\n",
     "2:0  \"2000,\"KAZ,TJK,1\" expected a closing quote", 2},
    {"goes on behind half a quoted field", ITPDE "2000,\"KAZ\"Z,TJK,1\n2001,KAZ,TJK,2\n",
     "2:0  \"2000,\"KAZ\"Z,TJK,1\" expected a separator behind", 1},
    {"counts the lines inside quotes",
     "year,exporter,importer,exporter_name,value_usd2010\n"
     "2000,KAZ,TJK,\"a\nb\nc\",1\n2001,KAZ,TJK,x,y\n",
     "5:5 value_usd2010 \"y\"", 1},
    {"refuses services",
     "typeCode," V1 "\nS,A,2022,398,X,762,EB02,200,5\nC,A,2022,398,X,762,H6,TOTAL,5\n",
     "2:1 typeCode \"S\" expected C: goods; trade in services", 1},
    {"refuses a month that says it is a year", V1 "\nA,202201,398,X,762,H6,TOTAL,5\n",
     "2:1 freqCode \"A\" expected M, as the period is 2022-01", 0},
    {"refuses a flow that is none", V1 "\nA,2022,398,Z,762,H6,TOTAL,5\n",
     "2:4 flowCode \"Z\" expected one of X M RX", 0},
    {"refuses a question in place of goods", V1 "\nA,2022,398,X,762,H6,AG2,5\n",
     "2:7 cmdCode \"AG2\" expected a code of goods", 0},
    {"refuses goods of thirteen digits", V1 "\nA,2022,398,X,762,H6,1234567890123,5\n",
     "2:7 cmdCode \"1234567890123\"", 0},
    {"refuses goods that lost a zero",
     "aggrLevel," V1 "\n4,A,2022,398,X,762,H6,101,5\n"
     "4,A,2022,398,X,762,H6,0101,5\n0,A,2022,398,X,762,H6,TOTAL,5\n"
     ",A,2022,398,X,762,H6,101,5\n4,A,2022,398,X,762,H6,010121,5\n",
     "2:8 cmdCode \"101\" expected a code of 4 digits, as aggrLevel says: zeros at the front are",
     4},
    {"refuses goods that lost a zero in an old download",
     "Classification,Period,Aggregate Level,Trade Flow Code,Reporter Code,Partner Code,"
     "Commodity Code,Trade Value (US$)\nH4,2016,2,1,398,762,1,9112\nH4,2016,2,1,398,762,01,9112\n",
     "2:7 Commodity Code \"1\" expected a code of 2 digits", 1},
    {"refuses a reporter that is missing", V1 "\nA,2022,,X,762,H6,TOTAL,5\n",
     "2:3 reporterCode \"\"", 0},
    {"refuses a number and a code of two countries",
     "reporterISO," V1 "\nTJK,A,2022,398,X,762,H6,TOTAL,5\n",
     "2:4 reporterCode \"398\" expected the number of TJK", 0},
    {"refuses a flag that is neither", "isAggregate," V1 "\nmaybe,A,2022,398,X,762,H6,TOTAL,5\n",
     "2:1 isAggregate \"maybe\" expected TRUE, FALSE", 0},
    {"refuses a mode of transport of five digits",
     "motCode," V1 "\n10000,A,2022,398,X,762,H6,TOTAL,5\n", "2:1 motCode \"10000\"", 0},
    {"refuses products of BACI that are no subheadings", "t,i,j,k,v,q\n2022,398,762,27,1,1\n",
     "2:4 k \"27\" expected a subheading", 0},
    {"refuses a balance in SDMX",
     "DATAFLOW,REF_AREA,INDICATOR,COUNTERPART_AREA,TIME_PERIOD,OBS_VALUE\n"
     "D,KZ,TBG_USD,TJ,2022,1\n",
     "2:3 INDICATOR \"TBG_USD\" expected TXG_FOB_USD", 0},
    {"refuses SDMX without an indicator",
     "DATAFLOW,REF_AREA,INDICATOR,COUNTERPART_AREA,TIME_PERIOD,OBS_VALUE\n"
     "D,KZ,,TJ,2022,1\n",
     "2:3 INDICATOR \"\" expected TXG_FOB_USD", 0},
    {"refuses to delete by SDMX",
     "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,FLOW,PARTNER,TIME_PERIOD,OBS_VALUE,UNIT\n"
     "dataflow,D,D,KZ,X,TJ,2022,1,USD\n",
     "2:3 ACTION \"D\"", 0},
    {"refuses another currency in SDMX",
     "DATAFLOW,REF_AREA,FLOW,PARTNER,TIME_PERIOD,OBS_VALUE,UNIT\nD,KZ,X,TJ,2022,1,EUR\n",
     "2:7 UNIT \"EUR\" expected USD", 0},
    {"refuses SDMX where a row does not say the unit",
     "DATAFLOW,REF_AREA,FLOW,PARTNER,TIME_PERIOD,OBS_VALUE,UNIT\nD,KZ,X,TJ,2022,1,\n"
     "D,KZ,X,TJ,2021,1,USD\n",
     "2:7 UNIT \"\" expected USD", 1},
    {"passes over attributes and labels of SDMX",
     "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,Reference area,FLOW,Flow,PARTNER,"
     "Partner country,TIME_PERIOD,Time,OBS_VALUE,Observation value,UNIT,Unit,CONF_STATUS,"
     "OBS_STATUS\n"
     "dataflow,D,Trade,I,KZ,Kazakhstan,X,Exports,TJ,Tajikistan,2022,,1,,USD,US dollar,F,A\n"
     "dataflow,D,Trade,D,KZ,Kazakhstan,X,Exports,TJ,Tajikistan,2022,,1,,USD,US dollar,F,A\n",
     "3:4 ACTION \"D\"", 1},
    {"refuses an object in place of a value",
     "{\"data\":[{\"freqCode\":\"A\",\"period\":{},\"reporterCode\":398,\"flowCode\":\"X\","
     "\"partnerCode\":762,\"classificationCode\":\"H6\",\"cmdCode\":\"TOTAL\","
     "\"primaryValue\":1}," RECORD "]}",
     "1:0 period \"\" expected a plain value", 1},
    {"refuses a member that is missing",
     "{\"data\":[{\"freqCode\":\"A\",\"reporterCode\":398}," RECORD "]}",
     "1:0 period \"\" expected this member", 1},
    {"refuses a record that is none", "{\"data\":[7," RECORD "]}", "1:0  \"7\" expected an object",
     1},
    {"refuses JSON that is none, and goes on", "{\"data\":[" RECORD ",{\"a\":tru}," RECORD "]}",
     "2:0  \"{\"a\":tru}\" expected JSON:", 2},
    {"refuses a member twice", "{\"data\":[" RECORD ",{\"period\":\"2022\",\"period\":\"2023\"}]}",
     "2:0  \"{\"period\":\"2022\",\"period\":\"2023\"}\" expected JSON: duplicate", 1},
    {"goes on behind a line that is no JSON", LINE "\n{\"reporter\n" LINE "\n",
     "2:0  \"{\"reporter\" expected JSON:", 2},
    {"refuses a member that we do not write",
     LINE "\n{\"reporter\":\"KAZ\",\"partner\":\"TJK\",\"flow\":\"X\",\"period\":\"2022\","
          "\"classification\":\"HS\",\"commodity\":\"TOTAL\",\"value\":1,\"surprise\":1}\n",
     "2:0  \"surprise\" expected a member of /v1/trade", 1},
    {"refuses flags that we do not write",
     LINE "\n{\"reporter\":\"KAZ\",\"partner\":\"TJK\",\"flow\":\"X\",\"period\":\"2022\","
          "\"classification\":\"HS\",\"commodity\":\"TOTAL\",\"value\":1,\"flags\":[\"odd\"]}\n",
     "2:0 flags \"odd\" expected estimated_quantity", 1},
    {"refuses a number of a treaty that is a sentence",
     "number;base_treaty;name;entry_type;year;entryforceyear;c1\n"
     "\"the first one\";1;\"A\";\"x\";99;NA;398\n",
     "2:1 number \"the first one\" expected the treaty's number", 0},
    {"takes members with blanks, and refuses none",
     "number;base_treaty;name;entry_type;year;entryforceyear;c1;c2\n"
     "1;1;\"A\";\"x\";1999;NA;398 ; NA\n2;2;\"A\";\"x\";1999;NA;398;Oz!\n",
     "3:8 c2 \"Oz!\" expected a code of a country", 1},
    {"refuses a year of a treaty that is none",
     "number;base_treaty;name;entry_type;year;entryforceyear;c1\n\"1\";1;\"A\";\"x\";99;NA;398\n",
     "2:5 year \"99\" expected a year", 0},
};

/* Files that cannot be read at all. */
static const struct {
    const char *name;
    const char *format;
    const char *text;
    const char *message;
} failures[] = {
    {"says that a file is empty", NULL, "", "is empty"},
    {"says which formats there are", NULL, "a,b,c\n1,2,3\n",
     "Formats: comtrade-csv, comtrade-bulk"},
    {"says that there is no such format", "comtrad", "a,b\n", "there is no format \"comtrad\""},
    {"says which columns are missing", NULL, "year,exporter,importer,value\n2000,KAZ,TJK,1\n",
     "line 1: itpde needs columns that are missing: value_usd2010. Found: year, exporter, "
     "importer, "
     "value. Wanted: year, exporter, importer, value_usd2010"},
    {"says which columns are missing from a format that was named", "baci", "t,i,j,k,v\n",
     "baci needs columns that are missing: q"},
    {"says that a column stands twice", NULL, "year,exporter,importer,value_usd2010,Year\n",
     "the column year stands twice: fields 1 and 5"},
    {"says that a column stands twice where none may be unknown", "baci", "t,i,j,k,v,q,V\n",
     "the column v stands twice: fields 5 and 7"},
    {"refuses a column that we do not write", "entente-csv",
     "reporter,partner,flow,period,classification,commodity,value,surprise\n",
     "entente-csv has no column surprise (field 8)"},
    {"says which column of ours is none", NULL,
     "reporter,partner,flow,period,classification,commodity,value,surprise\n",
     "entente-csv has no column surprise (field 8)"},
    {"says which column BACI has not", NULL, "t,i,j,k,v,q,note\n",
     "baci has no column note (field 7)"},
    {"refuses a head with a quote that is never closed", NULL, "\"year,exporter\n",
     "the columns cannot be read: expected a closing quote"},
    {"refuses SDMX without a flow", NULL, "DATAFLOW,REF_AREA,PARTNER,TIME_PERIOD,OBS_VALUE\n",
     "no column says what flows"},
    {"refuses a dimension of SDMX that it does not know", NULL,
     "DATAFLOW,REF_AREA,FLOW,PRODUCT_CN,PARTNER,TIME_PERIOD,OBS_VALUE,UNIT\n",
     "line 1: field 4, PRODUCT_CN, is no dimension that is known here: rows that differ in it "
     "alone "
     "would be one; leave the column out where it has one value, or rename it to COMMODITY"},
    {"refuses a dimension of SDMX that has a label behind it", NULL,
     "STRUCTURE;STRUCTURE_ID;STRUCTURE_NAME;ACTION;REF_AREA;Area;FLOW;Flow;MEASURE;Measure;PARTNER;"
     "TIME_PERIOD;"
     "OBS_VALUE;UNIT\n",
     "field 9, MEASURE, is no dimension"},
    {"refuses SDMX that does not say the unit", NULL,
     "DATAFLOW,REF_AREA,FLOW,PARTNER,TIME_PERIOD,OBS_VALUE\nD,KZ,X,TJ,2022,1\n",
     "line 1: no column says the unit: add UNIT_MEASURE with USD in every row"},
    {"refuses members of treaties out of order", NULL,
     "number;base_treaty;name;entry_type;year;entryforceyear;c1;c3;c2\n", "field 8, c3, is not"},
    {"refuses members of treaties that stand apart", NULL,
     "number;base_treaty;name;entry_type;year;entryforceyear;c1;note;c2\n",
     "field 9, c2, is not where it should be: members stand in c1, c2"},
    {"knows UTF-16", NULL, "\xFF\xFEy", "is UTF-16"},
    {"knows a zip archive", NULL, "PK\x03\x04xxxx", "is a zip archive"},
    {"says that JSON is cut inside a record", NULL, "{\"data\":[" RECORD ",{\"reporterCode\":39",
     "record 2: \"\"; expected more: the file ends too early"},
    {"says that JSON is cut behind a record", NULL, "{\"data\":[" RECORD,
     "the file ends too early"},
    {"says that JSON is cut behind the array", NULL, "{\"data\":[" RECORD "]",
     "the file ends too early"},
    {"refuses JSON without the array", "comtrade-json", "{\"count\":1}",
     "expected an array \"data\" in the envelope"},
    {"refuses something behind the envelope", NULL, "{\"data\":[" RECORD "]} {}",
     "expected nothing behind the envelope"},
    {"refuses a missing comma", NULL, "{\"data\":[" RECORD RECORD "]}",
     "expected a comma or the array's end"},
    {"refuses an array where an object should be", "comtrade-json", "[]", "expected an object"},
    {"says that records are missing", NULL, "{\"count\":2,\"data\":[" RECORD "]}",
     "it says that it has 2 records, but 1 stand there"},
    {"passes on what the API says went wrong", NULL,
     "{\"count\":0,\"data\":[],\"error\":\"too many calls\"}", "too many calls"},
    {"says what to ask for in place of a page of JSON", NULL,
     "{\"data\":[{\"reporter\":\"KAZ\"}],\"page\":{}}", "ask it for format=ndjson"},
    {"refuses JSON of something else", NULL, "{\"a\":1}", "the format is not known"},
    {"refuses an array without an envelope", NULL, "[1]", "without its envelope"},
    {"refuses gzip that is damaged", NULL, "\x1F\x8B\x09zzzzzzzz", "unknown compression"},
    {"refuses gzip that ends at once", NULL, "\x1F\x8B\x08", "ends too early"},
};

static unsigned count_lines(const char *text)
{
    unsigned count = 0;

    for (; *text; text++)
        count += *text == '\n';
    return count;
}

START_TEST(reports_fault)
{
    struct collected collected;

    collect_bytes(faults[_i].text, strlen(faults[_i].text), NULL, &collected);
    ck_assert_msg(collected.status == DB_OK, "%s", collected.message.text);
    ck_assert_msg(strstr(collect_text(&collected.faults), faults[_i].fault) != NULL,
                  "%s\nhas no\n%s", collect_text(&collected.faults), faults[_i].fault);
    ck_assert_uint_eq(count_lines(collect_text(&collected.lines)), faults[_i].rows);
    ck_assert_uint_eq(collected.result.rows, faults[_i].rows);
    collect_fini(&collected);
}
END_TEST

START_TEST(reports_failure)
{
    struct collected collected;

    collect_bytes(failures[_i].text, strlen(failures[_i].text), failures[_i].format, &collected);
    ck_assert_int_eq(collected.status, DB_FAILED);
    ck_assert_msg(strstr(collected.message.text, failures[_i].message) != NULL, "%s\nhas no\n%s",
                  collected.message.text, failures[_i].message);
    collect_fini(&collected);
}
END_TEST

START_TEST(goes_on_behind_a_nul_byte)
{
    static const char text[] = ITPDE "2000,KAZ,T\0K,1\n2001,KAZ,TJK,2\n";
    struct collected collected;

    collect_bytes(text, sizeof text - 1, NULL, &collected);
    ck_assert_int_eq(collected.status, DB_OK);
    ck_assert_ptr_nonnull(strstr(collect_text(&collected.faults), "expected no NUL byte"));
    ck_assert_uint_eq(collected.result.rows, 1);
    collect_fini(&collected);
}
END_TEST

START_TEST(passes_over_the_whole_row_of_a_nul_byte)
{
    static const char text[] = "year,exporter,importer,note,value_usd2010\n"
                               "2000,KAZ,TJK,\"a\0\n2001,KAZ,TJK,b,7\n\",1\n2002,KAZ,TJK,c,x\n"
                               "2003,KAZ,TJK,d,2\n";
    struct collected collected;

    collect_bytes(text, sizeof text - 1, NULL, &collected);
    ck_assert_int_eq(collected.status, DB_OK);
    ck_assert_ptr_nonnull(strstr(collect_text(&collected.faults), "2:0 "));
    ck_assert_ptr_nonnull(strstr(collect_text(&collected.faults), "5:5 value_usd2010 \"x\""));
    ck_assert_uint_eq(collected.result.rows, 1);
    collect_fini(&collected);
}
END_TEST

START_TEST(goes_on_behind_a_line_of_json_of_two_megabytes)
{
    struct buffer text;
    struct collected collected;

    buffer_init(&text);
    buffer_add_text(&text, LINE "\n{\"reporter\":\"");
    for (size_t i = 0; i < 2 << 20; i++)
        buffer_add_char(&text, 'A');
    buffer_add_text(&text, _i ? "" : "\"}\n" LINE "\n[]\n");
    collect_bytes(text.data, text.length, NULL, &collected);
    ck_assert_msg(collected.status == DB_OK, "%s", collected.message.text);
    ck_assert_ptr_nonnull(strstr(collect_text(&collected.faults), "2:0 "));
    ck_assert_ptr_nonnull(
        strstr(collect_text(&collected.faults), "expected a line of at most 1 MB"));
    if (_i == 0)
        ck_assert_ptr_nonnull(strstr(collect_text(&collected.faults), "4:0 "));
    ck_assert_uint_eq(collected.result.rows, _i ? 1 : 2);
    collect_fini(&collected);
    buffer_fini(&text);
}
END_TEST

START_TEST(reads_a_quantity_of_minus_one_as_none)
{
    static const char *const none[] = {"-1", "-1.0", "-1."};
    char text[256];
    struct collected collected;

    snprintf(text, sizeof text,
             "netWgt," V1 "\n%s,A,2022,398,X,762,H6,27,5\n"
             "-2,A,2022,398,X,762,H6,28,5\n",
             none[_i]);
    collect_bytes(text, strlen(text), NULL, &collected);
    ck_assert_int_eq(collected.status, DB_OK);
    ck_assert_uint_eq(collected.result.rows, 1);
    ck_assert_ptr_nonnull(strstr(collect_text(&collected.faults), "3:1 netWgt \"-2\" expected a"));
    collect_fini(&collected);
}
END_TEST

/* @length bytes of a row that is too long, between two good ones. */
static void read_long(size_t length, char fill, const char *before, struct collected *ret)
{
    struct buffer text;

    buffer_init(&text);
    buffer_add_text(&text, ITPDE "2000,KAZ,TJK,1\n");
    buffer_add_text(&text, before);
    for (size_t i = 0; i < length; i++)
        buffer_add_char(&text, fill);
    buffer_add_text(&text, "\n2001,KAZ,TJK,2\n");
    collect_bytes(text.data, text.length, NULL, ret);
    buffer_fini(&text);
}

START_TEST(goes_on_behind_a_line_of_two_megabytes)
{
    static const char *const before[] = {"", "2000,\"", "2000,KAZ,TJK,"};
    struct collected collected;

    read_long(2 << 20, '1', before[_i], &collected);
    ck_assert_msg(collected.status == DB_OK, "%s", collected.message.text);
    ck_assert_ptr_nonnull(strstr(collect_text(&collected.faults), "3:0 "));
    ck_assert_ptr_nonnull(
        strstr(collect_text(&collected.faults), "expected a row of at most 1 MB"));
    ck_assert_uint_eq(collected.result.rows, 2);
    collect_fini(&collected);
}
END_TEST

START_TEST(refuses_five_hundred_commas)
{
    struct collected collected;

    read_long(600, ',', "", &collected);
    ck_assert_int_eq(collected.status, DB_OK);
    ck_assert_ptr_nonnull(strstr(collect_text(&collected.faults), "expected no more than 512"));
    ck_assert_uint_eq(collected.result.rows, 2);
    collect_fini(&collected);
}
END_TEST

static const char packed_text[] = ITPDE "2000,KAZ,TJK,1\n2001,KAZ,TJK,2\n";

START_TEST(reads_gzip)
{
    struct collected collected;

    collect_packed(packed_text, sizeof packed_text - 1, 0, &collected);
    ck_assert_int_eq(collected.status, DB_OK);
    ck_assert_uint_eq(collected.result.rows, 2);
    collect_fini(&collected);
}
END_TEST

/* Every cut but that of the header, which makes it a file of something else. */
START_TEST(refuses_gzip_that_is_cut)
{
    for (size_t cut = 1; cut < 40; cut++) {
        struct collected collected;

        collect_packed(packed_text, sizeof packed_text - 1, cut, &collected);
        ck_assert_int_eq(collected.status, DB_FAILED);
        ck_assert_ptr_nonnull(strstr(collected.message.text, "ends too early"));
        collect_fini(&collected);
    }
}
END_TEST

START_TEST(refuses_more_members_than_there_are_columns)
{
    struct collected collected;
    struct buffer text;

    buffer_init(&text);
    buffer_add_text(&text, "number;base_treaty;name;entry_type;year;entryforceyear");
    for (int i = 1; i <= READER_MOST_MEMBERS + 1; i++)
        buffer_add_format(&text, ";c%d", i);
    collect_bytes(text.data, text.length, NULL, &collected);
    ck_assert_int_eq(collected.status, DB_FAILED);
    ck_assert_ptr_nonnull(strstr(collected.message.text, "field 98, c92, is not"));
    collect_fini(&collected);
    buffer_fini(&text);
}
END_TEST

START_TEST(hashes_what_lies_on_disk)
{
    static const char text[] = ITPDE;
    struct collected collected;

    collect_bytes(text, sizeof text - 1, NULL, &collected);
    ck_assert_int_eq(collected.status, DB_OK);
    ck_assert_str_eq(collected.result.checksum,
                     "sha256:156b89e6efb735efc5852d70c1fa835a058df10b50cb66942618f00adc2f6bf4");
    ck_assert_uint_eq(collected.result.bytes, sizeof text - 1);
    collect_fini(&collected);
}
END_TEST

START_TEST(says_that_a_file_is_missing)
{
    struct collected collected;

    collect_file("/no/such/file.csv", NULL, &collected);
    ck_assert_int_eq(collected.status, DB_MISSING);
    collect_fini(&collected);
}
END_TEST

START_TEST(says_that_a_folder_is_no_file)
{
    struct collected collected;

    collect_file("/", NULL, &collected);
    ck_assert_int_ne(collected.status, DB_OK);
    ck_assert_str_ne(collected.message.text, "");
    collect_fini(&collected);
}
END_TEST

START_TEST(refuses_thousands_of_unknown_areas)
{
    struct collected collected;
    struct buffer text;

    buffer_init(&text);
    buffer_add_text(&text, ITPDE);
    for (int i = 0; i < 5000; i++)
        buffer_add_format(&text, "2000,ZZ%d,KAZ,1\n", i);
    collect_bytes(text.data, text.length, NULL, &collected);
    ck_assert_int_eq(collected.status, DB_FAILED);
    ck_assert_ptr_nonnull(strstr(collected.message.text, "is it the right column?"));
    collect_fini(&collected);
    buffer_fini(&text);
}
END_TEST

/* --- sinks that stop --- */

static int stop_at_row(void *arg, const struct row *row)
{
    (void)arg;
    (void)row;
    return -1;
}

static int stop_at_fault(void *arg, const struct reader_fault *fault)
{
    (void)arg;
    (void)fault;
    return -1;
}

START_TEST(stops_at_a_row)
{
    struct reader_sink sink = {.row = stop_at_row};
    struct reader_result result;
    struct db_message message = {"of the sink"};

    ck_assert_int_eq(reader_read(SAMPLES "/itpde.csv", NULL, &sink, &result, &message), DB_FAILED);
    ck_assert_str_eq(message.text, "of the sink");
}
END_TEST

START_TEST(stops_at_a_fault_and_says_it)
{
    struct reader_sink sink = {.bad = _i ? stop_at_fault : NULL};
    struct reader_result result;
    struct db_message message = {""};

    ck_assert_int_eq(reader_read(SAMPLES "/broken.csv", NULL, &sink, &result, &message), DB_FAILED);
    ck_assert_str_eq(message.text,
                     SAMPLES "/broken.csv: line 3, field 4 (value_usd2010): \"many\"; "
                             "expected a number like 1234.5");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("broken");
    TCase *tcase = tcase_create("broken");

    SUITE_ADD_ROWS(tcase, reports_fault, faults);
    SUITE_ADD_ROWS(tcase, reports_failure, failures);
    tcase_add_test(tcase, goes_on_behind_a_nul_byte);
    tcase_add_test(tcase, passes_over_the_whole_row_of_a_nul_byte);
    tcase_add_loop_test(tcase, goes_on_behind_a_line_of_json_of_two_megabytes, 0, 2);
    tcase_add_loop_test(tcase, reads_a_quantity_of_minus_one_as_none, 0, 3);
    tcase_add_loop_test(tcase, goes_on_behind_a_line_of_two_megabytes, 0, 3);
    tcase_add_test(tcase, refuses_five_hundred_commas);
    tcase_add_test(tcase, reads_gzip);
    tcase_add_test(tcase, refuses_gzip_that_is_cut);
    tcase_add_test(tcase, refuses_more_members_than_there_are_columns);
    tcase_add_test(tcase, hashes_what_lies_on_disk);
    tcase_add_test(tcase, says_that_a_file_is_missing);
    tcase_add_test(tcase, says_that_a_folder_is_no_file);
    tcase_add_test(tcase, refuses_thousands_of_unknown_areas);
    tcase_add_test(tcase, stops_at_a_row);
    tcase_add_loop_test(tcase, stops_at_a_fault_and_says_it, 0, 2);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
