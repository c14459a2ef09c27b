/* intelligence/answer/converse/converse_hear.c - cues in six languages, as tables of folded phrases; references by place, pronoun and title.
 *
 * The languages share one table: a shopper may mix them, and a phrase that two share means the same in both.
 */
#include "intelligence/answer/converse/converse_hear.h"

static const struct {
    enum cue cue;
    bool spent;
    const char *phrases;
} cues[] = {
    {CUE_reset, true,
     "start over|start again|new search|reset|forget everything|von vorne|neu anfangen|neue suche|alles "
     "vergessen|recommencer|nouvelle recherche|"
     "empezar de nuevo|nueva busqueda|ricominciare|ricomincia|nuova ricerca|opnieuw beginnen|nieuwe zoekopdracht"},
    {CUE_cart, true,
     "to my cart|to the cart|to cart|in my cart|in the cart|into my cart|from my cart|from the cart|my cart|cart|to my "
     "basket|to basket|in my basket|in the basket|shopping basket|checkout|check out|"
     "in den warenkorb|warenkorb|einkaufswagen|kasse|au panier|dans le panier|du panier|mon panier|panier|al "
     "carrito|en el carrito|del carrito|carrito|a la cesta|en la cesta|"
     "nel carrello|al carrello|dal carrello|carrello|in mijn winkelwagen|in winkelwagen|winkelwagen|winkelmandje"},
    {CUE_drop, true,
     "remove|take out|delete|entferne|entfernen|losche|raus|nimm "
     "raus|enleve|retire|supprime|quita|elimina|saca|rimuovi|togli|verwijder|haal uit"},
    {CUE_add, true,
     "add|put|lege|leg|hinzufugen|ajoute|ajouter|mets|mettre|anade|agrega|pon|aggiungi|metti|voeg toe|voeg|doe"},
    {CUE_take, true,
     "i ll take|i will take|i take|i ll have|i want to buy|i d like to buy|buy|order|purchase|ich "
     "nehme|nehme|kaufe|ich kaufe|kaufen|bestellen|bestelle|"
     "je prends|je le prends|acheter|achete|commander|me llevo|me lo llevo|lo compro|comprar|compro|prendo|lo "
     "prendo|comprare|acquistare|ik neem|neem|koop|kopen|bestel"},
    {CUE_compare, true,
     "compare them|compare these|compare|comparison|difference between|what s the "
     "difference|difference|versus|vs|which is better|which one is better|"
     "vergleiche|vergleich|vergleichen|unterschied|unterschiede|besser|compare les|comparer|difference entre|lequel "
     "est mieux|compara|comparar|diferencia|cual es mejor|"
     "confronta|confrontare|differenza|quale e meglio|vergelijk|vergelijken|verschil|welke is beter"},
    {CUE_cheapest, true,
     "cheapest|least expensive|lowest price|billigste|billigsten|gunstigste|gunstigsten|gunstigster|moins cher de "
     "tous|le moins cher|la moins chere|"
     "mas barato de todos|el mas barato|la mas barata|piu economico di tutti|il piu economico|la piu "
     "economica|goedkoopste"},
    {CUE_dearest, true,
     "most expensive|dearest|highest price|teuerste|teuersten|le plus cher|la plus chere|el mas caro|la mas cara|il "
     "piu costoso|il piu caro|duurste"},
    {CUE_cheaper, true,
     "something cheaper|anything cheaper|cheaper|less expensive|too expensive|lower price|more "
     "affordable|billiger|gunstiger|preiswerter|zu teuer|"
     "moins cher|moins chere|moins chers|moins cheres|trop cher|trop chere|mas barato|mas barata|mas baratos|mas "
     "economico|demasiado caro|muy caro|"
     "piu economico|piu economica|meno costoso|meno caro|troppo caro|troppo costoso|goedkoper|te duur"},
    {CUE_dearer, true,
     "more expensive|pricier|higher end|more premium|teurer|hochwertiger|plus cher|plus chere|mas caro|mas cara|piu "
     "costoso|piu caro|duurder"},
    {CUE_more, true,
     "show me more|show more|more|mehr|mas|altro|plus|more like these|more please|other ones|what "
     "else|others|next|weitere|mehr davon|zeig mir mehr|mehr anzeigen|andere|"
     "montre m en plus|en voir plus|plus de choix|d autres|muestrame mas|mas opciones|otros|otras|altri|altre|mostrami "
     "altro|meer laten zien|toon meer|meer|andere opties"},
    {CUE_human, true,
     "are you human|are you a human|are you a robot|are you a bot|are you an ai|are you real|bist du ein mensch|bist "
     "du ein roboter|bist du eine ki|"
     "es tu un robot|etes vous un robot|etes vous humain|eres humano|eres un robot|sei umano|sei un robot|ben je een "
     "mens|ben je een robot"},
    {CUE_hello, true,
     "hello|hi there|hi|hey|good morning|good evening|hallo|guten tag|guten "
     "morgen|moin|bonjour|bonsoir|salut|hola|buenos dias|buenas|ciao|buongiorno|goedendag|goedemorgen|hoi"},
    {CUE_thanks, true,
     "thank you|thanks|thx|danke schon|danke|vielen dank|merci beaucoup|merci|muchas gracias|gracias|grazie "
     "mille|grazie|dank je|dank u|bedankt"},
    {CUE_help, true,
     "what can you do|how does this work|help me|help|hilfe|was kannst du|aide|aide moi|que peux tu faire|ayuda|que "
     "puedes hacer|aiuto|cosa sai fare|wat kun je"},
    {CUE_any, true,
     "doesn t matter|does not matter|don t care|do not care|no preference|not important|whatever|either|regardless "
     "of|regardless|any|forget the|forget|without limit|ignore the|"
     "egal|spielt keine rolle|ist nicht wichtig|keine praferenz|beliebig|vergiss|peu importe|m est egal|n importe "
     "quelle|n importe quel|sans preference|oublie|"
     "da igual|me da igual|no importa|cualquier|cualquiera|sin preferencia|olvida|non "
     "importa|qualsiasi|indifferente|nessuna preferenza|dimentica|maakt niet uit|geen voorkeur|vergeet"},
    {CUE_none, true,
     "none of these|none of them|keines davon|keiner davon|aucun|ninguno|ninguna|nessuno|nessuna|geen van deze"},
    {CUE_yes, false, "yes|yeah|yep|sure|ok|okay|ja|gerne|jawohl|oui|d accord|si|claro|vale|certo|graag"},
    {CUE_no, false, "no|nope|nah|nein|non|nee"},
    {CUE_find, true,
     "what about|how about|i m looking for|i am looking for|looking for|i m searching for|searching for|do you have "
     "any|do you have|have you got|do you sell|do you carry|are there any|are there|is there|"
     "i d like|i would like|i need|i want|show me|find me|search for|find|give me|recommend me|recommend|suggest|can "
     "you show|got any|what do you have|"
     "ich suche nach|ich suche|suche|ich brauche|ich mochte|ich hatte gern|ich will|zeig mir|zeige mir|zeigen sie "
     "mir|habt ihr|haben sie|gibt es|hast du|empfiehl|"
     "je cherche|je voudrais|je veux|j ai besoin de|j ai besoin d|montre moi|montrez moi|avez vous|as tu|vous avez|y a "
     "t il|recommande|"
     "busco|estoy buscando|quiero|quisiera|necesito|muestrame|ensename|teneis|tienen|tienes|hay|recomienda|"
     "cerco|sto cercando|vorrei|voglio|mi serve|ho bisogno di|mostrami|fammi vedere|avete|hai|ci sono|c e|consigliami|"
     "ik zoek|ik ben op zoek naar|ik wil|ik heb nodig|laat me zien|laat zien|toon|hebben jullie|heb je|zijn er|is er"},
    {CUE_please, true,
     "please|can you|could you|would you|just|maybe|actually|only|bitte|kannst du|konntest "
     "du|mal|nur|vielleicht|eigentlich|s il vous plait|s il te plait|peux tu|pouvez vous|"
     "seulement|por favor|puedes|podrias|solo|per favore|puoi|potresti|soltanto|alsjeblieft|kun "
     "je|alleen|something|anything|etwas|quelque chose|algo|qualcosa|iets"},
    {CUE_instead, true,
     "instead|rather|stattdessen|lieber|plutot|a la place|en su lugar|mas bien|en cambio|invece|piuttosto|in plaats "
     "daarvan|liever"},
    {CUE_also, true, "also|as well|auch|ausserdem|aussi|egalement|tambien|anche|ook"},
};

/* ---- phrases ---------------------------------------------------------------------------------------------- */

/* Words of a phrase from word i of the message on; the word after them, or 0. */
static size_t phrase_at(const struct heard *h, size_t i, struct str phrase)
{
    size_t k = i;
    for (size_t from = 0, at = 0; at <= phrase.n; at++) {
        if (at < phrase.n && phrase.p[at] != ' ')
            continue;
        while (k < h->w.n && h->w.at[k].joined)
            k++;
        if (k == h->w.n || h->used[k] || !str_eq(h->w.at[k].folded, str_part(phrase, from, at)))
            return 0;
        k++;
        from = at + 1;
    }
    return k;
}

bool heard_phrase(const struct heard *h, struct str phrase, bool use)
{
    for (size_t i = 0; i < h->w.n; i++) {
        size_t end = phrase.n ? phrase_at(h, i, phrase) : 0;
        if (!end)
            continue;
        for (size_t k = i; use && k < end; k++)
            h->used[k] = true;
        return true;
    }
    return false;
}

bool heard_any(const struct heard *h, const char *phrases, bool use)
{
    for (struct str one; str_next(&phrases, &one);)
        if (heard_phrase(h, one, use))
            return true;
    return false;
}

static const char scales[] = "not|no|under|over|without|ohne|unter|sans|sin|senza|zonder|onder|voor|nicht|pas|niet|"
                             "kein|keine|geen|moins|menos|meno|sous|oder|or";

/* "not suede" keeps suede out, as "without suede" does in a query. */
static const char denials[] = "not|no|nicht|kein|keine|keinen|pas|niet|geen";

struct str heard_rest(struct ctx *c, const struct heard *h)
{
    struct buf b = {0};
    size_t at = 0;
    for (size_t i = 0; i < h->w.n; i++) {
        const struct search_word *w = &h->w.at[i];
        bool scaled = i > 0 && !h->used[i - 1] && str_among(h->w.at[i - 1].folded, scales); /* "moins de 50" stays whole */
        bool denies = str_among(w->folded, denials), gone = h->used[i] || (heard_small(w->folded) && !h->title[i] && !scaled);
        if ((!gone && !denies) || w->from < at)
            continue;
        buf_add(c, &b, str_part(h->text, at, w->from));
        buf_add(c, &b, gone ? STR(" ") : STR(" without "));
        at = w->to;
    }
    buf_add(c, &b, str_part(h->text, at, h->text.n));
    return str_copy(c, str_trim(buf_str(&b)));
}

/* "What's" is two words to us, "men's" is one without its end, "l'appareil" two. */
static struct str apart(struct ctx *c, struct str text)
{
    static const char two[] = "what|who|it|that|this|there|how|where|let|he|she";
    text = str_replace(c, text, STR("\u2019"), STR("'"));
    char *p = arena_take(c->mem, text.n + 1);
    memcpy(p, text.p ? text.p : "", text.n);
    for (size_t i = 0; i < text.n; i++) {
        if (p[i] != '\'')
            continue;
        size_t from = i;
        while (from && ((p[from - 1] | 32) >= 'a' && (p[from - 1] | 32) <= 'z'))
            from--;
        bool ends = i + 1 < text.n && (p[i + 1] | 32) == 's' && (i + 2 == text.n || strchr(" ,.?!;:\n", p[i + 2]));
        if (ends && !str_among(str_lower(c, (struct str){p + from, i - from}), two))
            p[i + 1] = ' ';
        p[i] = ' ';
    }
    return (struct str){p, text.n};
}

/* ---- small words ---------------------------------------------------------------------------------------------- */

static const char question_words[] = "is|are|does|do|has|have|can|what|which|how|why|where|when|who|will|would|ist|"
                                     "sind|hat|haben|kann|was|welche|welcher|welches|wie|warum|wo|wer|"
                                     "est|a t il|a t elle|est "
                                     "ce|combien|quel|quelle|quels|quelles|comment|pourquoi|ou|qui|es|son|tiene|puede|"
                                     "que|cual|cuales|cuanto|cuanta|como|donde|quien|"
                                     "e|sono|ha|puo|che|quale|quali|quanto|quanta|come|dove|chi|is|zijn|heeft|wat|"
                                     "welke|hoe|waarom|waar|wie";
static const char one[] = "one|ones|eins|ein|eine|einen|un|une|uno|una|een|the|der|die|den|le|les|el|los|las|il|lo|gli|"
                          "de|het|number|nummer|numero";

/* Small words that tell a language from its neighbours: of a short message, more than its names of things do. */
static const char *const small[LEX_LANGUAGES] = {
    [LEX_EN] = "the|in|say|tell|i|is|are|it|for|with|and|under|show|me|need|do|you|have|what|which|how|my|looking|want|"
               "to|not|without|cheaper|add|does|this|that|one|please|any|of|under|over|hello|hi|thanks|yes",
    [LEX_DE] = "in|ich|und|der|das|ist|mit|ohne|unter|fur|ein|eine|einen|den|nicht|habt|ihr|zeig|mir|bitte|wie|was|"
               "welche|welcher|suche|gibt|oder|aus|leg|hallo|danke|ja|kein|keine|es|gunstiger|billiger",
    [LEX_FR] = "je|le|la|les|un|une|des|et|est|avec|sans|pour|moins|cherche|vous|avez|quel|quelle|dans|du|mon|ce|il|"
               "elle|combien|bonjour|merci|oui|pas|mets|au|cher|chere|en",
    [LEX_ES] = "el|la|los|las|un|una|y|es|con|sin|para|menos|busco|tienen|tiene|que|cual|cuanto|en|mi|por|quiero|hola|"
               "gracias|si|mas|barato|barata|de|anade|esta",
    [LEX_IT] = "in|il|lo|la|gli|un|una|e|con|senza|per|meno|cerco|avete|che|quale|quanto|nel|mio|vorrei|ciao|grazie|si|"
               "piu|economico|di|aggiungi|questo|costa",
    [LEX_NL] = "de|het|een|en|is|met|zonder|voor|onder|ik|zoek|heb|hebben|jullie|wat|welke|hoe|mijn|wil|niet|hallo|"
               "dank|ja|goedkoper|deze|dit|van|doe|in|geen",
};

/* Words that carry no thing: never searched for, never missed. Denials and scales are left to the search, which reads them. */
bool heard_small(struct str word)
{
    bool is = str_among(word, question_words) || str_among(word, one);
    for (int l = 0; l < LEX_LANGUAGES && !is; l++)
        is = str_among(word, small[l]);
    return is && !str_among(word, scales);
}

bool heard_light(struct str word) { return heard_small(word) || str_among(word, scales); }

/* ---- what is pointed at -------------------------------------------------------------------------------------- */

static const char *const places[] = {"first|first one|1st|number "
                                     "one|erste|ersten|erster|erstes|premier|premiere|primero|primera|primer|primo|"
                                     "prima|eerste",
                                     "second|second one|2nd|number "
                                     "two|zweite|zweiten|zweiter|zweites|deuxieme|second|seconde|segundo|segunda|"
                                     "secondo|seconda|tweede",
                                     "third|third one|3rd|number "
                                     "three|dritte|dritten|dritter|drittes|troisieme|tercero|tercera|tercer|terzo|"
                                     "terza|derde",
                                     "fourth|fourth one|4th|number four|vierte|vierten|vierter|viertes|quatrieme|cuarto|cuarta|quarto|quarta|vierde",
                                     "fifth|fifth one|5th|funfte|funften|cinquieme|quinto|quinta|vijfde"};
static const char last[] = "last one|last|letzte|letzten|letzter|dernier|derniere|ultimo|ultima|laatste";
static const char it[] = "this one|that one|this product|this item|it|its|this|that|dieses|dieser|dieses "
                         "produkt|es|er|sie|das|celui ci|celle ci|celui la|ce produit|il|elle|ce|"
                         "este producto|este|esta|ese|esa|eso|lo|questo prodotto|questo|questa|quello|quella|dit "
                         "product|deze|dit|dat|het";
static const char these[] = "these|those|them|they|both|all of them|the two|diese|beide|beiden|alle|sie|ces|les "
                            "deux|ceux ci|tous|estos|estas|ambos|ambas|los dos|las dos|"
                            "questi|queste|entrambi|entrambe|tutti|deze|beide|allebei|allemaal";

static void ref_add(struct ctx *c, struct heard *h, struct str id)
{
    for (size_t i = 0; i < h->refs.n; i++)
        if (str_eq(h->refs.at[i], id))
            return;
    strs_add(c, &h->refs, id);
}

static void read_places(struct ctx *c, const struct talk_state *now, struct heard *h)
{
    static const char *const firsts[] = {"first two|top two|first 2|top 2|beiden ersten|ersten beiden|ersten zwei|deux "
                                         "premiers|deux premieres|dos primeros|dos primeras|primi due|prime due|eerste "
                                         "twee",
                                         "first three|top three|first 3|top 3|ersten drei|trois premiers|tres "
                                         "primeros|primi tre|eerste drie"};
    for (size_t n = 0; n < 2; n++)
        if (now->shown.n && heard_any(h, firsts[n], true)) {
            for (size_t i = 0; i < n + 2 && i < now->shown.n; i++)
                ref_add(c, h, now->shown.at[i]);
            h->pointed = true;
        }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (heard_any(h, places[i], true) && i < now->shown.n) {
            ref_add(c, h, now->shown.at[i]);
            h->pointed = true;
        }
    if (now->shown.n && heard_any(h, last, true)) {
        ref_add(c, h, now->shown.at[now->shown.n - 1]);
        h->pointed = true;
    }
    for (size_t i = 0; i < now->shown.n && i < 9; i++) { /* "#2", "number 2", "no. 2" */
        struct str n = str_fmt(c, "%zu", i + 1);
        size_t at = str_find(h->text, str_fmt(c, "#%s", n.p), 0);
        struct str named = str_fmt(c, "number %s|nummer %s|numero %s|no %s|nr %s", n.p, n.p, n.p, n.p, n.p);
        if (at != SIZE_MAX || heard_any(h, named.p, true)) {
            heard_phrase(h, n, true);
            ref_add(c, h, now->shown.at[i]);
            h->pointed = true;
        }
    }
}

static void ref_title(struct ctx *c, struct heard *h, struct str id, struct str title)
{
    bool *before = NEW_ARRAY(c, bool, h->w.n + 1);
    memcpy(before, h->used, h->w.n * sizeof *before);
    if (!heard_phrase(h, title, true))
        return;
    for (size_t i = 0; i < h->w.n; i++)
        h->title[i] |= h->used[i] && !before[i];
    ref_add(c, h, id);
    h->pointed = true;
}

/* Products that hold the word, unless so many do that it names none of them. */
enum { NAMES = 3000 };
static void postings_of(const struct talk_shop *shop, const struct search_word *w, uint32_t *from, uint32_t *to)
{
    int32_t term = heard_light(w->folded) ? TERM_NONE : wordlist_find(&shop->x->terms, w->term);
    *from = *to = 0;
    if (term != TERM_NONE && search_df(shop->x, term) <= NAMES)
        *from = shop->x->start[term], *to = shop->x->start[term + 1];
}

/* A title that stands whole in the message: of what was shown first; elsewhere one of a single word only in a question. */
static void read_titles(struct ctx *c, const struct talk_shop *shop, const struct talk_state *now, struct heard *h)
{
    bool asks = h->has[CUE_compare] || (h->asks && !h->has[CUE_find]);
    for (uint32_t d = 0; d < shop->x->n && (now->shown.n || now->about.n); d++) {
        bool near = str_eq(shop->x->doc[d].id, now->about);
        for (size_t i = 0; i < now->shown.n && !near; i++)
            near = str_eq(now->shown.at[i], shop->x->doc[d].id);
        if (near)
            ref_title(c, h, shop->x->doc[d].id, search_folded(c, shop->x->doc[d].title));
    }
    for (size_t i = 0; i < h->w.n; i++) {
        uint32_t from, to;
        postings_of(shop, &h->w.at[i], &from, &to);
        for (uint32_t p = from; p < to && !h->used[i]; p++) {
            const struct search_column *d = &shop->x->doc[shop->x->posting[p].doc];
            struct str title = search_folded(c, d->title);
            if (title.n && (asks || strchr(title.p, ' ')))
                ref_title(c, h, d->id, title);
        }
    }
}

/* "compare the ultraboost with …": a word that stands in one title alone. */
static void read_title_words(struct ctx *c, const struct talk_shop *shop, struct heard *h)
{
    for (size_t i = 0; i < h->w.n; i++) {
        uint32_t from, to;
        struct str found = {0};
        size_t n = 0;
        if (h->used[i])
            continue;
        postings_of(shop, &h->w.at[i], &from, &to);
        for (uint32_t p = from; p < to && n < 2; p++) {
            const struct search_column *d = &shop->x->doc[shop->x->posting[p].doc];
            struct search_words t = search_words(c, shop->x->stem, d->title);
            bool has = false;
            for (size_t k = 0; k < t.n && !has; k++)
                has = str_eq(t.at[k].term, h->w.at[i].term);
            n += has;
            found = has ? d->id : found;
        }
        if (n != 1)
            continue;
        h->used[i] = h->title[i] = h->pointed = true;
        ref_add(c, h, found);
    }
}

/* "the nike one": a word of the brand or title that only one of what was shown has. */
static void read_hints(struct ctx *c, const struct talk_shop *shop, const struct talk_state *now, struct heard *h)
{
    for (size_t i = 0; i < h->w.n && now->shown.n > 1; i++) {
        struct str found = {0};
        size_t n = 0;
        int32_t term = wordlist_find(&shop->x->terms, h->w.at[i].term);
        bool tail =
            i + 1 < h->w.n && (str_eq(h->w.at[i + 1].folded, STR("one")) || str_eq(h->w.at[i + 1].folded, STR("ones")));
        if (h->used[i] || term == TERM_NONE || h->refs.n > 1 || heard_small(h->w.at[i].folded) ||
            (!tail && !h->has[CUE_compare] && !h->has[CUE_add]))
            continue;
        for (uint32_t d = 0; d < shop->x->n; d++)
            for (size_t k = 0; k < now->shown.n; k++)
                if (str_eq(now->shown.at[k], shop->x->doc[d].id) && search_holds(shop->x, (uint32_t)term, d)) {
                    found = now->shown.at[k];
                    n++;
                }
        if (n != 1)
            continue;
        h->used[i] = true;
        ref_add(c, h, found);
        h->pointed = true;
    }
}

static void read_refs(struct ctx *c, const struct talk_shop *shop, const struct talk_state *now, struct heard *h)
{
    struct str about = now->about.n ? now->about : shop->here;
    read_titles(c, shop, now, h);
    read_places(c, now, h);
    read_hints(c, shop, now, h);
    if (h->has[CUE_compare] || (h->asks && !h->has[CUE_find] && !h->refs.n))
        read_title_words(c, shop, h);
    h->has[CUE_these] = heard_any(h, these, false);
    h->has[CUE_it] = heard_any(h, it, false);
    if (h->refs.n)
        return;
    if (h->has[CUE_these] && now->shown.n > 1)
        for (size_t i = 0; i < now->shown.n; i++)
            ref_add(c, h, now->shown.at[i]);
    else if (h->has[CUE_it] && (about.n || now->shown.n))
        ref_add(c, h, about.n ? about : now->shown.at[0]);
}

/* ---- all ----------------------------------------------------------------------------------------------------- */

static enum lex_language language_of(struct ctx *c, const struct heard *h, const struct talk_state *now)
{
    enum lex_language before = now->language.n ? lex_language_of(now->language) : LEX_LANGUAGES, best = LEX_LANGUAGES;
    size_t most = 0, n[LEX_LANGUAGES] = {0};
    for (int l = 0; l < LEX_LANGUAGES; l++) {
        for (size_t i = 0; i < h->w.n; i++)
            n[l] += str_among(h->w.at[i].folded, small[l]);
        if (n[l] > most || (n[l] == most && most && (enum lex_language)l == before))
            most = n[l], best = (enum lex_language)l;
    }
    if (most && (best == before || before == LEX_LANGUAGES || most > n[before]))
        return best;
    return before != LEX_LANGUAGES ? before : h->w.n > 3 ? reading_of(c, h->text, LEX_LANGUAGES)->t.language : LEX_EN;
}

/* 0: the word is no number from 2 to 99. */
static int64_t number_of(struct str word)
{
    static const char *const numbers[] = {"two|zwei|deux|dos|due|twee", "three|drei|trois|tres|tre|drie",
                                          "four|vier|quatre|cuatro|quattro", "five|funf|cinq|cinco|cinque|vijf",
                                          "six|sechs|seis|sei|zes"};
    int64_t n;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (str_among(word, numbers[i]))
            return (int64_t)i + 2;
    return str_int(word, &n) && n > 1 && n < 100 ? n : 0;
}

/* "two of them", "3 x"; not "size 42", not "8 GB". */
static bool counts(const struct heard *h, size_t i, int64_t n)
{
    static const char before[] = "size|grosse|taille|pointure|talla|taglia|maat|number|nummer|numero|no|nr";
    static const char unit[] = "gb|tb|mb|inch|cm|mm|m|ml|l|cl|kg|g|w|oz|zoll|pouces|eur|usd|euro|euros|dollars";
    static const char of[] = "of|x|times|pieces|pairs|units|stuck|mal|paar|paires|pares|paia|stuks|unidades|pezzi";
    enum { MANY = 12 }; /* a bare number above is rather a size */
    struct str next = i + 1 < h->w.n ? h->w.at[i + 1].folded : STR("");
    return !(i && str_among(h->w.at[i - 1].folded, before)) && !str_among(next, unit) && (n <= MANY || str_among(next, of));
}

static void read_quantity(struct heard *h)
{
    h->quantity = 1;
    for (size_t i = 0; i < h->w.n && (h->has[CUE_add] || h->has[CUE_take] || h->has[CUE_cart]); i++) {
        int64_t n = h->used[i] || h->w.at[i].joined ? 0 : number_of(h->w.at[i].folded);
        if (!n || !counts(h, i, n))
            continue;
        h->quantity = n;
        h->used[i] = true;
    }
}

void hear(struct ctx *c, const struct talk_shop *shop, const struct talk_state *now, struct str text, struct heard *h)
{
    *h = (struct heard){.text = apart(c, text)};
    text = h->text;
    h->w = search_words(c, shop->x->stem, text);
    h->used = NEW_ARRAY(c, bool, h->w.n + 1);
    h->title = NEW_ARRAY(c, bool, h->w.n + 1);
    h->language = language_of(c, h, now);
    h->asks = str_has(text, STR("?")) || str_has(text, STR("¿"));
    const char *list = question_words;
    for (struct str phrase; !h->asks && h->w.n && str_next(&list, &phrase);)
        h->asks = phrase_at(h, 0, phrase) > 0;
    for (size_t i = 0; i < sizeof cues / sizeof *cues; i++)
        if (cues[i].cue != CUE_please && cues[i].cue != CUE_also && cues[i].cue != CUE_instead)
            h->has[cues[i].cue] = heard_any(h, cues[i].phrases, false);
    read_refs(c, shop, now, h);
    for (size_t i = 0; i < sizeof cues / sizeof *cues; i++)
        if (cues[i].spent)
            while (heard_any(h, cues[i].phrases, true))
                h->has[cues[i].cue] = true;
    read_quantity(h);
}
