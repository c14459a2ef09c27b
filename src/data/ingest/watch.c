/* data/ingest/watch.c - files that appear in a folder are imported, each state of them once. */
#include "core/log.h"
#include "core/settings.h"
#include "data/ingest/ingest.h"
#include "data/ingest/living.h"
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

enum { QUIET_MS = 3000 }; /* a file that was written to more lately may not be whole yet */

struct watch { struct str folder, as, currency, language; bool complete; };
const struct record watch_record = {"watch", sizeof(struct watch), (const struct field[]){
    FIELD(struct watch, folder, .flags = OPTIONAL, .doc = "a folder whose files are imported when they appear or change"),
    FIELD(struct watch, as, .flags = OPTIONAL, .doc = "their format; absent: guessed"),
    FIELD(struct watch, currency, .flags = OPTIONAL, .max = 3, .doc = "of prices that name none"),
    FIELD(struct watch, language, .flags = OPTIONAL, .max = 20, .doc = "of the texts"),
    FIELD(struct watch, complete, .flags = OPTIONAL, .doc = "each file is the whole catalogue"),
    {0}}};

struct watched { struct str path; int64_t size, mtime_ms; struct str state, why; int64_t batch, at_ms; };
static const struct record watched_record = {"watched", sizeof(struct watched), (const struct field[]){
    FIELD(struct watched, path, .flags = KEY),
    FIELD(struct watched, size, .unit = "byte"),
    FIELD(struct watched, mtime_ms, .unit = "ms"),
    FIELD(struct watched, state, .choice = "done|refused"),
    FIELD(struct watched, why, .flags = OPTIONAL),
    FIELD(struct watched, batch, .init = NONE, .flags = OPTIONAL),
    FIELD(struct watched, at_ms, .unit = "ms"),
    {0}}};

static bool is_import(const char *name)
{
    static const char *const ends[] = {".csv", ".tsv", ".txt", ".xml", ".json", ".jsonl", ".ndjson"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends && name[0] != '.'; i++)
        if (str_ends(str_z(name), str_z(ends[i])))
            return true;
    return false;
}

/* A regular file nobody has written to for a while. */
static bool is_quiet(struct ctx *c, struct str path, struct watched *out)
{
    struct stat st;
    if (stat(path.p, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *out = (struct watched){.path = path, .size = st.st_size, .batch = NONE, .at_ms = c->now_ms,
                            .mtime_ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000};
    return c->now_ms - out->mtime_ms >= QUIET_MS;
}

static enum status is_known(struct ctx *c, const struct watched *w, bool *known)
{
    int64_t n;
    TRY(db_int(c, &n, "SELECT COUNT(*) FROM watched WHERE path = $1 AND size = $2 AND mtime_ms = $3", A(w->path), A(w->size), A(w->mtime_ms)));
    *known = n > 0;
    return OK;
}

/* Say once, not at each step, that the watching itself does not work. */
static enum status complain(struct ctx *c, struct str about)
{
    struct watched w = {.path = about, .state = STR("refused"), .why = str_fmt(c, "%s", c->why), .batch = NONE, .at_ms = c->now_ms};
    struct str said;
    TRY(db_text(c, &said, "SELECT why FROM watched WHERE path = $1", A(about)));
    if (str_eq(said, w.why))
        return OK;
    log_line(LOG_WARN, "watch", "%s", w.why.p);
    return db_save(c, &watched_record, &w);
}

/* The first file, by name, that is quiet and not known as it stands now. */
static enum status file_find(struct ctx *c, DIR *d, struct str folder, struct watched *out, bool *found)
{
    *found = false;
    for (const struct dirent *e; (e = readdir(d));) {
        struct str path = str_fmt(c, "%s/%s", folder.p, e->d_name);
        struct watched w;
        bool known;
        if (!is_import(e->d_name) || (*found && str_cmp(path, out->path) > 0) || !is_quiet(c, path, &w))
            continue;
        TRY(is_known(c, &w, &known));
        if (!known)
            *out = w, *found = true;
    }
    return OK;
}

static enum status folder_look(struct ctx *c, struct str folder, struct watched *out, bool *found)
{
    DIR *d = opendir(folder.p);
    *found = false;
    if (!d) {
        snprintf(c->why, sizeof c->why, "the watched folder %s: %s", folder.p, strerror(errno));
        return complain(c, folder);
    }
    enum status s = file_find(c, d, folder, out, found);
    closedir(d);
    return s;
}

static enum status file_take(struct ctx *c, const struct watch *set, struct watched *w)
{
    struct import_report r;
    struct import in = {.path = w->path, .as = set->as, .currency = set->currency, .language = set->language, .complete = set->complete, .person = STR("watch")};
    enum status s = ingest_file(c, &in, &r);
    if (s == RETRY)
        return s;
    w->state = s == OK ? STR("done") : STR("refused");
    w->why = s == OK && !r.held ? (struct str){0} : s == OK ? r.notes.at[r.notes.n - 1] : str_fmt(c, "%s", c->why);
    w->batch = s == OK ? r.batch : NONE;
    if (w->why.n)
        log_line(LOG_WARN, "watch", "%s", w->why.p);
    return db_save(c, &watched_record, w);
}

enum status ingest_watch_step(struct ctx *c, bool *did)
{
    struct watch set;
    struct watched w;
    *did = false;
    if (settings_read(c, &watch_record, STR("watch"), &set) != OK)
        return complain(c, STR("setting watch"));
    if (!set.folder.n)
        return OK;
    TRY(folder_look(c, set.folder, &w, did));
    return *did ? file_take(c, &set, &w) : OK;
}
