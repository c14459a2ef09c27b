/* data/shopper.c - which browser is whose, as far as that is known.
 *
 * Tables  reads shopper, event, sale
 */
#include "data/shopper.h"
#include "core/hash.h"
#include "core/sql.h"

enum { ID_HEX = 32 };

struct str shopper_event_id(struct ctx *c, struct str shopper)
{
    return str_fmt(c, "%.*s", ID_HEX, hash_blake2b(c, str_fmt(c, "event:%s", shopper.p)).p);
}

struct one { struct str id; };
static const struct record one_record = {"one", sizeof(struct one), (const struct field[]){FIELD(struct one, id), {0}}};

enum status shopper_of(struct ctx *c, struct str customer, struct strs *ids)
{
    LIST(struct one) marks, all;
    *ids = (struct strs){0};
    TRY(db_all(c, &one_record, &marks, "SELECT DISTINCT visitor AS id FROM event WHERE visitor IN " VISITORS_OF, A(customer)));
    if (!marks.n)
        return OK;
    TRY(db_all(c, &one_record, &all, "SELECT id FROM shopper ORDER BY id"));
    for (size_t i = 0; i < all.n; i++) {
        struct str mark = shopper_event_id(c, all.at[i].id);
        for (size_t k = 0; k < marks.n; k++)
            if (str_eq(marks.at[k].id, mark))
                strs_add(c, ids, all.at[i].id);
    }
    return OK;
}
