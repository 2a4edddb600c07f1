/* SPDX-License-Identifier: MIT */
/*
 * Readers beside imports of other processes: no answer is mixed, none is stale.
 *
 * What is held to be true, for answers of every kind (stored, joined, streamed, 304, HEAD):
 * - Whole: all figures of an answer are of the one revision that it says. This has no exception.
 * - Fresh: an answer is not older than the newest revision that was known a second before its
 *   request began. Known is a revision when its import has ended, or when anybody has had an answer
 *   of it, whatever came first.
 * - Not early: no answer is of a revision whose import has not been started.
 * - Tags: one tag stands for one revision, and for one question, revision and encoding everybody
 *   gets one tag.
 *
 * Within the second an answer may be older than one that came before, on the same connection too: a
 * question that is not stored is read from the newest revision, or that of 10 ms before, while
 * stored answers, those that wait for an answer that is being made and 304 are of the revision that
 * the server has noticed. So it is only from one second to the next that revisions never go back.
 */
#include "suite.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "fresh_questions.h"
#include "harness.h"
#include "program_run.h"

enum {
    NOTICE_LIMIT_MS = 1000,
    LONGEST_LIMIT_MS = 5000, /* however slow the machine is */
    PULSE_MS = 5,
    READERS = 4,
    MOST_IMPORTS = 60,
    MOST_REVISIONS = FRESH_FIRST_REVISION + MOST_IMPORTS,
    ETAG_SIZE = 48,
    URL_SIZE = 256,
    LEAST_REVISIONS = 2, /* of which there must be answers to each question */
};

/* An answer that came. */
struct sight {
    int64_t began_ms;
    int64_t ended_ms;
    struct fresh_range range;
    unsigned char question;
    bool takes_gzip;
    bool is_unchanged; /* 304 */
    bool is_stated;    /* the range is what the body says */
    char etag[ETAG_SIZE];
};

struct sights {
    struct sight *data;
    size_t count;
    size_t room;
};

/* The answer that a reader has last had. */
struct held {
    struct fresh_range range;
    char etag[ETAG_SIZE]; /* "": none */
};

struct reader {
    pthread_t thread;
    unsigned number;
    CURL *curl;
    char *body; /* NUL-ended */
    size_t length;
    size_t room;
    char etag[ETAG_SIZE];
    struct held held[FRESH_QUESTIONS][2];
    struct sights sights;
    atomic_size_t asked;
    atomic_bool has_failed;
    char failure[FRESH_WHY_SIZE + 512]; /* why; then it has stopped */
};

/* A pause longer than the limit shows what is stale; without one, revisions follow while answers
 * of the one before are being made. Three pauses and two kinds of file: each meets each. */
static const struct run {
    const char *name;
    const char *flags;
    int imports;
    int pauses_ms[3]; /* behind imports, in turn */
    int between_requests_ms;
} runs[] = {
    {"no stale answer and no mixed one beside imports",
     "--workers=8 --max-streams=7",
     12,
     {1300, 0, 350},
     1},
    {"no stale answer and no mixed one beside imports, where none is stored",
     "--workers=8 --max-streams=7 --cache-bytes=0",
     30,
     {0, 0, 10},
     0},
};

static const struct run *run_now;
static int64_t last_revision; /* of the run */
static struct program program;
static struct reader readers[READERS];
static atomic_bool is_over;
static int64_t longest_pause_ms;

static void pause_ms(int ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

/* How long this process was kept from running: the server was, too. */
static void *feel_pulse(void *arg)
{
    int64_t before = now_ms();

    while (!atomic_load(&is_over)) {
        pause_ms(PULSE_MS);
        int64_t now = now_ms();
        if (now - before - PULSE_MS > longest_pause_ms)
            longest_pause_ms = now - before - PULSE_MS;
        before = now;
    }
    return arg;
}

/* ---- readers: Check's assertions are for the main thread ---- */

static size_t take_body(char *bytes, size_t size, size_t count, void *arg)
{
    struct reader *reader = arg;
    size_t more = size * count;

    if (reader->length + more >= reader->room) {
        size_t room = 2 * (reader->length + more + 1);
        char *body = realloc(reader->body, room);
        if (!body)
            return 0;
        reader->body = body;
        reader->room = room;
    }
    memcpy(reader->body + reader->length, bytes, more);
    reader->length += more;
    reader->body[reader->length] = '\0';
    return more;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *arg)
{
    static const char name[] = "ETag: ";
    struct reader *reader = arg;
    size_t length = size * count;

    if (length >= sizeof name && strncasecmp(bytes, name, sizeof name - 1) == 0) {
        length -= sizeof name - 1;
        snprintf(reader->etag, ETAG_SIZE, "%.*s", (int)length, bytes + sizeof name - 1);
        reader->etag[strcspn(reader->etag, "\r\n")] = '\0';
    }
    return size * count;
}

static struct sight *new_sight(struct sights *sights)
{
    if (sights->count == sights->room) {
        size_t room = sights->room ? 2 * sights->room : 1024;
        struct sight *data = realloc(sights->data, room * sizeof *data);
        if (!data)
            return NULL;
        sights->data = data;
        sights->room = room;
    }
    struct sight *sight = &sights->data[sights->count++];
    *sight = (struct sight){.range = {0, FRESH_NEWEST_REVISION}};
    return sight;
}

/* A way to ask. */
struct manner {
    bool is_head;
    bool takes_gzip;
    bool is_conditional;
};

static const struct manner manners[] = {
    {false, false, false}, {false, true, false}, {true, false, false}, {false, false, true},
    {true, true, true},    {false, true, true},  {true, true, false},
};

enum { MANNERS = sizeof manners / sizeof manners[0], ROUND = FRESH_QUESTIONS * MANNERS };

static void give_up(struct reader *reader, size_t question, const char *why)
{
    snprintf(reader->failure, sizeof reader->failure, "%s: %s", fresh_path(question), why);
    atomic_store(&reader->has_failed, true);
}

/* Return: the status; 0: there was no whole answer. */
static long perform(struct reader *reader, size_t question, const struct manner *manner,
                    const char *if_none_match)
{
    struct curl_slist *headers = NULL;
    char url[URL_SIZE];
    char line[ETAG_SIZE + 32];
    long status = 0;

    snprintf(url, sizeof url, "http://127.0.0.1:%u%s", program.port, fresh_path(question));
    snprintf(line, sizeof line, "If-None-Match: %s", if_none_match);
    if (if_none_match[0])
        headers = curl_slist_append(NULL, line);
    reader->length = 0;
    reader->etag[0] = '\0';
    take_body((char[]){""}, 1, 0, reader);
    curl_easy_setopt(reader->curl, CURLOPT_URL, url);
    curl_easy_setopt(reader->curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(reader->curl, CURLOPT_ACCEPT_ENCODING, manner->takes_gzip ? "gzip" : NULL);
    curl_easy_setopt(reader->curl, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(reader->curl, CURLOPT_NOBODY, (long)manner->is_head);
    if (curl_easy_perform(reader->curl) == CURLE_OK)
        curl_easy_getinfo(reader->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(headers);
    return status;
}

/* A 304 says that the answer held is still right. */
static void take_unchanged(struct reader *reader, struct sight *sight, const struct held *held)
{
    sight->is_unchanged = true;
    sight->range = held->range;
    if (strcmp(held->etag, reader->etag) != 0)
        give_up(reader, sight->question, "a 304 with a tag that was not asked about");
}

static void take_whole(struct reader *reader, struct sight *sight, struct held *held)
{
    char why[FRESH_WHY_SIZE];

    if (!fresh_check(sight->question, reader->body, &sight->range, why))
        give_up(reader, sight->question, why);
    sight->is_stated = true;
    held->range = sight->range;
    memcpy(held->etag, sight->etag, ETAG_SIZE);
}

static void ask(struct reader *reader, size_t question, const struct manner *manner)
{
    struct held *held = &reader->held[question][manner->takes_gzip];
    struct sight *sight = new_sight(&reader->sights);
    bool is_conditional = manner->is_conditional || fresh_is_conditional(question);
    char why[FRESH_WHY_SIZE];

    if (!sight) {
        give_up(reader, question, "out of memory");
        return;
    }
    sight->question = (unsigned char)question;
    sight->takes_gzip = manner->takes_gzip;
    sight->began_ms = now_ms();
    long status = perform(reader, question, manner, is_conditional ? held->etag : "");
    sight->ended_ms = now_ms();
    memcpy(sight->etag, reader->etag, ETAG_SIZE);
    if (status == 304 && is_conditional && held->etag[0]) {
        take_unchanged(reader, sight, held);
    } else if (status != 200 || !sight->etag[0]) {
        snprintf(why, sizeof why, "status %ld, tag %.40s: %.400s", status, sight->etag,
                 reader->body);
        give_up(reader, question, why);
    } else if (!manner->is_head) {
        take_whole(reader, sight, held);
    }
}

/* Each reader is at another place of the questions. */
static void *read_all(void *arg)
{
    struct reader *reader = arg;

    for (size_t i = reader->number; !atomic_load(&is_over) && !reader->failure[0]; i++) {
        size_t question = (i + 3 * reader->number) % FRESH_QUESTIONS;
        ask(reader, question, &manners[i / FRESH_QUESTIONS % MANNERS]);
        atomic_fetch_add(&reader->asked, 1);
        pause_ms(run_now->between_requests_ms);
    }
    return NULL;
}

static void start_reader(struct reader *reader, unsigned number)
{
    *reader = (struct reader){.number = number, .curl = curl_easy_init()};
    ck_assert_ptr_nonnull(reader->curl);
    curl_easy_setopt(reader->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(reader->curl, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(reader->curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(reader->curl, CURLOPT_HEADERDATA, reader);
    curl_easy_setopt(reader->curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(reader->curl, CURLOPT_WRITEDATA, reader);
    ck_assert_int_eq(pthread_create(&reader->thread, NULL, read_all, reader), 0);
}

/* Waits until every reader has asked everything in every manner, and once more in the first. */
static void wait_for_round(void)
{
    for (int i = 0; i < READERS; i++) {
        size_t end = atomic_load(&readers[i].asked) + ROUND + FRESH_QUESTIONS;
        while (atomic_load(&readers[i].asked) < end && !atomic_load(&readers[i].has_failed))
            pause_ms(PULSE_MS);
    }
}

static void end_reader(struct reader *reader, struct sights *all)
{
    ck_assert_int_eq(pthread_join(reader->thread, NULL), 0);
    ck_assert_msg(!reader->failure[0], "%s", reader->failure);
    for (size_t i = 0; i < reader->sights.count; i++) {
        struct sight *sight = new_sight(all);
        ck_assert_ptr_nonnull(sight);
        *sight = reader->sights.data[i];
    }
    curl_easy_cleanup(reader->curl);
    free(reader->body);
    free(reader->sights.data);
}

/* ---- what the answers say together ---- */

/* When imports were started, and from when on their revisions were known. */
struct times {
    int64_t started_ms[MOST_REVISIONS + 1];
    int64_t known_ms[MOST_REVISIONS + 1];
};

static int compare_tags(const void *one, const void *other)
{
    const struct sight *a = one;
    const struct sight *b = other;

    return a->question != b->question ? a->question - b->question : strcmp(a->etag, b->etag);
}

static bool has_tag_of(const struct sight *a, const struct sight *b)
{
    return compare_tags(a, b) == 0;
}

/* All sights with one tag are of the same revision: what one of them says holds for all. */
static void join_ranges(struct sights *all)
{
    qsort(all->data, all->count, sizeof all->data[0], compare_tags);
    for (size_t i = 0, end; i < all->count; i = end) {
        struct sight *first = &all->data[i];
        struct fresh_range range = first->range;

        for (end = i; end < all->count && has_tag_of(first, &all->data[end]); end++) {
            const struct fresh_range *next = &all->data[end].range;
            range.lowest = next->lowest > range.lowest ? next->lowest : range.lowest;
            range.highest = next->highest < range.highest ? next->highest : range.highest;
        }
        ck_assert_msg(range.lowest <= range.highest, "%s: tag %s is of more than one revision",
                      fresh_path(first->question), first->etag);
        for (size_t j = i; j < end; j++)
            all->data[j].range = range;
    }
}

static bool is_exact(const struct sight *sight)
{
    return sight->range.lowest == sight->range.highest;
}

static void check_tags(const struct sights *all)
{
    static const char *tags[FRESH_QUESTIONS][2][MOST_REVISIONS + 1];

    memset(tags, 0, sizeof tags);
    for (size_t i = 0; i < all->count; i++) {
        const struct sight *sight = &all->data[i];
        if (!is_exact(sight))
            continue;
        ck_assert_int_le(sight->range.lowest, last_revision);
        const char **tag = &tags[sight->question][sight->takes_gzip][sight->range.lowest];
        ck_assert_msg(!*tag || strcmp(*tag, sight->etag) == 0,
                      "%s: revision %" PRId64 " has the tags %s and %s",
                      fresh_path(sight->question), sight->range.lowest, *tag, sight->etag);
        *tag = sight->etag;
    }
}

/* An answer makes a revision known to everybody, and those before it. */
static void add_known(const struct sights *all, struct times *times)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct sight *sight = &all->data[i];
        if (sight->range.lowest > 0 && sight->ended_ms < times->known_ms[sight->range.lowest])
            times->known_ms[sight->range.lowest] = sight->ended_ms;
    }
    for (int64_t r = last_revision - 1; r >= 0; r--)
        if (times->known_ms[r + 1] < times->known_ms[r])
            times->known_ms[r] = times->known_ms[r + 1];
}

static void check_not_early(const struct sights *all, const struct times *times)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct sight *sight = &all->data[i];
        int64_t lowest = sight->range.lowest;
        ck_assert_msg(sight->ended_ms >= times->started_ms[lowest],
                      "%s: revision %" PRId64 " before it was there", fresh_path(sight->question),
                      lowest);
    }
}

/* Return: the longest time after which a revision was still not seen. */
static int64_t check_fresh(const struct sights *all, const struct times *times, int64_t limit_ms)
{
    int64_t longest_ms = 0;

    for (size_t i = 0; i < all->count; i++) {
        const struct sight *sight = &all->data[i];
        int64_t missed = sight->range.highest + 1;
        if (missed > last_revision)
            continue;
        int64_t delay_ms = sight->began_ms - times->known_ms[missed];
        ck_assert_msg(delay_ms <= limit_ms,
                      "%s: revision %" PRId64 "%s, %" PRId64 " ms after %" PRId64
                      " was known; the limit is %" PRId64 " ms",
                      fresh_path(sight->question), sight->range.highest,
                      sight->is_unchanged ? " (304)" : "", delay_ms, missed, limit_ms);
        if (delay_ms > longest_ms)
            longest_ms = delay_ms;
    }
    return longest_ms;
}

/* ---- whether they say enough ---- */

/* Each question had answers of several revisions, the last one among them, and a 304. */
static void check_question(const struct sights *all, size_t question)
{
    bool has[MOST_REVISIONS + 1] = {false};
    int unchanged = 0;
    int revisions = 0;

    for (size_t i = 0; i < all->count; i++) {
        const struct sight *sight = &all->data[i];
        if (sight->question != question)
            continue;
        unchanged += sight->is_unchanged;
        if (sight->is_stated)
            has[sight->range.highest < last_revision ? sight->range.highest : last_revision] = true;
    }
    for (int64_t r = 0; r <= last_revision; r++)
        revisions += has[r];
    ck_assert_msg(has[last_revision], "%s: nobody saw the last revision", fresh_path(question));
    ck_assert_msg(revisions >= LEAST_REVISIONS, "%s: only %d revisions were seen",
                  fresh_path(question), revisions);
    ck_assert_msg(unchanged > 0, "%s: there was no 304", fresh_path(question));
}

static int count_unknown(const struct sights *all)
{
    int count = 0;

    for (size_t i = 0; i < all->count; i++)
        count += all->data[i].range.lowest == 0;
    return count;
}

static int64_t ask_database(const char *sql)
{
    sqlite3 *sqlite;
    sqlite3_stmt *statement;

    ck_assert_int_eq(sqlite3_open(run_path(&program, "x.db"), &sqlite), SQLITE_OK);
    ck_assert_int_eq(sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(sqlite);
    return number;
}

/* Answers are whole without the kept texts, too: whether an import made them, only these say. */
static void check_kept(int64_t revision)
{
    ck_assert_int_eq(ask_database("SELECT count(*) FROM kept"), 1);
    ck_assert_int_eq(ask_database("SELECT count(*) FROM agreement_text"),
                     fresh_count_agreements(revision));
}

/* ---- imports ---- */

static void import(int64_t revision)
{
    char name[16];

    fresh_write_file(program.folder, revision, name);
    run_well(&program, "import --database=x.db %s", name);
}

static void import_at(int64_t revision, struct times *times)
{
    times->started_ms[revision] = now_ms();
    import(revision);
    times->known_ms[revision] = now_ms();
}

static void import_all(struct times *times)
{
    for (int i = 0; i < run_now->imports; i++) {
        import_at(FRESH_FIRST_REVISION + 1 + i, times);
        check_kept(FRESH_FIRST_REVISION + 1 + i);
        pause_ms(run_now->pauses_ms[i % 3]);
    }
}

static void read_beside_imports(struct sights *all, struct times *times)
{
    pthread_t pulse;

    ck_assert_int_eq(pthread_create(&pulse, NULL, feel_pulse, NULL), 0);
    for (unsigned i = 0; i < READERS; i++)
        start_reader(&readers[i], i);
    wait_for_round();
    import_all(times);
    pause_ms(NOTICE_LIMIT_MS + NOTICE_LIMIT_MS / 2);
    wait_for_round();
    atomic_store(&is_over, true);
    ck_assert_int_eq(pthread_join(pulse, NULL), 0);
    for (unsigned i = 0; i < READERS; i++)
        end_reader(&readers[i], all);
}

START_TEST(gives)
{
    struct sights all = {0};
    struct times times = {0};

    run_now = &runs[_i];
    last_revision = FRESH_FIRST_REVISION + run_now->imports;
    run_well(&program, "init x.db");
    for (int64_t revision = 2; revision <= FRESH_FIRST_REVISION; revision++)
        import(revision);
    run_serve(&program, NULL, "--database=x.db --access-log=false %s", run_now->flags);
    read_beside_imports(&all, &times);

    int64_t limit_ms = NOTICE_LIMIT_MS + longest_pause_ms;
    limit_ms = limit_ms < LONGEST_LIMIT_MS ? limit_ms : LONGEST_LIMIT_MS;
    join_ranges(&all);
    check_tags(&all);
    add_known(&all, &times);
    check_not_early(&all, &times);
    int64_t longest_ms = check_fresh(&all, &times, limit_ms);
    for (size_t i = 0; i < FRESH_QUESTIONS; i++)
        check_question(&all, i);
    fprintf(stderr,
            "fresh: %zu answers, %d of revisions that nobody can tell; a revision was not seen for "
            "%" PRId64 " ms at the longest; the readers' longest pause was %" PRId64 " ms\n",
            all.count, count_unknown(&all), longest_ms, longest_pause_ms);
    free(all.data);
}
END_TEST

static void set_up(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
    run_begin(&program);
}

static void tear_down(void)
{
    run_end(&program);
    curl_global_cleanup();
}

int main(void)
{
    Suite *suite = suite_create("fresh");
    TCase *tcase = tcase_create("fresh");

    tcase_set_timeout(tcase, 100);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    SUITE_ADD_ROWS(tcase, gives, runs);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
