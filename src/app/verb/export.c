/* app/verb/export.c - the catalogue with its live words as a file for a shop, a feed or a page. */
#include "app/verb.h"
#include "execution/export/export.h"

static const struct option options[] = {
    {"as", "FORMAT", "shopify, google-xml, google-tsv, jsonld or jsonl"},
    {0}};

static const struct format *format_find(struct str name)
{
    for (const struct format *const *f = export_formats; *f; f++)
        if (str_eq(name, str_z((*f)->name)))
            return *f;
    return NULL;
}

/* By the file's ending, where it says enough. */
static const struct format *format_guess(struct str path)
{
    return str_ends(path, STR(".csv"))    ? format_find(STR("shopify"))
           : str_ends(path, STR(".xml"))  ? format_find(STR("google-xml"))
           : str_ends(path, STR(".tsv"))  ? format_find(STR("google-tsv"))
           : str_ends(path, STR(".jsonl")) ? format_find(STR("jsonl"))
           : str_ends(path, STR(".jsonld")) || str_ends(path, STR(".json")) ? format_find(STR("jsonld"))
                                                                             : NULL;
}

/* The report goes to stderr when the file goes to stdout. */
static void tell(const struct export_report *r, FILE *f)
{
    fprintf(f, "wrote %lld products (%lld variants) as %s to %s; %lld texts are marked as written by a machine\n", (long long)r->products,
            (long long)r->rows, r->format.p, str_eq(r->path, STR("-")) ? "stdout" : r->path.p, (long long)r->marked);
    if (str_starts(r->format, STR("google")) && r->no_link + r->no_image + r->no_price)
        fprintf(f, "Google refuses items without them: %lld products have no address (purvey settings set export '{\"shop_url\":\"https://…\"}'),"
                   " %lld no image, %lld no price\n",
                (long long)r->no_link, (long long)r->no_image, (long long)r->no_price);
    if (r->shortened)
        fprintf(f, "%lld texts were longer than the format allows and were cut at a word\n", (long long)r->shortened);
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct str as = shell_option(sh, "as");
    struct export_report r;
    if (sh->args.n != 1)
        return shell_misuse(c, "export takes one file, - for stdout");
    const struct format *f = as.p ? format_find(as) : format_guess(sh->args.at[0]);
    if (!f)
        return shell_misuse(c, "want --as shopify, google-xml, google-tsv, jsonld or jsonl%s%.*s", as.p ? ", not " : "", FMT(as));
    TRY(export_write(c, f, sh->args.at[0], &r));
    FILE *to = str_eq(sh->args.at[0], STR("-")) ? stderr : stdout;
    if (sh->json)
        fprintf(to, "%s\n", record_to_json(c, &export_report_record, &r).p);
    else
        tell(&r, to);
    return OK;
}

const struct verb verb_export = {"export", "--as FORMAT FILE", "write the catalogue with its live words for a shop, a feed or a page",
                                 options, run, true};
