/* data/ingest/sheet.c - columns by name and by role. */
#include "data/ingest/reader.h"

static const char *const names[] = {
#define ROLE(id, name, doc) name,
#include "data/ingest/role.def"
#undef ROLE
};

static const char *const docs[] = {
#define ROLE(id, name, doc) doc,
#include "data/ingest/role.def"
#undef ROLE
};

const char *role_name(enum role r) { return names[r]; }
const char *role_doc(enum role r) { return docs[r]; }

static bool role_named(struct str name, enum role *out)
{
    for (int r = 0; r < ROLES; r++)
        if (str_eq_case(name, str_z(names[r])))
            return *out = (enum role)r, true;
    return false;
}

int sheet_column(const struct sheet *s, const char *plain)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->at[i].plain, str_z(plain)))
            return (int)i;
    return -1;
}

struct str sheet_names(struct ctx *c, const struct sheet *s)
{
    struct buf b = {0};
    for (size_t i = 0; i < s->n; i++)
        buf_fmt(c, &b, "%s%.*s", i ? ", " : "", FMT(s->at[i].name));
    return buf_str(&b);
}

bool sheet_has(const struct sheet *s, const char *plain) { return sheet_column(s, plain) >= 0; }

/* Blanks do not count: "ProductName" and "Product name" are one. A '*' at the end takes the rest. */
static bool name_fits(struct str want, struct str plain)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < want.n && want.p[i] == ' ')
            i++;
        while (k < plain.n && plain.p[k] == ' ')
            k++;
        if (i < want.n && want.p[i] == '*' && i + 1 == want.n)
            return true;
        if (i == want.n || k == plain.n)
            return i == want.n && k == plain.n;
        if (want.p[i] != plain.p[k])
            return false;
    }
}

/* "name|titel|brand*": one of these, the last by its beginning. */
static bool names_have(const char *list, struct str plain)
{
    for (struct str one; str_next(&list, &one);)
        if (name_fits(one, plain))
            return true;
    return false;
}

enum role column_role(const struct column *columns, enum role rest, struct str plain)
{
    for (const struct column *k = columns; k->names; k++)
        if (names_have(k->names, plain))
            return k->role;
    return rest;
}

/* "Width (cm)" and "Weight [kg]": the unit stands behind the name. */
static void unit_split(struct ctx *c, struct heading *h)
{
    struct str p = h->plain;
    size_t field = str_find(p, STR(" (product.metafields."), 0), part = str_find(p, STR(" / "), 0);
    h->attribute = field != SIZE_MAX                                              ? str_copy(c, str_part(p, 0, field))
                   : part != SIZE_MAX && str_starts(p, STR("google shopping")) ? str_copy(c, str_part(p, part + 3, p.n))
                                                                                  : p;
    char last = p.n ? p.p[p.n - 1] : 0;
    size_t open = last == ')' ? str_find(p, STR(" ("), 0) : last == ']' ? str_find(p, STR(" ["), 0) : SIZE_MAX;
    if (open == SIZE_MAX || open == 0 || p.n - open - 3 > 12)
        return;
    size_t at = str_find(h->name, str_part(p, open + 1, open + 2), 0);
    h->unit = str_copy(c, str_trim(str_part(h->name, at + 1, h->name.n - 1))); /* as written: "kW", "mAh" */
    h->attribute = str_copy(c, str_part(p, 0, open));
}

static void heading_role(struct sheet *s, struct heading *h)
{
    struct ctx c = {.mem = s->mem};
    const struct mapping *m = s->mapping;
    h->role = column_role(s->format->columns, s->format->rest, h->plain);
    for (size_t k = 0; m && k < m->n; k++)
        if (str_eq(name_plain(&c, m->at[k].column), h->plain) && !role_named(m->at[k].role, &h->role)) {
            h->role = R_ATTRIBUTE; /* a mapping may name a fact: {"Farbe": "colour"} */
            h->attribute = str_copy(&c, m->at[k].role);
        }
    if (h->role != R_SKIP && !h->attribute.n)
        unit_split(&c, h);
    const char *dot = s->format->shape == SHAPE_LINES && h->attribute.n ? strrchr(h->attribute.p, '.') : NULL;
    if (dot && dot[1])
        h->attribute = str_z(dot + 1); /* "specs.material" */
    if (s->first[h->role] < 0)
        s->first[h->role] = (int)(h - s->at);
}

void sheet_add(struct sheet *s, struct str name)
{
    struct ctx c = {.mem = s->mem};
    s->at = arena_grow(s->mem, s->at, sizeof *s->at, s->n);
    s->at[s->n++] = (struct heading){.name = str_copy(&c, name), .plain = name_plain(&c, name), .source = str_fmt(&c, "column:%.*s", FMT(name))};
    if (s->format)
        heading_role(s, &s->at[s->n - 1]);
}

void sheet_roles(struct sheet *s, const struct reader *f, const struct mapping *m)
{
    s->format = f;
    s->mapping = m;
    s->dot = f->dot;
    memset(s->first, -1, sizeof s->first);
    for (size_t i = 0; i < s->n; i++)
        heading_role(s, &s->at[i]);
}

static int column_named(const struct sheet *s, struct str name)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->at[i].name, name))
            return (int)i;
    return -1;
}

void row_put(struct ctx *c, struct sheet *s, struct row *r, struct str name, struct str value)
{
    int i = column_named(s, name);
    if (i < 0 && s->n < COLUMNS_MAX)
        sheet_add(s, name), i = (int)s->n - 1;
    if (i < 0 || !value.n)
        return;
    while (r->n <= (size_t)i) {
        r->cell = arena_grow(c->mem, r->cell, sizeof *r->cell, r->n);
        r->cell[r->n++] = STR("");
    }
    r->cell[i] = r->cell[i].n ? str_fmt(c, "%.*s\x1f%.*s", FMT(r->cell[i]), FMT(value)) : value;
}

struct str row_get(const struct row *r, enum role role)
{
    for (int i = r->sheet->first[role]; i >= 0 && i < (int)r->n; i++)
        if (r->sheet->at[i].role == role && r->cell[i].n)
            return r->cell[i];
    return STR("");
}

struct str row_column(const struct row *r, const char *plain)
{
    int i = sheet_column(r->sheet, plain);
    return i >= 0 && i < (int)r->n ? r->cell[i] : STR("");
}

struct str row_name(const struct row *r, enum role role)
{
    int i = r->sheet->first[role];
    return i >= 0 ? r->sheet->at[i].name : str_z(names[role]);
}
