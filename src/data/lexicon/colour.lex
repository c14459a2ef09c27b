@colour
pattern
grey : grey, gray, greyish / grau, graue, grauer, graues, grauem, grauen / gris, grise / gris / grigio, grigia, grigi, grigie / grijs, grijze
dark_grey < grey : dark grey, dark gray / dunkelgrau / gris foncé / gris oscuro / grigio scuro / donkergrijs
black : black, jet-black, jet black / schwarz, schwarze, schwarzer, schwarzes, schwarzem, schwarzen / noir, noire / negro, negra / nero, nera, neri, nere / zwart, zwarte
matte_black < black : matte black, matt black / mattschwarz / noir mat / negro mate / nero opaco / matzwart, mat zwart
anthracite < black dark_grey : anthracite, charcoal, graphite, gunmetal / anthrazit, graphit / anthracite, graphite / antracita, grafito / antracite, grafite / antraciet, grafiet
white : white, snow-white, pure white / weiß, weiße, weißer, weißes, weißem, weißen, schneeweiß / blanc, blanche, blancs, blanches / blanco, blanca / bianco, bianca, bianchi, bianche / wit, witte
ivory < white : ivory, off-white, off white, ecru, eggshell, pearl white, alabaster / elfenbein, cremeweiß, ecru, offwhite / ivoire, écru, blanc cassé / marfil, crudo, blanco roto / avorio, écru, bianco sporco / ivoor, gebroken wit, ecru
cream_colour < white beige : cream-coloured, cream-colored, cream coloured, *cream / cremefarben, *creme / *crème / color crema, *crema / color crema, *crema / crèmekleurig, *crème
light_grey < grey : light grey, light gray, pale grey / hellgrau, lichtgrau / gris clair / gris claro / grigio chiaro / lichtgrijs
slate_grey < grey : slate grey, slate gray, *slate / schiefergrau / gris ardoise / gris pizarra / grigio ardesia / leigrijs
silver < grey : silver, silvery, silver-tone, silver-coloured, silver-colored / silber, silbern, silberfarben, silberne / argenté, argentée, *argent / plateado, plateada / argentato, argentata, *argento / zilver, zilverkleurig
red : red / rot, rote, roter, rotes, rotem, roten / rouge / rojo, roja / rosso, rossa, rossi, rosse / rood, rode
dark_red < red : dark red / dunkelrot / rouge foncé / rojo oscuro / rosso scuro / donkerrood
burgundy < red : burgundy, maroon, bordeaux, wine red, oxblood, claret, cranberry red / bordeaux, weinrot, burgunder, bordeauxrot / bordeaux, bourgogne / burdeos, granate, borgoña / bordeaux, bordò, granata / bordeaux, wijnrood, bordeauxrood
crimson < dark_red : crimson, scarlet, ruby red, cherry red, cardinal red, carmine, *ruby / karmesinrot, scharlachrot, rubinrot, kirschrot / cramoisi, écarlate, rouge rubis, rouge cerise / carmesí, escarlata / cremisi, scarlatto, rosso rubino / scharlaken, karmozijn
coral < red pink orange : *coral / *koralle, korallenrot / *corail / *coral / *corallo / *koraal
rust_colour < orange brown : rust-coloured, rust-colored, *rust / rostrot, rostfarben / *rouille / *teja / *ruggine / roestkleurig
terracotta_colour < orange red brown : *terracotta / *terrakotta / *terracotta / *terracota / *terracotta / *terracotta
pink : pink, blush, fuchsia, magenta, blush pink / rosa, pink, fuchsia, magenta / rose, fuchsia, magenta / rosa, fucsia, magenta / rosa, fucsia, magenta / roze, fuchsia, magenta
hot_pink < pink : hot pink, neon pink / neonpink / rose vif, rose fluo / rosa fucsia, rosa neón / rosa shocking / felroze, knalroze
rose_gold < pink : rose gold, rose-gold / roségold, rosegold / or rose / oro rosa / oro rosa / roségoud
dusty_pink < pink : dusty pink, dusty rose, pale pink, light pink, old rose / altrosa, hellrosa, zartrosa / vieux rose, rose pâle, rose poudré, rose clair / rosa palo, rosa claro / rosa antico, rosa cipria, rosa chiaro / oudroze, lichtroze
salmon_colour < pink orange : salmon pink / lachsfarben, lachsrosa / rose saumon / - / rosa salmone / zalmroze
orange : orange / orange, orangefarben / orange, orangé / naranja, anaranjado / arancione, arancio / oranje
peach_colour < orange pink : peach-coloured, peach-colored, *peach / pfirsichfarben / - / color melocotón / color pesca / perzikkleurig
apricot_colour < orange : apricot-coloured / apricot
amber_colour < orange yellow : *amber / *bernstein / *ambre / *ámbar / *ambra / *amber
yellow : yellow / gelb, gelbe, gelber, gelbes, gelbem, gelben / jaune / amarillo, amarilla / giallo, gialla, gialli, gialle / geel, gele
mustard_colour < yellow : mustard yellow, *mustard / senfgelb / jaune moutarde, *moutarde / amarillo mostaza, *mostaza / giallo senape, *senape / mosterdgeel
lemon_yellow < yellow : lemon yellow / zitronengelb / jaune citron / amarillo limón / giallo limone / citroengeel
gold < yellow : gold, golden, gold-tone, gold-coloured, gold-colored / gold, golden, goldfarben, goldene, goldenen, goldener / doré, dorée, dorés, *or / dorado, dorada, *oro / dorato, dorata, dorati, *oro / goud, gouden, goudkleurig
brass_colour < gold : *brass, brushed brass, antique brass
champagne_colour < gold beige : *champagne / *champagner / *champagne / *champán / *champagne / *champagne
green : green / grün, grüne, grüner, grünes, grünem, grünen / vert, verte, verts, vertes / verde / verde, verdi / groen, groene
dark_green < green : dark green, forest green, bottle green, hunter green, racing green, pine green / dunkelgrün, tannengrün, waldgrün, flaschengrün / vert foncé, vert sapin, vert forêt, vert bouteille / verde oscuro, verde bosque, verde botella / verde scuro, verde bosco, verde bottiglia / donkergroen, bosgroen, flessengroen
light_green < green : light green, mint green, sage green, pistachio green, pale green, apple green, *mint, *sage, sage-green / hellgrün, mintgrün, salbeigrün, *mint / vert clair, vert menthe, vert d'eau, vert sauge / verde claro, verde menta, verde salvia, verde agua / verde chiaro, verde menta, verde salvia / lichtgroen, mintgroen, saliegroen
mint_colour < light_green : mint green, *mint / mintgrün / vert menthe / verde menta / verde menta / mintgroen
sage_colour < light_green : sage green, *sage, sage-green / salbeigrün / vert sauge / verde salvia / verde salvia / saliegroen
olive_colour < green : olive green, army green, *olive, military green / olivgrün, oliv, olivfarben / vert olive, kaki / verde oliva, verde militar / verde oliva, verde militare / olijfgroen, legergroen
khaki < green beige brown : khaki / khaki / kaki / caqui, kaki / kaki / kaki, khaki
emerald_colour < dark_green : emerald green, *emerald / smaragdgrün / vert émeraude, émeraude / verde esmeralda, esmeralda / verde smeraldo, smeraldo / smaragdgroen
lime_colour < green yellow : lime green, *lime, neon green / limettengrün, neongrün / vert citron / verde lima / verde lime / limoengroen
teal < green blue : teal, petrol, petrol blue / petrol, petrolblau / bleu canard, pétrole, bleu pétrole / verde azulado, azul petróleo, petróleo / ottanio, petrolio / petrol, petrolblauw
turquoise < blue green : turquoise, aqua, aquamarine, cyan / türkis, türkisblau / turquoise, cyan / turquesa, aguamarina, cian / turchese, ciano / turquoise, turkoois
blue : blue, ocean blue, sea blue / blau, blaue, blauer, blaues, blauem, blauen / bleu, bleue, bleus, bleues / azul, azules / blu, azzurro, azzurra / blauw, blauwe
navy < blue : navy, navy blue, midnight blue, dark blue, marine blue / marineblau, dunkelblau, navy, nachtblau, mitternachtsblau / bleu marine, bleu nuit, bleu foncé, marine / azul marino, azul oscuro, marino / blu navy, blu scuro, blu notte, blu marino / marineblauw, donkerblauw, nachtblauw
light_blue < blue : light blue, sky blue, baby blue, pale blue, powder blue, ice blue / hellblau, himmelblau, eisblau, babyblau / bleu clair, bleu ciel, bleu pâle / azul claro, celeste, azul cielo / azzurro, celeste, azzurra, blu chiaro / lichtblauw, hemelsblauw, babyblauw
royal_blue < blue : royal blue, cobalt blue, *cobalt, electric blue, sapphire blue, ultramarine, indigo blue / königsblau, kobaltblau, royalblau / bleu roi, bleu cobalt, bleu électrique / azul real, azul cobalto, azul eléctrico / blu reale, blu cobalto, blu elettrico / koningsblauw, kobaltblauw
indigo < blue purple : indigo / indigo / indigo / índigo / indaco / indigo
purple : purple, violet, plum-coloured, *plum, aubergine / lila, violett, purpur, *pflaume / violet, violette, pourpre, *prune / morado, morada, violeta, púrpura / viola, porpora / paars, paarse, violet
lilac < purple : lilac, lavender-coloured, *lavender, mauve, orchid purple / flieder, fliederfarben, mauve / lilas, mauve, *lavande / lila, malva, *lavanda / lilla, malva, *lavanda / lila, mauve
brown : brown / braun, braune, brauner, braunes, braunem, braunen / marron, brun, brune / marrón, *café / marrone, bruno, bruna / bruin, bruine
dark_brown < brown : dark brown, *chocolate brown, *espresso brown, *mocha / dunkelbraun, schokobraun / marron foncé, brun foncé, chocolat foncé / marrón oscuro / marrone scuro, testa di moro / donkerbruin
light_brown < brown : light brown, *caramel brown / hellbraun / marron clair / marrón claro / marrone chiaro / lichtbruin
tan < brown beige : *tan, camel, cognac, fawn, tan-brown, tan brown, *caramel / cognac, camel, kamelfarben / camel, cognac, fauve / camel, coñac / cammello, cuoio chiaro, cognac / camel, cognac
beige < brown : beige, sand-coloured, *sand, *taupe, oatmeal-coloured, *nude, *ecru / beige, sandfarben, *taupe, *sand / beige, *sable, *taupe / beige, *arena, *topo / beige, *sabbia, *tortora / beige, zandkleurig, *taupe
taupe < brown grey beige : taupe / taupe / taupe / topo / tortora, taupe / taupe
copper_colour < brown orange : *copper / *kupfer, kupferfarben / *cuivré / cobrizo, *cobre / ramato, *rame / koperkleurig, *koper
bronze_colour < brown gold : bronze / bronze, bronzefarben / bronze / bronce / bronzo / brons
multicolour : multicolour, multicolor, multicoloured, multicolored, multi-coloured, rainbow, colourful, multi-colour / mehrfarbig, bunt, regenbogen / multicolore, arc-en-ciel / multicolor, arcoíris / multicolore, arcobaleno / meerkleurig, veelkleurig, regenboog
transparent : *transparent, *see-through / *transparent, *durchsichtig / *transparent / *transparente / *trasparente / *transparant
neon_colour : *neon, fluorescent / *neon / *fluo
leopard < pattern : leopard print, leopard, zebra print, animal print / leopardenmuster / imprimé léopard / estampado de leopardo / leopardato / luipaardprint
camouflage < pattern : camouflage, camo / camouflage, tarnmuster / camouflage / camuflaje / mimetico / camouflage
striped < pattern : striped, stripes, pinstripe / gestreift, streifen / rayé, rayée, rayures / rayas, a rayas / a righe, righe, rigato / gestreept, strepen
checked < pattern : checked pattern, plaid, tartan, gingham, checkered, chequered, houndstooth / kariert, karo / carreaux, à carreaux, pied-de-poule / cuadros, a cuadros / quadri, a quadri / geruit, ruiten
floral < pattern : floral, floral print, flower print / geblümt, blumenmuster / fleuri, fleurie, imprimé floral / estampado floral / floreale, a fiori / gebloemd, bloemenprint
polka < pattern : polka dot, polka dots, polka-dot, dotted / gepunktet / à pois, pois / lunares / a pois / gestippeld, stippen
