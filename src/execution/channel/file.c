/* execution/channel/file.c - a shop that is files: one JSON file per product in a folder, for people and exports.
 *
 * Flow    outbox → live/product/K1.json, asked only through data/effect.h
 * Source  what it shows of a field: the entry in the file; where there is none, or where the merchant has
 *         imported another text since the entry was written (`over` no longer fits), the merchant's own text
 *
 *   {"entity": "product", "id": "K1",
 *    "fields": {"description": {"value": "…", "format": "html", "ai": true, "over": "9f3c…"}, "title@de": {…}}}
 *
 * A person may edit a value in the file: that is a later human edit, which undo keeps. Files are written
 * aside and renamed, so a reader never sees half of one.
 */
#include "core/capability.h"
#include "core/file.h"
#include "core/json.h"
#include "data/effect.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct file_opt { struct str folder; };
static const struct record file_opt_record = {"channel_file", sizeof(struct file_opt), (const struct field[]){
    FIELD(struct file_opt, folder, .init_str = "live", .min = 1, .max = 1000, .flags = OPTIONAL, .doc = "where the files are; below the shop's folder"),
    {0}}};

enum { PAGE_MAX_BYTES = 16 * 1024 * 1024 }; /* a product's texts are kilobytes; more is not one of our files */

static bool same(struct str a, struct str b) { return str_eq(a.n ? a : STR(""), b.n ? b : STR("")); }

/* An id as a file name: letters, digits, '-', '_' and '.' stay, others become %XX; never hidden, never a path. */
static struct str name_of(struct ctx *c, struct str id)
{
    struct buf b = {0};
    for (size_t i = 0; i < id.n; i++) {
        unsigned char x = (unsigned char)id.p[i];
        bool plain = (x >= '0' && x <= '9') || (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || x == '-' || x == '_' || (x == '.' && i);
        if (plain)
            buf_byte(c, &b, (char)x);
        else
            buf_fmt(c, &b, "%%%02X", x);
    }
    struct str name = buf_str(&b);
    if (name.n <= 200) /* file systems take 255 bytes, ".json.part" included */
        return name;
    return str_fmt(c, "%.*s-%016llx", 150, name.p, (unsigned long long)str_hash(id));
}

static struct str path_of(struct ctx *c, struct str folder, const struct effect *e)
{
    return str_fmt(c, "%.*s/%.*s/%.*s.json", FMT(folder), FMT(name_of(c, e->entity)), FMT(name_of(c, e->id)));
}

static struct str key_of(struct ctx *c, const struct effect *e)
{
    return e->locale.n ? str_fmt(c, "%.*s@%.*s", FMT(e->field), FMT(e->locale)) : e->field;
}

static struct str hash_of(struct ctx *c, struct str own) { return str_fmt(c, "%016llx", (unsigned long long)str_hash(own)); }

/* *page is NULL where there is no file yet. */
static enum status page_read(struct ctx *c, struct str path, const struct json **page)
{
    struct buf b = {0};
    char part[8192];
    *page = NULL;
    FILE *f = fopen(path.p, "r");
    if (!f)
        return errno == ENOENT ? OK : fail(c, RETRY, "cannot read %s: %s", path.p, strerror(errno));
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0 && b.n <= PAGE_MAX_BYTES;)
        buf_add(c, &b, (struct str){part, n});
    bool bad = ferror(f) != 0;
    fclose(f);
    if (bad || b.n > PAGE_MAX_BYTES)
        return fail(c, bad ? RETRY : REJECT, "cannot read %s: %s", path.p, bad ? "the disk fails" : "it is far too long");
    if (json_read(c, buf_str(&b), page) != OK || json_kind(*page) != JSON_OBJECT)
        return fail(c, REJECT, "%s is no longer a JSON object: mend it, or delete it to begin anew", path.p);
    return OK;
}

/* The entry that counts: one that stands over the merchant's text as that is now. */
static const struct json *entry_of(struct ctx *c, const struct effect *e, const struct json *page)
{
    const struct json *entry = json_get(json_get(page, "fields"), key_of(c, e).p);
    struct str over = json_str(json_get(entry, "over"));
    return over.n && e->own.p && !str_eq(over, hash_of(c, e->own)) ? NULL : entry;
}

static struct str shown(struct ctx *c, const struct effect *e, const struct json *page)
{
    const struct json *entry = entry_of(c, e, page);
    return entry ? json_str(json_get(entry, "value")) : e->own;
}

static struct node *entry_node(struct ctx *c, struct tree *t, const struct effect *e)
{
    struct node *o = tree_object(t);
    node_set(t, o, "value", e->value.p ? tree_str(t, e->value) : tree_null(t));
    node_set(t, o, "format", tree_str(t, e->format));
    if (e->machine)
        node_set(t, o, "ai", tree_bool(t, true));
    if (e->own.p)
        node_set(t, o, "over", tree_str(t, hash_of(c, e->own)));
    return o;
}

/* Nothing but this entry is in the page: without it the file says nothing. */
static bool is_alone(struct ctx *c, const struct effect *e, const struct json *page)
{
    const struct json *fields = json_get(page, "fields");
    for (struct json_walk w = json_walk(page); json_next(&w);)
        if (!str_eq(w.key, STR("entity")) && !str_eq(w.key, STR("id")) && !str_eq(w.key, STR("fields")))
            return false; /* somebody keeps a note here */
    return json_count(fields) == 1 && json_get(fields, key_of(c, e).p);
}

/* The page with one entry set, or taken out: then the merchant's own text shows again. */
static struct str page_with(struct ctx *c, const struct effect *e, const struct json *page, bool take_out)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *fields = tree_object(t);
    struct str key = key_of(c, e);
    node_set(t, o, "entity", tree_str(t, e->entity));
    node_set(t, o, "id", tree_str(t, e->id));
    for (struct json_walk w = json_walk(page); json_next(&w);)
        if (!str_eq(w.key, STR("entity")) && !str_eq(w.key, STR("id")) && !str_eq(w.key, STR("fields")))
            node_set(t, o, w.key.p, tree_raw(t, json_text(c, w.value)));
    for (struct json_walk w = json_walk(json_get(page, "fields")); json_next(&w);)
        if (!str_eq(w.key, key))
            node_set(t, fields, w.key.p, tree_raw(t, json_text(c, w.value)));
    if (!take_out)
        node_set(t, fields, key.p, entry_node(c, t, e));
    node_set(t, o, "fields", fields);
    return tree_pretty(c, t, o);
}

static enum status write_one(struct ctx *c, const struct effect *e, struct str path, struct seen *out)
{
    const struct json *page;
    TRY(page_read(c, path, &page));
    struct str now = shown(c, e, page);
    *out = (struct seen){.state = STR("written"), .shown = now, .want = e->value};
    if (e->guarded && !same(now, e->expect) && !same(now, e->value)) {
        out->state = STR("conflict");
        return OK;
    }
    bool own_again = e->restore && e->own.p && same(e->value, e->own);
    if (same(now, e->value) && !(own_again && entry_of(c, e, page)))
        return OK;
    bool take_out = own_again || (e->restore && !e->value.p);
    if (take_out && is_alone(c, e, page)) { /* much cheaper than replacing a file, which waits for the disk */
        if (unlink(path.p) != 0 && errno != ENOENT)
            return fail(c, RETRY, "cannot remove %s: %s", path.p, strerror(errno));
    } else
        TRY(file_write(c, path, str_fmt(c, "%s\n", page_with(c, e, page, take_out).p), 0666));
    TRY(page_read(c, path, &page));
    out->shown = shown(c, e, page);
    return OK;
}

static enum status one(struct ctx *c, const struct effect *e, struct str folder, bool write, struct seen *out)
{
    const struct json *page;
    struct str path = path_of(c, folder, e);
    if (write)
        return write_one(c, e, path, out);
    TRY(page_read(c, path, &page));
    *out = (struct seen){.state = STR("shown"), .shown = shown(c, e, page), .want = e->value};
    return OK;
}

/* Renames are kept by a power cut only after this; once for the whole call, since it waits for the disk. */
static enum status folder_sync(struct ctx *c, struct str folder)
{
    int fd = open(folder.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool bad = fd < 0 || syncfs(fd) != 0;
    if (fd >= 0)
        close(fd);
    return bad ? fail(c, RETRY, "cannot keep %s on disk: %s", folder.p, strerror(errno)) : OK;
}

static enum status effects(struct ctx *c, const struct channel_in *in, struct str folder, bool write, struct channel_out *out)
{
    for (size_t i = 0; i < in->effects.n; i++) {
        const struct effect *e = &in->effects.at[i];
        struct seen *seen = LIST_ADD(c, &out->seen);
        if (write)
            TRY(folder_make(c, str_fmt(c, "%.*s/%.*s", FMT(folder), FMT(name_of(c, e->entity))), 0755));
        enum status s = one(c, e, folder, write, seen);
        if (s != OK)
            *seen = (struct seen){.state = s == RETRY ? STR("later") : STR("refused"), .why = str_copy(c, str_z(c->why))};
    }
    return write && in->effects.n ? folder_sync(c, folder) : OK;
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct file_opt *o = opt;
    const struct channel_in *in = in_;
    struct channel_out *out = out_;
    *out = (struct channel_out){0};
    if (str_eq(in->verb, STR("fields"))) {
        strs_add(c, &out->fields, STR("*"));
        return OK;
    }
    if (str_eq(in->verb, STR("pull")))
        return fail(c, REJECT, "a folder has no catalogue to pull: import the shop's file");
    if (!c->home)
        return fail(c, REJECT, "the file channel needs a shop's folder: run it with --home");
    bool write = str_eq(in->verb, STR("write")), rooted = o->folder.p[0] == '/';
    struct str folder = rooted ? o->folder : str_fmt(c, "%s/%.*s", c->home, FMT(o->folder));
    if (write)
        TRY(folder_make(c, folder, 0755));
    return effects(c, in, folder, write, out);
}

const struct capability channel_file = {
    .name = "channel.file", .doc = "publish to a folder of JSON files, one per product", .stage = PUBLISH,
    .in = &channel_in_record, .out = &channel_out_record, .opt = &file_opt_record, .run = run};
