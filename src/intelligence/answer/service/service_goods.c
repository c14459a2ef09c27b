/* intelligence/answer/service/service_goods.c - kinds of goods: one row a kind, so two words of one row may mean one thing. */
#include "intelligence/answer/service/service_goods.h"

static const char *const goods[] = {
#define GOODS(patterns) patterns,
#include "intelligence/answer/service/service_goods.def"
#undef GOODS
};
enum { GOODS_N = sizeof goods / sizeof *goods };

/* "~jacke": an ending, of a word or the word itself. */
static bool ends_with(const char *folded, const char *p, size_t n)
{
    size_t m = strlen(folded);
    return m >= n && !memcmp(folded + m - n, p, n);
}

/* How many letters of one of the row's patterns stand at word i; 0: none. *end: after its last word. */
static size_t row_at(const struct service_words *w, size_t i, const char *row, size_t *end)
{
    size_t most = 0, to;
    for (const char *p = row; p; p = service_pattern_next(p)) {
        size_t n = strcspn(p, "|");
        bool fits = *p == '~' ? ends_with(w->at[i].folded, p + 1, n - 1) : service_fits(w, i, p, &to);
        if (fits && n > most)
            most = n, *end = *p == '~' ? i + 1 : to;
    }
    return most;
}

/* The row that fits the name's last words: what stands before says which one of the kind it is. */
static bool names_kind(const struct service_words *name, const char *row)
{
    size_t end = 0;
    for (size_t i = 0; i < name->n; i++)
        if (row_at(name, i, row, &end) && end == name->n)
            return true;
    return false;
}

bool service_goods_is(struct ctx *c, const struct service_words *w, size_t i, struct str name)
{
    size_t end, most = 0;
    for (size_t k = 0; k < GOODS_N; k++) {
        size_t letters = row_at(w, i, goods[k], &end);
        most = letters > most ? letters : most; /* "Handschuhe" are no "Schuhe" */
    }
    struct service_words n = most ? service_words_of(c, name) : (struct service_words){0};
    for (size_t k = 0; most && k < GOODS_N; k++)
        if (row_at(w, i, goods[k], &end) == most && names_kind(&n, goods[k]))
            return true;
    return false;
}

bool service_goods_any(const struct service_words *w)
{
    size_t end;
    for (size_t i = 0; i < w->n; i++)
        for (size_t k = 0; k < GOODS_N; k++)
            if (row_at(w, i, goods[k], &end))
                return true;
    return false;
}

struct str service_goods_words(struct ctx *c, const struct service_words *w)
{
    size_t end, most, letters;
    struct buf b = {0};
    for (size_t i = 0; i < w->n; i++) {
        const char *row = NULL;
        most = 0;
        for (size_t k = 0; k < GOODS_N; k++)
            if ((letters = row_at(w, i, goods[k], &end)) > most)
                most = letters, row = goods[k];
        if (row && b.n)
            buf_byte(c, &b, ' ');
        for (const char *p = row; p && *p; p++)
            if (*p != '~' && *p != '*')
                buf_byte(c, &b, *p == '|' ? ' ' : *p);
    }
    return b.n ? buf_str(&b) : (struct str){0};
}
