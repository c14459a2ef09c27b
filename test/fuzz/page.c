/* test/fuzz/page.c - a page that a person has edited in any way is read, written over and restored, or refused with a sentence. */
#include "core/capability.h"
#include "data/effect.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *home(void)
{
    static char folder[] = "/dev/shm/purvey-fuzz-XXXXXX";
    static bool made;
    if (!made && !mkdtemp(folder))
        abort();
    made = true;
    return folder;
}

static struct seen ask(struct ctx *c, const char *verb, struct str value, bool restore)
{
    struct channel_in in = {.verb = str_z(verb)};
    struct channel_out out;
    *LIST_ADD(c, &in.effects) = (struct effect){.key = STR("1"), .entity = STR("product"), .id = STR("K1"), .field = STR("description"),
                                                .format = STR("html"), .value = value, .own = STR("Old words."), .restore = restore, .machine = !restore};
    if (capability_call(c, "channel.file", &in, &out) != OK || out.seen.n != 1)
        abort();
    return out.seen.at[0];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ctx c = {.mem = arena_open(), .home = home()};
    char path[200];
    snprintf(path, sizeof path, "%s/live", c.home);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/live/product", c.home);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/live/product/K1.json", c.home);
    FILE *f = fopen(path, "w");
    if (!f)
        abort();
    fwrite(data, 1, n, f);
    fclose(f);
    struct seen before = ask(&c, "read", STR("New words."), false);
    if (str_eq(before.state, STR("shown"))) {
        struct seen now = ask(&c, "write", STR("New words."), false);
        if (!str_eq(now.state, STR("written")) || !str_eq(now.shown, STR("New words.")))
            abort();
        now = ask(&c, "write", STR("Old words."), true);
        if (!str_eq(now.state, STR("written")) || !str_eq(now.shown, STR("Old words.")))
            abort();
    } else if (!before.why.n)
        abort();
    unlink(path);
    arena_close(c.mem);
    return 0;
}
