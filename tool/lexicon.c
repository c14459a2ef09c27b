/* tool/lexicon.c - compile src/data/lexicon/ *.lex into the C table that data/lexicon/lexicon.h declares.
 *
 * A line is "name < parents = values : en, en / de / fr / es / it / nl" under a heading "@kind"; every
 * part but the name may be left out. Phrases are cut, folded and stemmed by the very code that reads texts.
 */
#include "data/lexicon/token.h"
#include <stdlib.h>

/* The table that the lookup is linked against; empty here. */
const struct concept lex_concepts[1];
const struct phrase lex_phrases[1];
const size_t lex_n_concepts, lex_n_phrases;
const uint32_t lex_language_start[LEX_LANGUAGES + 1];

struct entry {
    struct str name, parents, values;
    enum lex_kind kind;
    uint16_t is[64];
    int n_is, state;
};
struct row {
    struct str key;
    uint16_t concept;
    uint8_t language, flags;
};
static LIST(struct entry) entries;
static LIST(struct row) rows;

static _Noreturn void bad(const char *file, int line, const char *why)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, why);
    exit(1);
}

static int kind_find(struct str name)
{
    for (int k = 1; k < LEX_KIND_N; k++)
        if (str_eq(name, str_z(lex_kind_name(k))))
            return k;
    return -1;
}

static int entry_find(enum lex_kind kind, struct str name)
{
    size_t dot = str_find(name, STR("."), 0);
    if (dot != SIZE_MAX) {
        kind = (enum lex_kind)kind_find(str_part(name, 0, dot));
        name = str_part(name, dot + 1, name.n);
    }
    for (size_t i = 1; i < entries.n; i++)
        if (entries.at[i].kind == kind && str_eq(entries.at[i].name, name))
            return (int)i;
    return -1;
}

static void phrase_add(struct ctx *c, struct str s, uint16_t concept, enum lex_language l)
{
    struct buf key = {0};
    struct row r = {.concept = concept, .language = (uint8_t)l};
    for (; s.n && (s.p[0] == '*' || s.p[0] == '^'); s = str_part(s, 1, s.n))
        r.flags |= s.p[0] == '*' ? PHRASE_WEAK : PHRASE_UPPER;
    bool exact = l != LEX_EN && (entries.at[concept].kind == LEX_superlative || entries.at[concept].kind == LEX_idiom); /* stems make "high" of "highest" */
    if (s.n && s.p[0] == '=') { /* as written: "led" is not the stem of "Leder" */
        exact = l != LEX_EN;
        s = str_part(s, 1, s.n);
    }
    struct tokens t = tokens_read(c, s, l);
    for (size_t i = 0; i < t.n && t.at[i].kind != TOKEN_BREAK; i++) {
        const struct token *k = &t.at[i];
        if (key.n || exact)
            buf_byte(c, &key, key.n ? ' ' : '=');
        buf_add(c, &key, k->kind == TOKEN_WORD && !exact ? k->stem : k->kind == TOKEN_WORD ? k->word : k->kind == TOKEN_NUMBER ? k->word : str_part(s, k->from, k->to));
    }
    if (!key.n)
        return;
    r.key = str_copy(c, buf_str(&key));
    *LIST_ADD(c, &rows) = r;
}

static void line_read(struct ctx *c, const char *file, int n, struct str s, int *kind)
{
    if (!s.n || s.p[0] == '#')
        return;
    if (s.p[0] == '@') {
        if ((*kind = kind_find(str_part(s, 1, s.n))) < 0)
            bad(file, n, "no such kind");
        return;
    }
    size_t colon = str_find(s, STR(" : "), 0);
    struct str head = colon == SIZE_MAX ? s : str_part(s, 0, colon), tail = colon == SIZE_MAX ? STR("") : str_part(s, colon + 3, s.n);
    size_t is = str_find(head, STR(" < "), 0), eq = str_find(head, STR(" = "), 0);
    struct entry e = {.kind = (enum lex_kind)*kind};
    e.name = str_trim(str_part(head, 0, is != SIZE_MAX ? is : eq != SIZE_MAX ? eq : head.n));
    e.parents = is == SIZE_MAX ? STR("") : str_trim(str_part(head, is + 3, eq != SIZE_MAX ? eq : head.n));
    e.values = eq == SIZE_MAX ? STR("") : str_trim(str_part(head, eq + 3, head.n));
    int at = entry_find(e.kind, e.name);
    if (*kind < 0)
        bad(file, n, "a line before the first @kind");
    if (at < 0) {
        at = (int)entries.n;
        *LIST_ADD(c, &entries) = e;
    } else if (e.parents.n || e.values.n)
        bad(file, n, "the concept is defined twice");
    struct strs slots = str_split(c, str_replace(c, tail, STR(" / "), STR("\x01")), '\x01');
    if (slots.n > LEX_LANGUAGES)
        bad(file, n, "more than six languages");
    for (size_t l = 0; l < slots.n; l++) {
        struct strs phrases = str_split(c, slots.at[l], ',');
        for (size_t i = 0; i < phrases.n; i++)
            if (!str_eq(str_trim(phrases.at[i]), STR("-")))
                phrase_add(c, str_trim(phrases.at[i]), (uint16_t)at, (enum lex_language)l);
    }
}

static void file_read(struct ctx *c, const char *path)
{
    FILE *f = fopen(path, "r");
    char *text = NULL;
    size_t room = 0;
    int line = 0, kind = -1;
    if (!f)
        bad(path, 0, "cannot be opened");
    for (ssize_t n; (n = getline(&text, &room, f)) > 0;)
        line_read(c, path, ++line, str_trim(str_copy(c, (struct str){text, (size_t)n})), &kind);
    free(text);
    fclose(f);
}

static void ancestors(struct ctx *c, size_t i)
{
    struct entry *e = &entries.at[i];
    if (e->state == 2)
        return;
    if (e->state == 1)
        bad(e->name.p, 0, "the concept is its own parent");
    e->state = 1;
    struct strs names = str_split(c, e->parents, ' ');
    for (size_t k = 0; k < names.n; k++) {
        if (!names.at[k].n)
            continue;
        int p = entry_find(e->kind, names.at[k]);
        if (p < 0)
            bad(str_fmt(c, "%.*s < %s", FMT(e->name), names.at[k].p).p, 0, "no such parent");
        ancestors(c, (size_t)p);
        e->is[e->n_is++] = (uint16_t)p;
        for (int j = 0; j < entries.at[p].n_is && e->n_is < 60; j++)
            e->is[e->n_is++] = entries.at[p].is[j];
    }
    e->state = 2;
}

static int dimension_find(struct str name)
{
    for (int d = 1; d < DIM_N; d++)
        if (str_eq(name, str_z(lex_dimension_name(d))))
            return d;
    bad(name.p, 0, "no such dimension");
}

static void concept_print(struct ctx *c, const struct entry *e)
{
    struct strs v = str_split(c, e->values, ' ');
    printf("{\"%.*s\",%d,", FMT(e->name), (int)e->kind);
    if (e->kind == LEX_unit) {
        if (v.n < 2)
            bad(e->name.p, 0, "a unit needs a dimension and a factor");
        printf("%d,%s,%s,", dimension_find(v.at[0]), v.at[1].p, v.n > 2 ? v.at[2].p : "0");
    } else
        printf("0,%s,0,", e->kind == LEX_number && v.n && v.at[0].n ? v.at[0].p : "0");
    printf("(const uint16_t[]){");
    for (int i = 0; i < e->n_is; i++)
        printf("%d,", e->is[i]);
    printf("0},");
    printf("(const uint8_t[]){");
    for (size_t i = 0; e->kind == LEX_role && i < v.n; i++)
        if (v.at[i].n)
            printf("%d,", dimension_find(v.at[i]));
    puts("0}},");
}

static int row_cmp(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->language != y->language)
        return x->language - y->language;
    int d = strcmp(x->key.p, y->key.p);
    return d ? d : x->concept - y->concept;
}

int main(int argc, char **argv)
{
    struct ctx c = {.mem = arena_open()};
    *LIST_ADD(&c, &entries) = (struct entry){.name = STR("none")};
    for (int i = 1; i < argc; i++)
        file_read(&c, argv[i]);
    for (size_t i = 1; i < entries.n; i++)
        ancestors(&c, i);
    puts("#include \"data/lexicon/lexicon.h\"\nconst struct concept lex_concepts[] = {");
    for (size_t i = 0; i < entries.n; i++)
        concept_print(&c, &entries.at[i]);
    puts("};\nconst struct phrase lex_phrases[] = {");
    qsort(rows.at, rows.n, sizeof *rows.at, row_cmp);
    size_t n = 0, starts[LEX_LANGUAGES + 1] = {0};
    for (size_t i = 0; i < rows.n; i++) {
        const struct row *r = &rows.at[i];
        if (i && row_cmp(r, r - 1) == 0)
            continue;
        printf("{\"");
        for (size_t k = 0; k < r->key.n; k++)
            printf(r->key.p[k] == '"' || r->key.p[k] == '\\' ? "\\%c" : "%c", r->key.p[k]);
        printf("\",%d,%d,%d},\n", r->concept, r->language, r->flags);
        n++;
        for (int l = r->language + 1; l <= LEX_LANGUAGES; l++)
            starts[l] = n;
    }
    printf("};\nconst size_t lex_n_concepts = %zu, lex_n_phrases = %zu;\n", entries.n, n);
    puts("const uint32_t lex_language_start[] = {");
    for (int l = 0; l <= LEX_LANGUAGES; l++)
        printf("%zu,", starts[l]);
    puts("};");
    arena_close(c.mem);
    return 0;
}
