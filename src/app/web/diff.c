/* app/web/diff.c - a longest common subsequence of words (Wagner and Fischer 1974): texts here are short. */
#include "app/web/diff.h"

enum { WORDS_MAX = 1500 };

static bool is_gap(char ch) { return ch == ' ' || ch == '\n' || ch == '\t' || ch == '\r'; }

/* Words with the white space that follows them. */
static struct strs cut(struct ctx *c, struct str s)
{
    struct strs out = {0};
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        while (i < s.n && !is_gap(s.p[i]))
            i++;
        while (i < s.n && is_gap(s.p[i]))
            i++;
        strs_add(c, &out, str_part(s, from, i));
    }
    return out;
}

static bool same(struct str a, struct str b) { return str_eq(str_trim(a), str_trim(b)); }

static void add(struct ctx *c, struct words *out, struct str text, enum word_how how)
{
    struct word *last = out->n ? &out->at[out->n - 1] : NULL;
    if (last && last->how == how && how != WORD_SAME) {
        last->text = str_fmt(c, "%.*s%.*s", FMT(last->text), FMT(text));
        return;
    }
    *LIST_ADD(c, out) = (struct word){str_copy(c, text), how};
}

double diff_words(struct ctx *c, struct str before, struct str after, struct words *out)
{
    *out = (struct words){0};
    struct strs a = cut(c, before), b = cut(c, after);
    if (a.n + b.n > WORDS_MAX || !a.n || !b.n)
        return 0;
    size_t wide = b.n + 1;
    uint16_t *len = arena_array(c->mem, sizeof *len, (a.n + 1) * wide); /* of the rest from (i, j) */
    for (size_t i = a.n; i-- > 0;)
        for (size_t j = b.n; j-- > 0;) {
            uint16_t down = len[(i + 1) * wide + j], right = len[i * wide + j + 1];
            len[i * wide + j] = same(a.at[i], b.at[j]) ? (uint16_t)(len[(i + 1) * wide + j + 1] + 1) : down > right ? down : right;
        }
    size_t i = 0, j = 0;
    while (i < a.n || j < b.n)
        if (i < a.n && j < b.n && same(a.at[i], b.at[j]))
            add(c, out, b.at[j++], WORD_SAME), i++;
        else if (i < a.n && (j == b.n || len[(i + 1) * wide + j] >= len[i * wide + j + 1]))
            add(c, out, a.at[i++], WORD_GONE);
        else
            add(c, out, b.at[j++], WORD_NEW);
    return 2.0 * len[0] / (double)(a.n + b.n);
}
