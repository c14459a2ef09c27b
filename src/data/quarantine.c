/* data/quarantine.c - what was set aside. */
#include "data/quarantine.h"

const struct record quarantine_record = {"quarantine", sizeof(struct quarantine), (const struct field[]){
    FIELD(struct quarantine, id, .flags = KEY, .doc = "its number"),
    FIELD(struct quarantine, batch, .doc = "the import that met it first"),
    FIELD(struct quarantine, file, .doc = "the file"),
    FIELD(struct quarantine, line, .doc = "the line where the row begins"),
    FIELD(struct quarantine, col, .flags = OPTIONAL, .doc = "the column"),
    FIELD(struct quarantine, cause, .doc = "why it was not taken"),
    FIELD(struct quarantine, cure, .doc = "what would mend it"),
    FIELD(struct quarantine, raw, .doc = "the rows of the product as they stood"),
    FIELD(struct quarantine, state, .choice = "open|mended|ignored", .doc = "what became of it"),
    FIELD(struct quarantine, at_ms, .unit = "ms", .doc = "when it was met"),
    {0}}};

enum status quarantine_add(struct ctx *c, const struct quarantine *q, int64_t *id, bool *added)
{
    TRY(db_int(c, id, "SELECT id FROM quarantine WHERE file = $1 AND line = $2 AND COALESCE(col, '') = $3 AND cause = $4 AND raw = $5",
               A(q->file), A(q->line), A(q->col.p ? q->col : STR("")), A(q->cause), A(q->raw)));
    *added = *id == 0;
    if (!*added)
        return OK;
    struct quarantine add = *q;
    *id = add.id = db_new_id(c);
    add.state = STR("open");
    add.at_ms = c->now_ms;
    return db_add(c, &quarantine_record, &add);
}

enum status quarantine_state(struct ctx *c, int64_t id, struct str state)
{
    int64_t n;
    TRY(db_count(c, &n, "UPDATE quarantine SET state = $1 WHERE id = $2", A(state), A(id)));
    return n ? OK : fail(c, REJECT, "nothing was set aside under number %lld", (long long)id);
}

enum status quarantine_load(struct ctx *c, int64_t id, struct quarantine *out)
{
    bool found = false;
    TRY(db_maybe(c, &quarantine_record, out, &found, "SELECT * FROM quarantine WHERE id = $1", A(id)));
    return found ? OK : fail(c, REJECT, "nothing was set aside under number %lld", (long long)id);
}

enum status quarantine_list(struct ctx *c, struct str state, int64_t limit, int64_t skip, struct quarantines *out)
{
    return db_all(c, &quarantine_record, out,
                  "SELECT * FROM quarantine WHERE state = $1 ORDER BY batch DESC, file, line, id LIMIT $2 OFFSET $3", A(state), A(limit), A(skip));
}
