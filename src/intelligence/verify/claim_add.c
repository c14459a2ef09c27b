/* intelligence/verify/claim_add.c - a finding becomes a claim with its words, its fact and where that stands. */
#include "intelligence/verify/claim_check.h"
#include "core/arena.h"
#include "core/str.h"

void claim_add(const struct check *k, uint32_t from, uint32_t to, struct finding found)
{
    static const char *const names[] = {"supported", "unsupported", "contradicted", ""};
    if (found.verdict == HARMLESS)
        return;
    struct claim *x = LIST_ADD(k->c, &k->out->claims);
    *x = (struct claim){.text = str_copy(k->c, str_part(k->text, from, to)), .kind = str_z(found.kind),
                        .verdict = str_z(names[found.verdict]), .from = from, .to = to};
    if (found.fact) {
        const struct statement whole = {.end = 1};
        const struct statement *of = found.of ? found.of : &whole;
        x->fact = fact_shown(k->c, found.fact, of);
        x->source = fact_source(k->c, found.fact, of);
    }
    k->out->accepted &= found.verdict == SUPPORTED;
}

void search_offer(struct search *x, enum verdict verdict, int rank, const struct fact *f, const struct statement *fs)
{
    int weight = 2 * rank + f->is_attribute; /* of equals a field is cited before prose */
    if (weight > x->rank)
        *x = (struct search){{verdict, x->found.kind, f, fs}, weight};
}
