/* SPDX-License-Identifier: MIT */
/*
 * The examples of README.md and docs/ answer what is printed there. An example is a line "$ curl …"
 * or "$ entente …" in a ```console block, and the lines behind it. In what is printed … stands for
 * any text; the lines Date and ETag of a header are not compared. The port 8080 is the server's.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness.h"
#include "program_run.h"
#include "suite.h"

enum { MAX_EXAMPLES = 128, MAX_WORDS = 16, MAX_HEADERS = 8, COMMAND_SIZE = 4096 };

static const char ellipsis[] = "\xe2\x80\xa6";
static const char origin[] = "http://127.0.0.1:8080";

struct example {
    const char *name; /* README.md:15: curl …; new */
    char *command;    /* new */
    char *printed;    /* new */
};

static struct example examples[MAX_EXAMPLES];
static size_t example_count;
static char trouble[256]; /* why the examples could not be read */

static struct program program;

static void start(void)
{
    program_start(&program, NULL);
}

static void stop(void)
{
    program_stop(&program);
}

/* ---- reading the pages ---- */

static void append(char **text, const char *more, size_t length)
{
    size_t old = *text ? strlen(*text) : 0;
    char *longer = realloc(*text, old + length + 1);

    if (!longer)
        abort();
    memcpy(longer + old, more, length);
    longer[old + length] = '\0';
    *text = longer;
}

static struct example *add_example(const char *page, int number, const char *command, size_t length)
{
    char name[160];

    if (example_count == MAX_EXAMPLES) {
        snprintf(trouble, sizeof trouble, "there are more than %d examples", MAX_EXAMPLES);
        return NULL;
    }
    snprintf(name, sizeof name, "%s:%d: %.*s", page, number, (int)(length > 100 ? 100 : length),
             command);
    struct example *example = &examples[example_count++];
    example->name = strdup(name);
    append(&example->command, command, length);
    append(&example->printed, "", 0);
    return example;
}

static bool begins_with(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

static bool goes_on(const struct example *example)
{
    size_t length = strlen(example->command);

    return length > 0 && example->command[length - 1] == '\\' && !example->printed[0];
}

/* One line of a console block, the line break not counted in @length. */
static struct example *take_line(struct example *example, const char *page, int number,
                                 const char *line, size_t length)
{
    if (length > 2 && begins_with(line, "$ "))
        return add_example(page, number, line + 2, length - 2);
    if (!example) {
        snprintf(trouble, sizeof trouble, "%s:%d: no command stands before this", page, number);
        return NULL;
    }
    if (goes_on(example)) {
        example->command[strlen(example->command) - 1] = ' ';
        append(&example->command, line, length);
    } else {
        append(&example->printed, line, length + 1);
    }
    return example;
}

static void read_page(const char *page, const char *text)
{
    struct example *example = NULL;
    bool is_inside = false;
    int number = 1;

    for (const char *line = text; *line; number++) {
        size_t length = strcspn(line, "\n");
        if (begins_with(line, "```")) {
            is_inside = !is_inside && begins_with(line, "```console");
            example = NULL;
        } else if (is_inside) {
            example = take_line(example, page, number, line, length);
        }
        line += length + (line[length] == '\n');
    }
}

/* New; NULL where there is no such file. */
static char *read_text(const char *page)
{
    char path[512];
    char part[4096];
    char *text = NULL;

    snprintf(path, sizeof path, "%s/%s", SOURCE_ROOT, page);
    FILE *file = fopen(path, "r");
    if (!file)
        return NULL;
    append(&text, "", 0);
    for (size_t n = fread(part, 1, sizeof part, file); n > 0; n = fread(part, 1, sizeof part, file))
        append(&text, part, n);
    fclose(file);
    return text;
}

static void add_page(const char *page)
{
    char *text = read_text(page);

    if (text)
        read_page(page, text);
    else
        snprintf(trouble, sizeof trouble, "%s is not there: it has the first examples", page);
    free(text);
}

static int is_page(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 3 && strcmp(entry->d_name + length - 3, ".md") == 0;
}

static void add_pages(void)
{
    struct dirent **entries;
    char page[300];

    add_page("README.md");
    if (!trouble[0] && example_count == 0)
        snprintf(trouble, sizeof trouble, "README.md has no example in a ```console block");
    int count = scandir(SOURCE_ROOT "/docs", &entries, is_page, alphasort);
    for (int i = 0; i < count; i++) {
        snprintf(page, sizeof page, "docs/%s", entries[i]->d_name);
        add_page(page);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void free_examples(void)
{
    for (size_t i = 0; i < example_count; i++) {
        free((char *)(uintptr_t)examples[i].name);
        free(examples[i].command);
        free(examples[i].printed);
    }
}

START_TEST(the_readme_has_examples)
{
    ck_assert_msg(!trouble[0], "%s", trouble);
}
END_TEST

/* ---- running an example ---- */

/* Cuts @line as a shell does: blanks part words, quotes keep them together. */
static size_t cut(char *line, char *ret[MAX_WORDS])
{
    size_t count = 0;
    char *to = line;

    for (char *at = line + strspn(line, " "); *at; at += strspn(at, " ")) {
        ck_assert_msg(count < MAX_WORDS, "too many words");
        ret[count++] = to;
        for (char quote = '\0'; *at && (quote || *at != ' '); at++) {
            ck_assert_msg(quote || !strchr("&|;<>$*", *at), "a shell reads %c: quote it", *at);
            if (*at == quote)
                quote = '\0';
            else if (!quote && (*at == '\'' || *at == '"'))
                quote = *at;
            else
                *to++ = *at;
        }
        at += *at == ' ';
        *to++ = '\0';
    }
    return count;
}

struct question {
    const char *path;
    const char *headers[MAX_HEADERS + 1];
    size_t header_count;
    bool shows_header;
};

static void read_flags(const char *flags, struct question *ret)
{
    ck_assert_msg(flags[strspn(flags, "siSH")] == '\0' && flags[0],
                  "of curl's flags this test knows -s, -S, -i and -H, not -%s", flags);
    ret->shows_header = ret->shows_header || strchr(flags, 'i');
}

static void read_curl(char *line, struct question *ret)
{
    char *words[MAX_WORDS];
    size_t count = cut(line, words);

    *ret = (struct question){0};
    for (size_t i = 1; i < count; i++) {
        const char *word = words[i];
        if (word[0] == '-') {
            read_flags(word + 1, ret);
            if (strchr(word, 'H') && i + 1 < count && ret->header_count < MAX_HEADERS)
                ret->headers[ret->header_count++] = words[++i];
            continue;
        }
        ck_assert_msg(begins_with(word, origin), "%s does not begin with %s", word, origin);
        ck_assert_msg(!ret->path, "one address at a time");
        ret->path = word + strlen(origin);
    }
    ck_assert_msg(ret->path != NULL, "no address");
    if (!ret->path[0])
        ret->path = "/";
}

/* What curl prints; new. */
static char *run_curl(const char *command)
{
    char line[COMMAND_SIZE];
    struct question question;
    struct http_answer answer;
    char *printed = NULL;

    snprintf(line, sizeof line, "%s", command);
    read_curl(line, &question);
    http_get(&program, question.path, question.headers, &answer);
    ck_assert_msg(answer.status != 0, "no answer");
    append(&printed, "", 0);
    if (question.shows_header)
        append(&printed, answer.headers, strlen(answer.headers));
    append(&printed, answer.body, answer.body_length);
    http_answer_fini(&answer);
    return printed;
}

/* What a command of the program prints, in a folder that has a database unless it makes one. */
static char *run_entente(const char *command)
{
    struct program folder;
    struct outcome outcome;
    char line[COMMAND_SIZE];
    char *printed = NULL;
    const char *port = strstr(command, "127.0.0.1:8080");

    ck_assert_msg(!begins_with(command, "entente serve") || strstr(command, "--print-config"),
                  "a server does not end: show it in a ```sh block");
    if (port)
        snprintf(line, sizeof line, "%.*s127.0.0.1:%u%s", (int)(port - command), command,
                 program.port, port + strlen("127.0.0.1:8080"));
    else
        snprintf(line, sizeof line, "%s", command);
    run_begin(&folder);
    if (!begins_with(command, "entente init"))
        run_well(&folder, "init");
    run(&folder, &outcome, "%s", line + strlen("entente "));
    append(&printed, outcome.out, strlen(outcome.out));
    append(&printed, outcome.err, strlen(outcome.err));
    outcome_fini(&outcome);
    run_end(&folder);
    return printed;
}

static char *run_example(const char *command)
{
    if (begins_with(command, "curl "))
        return run_curl(command);
    ck_assert_msg(begins_with(command, "entente "),
                  "this test runs curl and entente only: show the rest in a ```sh block");
    return run_entente(command);
}

/* ---- comparing ---- */

static bool is_volatile(const char *line)
{
    return begins_with(line, "Date:") || begins_with(line, "ETag:");
}

/* Takes out carriage returns, and from a header the lines that always differ. */
static void tidy(char *text)
{
    bool is_header = begins_with(text, "HTTP/");
    char *to = text;

    for (char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        bool is_kept = !is_header || !is_volatile(line);
        char *next = line + length + (line[length] == '\n');
        if (length == 0 || (length == 1 && line[0] == '\r'))
            is_header = false;
        for (; is_kept && line < next; line++)
            if (*line != '\r')
                *to++ = *line;
        line = next;
    }
    *to = '\0';
}

/* Whether @text is @pattern, in which an ellipsis is any text. */
static bool fits(const char *text, const char *pattern)
{
    const char *dots = strstr(pattern, ellipsis);

    if (!dots)
        return strcmp(text, pattern) == 0;
    if (strncmp(text, pattern, (size_t)(dots - pattern)) != 0)
        return false;
    text += dots - pattern;
    pattern = dots + strlen(ellipsis);
    for (;; text++) {
        if (fits(text, pattern))
            return true;
        if (!*text)
            return false;
    }
}

static void check_day(const char *command, const char *printed)
{
    char today[32];
    time_t now = time(NULL);
    struct tm parts;

    gmtime_r(&now, &parts);
    strftime(today, sizeof today, "\"on\":\"%Y-%m-%d\"", &parts);
    ck_assert_msg(!strstr(printed, today), "%s answers for today; give it a day with on=", command);
}

START_TEST(prints_what_it_says)
{
    const struct example *example = &examples[_i];
    char *expected = strdup(example->printed);
    char *printed = run_example(example->command);

    tidy(printed);
    tidy(expected);
    check_day(example->command, printed);
    ck_assert_msg(fits(printed, expected), "$ %.300s\n--- prints\n%.3000s\n--- not\n%.3000s",
                  example->command, printed, expected);
    free(printed);
    free(expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("readme");
    TCase *tcase = tcase_create("examples");

    add_pages();
    tcase_add_unchecked_fixture(tcase, start, stop);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, the_readme_has_examples);
    for (size_t i = 0; i < example_count; i++)
        suite_add_row(tcase, prints_what_it_says, (int)i, examples[i].name);
    suite_add_tcase(suite, tcase);
    int status = suite_run(suite);
    free_examples();
    return status;
}
