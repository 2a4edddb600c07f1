/* SPDX-License-Identifier: MIT */
#include "folder.h"

#include <check.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/db.h"
#include "model/hash.h"

static char folder[FOLDER_PATH_SIZE / 2];

static const struct {
    const char *name;
    const char *text;
} files[] = {
    {"sectors", "[{'id':'trade','name':'Trade'},{'id':'energy','name':'Energy'}]"},
    {"commodities",
     "[{'classification':'HS','code':'TOTAL','level':0,'name':'All goods'},"
     "{'classification':'HS','code':'27','level':2,'parent':'TOTAL','name':'Fuels'},"
     "{'classification':'H5','code':'TOTAL','level':0,'name':'All goods'},"
     "{'classification':'H5','code':'28','level':2,'parent':'TOTAL','name':'Salts'}]"},
    {"sources", "[{'id':'page','seen':'text','published_on':'2023-05','language':'en',"
                "'url':'https://example.org/a'}]"},
    {"institutions", "[{'id':'office','name':'Office','kind':'agency','country':'KAZ',"
                     "'citations':[{'source':'page','locator':'paragraph 1'}]}]"},
    {"events", "[{'id':'forum','title':'Forum','kind':'meeting','city':'Astana','country':'KAZ',"
               "'starts_on':'2023-05-03','ends_on':'2023-05','participants':["
               "{'country':'TJK','role':'guest'},{'institution':'office'},{'name':'A. Person'}],"
               "'citations':[{'source':'page'}]},"
               "{'id':'talks','title':'Talks','kind':'meeting','part_of':'forum',"
               "'citations':[{'source':'page'}]}]"},
    {"agreements", "[{'id':'deal','title':'Deal','kind':'deal_package','binding':'unknown',"
                   "'event':'forum','signed_on':'2023-05-03','in_force_from':'2023',"
                   "'in_force_until':'..','parties':[{'country':'TJK'},{'institution':'office',"
                   "'in_force_from':'2023','in_force_until':'2025'}],'sectors':['trade'],"
                   "'citations':[{'source':'page'}]},"
                   "{'id':'part','title':'Part','kind':'contract','binding':'yes','part_of':'deal',"
                   "'parties':[{'country':'KAZ'}],'citations':[{'source':'page'}]}]"},
    {"claims", "[{'id':'turnover','subject':'pair','pair':'KAZ-TJK','metric':'turnover',"
               "'period':'2022','quantity':{'value':1400000000,'qualifier':'over',"
               "'precision':100000000,'unit':'USD'},'citations':[{'source':'page'}]},"
               "{'id':'worth','subject':'agreement','agreement':'deal','metric':'deal_value',"
               "'pair':'KAZ-TJK','quantity':{'value':5,'qualifier':'at_least','precision':1,"
               "'unit':'USD'},'citations':[{'source':'page'}]},"
               "{'id':'goods','subject':'direction','from':'TJK','to':'KAZ','metric':'main_export',"
               "'text':'fruit','citations':[{'source':'page'}]}]"},
    {"acknowledged", "[{'id':'known','check':'same_figure','claims':['turnover','worth'],"
                     "'reason':'One of them is rounded.','note':'Seen in 2024.'}]"},
    {"statements", "[{'id':'said','said_by':'A. Person','said_as':'Minister','said_on':'2023~',"
                   "'country':'KAZ','event':'forum','pair':'KAZ-TJK','sectors':['trade','energy'],"
                   "'text':'All is well.','citations':[{'source':'page'}]}]"},
    {"series", "[{'id':'series','title':'Series','source':'page','unit':'USD',"
               "'classification':'HS','basis':'reconciled','citations':[{'source':'page'}]}]"},
    {"datasets", "[{'id':'set','series':'series','title':'Set','file':'a.csv',"
                 "'checksum':'sha256:"
                 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',"
                 "'citations':[{'source':'page'}]}]"},
    {"observations", "[{'dataset':'set','reporter':'KAZ','partner':'TJK','flow':'X',"
                     "'period':'2022','commodity':'27','value':1.5},"
                     "{'dataset':'set','reporter':'TJK','partner':'KAZ','flow':'X',"
                     "'period':'2022-Q1','commodity':'TOTAL','value':2}]"},
};

void folder_set_up(void)
{
    static bool is_ready; /* with CK_FORK=no all tests share one process */

    strcpy(folder, "/tmp/entente-db-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    if (!is_ready)
        ck_assert_int_eq(db_library_init(), DB_OK);
    is_ready = true;
}

static void remove_all(const char *path)
{
    DIR *dir = opendir(path);

    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char name[FOLDER_PATH_SIZE + 256];

        if (entry->d_name[0] == '.' && strchr("./", entry->d_name[1]))
            continue;
        snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
        if (unlink(name) != 0)
            remove_all(name);
    }
    if (dir)
        closedir(dir);
    rmdir(path);
}

void folder_tear_down(void)
{
    remove_all(folder);
}

const char *folder_path(const char *name)
{
    static char paths[4][FOLDER_PATH_SIZE];
    static int turn;
    char *path = paths[turn++ % 4];

    snprintf(path, FOLDER_PATH_SIZE, "%s/%s", folder, name);
    return path;
}

void folder_write(const char *name, const char *text)
{
    FILE *file = fopen(folder_path(name), "w");

    ck_assert_ptr_nonnull(file);
    for (; *text; text++)
        fputc(*text == '\'' ? '"' : *text, file);
    ck_assert_int_eq(fclose(file), 0);
}

void folder_write_records(void)
{
    ck_assert_int_eq(mkdir(folder_path("records"), 0755), 0);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char name[64];
        char text[4096];

        snprintf(name, sizeof(name), "records/%s.json", files[i].name);
        snprintf(text, sizeof(text), "{'%s':%s}", files[i].name, files[i].text);
        folder_write(name, text);
    }
}

static json_t *parse(const char *text)
{
    char copy[4096];
    size_t i = 0;

    for (; text[i] && i + 1 < sizeof(copy); i++)
        copy[i] = text[i] == '\'' ? '"' : text[i];
    copy[i] = '\0';
    json_t *value = json_loads(copy, JSON_DECODE_ANY, NULL);
    ck_assert_msg(value, "not JSON: %s", copy);
    return value;
}

void folder_patch(const char *file, const char *member, const char *value)
{
    char name[64];

    snprintf(name, sizeof(name), "records/%s.json", file);
    json_t *document = json_load_file(folder_path(name), 0, NULL);
    ck_assert_ptr_nonnull(document);
    json_t *record = json_array_get(json_object_get(document, file), 0);
    if (value)
        ck_assert_int_eq(json_object_set_new(record, member, parse(value)), 0);
    else
        ck_assert_int_eq(json_object_del(record, member), 0);
    ck_assert_int_eq(json_dump_file(document, folder_path(name), 0), 0);
    json_decref(document);
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strcmp(entry->d_name, "records") != 0;
}

const char *folder_list(void)
{
    static char list[FOLDER_LIST_SIZE];
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, is_shown, alphasort);

    list[0] = '\0';
    for (int i = 0; i < count; i++) {
        strncat(list, entries[i]->d_name, sizeof(list) - strlen(list) - 2);
        strcat(list, " ");
        free(entries[i]);
    }
    free(entries);
    return list;
}

void folder_make_database(const char *name)
{
    const struct db_create_options options = {.path = folder_path(name)};
    struct db_create_summary summary;
    struct db_message message = {""};

    ck_assert_msg(db_create(&options, &summary, &message) == DB_OK, "%s", message.text);
}

int64_t folder_ask(const char *name, const char *sql)
{
    sqlite3 *sqlite = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t answer = -1;

    ck_assert_int_eq(sqlite3_open(folder_path(name), &sqlite), SQLITE_OK);
    ck_assert_msg(sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s", sql,
                  sqlite3_errmsg(sqlite));
    if (sqlite3_step(statement) == SQLITE_ROW)
        answer = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(sqlite);
    return answer;
}

void folder_run(const char *name, const char *sql)
{
    sqlite3 *sqlite = NULL;

    ck_assert_int_eq(sqlite3_open(folder_path(name), &sqlite), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(sqlite, sql, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", sql,
                  sqlite3_errmsg(sqlite));
    sqlite3_close(sqlite);
}

uint64_t folder_hash(const char *name)
{
    unsigned char bytes[4096];
    uint64_t hash = HASH_START;
    FILE *file = fopen(folder_path(name), "r");

    ck_assert_ptr_nonnull(file);
    for (size_t got; (got = fread(bytes, 1, sizeof(bytes), file)) > 0;)
        hash = hash_add(hash, bytes, got);
    fclose(file);
    return hash;
}
