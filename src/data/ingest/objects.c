/* data/ingest/objects.c - JSON objects as rows: one a line, or all in an array, or one after another over many lines.
 *
 * Members of members become "price.amount"; lists of texts are joined with 0x1F; other lists stay JSON.
 */
#include "core/json.h"
#include "data/ingest/source.h"

enum { PEEK = 20, OBJECT_BYTES = 4 << 20, DEPTH = 3 };

struct objects {
    struct ctx mem; /* of `text` */
    struct buf text; /* of the object begun */
    int64_t line, first;
    bool by_line;    /* an object a line: a broken one costs itself only */
    struct str rest; /* of the current line, not yet looked at */
    int depth;       /* open brackets within the object */
    bool quoted, escaped;
};

static void objects_close(void *what) { arena_close(((struct objects *)what)->mem.mem); }

/* ---- the text of one object ------------------------------------------------------------------------- */

/* Take bytes of the line until the object that is open ends; what stands between objects is passed over. */
static bool object_scan(struct objects *o)
{
    for (size_t i = 0; i < o->rest.n; i++) {
        char ch = o->rest.p[i];
        if (!o->text.n && ch != '{')
            continue; /* "[", ",", "]", blanks */
        if (!o->text.n)
            o->first = o->line;
        buf_byte(&o->mem, &o->text, ch);
        if (o->quoted) {
            o->quoted = o->escaped || ch != '"';
            o->escaped = !o->escaped && ch == '\\';
        } else if (ch == '"')
            o->quoted = true;
        else
            o->depth += ch == '{' || ch == '[' ? 1 : ch == '}' || ch == ']' ? -1 : 0;
        if (!o->quoted && o->depth <= 0) {
            o->rest = str_part(o->rest, i + 1, o->rest.n);
            return true;
        }
    }
    o->rest = (struct str){0};
    return false;
}

static void object_reset(struct objects *o)
{
    o->text.n = 0, o->depth = 0, o->quoted = o->escaped = false;
}

/* The next object's text; "" at the end; with *cut when it never ended. */
static struct str object_next(struct ctx *c, struct source *s, bool *cut)
{
    struct objects *o = s->own;
    struct str line;
    *cut = false;
    while (o->by_line && lines_next(s->lines, &line)) {
        o->first = ++o->line;
        if (str_trim(line).n)
            return str_copy(c, str_trim(line));
    }
    while (!o->by_line) {
        bool whole = o->rest.n && object_scan(o);
        if (whole || o->text.n > OBJECT_BYTES) {
            struct str text = str_copy(c, buf_str(&o->text));
            *cut = !whole;
            object_reset(o);
            return text;
        }
        if (!lines_next(s->lines, &line))
            break;
        o->line++;
        o->rest = line;
    }
    if (!o->text.n)
        return (struct str){0};
    *cut = true;
    struct str text = str_copy(c, str_part(buf_str(&o->text), 0, o->text.n < 2000 ? o->text.n : 2000));
    object_reset(o);
    return text;
}

/* ---- its members --------------------------------------------------------------------------------------- */

static struct str scalar(struct ctx *c, const struct json *v)
{
    enum json_kind k = json_kind(v);
    return k == JSON_STR ? str_copy(c, json_str(v)) : k == JSON_NULL ? STR("") : json_text(c, v);
}

static bool is_scalar(const struct json *v) { return json_kind(v) != JSON_ARRAY && json_kind(v) != JSON_OBJECT; }

static void member_put(struct ctx *c, struct source *s, struct row *row, struct str name, const struct json *v)
{
    if (is_scalar(v)) {
        row_put(c, &s->sheet, row, name, scalar(c, v));
        return;
    }
    bool plain = json_kind(v) == JSON_ARRAY;
    for (struct json_walk w = json_walk(v); plain && json_next(&w);)
        plain = is_scalar(w.value);
    if (!plain) {
        row_put(c, &s->sheet, row, name, json_text(c, v));
        return;
    }
    for (struct json_walk w = json_walk(v); json_next(&w);)
        row_put(c, &s->sheet, row, name, scalar(c, w.value));
}

/* Depth is bounded by DEPTH: deeper objects stay JSON text. */
static void members_put(struct ctx *c, struct source *s, struct row *row, struct str prefix, const struct json *v, int depth)
{
    for (struct json_walk w = json_walk(v); json_next(&w);) {
        struct str name = prefix.n ? str_fmt(c, "%s.%.*s", prefix.p, FMT(w.key)) : str_copy(c, w.key);
        if (json_kind(w.value) == JSON_OBJECT && depth < DEPTH)
            members_put(c, s, row, name, w.value, depth + 1);
        else
            member_put(c, s, row, name, w.value);
    }
}

/* "line 1" of an object that stands in one line says nothing. */
static const char *why_here(const struct ctx *c, struct str raw)
{
    static const char first[] = "JSON: line 1, ";
    bool one = !memchr(raw.p, '\n', raw.n) && strncmp(c->why, first, sizeof first - 1) == 0;
    return one ? c->why + sizeof first - 1 : c->why;
}

static enum status objects_next(struct ctx *c, struct source *s, struct row *row, bool *more, struct faults *faults)
{
    struct objects *o = s->own;
    const struct json *v;
    bool cut;
    *row = (struct row){.sheet = &s->sheet};
    row->raw = object_next(c, s, &cut);
    row->line = o->first;
    *more = row->raw.n > 0;
    if (!*more)
        return OK;
    if (cut)
        fault_add(c, faults, row, STR(""), LOSS_ROW, "close the object, or write one object a line", "the object that begins here never ends");
    else if (json_read(c, row->raw, &v) != OK)
        fault_add(c, faults, row, STR(""), LOSS_ROW, "write one whole JSON object a line", "%s", why_here(c, row->raw));
    else if (json_kind(v) != JSON_OBJECT)
        fault_add(c, faults, row, STR(""), LOSS_ROW, "write one whole JSON object a line", "this is not a JSON object");
    else
        members_put(c, s, row, (struct str){0}, v, 0);
    if (!cut && !faults->n && !row->n)
        fault_add(c, faults, row, STR(""), LOSS_ROW, "give the object at least a title", "the object is empty");
    return OK;
}

static enum status objects_rewind(struct ctx *c, struct source *s)
{
    struct objects *o = s->own;
    (void)c;
    lines_rewind(s->lines);
    object_reset(o);
    o->rest = (struct str){0}, o->line = 0;
    return OK;
}

enum status objects_open(struct ctx *c, struct source *s)
{
    struct objects *o = NEW(c, struct objects);
    const struct json *v;
    struct str line = {0};
    o->mem.mem = arena_open();
    arena_defer(c->mem, objects_close, o);
    s->own = o, s->shape = SHAPE_LINES, s->next = objects_next, s->rewind = objects_rewind;
    while (lines_next(s->lines, &line) && !str_trim(line).n) {}
    struct str first = str_trim(line);
    o->by_line = first.n && first.p[0] == '{' && (json_read(c, str_copy(c, first), &v) == OK || first.p[first.n - 1] == '}');
    TRY(objects_rewind(c, s));
    bool more = true;
    for (int i = 0; more && i < PEEK; i++) {
        struct faults faults = {0};
        struct row row;
        TRY(objects_next(c, s, &row, &more, &faults));
    }
    if (!s->sheet.n)
        return fail(c, REJECT, "there is no JSON object with members in it");
    return objects_rewind(c, s);
}
