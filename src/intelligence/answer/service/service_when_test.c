/* intelligence/answer/service/service_when_test.c - conditions and doubts in six languages: understood, or known not to be. */
#include "intelligence/answer/service/service_when.h"
#include "test/unit/unit.h"
#include <math.h>

TEST(service_conditions_are_named)
{
    static const struct { const char *text; enum service_tie tie; const char *main, *then; bool nothing; } said[] = {
        {"Change it to red", TIE_NONE, "Change it to red", "", false},
        {"If red L is not available, make it red in M", TIE_GONE, "", "make it red in M", false},
        {"Auf gruen XL aendern, falls nicht verfügbar auf rot M", TIE_GONE, "Auf gruen XL aendern", "auf rot M", false},
        {"si ce n'est plus possible, renvoyez la lampe", TIE_REFUSED, "", "renvoyez la lampe", false},
        {"de lo contrario, nada", TIE_REFUSED, "", "nada", true},
        {"altrimenti lasci tutto così", TIE_REFUSED, "", "lasci tutto così", true},
        {"Cancel #S1 unless it has already left", TIE_UNSENT, "Cancel #S1", "", false},
        {"Annuleer #S1 alleen als ik er een bon voor krijg", TIE_UNKNOWN, "Annuleer #S1", "", false},
        {"Sí, cancela el pedido", TIE_NONE, "Sí, cancela el pedido", "", false},
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct service_when w;
        service_when_of(c, str_z(said[i].text), &w);
        if (w.tie != said[i].tie || !str_eq(w.main, str_z(said[i].main)) || (w.tie != TIE_UNKNOWN && !str_eq(w.then, str_z(said[i].then))) || w.nothing != said[i].nothing)
            fail_msg("\"%s\" is tied %d: \"%.*s\" then \"%.*s\" %d", said[i].text, (int)w.tie, FMT(w.main), FMT(w.then), w.nothing);
    }
}

TEST(service_limits_have_their_number)
{
    struct service_when w;
    service_when_of(c, STR("Swap it, but only if it's under 40 euros"), &w);
    assert_int_equal(w.tie, TIE_PRICE);
    assert_true(w.limit == 40 && !w.difference);
    service_when_of(c, STR("Swap it as long as the difference is not more than 10"), &w);
    assert_true(w.tie == TIE_PRICE && w.limit == 10 && w.difference);
    service_when_of(c, STR("Swap it only if it costs less than what I paid"), &w);
    assert_true(w.tie == TIE_PRICE && w.limit == 0 && w.difference);
    service_when_of(c, STR("Swap it only if it is under budget"), &w);
    assert_int_equal(w.tie, TIE_UNKNOWN); /* a bound without a number */
}

TEST(service_doubts_what_is_denied_weighed_or_wondered)
{
    static const struct { const char *text, *intent; bool doubt; } said[] = {
        {"Please cancel order 1001", "cancel", false}, {"I no longer need it, cancel it", "cancel", false}, {"I do not want to cancel it", "cancel", true},
        {"Ich möchte die Bestellung nicht stornieren", "cancel", true}, {"Bitte stornieren, ich brauche sie nicht mehr", "cancel", false},
        {"No quiero cancelar el pedido", "cancel", true}, {"Non voglio restituire le scarpe", "return", true}, {"Ik wil niet annuleren", "cancel", true},
        {"What happens if I cancel?", "cancel", true}, {"I am thinking about returning it", "return", true}, {"Return the cheaper one", "return", true},
        {"Cancel it, I found it cheaper", "cancel", false}, {"Je veux annuler la commande", "cancel", false}, {"Return one of the two", "return", true},
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (service_doubts(c, str_z(said[i].text), str_z(said[i].intent)) != said[i].doubt)
            fail_msg("\"%s\": doubt is not %d", said[i].text, said[i].doubt);
}
