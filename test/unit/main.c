/* test/unit/main.c - runs every TEST; a word on the command line picks those whose name has it. */
#include "test/unit/unit.h"
#include "core/sql.h"
#include "data/catalog.h"
#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

static struct unit *all;
extern const char schema_sql[];

void unit_add(struct unit *u)
{
    u->next = all;
    all = u;
}

static void close_db(void *db) { db_close(db); }

void unit_shop(struct ctx *c)
{
    const char *url = getenv("PURVEY_TEST_DATABASE");
    ASSERT_OK(db_open(c, url ? str_z(url) : STR(":memory:"), NULL, &c->db));
    arena_defer(c->mem, close_db, c->db);
    if (url)
        ASSERT_OK(db_run(c, "DROP SCHEMA IF EXISTS public CASCADE"));
    if (url)
        ASSERT_OK(db_run(c, "CREATE SCHEMA public"));
    ASSERT_OK(db_migrate(c, str_z(schema_sql)));
}

void unit_product(struct ctx *c, const char *json)
{
    struct product p;
    ASSERT_OK(record_from_json(c, &product_record, str_z(json), STRICT, &p));
    ASSERT_OK(product_save(c, &p, STR("file"), 1, NULL));
}

static int one_drop(const char *path, const struct stat *s, int kind, struct FTW *at) { return (void)s, (void)kind, (void)at, remove(path); }

static void folder_drop(void *what) { nftw(what, one_drop, 8, FTW_DEPTH | FTW_PHYS); }

void unit_home(struct ctx *c)
{
    char *home = NEW_ARRAY(c, char, 64);
    snprintf(home, 64, "/tmp/purvey-test-XXXXXX");
    assert_non_null(mkdtemp(home));
    c->home = home;
    arena_defer(c->mem, folder_drop, home);
    unit_shop(c);
}

struct str unit_file(struct ctx *c, const char *path)
{
    struct buf b = {0};
    char part[8192];
    FILE *f = fopen(path, "r");
    if (!f)
        fail_msg("%s: cannot be read", path);
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_add(c, &b, (struct str){part, n});
    fclose(f);
    return buf_str(&b);
}

static void run_one(void **state)
{
    const struct unit *u = *state;
    struct ctx c = {.mem = arena_open(), .now_ms = 1767225600000, .seed = 7}; /* 2026-01-01 */
    u->run(&c);
    arena_close(c.mem);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct CMUnitTest *)a)->name, ((const struct CMUnitTest *)b)->name);
}

int main(int argc, char **argv)
{
    size_t n = 0;
    static struct CMUnitTest tests[4096];
    for (struct unit *u = all; u; u = u->next)
        if (argc < 2 || strstr(u->name, argv[1])) {
            assert_true(n < sizeof tests / sizeof *tests);
            tests[n++] = (struct CMUnitTest){u->name, run_one, NULL, NULL, u};
        }
    qsort(tests, n, sizeof *tests, by_name);
    return _cmocka_run_group_tests("unit", tests, n, NULL, NULL);
}
