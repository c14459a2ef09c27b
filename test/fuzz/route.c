/* test/fuzz/route.c - whole requests of somebody who may do anything, against a small shop: never a 500, never a crash.
 *
 * Input: "METHOD TARGET\n", then "Name: value\n" lines, an empty line, the body.
 */
#include "app/verb.h"
#include "app/web.h"
#include "app/web/web.h"
#include "core/hash.h"
#include "core/log.h"
#include "core/sql.h"
#include "data/catalog.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct web web;
static char home[] = "/tmp/purvey-fuzz-XXXXXX", bearer[200];

static void must(enum status s, const struct ctx *c)
{
    if (s != OK) {
        fprintf(stderr, "%s\n", c->why);
        abort();
    }
}

static void leave(void)
{
    const char *const files[] = {"purvey.db", "purvey.db-wal", "purvey.db-shm"};
    char path[100];
    while (web.n_idle)
        db_close(web.idle[--web.n_idle]);
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", home, files[i]);
        remove(path);
    }
    remove(home);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    struct ctx c = {.mem = arena_open(), .now_ms = 1767225600000, .seed = 1};
    struct str token;
    log_level(LOG_ERROR + 1);
    if (!mkdtemp(home))
        abort();
    atexit(leave);
    c.home = home;
    web_init(&web, NULL);
    web.wish_wait_ms = 0;
    must(shop_open(&c, NULL), &c);
    struct product p = {.id = STR("kettle"), .title = STR("Kettle"), .currency = STR("EUR"), .price = {STR("1990")}};
    must(product_save(&c, &p, STR("file"), 1, NULL), &c);
    must(web_token(&c, STR("fuzz"), STR("admin"), 100000, &token), &c);
    snprintf(bearer, sizeof bearer, "Bearer %s", token.p);
    db_close(c.db);
    arena_close(c.mem);
    return 0;
}

static struct str line_take(struct ctx *c, struct str *rest)
{
    size_t end = str_find(*rest, STR("\n"), 0);
    struct str line = str_copy(c, str_part(*rest, 0, end == SIZE_MAX ? rest->n : end));
    *rest = str_part(*rest, end == SIZE_MAX ? rest->n : end + 1, rest->n);
    return line;
}

/* Only what the HTTP library would let through: no 0 bytes in the head. */
static bool request_make(struct ctx *c, struct str text, struct request *r)
{
    struct str head = line_take(c, &text);
    size_t gap = str_find(head, STR(" "), 0);
    if (gap == SIZE_MAX || memchr(head.p, 0, head.n))
        return false;
    *r = (struct request){.method = str_copy(c, str_part(head, 0, gap)), .target = str_copy(c, str_part(head, gap + 1, head.n)),
                          .peer = STR("127.0.0.1")};
    for (struct str line; (line = line_take(c, &text)).n;) {
        size_t colon = str_find(line, STR(": "), 0);
        if (colon == SIZE_MAX || memchr(line.p, 0, line.n))
            return false;
        *LIST_ADD(c, &r->headers) = (struct header){str_copy(c, str_part(line, 0, colon)), str_copy(c, str_part(line, colon + 2, line.n))};
    }
    *LIST_ADD(c, &r->headers) = (struct header){STR("Authorization"), str_z(bearer)};
    *LIST_ADD(c, &r->headers) = (struct header){STR("Content-Type"), STR("application/json")};
    r->body = str_copy(c, text);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ctx c = {.mem = arena_open(), .now_ms = 1767225600000, .seed = 2, .home = home};
    struct request r;
    struct reply reply = {0};
    if (request_make(&c, (struct str){(const char *)data, n}, &r)) {
        web_answer(&c, &web, &r, &reply);
        if (reply.code < 200 || reply.code >= 600 || (reply.code >= 500 && reply.code != 503))
            __builtin_trap();
        if (reply.code == 503) /* nothing here is ever busy */
            __builtin_trap();
    }
    arena_close(c.mem);
    return 0;
}
