/* data/neighbour.c - lists of neighbours, kept as JSON: a page reads one row.
 *
 * Tables  writes neighbour
 */
#include "data/neighbour.h"

static const struct record neighbour_record = {"neighbour", sizeof(struct neighbour), (const struct field[]){
    FIELD(struct neighbour, id), FIELD(struct neighbour, score), FIELD(struct neighbour, reason), FIELD(struct neighbour, source), {0}}};
struct kept {
    neighbour_list list;
};
static const struct record kept_record = {"neighbours", sizeof(struct kept), (const struct field[]){
    FIELD_LIST(struct kept, list, &neighbour_record), {0}}};

enum status neighbours_save(struct ctx *c, struct str kind, struct str of, const neighbour_list *list)
{
    struct kept k = {*list};
    return db_run(c, "INSERT INTO neighbour (kind, product, list) VALUES ($1, $2, $3) ON CONFLICT (kind, product) DO UPDATE SET list = excluded.list"
                     " WHERE neighbour.list <> excluded.list",
                  A(kind), A(of), A(record_to_json(c, &kept_record, &k)));
}

enum status neighbours_load(struct ctx *c, struct str kind, struct str of, neighbour_list *out)
{
    struct str list;
    struct kept k = {0};
    TRY(db_text(c, &list, "SELECT list FROM neighbour WHERE kind = $1 AND product = $2", A(kind), A(of)));
    if (list.p)
        TRY(record_from_json(c, &kept_record, list, LENIENT, &k));
    *out = k.list;
    return OK;
}

enum status neighbours_tidy(struct ctx *c)
{
    return db_run(c, "DELETE FROM neighbour WHERE kind <> 'popular' AND product NOT IN (SELECT id FROM product WHERE gone = 0)");
}
