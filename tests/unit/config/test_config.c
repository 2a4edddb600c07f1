/* SPDX-License-Identifier: MIT */
#include "config/config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "suite.h"

enum { FILE_NAME_SIZE = 32 };

static struct config_store *store;
static char *message;

static void set_up(void)
{
    store = config_new();
    message = NULL;
    ck_assert_ptr_nonnull(store);
}

static void tear_down(void)
{
    store = config_free(store);
    free(message);
}

static size_t setting_number(const char *name)
{
    size_t count;
    const struct config_setting *settings = config_settings(&count);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(settings[i].name, name) == 0)
            return i;
    }
    ck_abort_msg("no setting %s", name);
    return 0;
}

static void write_file(char path[FILE_NAME_SIZE], const char *bytes, size_t length)
{
    strcpy(path, "/tmp/entente-test-XXXXXX");
    const int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert(write(fd, bytes, length) == (ssize_t)length);
    close(fd);
}

static int read_bytes(const char *bytes, size_t length)
{
    char path[FILE_NAME_SIZE];

    write_file(path, bytes, length);
    const int result = config_read_file(store, path, &message);
    unlink(path);
    return result;
}

static int read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

/* The message without the file's name, which is another each time. */
static const char *message_tail(void)
{
    const char *tail = strchr(message ? message : "", ':');

    ck_assert_ptr_nonnull(tail);
    return tail + 1;
}

static const struct {
    const char *name;
    const char *text;
    const char *setting;
    const char *line; /* of what config_print() then says */
} files[] = {
    {"reads a number", "port = 9090\n", "port", "port = 9090\n"},
    {"reads a number without blanks", "port=9090", "port", "port = 9090\n"},
    {"reads a colon", "port: 9090\n", "port", "port = 9090\n"},
    {"reads an indented line", "  port = 9090\n", "port", "port = 9090\n"},
    {"reads an indented line behind another", "workers = 3\n  port = 9090\n", "port",
     "port = 9090\n"},
    {"reads lines that end with a return", "workers = 3\r\nport = 9090\r\n", "port",
     "port = 9090\n"},
    {"reads a byte order mark", "\xEF\xBB\xBFport = 9090\n", "port", "port = 9090\n"},
    {"reads the lowest number", "admin_port = -1\n", "admin_port", "admin_port = -1\n"},
    {"reads the highest number", "port = 65535\n", "port", "port = 65535\n"},
    {"reads zeros in front", "port = 0080\n", "port", "port = 80\n"},
    {"reads over comments", "; a\n# b\n\n  # c = d\nport = 9090\n", "port", "port = 9090\n"},
    {"reads an IPv6 address", "listen = ::1\n", "listen", "listen = ::1\n"},
    {"reads a text with an equals sign", "database = a=b.db\n", "database", "database = a=b.db\n"},
    {"reads a text with blanks and a semicolon", "database = my files/a;b.db\n", "database",
     "database = my files/a;b.db\n"},
    {"reads true", "read_only = true\n", "read_only", "read_only = true\n"},
    {"reads yes", "read_only = yes\n", "read_only", "read_only = true\n"},
    {"reads on", "read_only = on\n", "read_only", "read_only = true\n"},
    {"reads 1", "read_only = 1\n", "read_only", "read_only = true\n"},
    {"reads false", "access_log = false\n", "access_log", "access_log = false\n"},
    {"reads no", "access_log = no\n", "access_log", "access_log = false\n"},
    {"reads off", "access_log = off\n", "access_log", "access_log = false\n"},
    {"reads 0", "access_log = 0\n", "access_log", "access_log = false\n"},
    {"reads the first choice", "log_level = debug\n", "log_level", "log_level = debug\n"},
    {"reads the last choice", "log_level = off\n", "log_level", "log_level = off\n"},
};

START_TEST(file_is_read)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    ck_assert_msg(read_text(files[_i].text) == 0, "%s", message);
    ck_assert_int_eq(config_origin(store, setting_number(files[_i].setting)), CONFIG_FILE);
    config_print(store, out);
    fclose(out);
    ck_assert_msg(strstr(text, files[_i].line) != NULL, "%s", text);
    free(text);
}
END_TEST

static const struct {
    const char *name;
    const char *text;
    const char *tail; /* of the message, behind the file's name */
} wrong_files[] = {
    {"refuses a number too high", "\n\nport = 70000\n",
     "3: port: 70000 is not between 0 and 65535"},
    {"refuses a number too low", "workers = -1\n", "1: workers: -1 is not between 0 and 64"},
    {"refuses a number that overflows", "port = 99999999999999999999\n",
     "1: port: 99999999999999999999 is not between 0 and 65535"},
    {"refuses text behind a number", "port = 80x\n",
     "1: port: 80x is not a whole number from 0 to 65535"},
    {"refuses a comment behind a number", "port = 80 ; http\n",
     "1: port: 80 ; http is not a whole number from 0 to 65535"},
    {"refuses a plus", "port = +80\n", "1: port: +80 is not a whole number from 0 to 65535"},
    {"refuses a lone minus", "port = -\n", "1: port: - is not a whole number from 0 to 65535"},
    {"refuses a fraction", "port = 80.0\n", "1: port: 80.0 is not a whole number from 0 to 65535"},
    {"refuses hexadecimal", "port = 0x50\n", "1: port: 0x50 is not a whole number from 0 to 65535"},
    {"refuses a unit", "cache_bytes = 16M\n",
     "1: cache_bytes: 16M is not a whole number from 0 to 1073741824"},
    {"refuses two numbers", "port = 80 81\n",
     "1: port: 80 81 is not a whole number from 0 to 65535"},
    {"refuses no value", "port =\n", "1: port: has no value"},
    {"refuses an empty text", "database =\n", "1: database: has no value"},
    {"refuses a text too long",
     "listen = 0123456789012345678901234567890123456789012345678901234567890123456789\n",
     "1: listen: longer than 64 bytes"},
    {"refuses a comment behind a text", "database = a.db ; mine\n",
     "1: database: has ; or # behind a blank (a comment takes a line of its own)"},
    {"refuses the other comment behind a text", "database = a.db # mine\n",
     "1: database: has ; or # behind a blank (a comment takes a line of its own)"},
    {"refuses a control character", "database = a\x1b[31m.db\n",
     "1: database: has a control character"},
    {"refuses a word that is neither true nor false", "read_only = maybe\n",
     "1: read_only: maybe is none of true, false, yes, no, 1, 0, on and off"},
    {"refuses true in capitals", "read_only = TRUE\n",
     "1: read_only: TRUE is none of true, false, yes, no, 1, 0, on and off"},
    {"refuses a word that is no choice", "log = xml\n", "1: log: xml is none of json|text"},
    {"refuses the beginning of a choice", "log_level = warn\n",
     "1: log_level: warn is none of debug|info|warning|error|off"},
    {"refuses all choices at once", "log = json|text\n", "1: log: json|text is none of json|text"},
    {"refuses an unknown name", "prot = 80\n", "1: prot: no such setting; did you mean port?"},
    {"refuses the beginning of a name", "query_timeout = 80\n",
     "1: query_timeout: no such setting; did you mean query_timeout_ms?"},
    {"refuses a name in capitals", "PORT = 80\n", "1: PORT: no such setting; did you mean port?"},
    {"refuses a name with hyphens", "admin-port = 80\n",
     "1: admin-port: no such setting; did you mean admin_port?"},
    {"refuses the environment's name", "ENTENTE_PORT = 80\n", "1: ENTENTE_PORT: no such setting"},
    {"refuses a name like no other", "zzz = 80\n", "1: zzz: no such setting"},
    {"refuses a name twice", "port = 80\nworkers = 2\nport = 80\n",
     "3: port: is set in line 1 already"},
    {"refuses a section", "port = 80\n[server]\nport = 81\n", "2: this file has no sections"},
    {"refuses an indented section", "  [server]\n", "1: this file has no sections"},
    {"refuses half a section", "[server\n", "1: this file has no sections"},
    {"refuses a line without a sign", "port = 80\nport 81\n", "2: is not NAME = VALUE"},
    {"refuses a line without a name", "= 80\n", "1: is not NAME = VALUE"},
    {"refuses a line that goes on", "database = a\n  b\n", "2: is not NAME = VALUE"},
    {"stops at the first of two mistakes", "port = a\nworkers = b\n",
     "1: port: a is not a whole number from 0 to 65535"},
};

START_TEST(file_is_refused)
{
    ck_assert_int_eq(read_text(wrong_files[_i].text), -1);
    ck_assert_str_eq(message_tail(), wrong_files[_i].tail);
}
END_TEST

START_TEST(file_refuses_a_nul_byte)
{
    ck_assert_int_eq(read_bytes("port = 80\0\nworkers = 1\n", 23), -1);
    ck_assert_str_eq(message_tail(), "1: this line has a NUL byte");
}
END_TEST

static const struct {
    const char *name;
    size_t length;    /* of the database's path */
    const char *tail; /* NULL: accepted */
} lengths[] = {
    {"reads a path longer than inih's own lines", 300, NULL},
    {"reads the longest path", 4096, NULL},
    {"refuses a path a byte longer", 4097, "1: database: longer than 4096 bytes"},
    {"refuses the longest line", 8191 - 11, "1: database: longer than 4096 bytes"},
    {"refuses a longer line", 8192 - 11, "1: this line is longer than 8191 bytes"},
    {"refuses a line of a million bytes", 1000000, "1: this line is longer than 8191 bytes"},
};

START_TEST(file_with_a_long_line)
{
    const size_t length = lengths[_i].length;
    char *text = malloc(length + 12);

    ck_assert_ptr_nonnull(text);
    memcpy(text, "database = ", 11);
    memset(text + 11, 'x', length);
    text[length + 11] = '\0';
    const int result = read_text(text);
    free(text);
    if (lengths[_i].tail) {
        ck_assert_int_eq(result, -1);
        ck_assert_str_eq(message_tail(), lengths[_i].tail);
        return;
    }
    ck_assert_int_eq(result, 0);
    ck_assert_uint_eq(strlen(config_get(store)->database), length);
}
END_TEST

START_TEST(file_that_is_not_there_is_refused)
{
    ck_assert_int_eq(config_read_file(store, "/nowhere/entente.ini", &message), -1);
    ck_assert_str_eq(message, "/nowhere/entente.ini: cannot be read: No such file or directory");
}
END_TEST

START_TEST(file_that_is_a_folder_is_refused)
{
    ck_assert_int_eq(config_read_file(store, "/tmp", &message), -1);
    ck_assert_str_eq(message, "/tmp: cannot be read: Is a directory");
}
END_TEST

START_TEST(empty_file_leaves_the_defaults)
{
    ck_assert_int_eq(read_text(""), 0);
    ck_assert_int_eq(config_get(store)->port, 8080);
    ck_assert_int_eq(config_origin(store, setting_number("port")), CONFIG_DEFAULT);
}
END_TEST

static const struct {
    const char *name;
    const char *entry;
    const char *message; /* NULL: accepted */
} environments[] = {
    {"takes a number", "ENTENTE_PORT=9090", NULL},
    {"takes a text with an equals sign", "ENTENTE_DATABASE=a=b.db", NULL},
    {"takes a word", "ENTENTE_LOG=text", NULL},
    {"takes a flag", "ENTENTE_READ_ONLY=on", NULL},
    {"takes the file's name for its own", "ENTENTE_CONFIG=/etc/entente.ini", NULL},
    {"lets other variables be", "ENTENTEPORT=x", NULL},
    {"lets variables that begin otherwise be", "PORT=x", NULL},
    {"lets small letters be", "entente_port=x", NULL},
    {"refuses an unknown name", "ENTENTE_PROT=80",
     "ENTENTE_PROT: no such setting; did you mean ENTENTE_PORT?"},
    {"refuses a name like no other", "ENTENTE_ZZZ=80", "ENTENTE_ZZZ: no such setting"},
    {"refuses no name", "ENTENTE_=80", "ENTENTE_: no such setting"},
    {"refuses a name in small letters", "ENTENTE_port=80",
     "ENTENTE_port: no such setting; did you mean ENTENTE_PORT?"},
    {"refuses the beginning of the file's name", "ENTENTE_CONFI=x",
     "ENTENTE_CONFI: no such setting"},
    {"refuses a number too high", "ENTENTE_PORT=70000",
     "ENTENTE_PORT: 70000 is not between 0 and 65535"},
    {"refuses what Kubernetes sets", "ENTENTE_PORT=tcp://10.0.0.1:80",
     "ENTENTE_PORT: tcp://10.0.0.1:80 is not a whole number from 0 to 65535"},
    {"refuses no value", "ENTENTE_PORT=", "ENTENTE_PORT: has no value"},
    {"refuses a blank in front of a number", "ENTENTE_PORT= 80",
     "ENTENTE_PORT:  80 is not a whole number from 0 to 65535"},
    {"refuses a blank behind a number", "ENTENTE_PORT=80 ",
     "ENTENTE_PORT: 80  is not a whole number from 0 to 65535"},
    {"refuses a text that a file cannot hold", "ENTENTE_DATABASE= a.db",
     "ENTENTE_DATABASE: begins or ends with a blank"},
    {"refuses a line in a text", "ENTENTE_DATABASE=a\nport = 1",
     "ENTENTE_DATABASE: has a control character"},
    {"shows no line of a value in the message", "ENTENTE_PORT=a\nb",
     "ENTENTE_PORT: a?b is not a whole number from 0 to 65535"},
};

START_TEST(environment_is_read)
{
    char path[] = "PATH=/bin";
    char *entry = strdup(environments[_i].entry);
    char *const list[] = {path, entry, NULL};
    const int result = config_read_environment(store, list, &message);

    free(entry);
    ck_assert_int_eq(result, environments[_i].message ? -1 : 0);
    if (environments[_i].message)
        ck_assert_str_eq(message, environments[_i].message);
    else
        ck_assert_ptr_null(message);
}
END_TEST

START_TEST(environment_message_shows_the_start_of_a_long_value)
{
    char entry[500] = "ENTENTE_PORT=";
    char *const list[] = {entry, NULL};

    memset(entry + 13, 'x', 400);
    ck_assert_int_eq(config_read_environment(store, list, &message), -1);
    ck_assert_uint_lt(strlen(message), 150);
}
END_TEST

static const struct {
    const char *name;
    const char *flag;
    const char *value;
    const char *message; /* NULL: accepted */
} flags[] = {
    {"takes hyphens", "admin-port", "9090", NULL},
    {"takes underscores", "admin_port", "9090", NULL},
    {"takes true or false alone", "read-only", NULL, NULL},
    {"takes true or false with a word", "read-only", "no", NULL},
    {"takes a choice", "log", "text", NULL},
    {"refuses an unknown name", "prot", "80", "--prot: no such setting; did you mean --port?"},
    {"refuses the beginning of a name", "admin_p", "80",
     "--admin-p: no such setting; did you mean --admin-port?"},
    {"refuses no name", "", "80", "--: no such setting"},
    {"refuses a name with its hyphens", "--port", "80", "----port: no such setting"},
    {"refuses a number too high", "port", "70000", "--port: 70000 is not between 0 and 65535"},
    {"refuses a number alone", "port", NULL, "--port: has no value"},
    {"refuses an empty value", "port", "", "--port: has no value"},
    {"refuses an empty word for true", "read-only", "", "--read-only: has no value"},
};

START_TEST(flag_is_set)
{
    const int result = config_set_flag(store, flags[_i].flag, flags[_i].value, &message);

    ck_assert_int_eq(result, flags[_i].message ? -1 : 0);
    if (flags[_i].message)
        ck_assert_str_eq(message, flags[_i].message);
    else
        ck_assert_ptr_null(message);
}
END_TEST

static void set_from(enum config_origin origin)
{
    char entry[] = "ENTENTE_LISTEN=environment";
    char *const environment[] = {entry, NULL};
    int result = 0;

    if (origin == CONFIG_FILE)
        result = read_text("listen = file\n");
    else if (origin == CONFIG_ENVIRONMENT)
        result = config_read_environment(store, environment, &message);
    else if (origin == CONFIG_FLAG)
        result = config_set_flag(store, "listen", "flag", &message);
    ck_assert_int_eq(result, 0);
}

START_TEST(strongest_origin_wins_in_every_order)
{
    static const char *const values[] = {"127.0.0.1", "file", "environment", "flag"};
    const enum config_origin first = (enum config_origin)(_i / 4);
    const enum config_origin second = (enum config_origin)(_i % 4);
    const enum config_origin strongest = first > second ? first : second;

    set_from(first);
    set_from(second);
    ck_assert_str_eq(config_get(store)->listen, values[strongest]);
    ck_assert_int_eq(config_origin(store, setting_number("listen")), strongest);
}
END_TEST

START_TEST(value_that_does_not_count_must_be_right_all_the_same)
{
    ck_assert_int_eq(config_set_flag(store, "port", "1", &message), 0);
    ck_assert_int_eq(read_text("port = many\n"), -1);
    ck_assert_str_eq(message_tail(), "1: port: many is not a whole number from 0 to 65535");
    ck_assert_int_eq(config_get(store)->port, 1);
}
END_TEST

START_TEST(last_of_two_flags_wins)
{
    ck_assert_int_eq(config_set_flag(store, "listen", "::1", &message), 0);
    ck_assert_int_eq(config_set_flag(store, "listen", "0.0.0.0", &message), 0);
    ck_assert_str_eq(config_get(store)->listen, "0.0.0.0");
}
END_TEST

START_TEST(defaults_are_those_of_the_table)
{
    const struct config *config = config_get(store);

    ck_assert_str_eq(config->database, "entente.db");
    ck_assert_str_eq(config->listen, "127.0.0.1");
    ck_assert_str_eq(config->log, "json");
    ck_assert_int_eq(config->admin_port, -1);
    ck_assert_int_eq(config->query_timeout_ms, 5000);
    ck_assert(config->access_log);
    ck_assert(!config->read_only);
}
END_TEST

static char *print_store(const struct config_store *printed)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    config_print(printed, out);
    fclose(out);
    return text;
}

/* The same settings, whatever is said of where they came from. */
static void drop_origins(char *text)
{
    for (char *at = strstr(text, "; this is "); at; at = strstr(at, "; this is "))
        memmove(at, strchr(at, '\n'), strlen(strchr(at, '\n')) + 1);
}

START_TEST(printed_settings_can_be_read_again)
{
    ck_assert_int_eq(config_set_flag(store, "database", "my files/a;b#c=d.db", &message), 0);
    ck_assert_int_eq(config_set_flag(store, "admin-port", "0", &message), 0);
    ck_assert_int_eq(config_set_flag(store, "access-log", "off", &message), 0);
    ck_assert_int_eq(config_set_flag(store, "log-level", "error", &message), 0);
    char *first = print_store(store);

    store = config_free(store);
    store = config_new();
    ck_assert_msg(read_text(first) == 0, "%s", message);
    char *second = print_store(store);
    drop_origins(first);
    drop_origins(second);
    ck_assert_str_eq(first, second);
    ck_assert_str_eq(config_get(store)->database, "my files/a;b#c=d.db");
    free(first);
    free(second);
}
END_TEST

START_TEST(printed_settings_say_where_they_came_from)
{
    ck_assert_int_eq(config_set_flag(store, "port", "0", &message), 0);
    ck_assert_int_eq(read_text("workers = 3\n"), 0);
    char *text = print_store(store);

    ck_assert_ptr_nonnull(strstr(text, "# 0 to 65535; this is from a flag\nport = 0\n"));
    ck_assert_ptr_nonnull(strstr(text, "# 0 to 64; this is from the file\nworkers = 3\n"));
    ck_assert_ptr_nonnull(strstr(text, "# json, text; this is the default\nlog = json\n"));
    free(text);
}
END_TEST

START_TEST(settings_page_is_the_one_in_docs)
{
    char *page = NULL;
    size_t size;
    FILE *out = open_memstream(&page, &size);
    FILE *file = fopen(SETTINGS_PAGE, "r");
    char line[1000];
    size_t at = 0;

    config_print_page(out);
    fclose(out);
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file)) {
        const size_t length = strlen(line);

        ck_assert_msg(at + length <= size && strncmp(page + at, line, length) == 0,
                      "docs/settings.md is old (meson compile settings-page): %s", line);
        at += length;
    }
    fclose(file);
    ck_assert_msg(at == size, "docs/settings.md is old (meson compile settings-page)");
    free(page);
}
END_TEST

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    suite_add_tcase(suite, tcase);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("config");
    TCase *tcase = add_case(suite, "config_read_file");

    SUITE_ADD_ROWS(tcase, file_is_read, files);
    SUITE_ADD_ROWS(tcase, file_is_refused, wrong_files);
    SUITE_ADD_ROWS(tcase, file_with_a_long_line, lengths);
    tcase_add_test(tcase, file_refuses_a_nul_byte);
    tcase_add_test(tcase, file_that_is_not_there_is_refused);
    tcase_add_test(tcase, file_that_is_a_folder_is_refused);
    tcase_add_test(tcase, empty_file_leaves_the_defaults);
    tcase = add_case(suite, "config_read_environment");
    SUITE_ADD_ROWS(tcase, environment_is_read, environments);
    tcase_add_test(tcase, environment_message_shows_the_start_of_a_long_value);
    tcase = add_case(suite, "config_set_flag");
    SUITE_ADD_ROWS(tcase, flag_is_set, flags);
    tcase = add_case(suite, "config_get");
    tcase_add_loop_test(tcase, strongest_origin_wins_in_every_order, 0, 16);
    tcase_add_test(tcase, value_that_does_not_count_must_be_right_all_the_same);
    tcase_add_test(tcase, last_of_two_flags_wins);
    tcase_add_test(tcase, defaults_are_those_of_the_table);
    tcase = add_case(suite, "config_print");
    tcase_add_test(tcase, printed_settings_can_be_read_again);
    tcase_add_test(tcase, printed_settings_say_where_they_came_from);
    tcase_add_test(tcase, settings_page_is_the_one_in_docs);
    return suite_run(suite);
}
