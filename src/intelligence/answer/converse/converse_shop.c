/* intelligence/answer/converse/converse_shop.c - what is asked of the shop is answered from its rules of service, or stated nowhere.
 *
 * No such question is a search: "any discount?" finds no product, and "can I return it?" is not about the product's words.
 * Words are folded: lower case, no accents. Left out is what means goods as well: Italian "buono" (good), French "livre" (book).
 */
#include "intelligence/answer/converse/converse_shop.h"
#include "core/json.h"
#include "intelligence/answer/converse/converse_say.h"
#include "intelligence/answer/service/service_policy.h"

static const struct {
    enum say name;
    const char *rules; /* begin of the ids of the rules that answer it; NULL: none do */
    const char *words;
} topics[] = {
    {SAY_TOPIC_DISCOUNT, NULL,
     "discount|discounts|discount code|discounted|coupon|coupons|voucher|vouchers|promo code|promo|promotion|promotions|on sale|special offer|special offers|"
     "offers|deals|"
     "rabatt|rabatte|rabattcode|rabattaktion|gutschein|gutscheine|gutscheincode|angebot|angebote|sonderangebot|sonderangebote|aktionen|reduziert|preisnachlass|"
     "remise|remises|reduction|reductions|code promo|promos|soldes|bon d achat|bon de reduction|offres|en promotion|"
     "descuento|descuentos|cupon|cupones|oferta|ofertas|promocion|promociones|rebaja|rebajas|codigo promocional|"
     "sconto|sconti|codice sconto|buono sconto|offerta|offerte|promozione|promozioni|saldi|"
     "korting|kortingen|kortingscode|aanbieding|aanbiedingen|acties|uitverkoop|afgeprijsd|waardebon"},
    {SAY_TOPIC_DELIVERY, NULL,
     "shipping|delivery|deliver|delivered|do you ship|ship to|shipped|arrive|postage|"
     "versand|versandkosten|versandkostenfrei|verschickt|lieferung|lieferzeit|lieferzeiten|lieferkosten|liefert|liefern|geliefert|ankommen|kommen sie an|"
     "kommt er an|kommt sie an|kommt es an|zustellung|"
     "livraison|livraisons|livrez|livrer|est livre|c est livre|sont livres|frais de port|expedition|expediez|"
     "envio|envios|entrega|entregas|gastos de envio|enviais|envian|enviar|llega|llegara|llegan|"
     "spedizione|spedizioni|consegna|consegne|spedite|spedire|consegnate|arriva|arrivera|arrivano|"
     "verzending|verzendkosten|bezorging|bezorgkosten|bezorgd|bezorgen|levertijd|levering|geleverd|leveren|verzonden|verzenden"},
    {SAY_TOPIC_RETURN, "return.",
     "return policy|returns|to return|return it|return them|return this|return something|return an item|send it back|send them back|give it back|refund|refunds|"
     "exchange it|exchange them|exchanges|money back|"
     "ruckgabe|ruckgaberecht|zuruckgeben|zurucksenden|zuruckschicken|umtausch|umtauschen|retoure|retouren|widerruf|widerrufsrecht|erstattung|geld zuruck|"
     "retour|retours|retourner|renvoyer|rembourse|remboursement|remboursements|echanger|retractation|"
     "devolucion|devoluciones|devolver|devolverlo|devolverla|devolverlos|devolverlas|reembolso|reembolsos|cambiarlo|cambiarla|"
     "reso|resi|restituire|restituirlo|restituirla|restituirli|restituirle|rimborso|rimborsi|"
     "retourneren|retourzending|terugsturen|terugbetaling|terugbrengen|ruilen|omruilen"},
    {SAY_TOPIC_WARRANTY, NULL, "warranty|guarantee|garantie|gewahrleistung|garantia|garanzia"},
    {SAY_TOPIC_PAYMENT, NULL,
     "payment|payment methods|pay with|pay by|paypal|credit card|in instalments|in installments|"
     "bezahlung|bezahlen|zahlung|zahlen|zahlungsarten|auf rechnung|ratenzahlung|kreditkarte|"
     "paiement|payer|carte bancaire|carte de credit|en plusieurs fois|pagar|pago|tarjeta de credito|a plazos|"
     "pagare|pagamento|pagamenti|carta di credito|a rate|betalen|betaling|betaalmethoden|creditcard|op rekening"},
    {SAY_TOPIC_ORDER, NULL,
     "my order|my parcel|meine bestellung|mein paket|ma commande|mon colis|mi pedido|mi paquete|il mio ordine|il mio pacco|mijn bestelling|mijn pakket"},
};

int shop_asked(const struct heard *h)
{
    int topic = SHOP_NOTHING;
    for (size_t i = sizeof topics / sizeof *topics; i-- > 0;)
        if (heard_any(h, topics[i].words, true))
            topic = (int)i;
    return topic;
}

bool shop_of_goods(int topic) { return topics[topic].name == SAY_TOPIC_WARRANTY; }

/* The rules whose ids begin so, in words: those that say when and how, not the state an order has to be in. */
static struct str rules_say(struct ctx *c, const char *begin, enum lex_language l, struct str *source)
{
    struct service_policy p;
    struct strs said = {0}, ids = {0};
    if (service_policy_load(c, &p) != OK)
        return (struct str){0};
    for (size_t i = 0; i < p.rules.n; i++) {
        const struct service_rule *r = &p.rules.at[i];
        const struct json *in = NULL;
        if (!str_starts(r->id, str_z(begin)) || str_eq(r->fact, STR("order.status")))
            continue;
        if (r->says.text.n && json_read(c, r->says.text, &in) != OK)
            in = NULL;
        struct str own = in ? json_str(json_get(in, lex_language_tag(l).p)) : (struct str){0};
        strs_add(c, &said, own.n ? str_copy(c, own) : r->say);
        strs_add(c, &ids, r->id);
    }
    *source = str_fmt(c, "service.policy: %s", str_join(c, &ids, STR(", ")).p);
    return said.n ? str_join(c, &said, STR("; ")) : (struct str){0};
}

struct str shop_answer(struct ctx *c, int topic, enum lex_language l, struct talk_fact *fact)
{
    *fact = (struct talk_fact){.name = say_(c, topics[topic].name, l, NULL, 0)};
    if (topics[topic].name == SAY_TOPIC_ORDER)
        return say_(c, SAY_SERVICE, l, NULL, 0);
    if (topics[topic].rules)
        fact->value = rules_say(c, topics[topic].rules, l, &fact->source);
    if (!fact->value.n)
        return say(c, SAY_UNSTATED_HERE, l, fact->name);
    return say(c, SAY_RULE, l, fact->value);
}
