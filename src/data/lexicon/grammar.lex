@negation
not : not, no, non, never, without, away from, avoid, isn't, aren't, doesn't, don't, won't, cannot, can't, nor, neither, lacks, lack, lacking, zero, minus the, un, free from, free of, avoids, instead of, rather than, excludes, excluded, excluding, sold separately, other than, unlike, skip the, ditch the, does away with, nothing like, stays away from, keep out of, keep it out of, keep them out of / nicht, kein, keine, keinen, keiner, keines, keinerlei, ohne, niemals, weder, noch, frei von, statt, anstatt, verzichtet auf, bleibt aus, bleiben aus, ist tabu, sind tabu, mag sie nicht, mag er nicht, verzichten auf / pas, sans, aucun, aucune, ni, jamais, non, ne contient pas, exempt de, dépourvu de, au lieu de, évitez / no, sin, ningún, ninguna, nunca, ni, libre de, exento de, en lugar de / non, senza, nessun, nessuna, né, mai, privo di, priva di, invece di / niet, geen, zonder, nooit, noch, vrij van, in plaats van
@free
free : free, less, exclusive / frei, freie, freies, freier, freien, los, lose / libre / libre / free / vrij, vrije, loos
@has
has : with, with a, with an, features, featuring, feature, has, have, having, includes, include, including, included, comes with, come with, comes complete with, comes in, equipped with, fitted with, offers, offering, boasts, boasting, built-in, integrated, supplied with, packed with, complete with, bundled with, plus, ships with, delivered with, contains / mit, inklusive, inkl, samt, enthält, enthalten, verfügt über, ausgestattet mit, bietet, hat, integrierter, integrierte, integriertem, integriertes, eingebaut, eingebaute, eingebauter, eingebauten, eingebautem, geliefert mit, besitzt, mitgeliefert / avec, inclut, inclus, incluse, équipé de, équipée de, doté de, dotée de, muni de, munie de, comprend, livré avec, livrée avec, fourni avec, intégré, intégrée, possède, dispose de, livré dans, livrée dans / con, incluye, incluido, incluida, equipado con, equipada con, dispone de, cuenta con, viene con, integrado, integrada, incorporado, incorporada, ofrece, tiene / con, include, incluso, inclusa, dotato di, dotata di, dispone di, fornito con, fornita con, integrato, integrata, offre, ha, provvisto di, comprende / met, inclusief, incl, bevat, uitgerust met, voorzien van, geleverd met, biedt, ingebouwde, ingebouwd, geïntegreerde, heeft, beschikt over
@made
made : made, made of, made from, made in, crafted, crafted from, built from, constructed from, woven from, knitted from, cut from, consists of, composed of, manufactured in, produced in, designed in, assembled in, born in, imported from, sourced from, hails from, from, hergestellt in / aus, gefertigt aus, hergestellt aus, besteht aus, hergestellt in, gefertigt in, made in / en, fabriqué en, fabriquée en, fait en, faite en, fabriqué à partir de, composé de / de, hecho de, hecha de, fabricado en, fabricada en, hecho en, hecha en, elaborado con / in, fatto in, fatta in, realizzato in, realizzata in, prodotto in, prodotta in, composto da / van, gemaakt van, vervaardigd uit, gemaakt in, vervaardigd in, bestaat uit
@yes
yes : yes, true, y, included, supported, available, with / ja, wahr, vorhanden, enthalten / oui, vrai / sí, verdadero / sì, vero / ja, waar
@no
no : no, false, n, none, not included, not supported, not available, without, n/a, excluded, not suitable, unsuitable / nein, falsch, keine, ohne, nicht enthalten, nicht geeignet, nicht vorhanden / non, faux, aucun, sans / no, falso, ninguno, sin / no, falso, nessuno, senza / nee, onwaar, geen, zonder
@blend
blend : blend, blended, mix, mixed, mixture, combination / mischung, gemisch, mischgewebe, mix / mélange / mezcla / misto, mista / mengsel, mix
@stop
stop : the, a, an, and, or, of, to, in, on, at, for, by, from, with, as, is, are, be, it, its, that, this, these, those, your, you, our, we, their, they, all, any, each, every, so, up, out, into, per, than, then, when, while, which, who, can, will, has, have, just, also, both, other / der, die, das, den, dem, des, ein, eine, einen, einem, einer, eines, und, oder, von, zu, in, im, an, am, auf, für, mit, bei, aus, als, ist, sind, es, sich, ihr, ihre, ihren, sie, wir, unser, auch, so, wie, pro, zum, zur, beim, alle, jede, jeder / le, la, les, l, un, une, des, du, de, d, et, ou, à, au, aux, en, dans, sur, pour, par, avec, que, qui, est, sont, il, elle, vous, votre, vos, nous, notre, ce, cette, ces, se, s, plus, tout, toute, tous / el, la, los, las, un, una, unos, unas, de, del, y, o, a, al, en, con, por, para, que, es, son, se, su, sus, tu, tus, este, esta, lo, como, cada, todo, toda / il, lo, la, i, gli, le, l, un, una, uno, di, del, della, dei, delle, e, o, a, al, alla, in, nel, nella, con, per, che, è, sono, si, suo, sua, tuo, tua, questo, questa, ogni, da, dal / de, het, een, en, of, van, te, in, op, aan, voor, met, bij, uit, als, is, zijn, die, dat, dit, deze, je, jouw, uw, ons, onze, ook, zo, per, alle, elk, elke
@generic
generic : material, materials, fabric, composition, colour, color, colours, colors, main, construction, made, origin, country, of, product, primary, general, item, shade, manufacture, manufactured, production, brand, size, sizes, available, ingredients, type / material, materialien, farbe, farben, obermaterial, hauptmaterial, herkunft, ursprung, herkunftsland, zusammensetzung, stoff, größe, größen, marke / matière, matériau, matériaux, couleur, couleurs, composition, origine, pays, taille, tailles, tissu, marque / material, materiales, color, colores, composición, origen, país, talla, tallas, tejido, marca / materiale, materiali, colore, colori, composizione, origine, paese, taglia, taglie, tessuto, marca / materiaal, materialen, kleur, kleuren, samenstelling, herkomst, land, maat, maten, stof, merk
@onto
onto : through, into, tackle, tackles, copes with, cope with, handles wood, cover, covers, work in, works in, onto, against, work of, drills, drill, drilling, cuts, cut, cutting, gentle on, safe on, scratch, scratching, suitable for, ideal for, perfect for, use on, use with, used on, used with, works on, alongside, next to, beside, pair with, pairs with, goes with, worn with, looks good with, looks good against, on top of, between, screws in, sand, sanding, polish / durch, in holz, auf holz, bohrt, sägt, schneidet, geeignet für, passt zu / dans le, à travers, perce, coupe, sur le, convient pour, avec un / a través, perfora, corta, apto para, combina con / attraverso, fora, taglia, adatto a, adatto per, si abbina / door, boort, zaagt, snijdt, geschikt voor, past bij
@beside
beside : go with, goes with, going with, goes well with, go well with, gets along with, pair with, pairs with, pairs well with, looks good with, look good with, looks good against, next to, suits / passt zu, passen zu, passt gut zu, passen gut zu, neben / va avec, vont avec, va bien avec, se marie avec, se marient avec, se marie à, s'accorde avec / combina con, combinan con, queda bien con / si abbina a, si abbinano a, sta bene con / past bij, passen bij, staat mooi bij

@includes
includes : includes, include, included, comes with, come with, comes complete with, supplied with, bundled with, ships with, delivered with, built-in, integrated, equipped with, fitted with, complete with, in the box, in the pack, in the package / inklusive, inkl, im lieferumfang, geliefert mit, integrierter, integrierte, integriertem, integriertes, eingebaut, eingebaute, eingebauter, eingebautem, eingebauten, ausgestattet mit, verfügt über, gehört dazu, gehören dazu, ist dabei, sind dabei, liegt bei, liegen bei, liegt dabei, liegen dabei, mitgeliefert, liegt im karton / inclus, incluse, inclut, livré avec, livrée avec, fourni avec, fournie avec, équipé de, équipée de, intégré, intégrée, doté de, dotée de, livré dans, livrée dans, est fourni, est fournie, sont fournis, sont fournies / incluye, incluido, incluida, viene con, equipado con, equipada con, integrado, integrada, incorporado, incorporada / include, incluso, inclusa, fornito con, fornita con, dotato di, dotata di, integrato, integrata, incorporato / inclusief, meegeleverd, geleverd met, ingebouwde, ingebouwd, geïntegreerde, uitgerust met, voorzien van
@soft
soft : everything, ease, style, comfort, character, charm, design, look, finish, feel, touch, love, care, peace, mind, fun, joy, pleasure, confidence, convenience, quality, performance, precision, flavour, flavor, taste, sound, result, detail, details, room, space, needs, need, features, feature, extras, essentials, technology, system, function, mode, way, life, time, day, moment, home, family, box, set, pack, package, piece, product, version, item, things, stuff, protection, support, storage, power, control, light, warmth, smile, instructions, attitude, purpose, personality, edge, shape, size, colour, color, texture, fit, choice, difference, potential, experience, freedom, flexibility, versatility, option, options, range, variety, bit, lot, extra, more, it, them / alles, stil, komfort, charme, design, liebe, freude, qualität, leistung, geschmack, klang, details, funktion, system, technik, schutz, platz, stauraum, licht, spaß, set, lieferumfang / tout, style, confort, charme, design, amour, plaisir, qualité, goût, son, détails, fonction, système, protection, place, lumière, lot / todo, estilo, comodidad, encanto, diseño, amor, calidad, sabor, sonido, detalles, función, sistema, protección, espacio, luz, juego / tutto, stile, comodità, fascino, design, amore, qualità, gusto, suono, dettagli, funzione, sistema, protezione, spazio, luce, set / alles, stijl, comfort, charme, ontwerp, liefde, kwaliteit, smaak, geluid, details, functie, systeem, bescherming, ruimte, licht, set
@grade
dark : dark / dunkel, dunkle / foncé / oscuro, tostado oscuro / scuro, scura / donker, donkere
light : light / hell, helle / clair, claire / claro / chiaro, chiara / licht, lichte
medium : medium, mid / mittel, mittlere / moyen, moyenne / medio, media / medio, media / medium, gemiddeld
slim : slim, skinny, fitted, tailored / schmal, schmale, schmaler / ajusté, cintré / ajustado, entallado / aderente, slim / slim, smalle
regular : regular, standard / normal, normale / standard, classique / normal, estándar / regolare, normale / normaal, normale
loose : loose, relaxed, oversized, baggy, wide / weit, locker, weite / ample, large / holgado, ancho / largo, ampio / wijd, losse
long : long / lang, lange / long, longue, longues / largo, larga / lungo, lunga, lunghe / lang, lange
short : short / kurz, kurze / court, courte, courtes / corto, corta / corto, corta, corte / kort, korte
high : high / hoch, hohe, hoher / haut, haute / alto, alta / alto, alta / hoog, hoge
low : low / niedrig, niedrige / bas, basse / bajo, baja / basso, bassa / laag, lage
soft : soft / weich, weiche / souple, moelleux / blando / morbido / zacht, zachte
firm : firm, hard / fest, hart, harte / ferme / firme, duro / rigido / stevig, hard
whole : whole / ganze / entier, en grains / entero, en grano / intero, in grani / hele
ground : ground / gemahlen, gemahlene, gemahlener / moulu / molido / macinato / gemalen
automatic : automatic / automatisch, automatische / automatique / automático / automatico / automatisch, automatische
manual : manual, hand-operated / manuell, manuelle / manuel, manuelle / manual / manuale / handmatig, handmatige
quartz : quartz / quarz / quartz / cuarzo / quarzo / kwarts
electric : electric, electrical / elektrisch, elektrische / électrique / eléctrico, eléctrica / elettrico, elettrica / elektrisch, elektrische
gas : gas / gas / gaz / gas / gas / gas
dry_g : dry / trocken, trockene, trockener / sec / seco, seca / secco / droog
sweet_g : sweet / süß, süßer / doux / dulce / dolce / zoet
mild : mild / mild, milde, milder / doux / suave / delicato / mild, milde
strong_g : strong / stark, kräftig / fort, corsé / fuerte, intenso / forte, intenso / sterk
round_g : round / rund, runde, runder / rond, ronde / redondo, redonda / rotondo, rotonda / rond, ronde
square_g : square, rectangular / quadratisch, rechteckig / carré, rectangulaire / cuadrado, rectangular / quadrato, rettangolare / vierkant, rechthoekig
mens : men's, mens / herren, männer / hommes, homme / hombre / uomo / heren
womens : women's, womens, ladies / damen, frauen / femmes, femme / mujer / donna / dames
matte : matte, matt / matt, matte / mat, mate / mate / opaco, opaca / mat, matte
glossy : glossy, gloss, shiny, polished / glänzend, glänzende / brillant, brillante / brillante / lucido, lucida / glanzend
front_g : front-loading, front load
top_g : top-loading, top load
left_g : left-handed
single_g : single / einzel / simple / individual / singolo / enkel
double_g : double / doppelt, doppel / double / doble / doppio / dubbel
open_g : open / offen, offene / ouvert / abierto / aperto / open
closed_g : closed / geschlossen, geschlossene / fermé / cerrado / chiuso / gesloten
maxi_g : maxi
midi_g : midi
mini_g : mini
knee_g : knee-length
dual_g : dual
tri_g : tri, triple
quad_g : quad
black_g : black / schwarz, schwarzer / noir / negro / nero / zwarte
green_g : green / grün, grüner / vert / verde / verde / groene
white_g : white / weiß, weißer / blanc / blanco / bianco / witte
red_g : red / rot, roter / rouge / tinto, rojo / rosso / rode
cold_g : cold / kalt / froid / frío / freddo / koud
hot_g : hot / heiß / chaud / caliente / caldo / heet
fresh_g : fresh / frisch, frischer / frais / fresco / fresco / verse
dried_g : dried / getrocknet, getrocknete / séché / seco / essiccato / gedroogd
smoked_g : smoked / geräuchert / fumé / ahumado / affumicato / gerookt
salted_g : salted / gesalzen, gesalzene / salé / salado / salato / gezouten
unsalted_g : unsalted / ungesalzen / sans sel / sin sal / non salato / ongezouten
fine_g : fine / fein / fin / fino / fino / fijn
coarse_g : coarse / grob / gros / grueso / grosso / grof
vneck : v-neck
crew : crew / rundhals
plain_g : plain / uni / uni / liso / tinta unita / effen
sleeveless : sleeveless / ärmellos
corded : corded, wired / kabelgebunden / filaire / con cable / con filo / bedraad
analog : analogue, analog / analog / analogique / analógico / analogico / analoog
digital_g : digital / digital / numérique / digital / digitale / digitaal
upright : upright
grain : wholegrain, whole-grain / vollkorn / complet / integral / integrale / volkoren
@scenery
scenery : sky, skies, day, days, sea, ocean, lake, forest, snow, morning, mornings, evening, evenings, night, nights, weekend, winter, summer, autumn, spring, hair, skin, teeth, cheeks, laundry, jeans, trousers, wall, walls, toast, crust, dough, wine, bread, leaves, grass, lawn, lights, light, hour, sunset, sunrise, sun, moon, hills, weather, clouds, water, coffee, tea, thoughts, mood, energy, spaces, meat, vegetables, stains, sauce / himmel, tag, tage, meer, wald, schnee, morgen, abend, nacht, winter, sommer, haar, haut, zähne, wäsche, wand, wände, brot, wein, gras, licht, wetter, kaffee, tee / ciel, jour, jours, mer, forêt, neige, matin, soir, nuit, hiver, été, cheveux, peau, dents, mur, murs, pain, vin, lumière, café, thé / cielo, día, días, mar, bosque, nieve, mañana, noche, invierno, verano, pelo, piel, dientes, pared, pan, vino, luz, café, té / cielo, giorno, giorni, mare, bosco, neve, mattina, sera, notte, inverno, estate, capelli, pelle, denti, parete, pane, vino, luce, caffè, tè / lucht, dag, dagen, zee, bos, sneeuw, ochtend, avond, nacht, winter, zomer, haar, huid, tanden, muur, brood, wijn, licht, koffie, thee
@sense
sense : scent, scents, fragrance, flavour, flavor, flavours, notes, aroma, aromas, taste, hints, hint, perfume / duft, aroma, geschmack, noten / parfum, arôme, goût, notes, senteur / aroma, sabor, notas, fragancia / profumo, aroma, gusto, note, fragranza / geur, smaak, aroma
@grade
fit_is : fit, leg, cut / passform, schnitt / coupe / corte / vestibilità, taglio / pasvorm
skinny_fit < fit_is : skinny
straight_fit < fit_is : straight, straight fit, straight leg / gerade / droit, droite / recto / dritto / recht
bootcut_fit < fit_is : bootcut, flared
tapered_fit < fit_is : tapered
slim_fit < fit_is : slim, slim fit, tailored fit / slim, tailliert, taillierter schnitt / ajusté, cintré, coupe ajustée / ajustado, entallado, corte entallado / aderente, slim
regular_fit < fit_is : regular
relaxed_fit < fit_is : relaxed, loose, oversized, baggy
firmness_is : firmness, feel / härtegrad, härte / fermeté / firmeza / rigidità / hardheid
firm_f < firmness_is : firm, extra-firm / fest, hart / ferme / firme / rigido / stevig
medium_f < firmness_is : medium, medium-firm / mittel, mittelfest / mi-ferme / medio / medio / medium
soft_f < firmness_is : plush, extra-soft / weich / moelleux / blando / morbido / zacht
closure_is : closure, fastening, fly, fastener / verschluss / fermeture / cierre / chiusura / sluiting
zip_c < closure_is : zip, zipper / reißverschluss / fermeture éclair / cremallera / cerniera, zip / rits
button_c < closure_is : button, buttons, snap, press-stud / knöpfe, knopf, druckknöpfe / bouton, boutons / botón, botones / bottoni / knopen
velcro_c < closure_is : velcro, hook-and-loop / klettverschluss
buckle_c < closure_is : buckle / schnalle / boucle / hebilla / fibbia / gesp
lace_c < closure_is : laces, lace-up / schnürsenkel, schnürung / lacets / cordones / lacci / veters
magnet_c < closure_is : magnetic / magnetverschluss / magnétique / magnético / magnetico / magnetisch
ruling_is : ruling, pages, lineature / lineatur / réglure / rayado / rigatura / liniatuur
squared_r < ruling_is : squared, grid, graph / kariert, karierte / quadrillé, quadrillées / cuadriculado, cuadriculadas / a quadretti / geruit
lined_r < ruling_is : lined, ruled / liniert, linierte / ligné, lignées / rayado, rayadas / a righe / gelinieerd
dotted_r < ruling_is : dotted, dot-grid / gepunktet, gepunktete, punktkariert / pointillé / punteado, punteadas / puntinato / gestippeld
blank_r < ruling_is : blank, unlined / blanko / uni, vierge / liso / bianco / blanco
grape_is : grape, grapes, varietal, variety / rebsorte, traube / cépage / uva / vitigno, uva / druif, druivensoort
merlot < grape_is : merlot
sangiovese < grape_is : sangiovese
cabernet < grape_is : cabernet, cabernet sauvignon
chardonnay < grape_is : chardonnay
riesling < grape_is : riesling
pinot < grape_is : pinot noir, pinot grigio, spätburgunder, pinot
sauvignon < grape_is : sauvignon blanc
syrah < grape_is : syrah, shiraz
tempranillo < grape_is : tempranillo
malbec < grape_is : malbec
nebbiolo < grape_is : nebbiolo
grenache < grape_is : grenache, garnacha
primitivo < grape_is : primitivo, zinfandel
fuel_is : fuel, energy source / brennstoff / combustible / combustible / combustibile / brandstof
gas_fu < fuel_is : gas, propane, butane / gas / gaz / gas / gas / gas
charcoal_fu < fuel_is : charcoal / holzkohle / charbon / carbón / carbonella / houtskool
electric_fu < fuel_is : electric / elektro / électrique / eléctrico / elettrico / elektrisch
pellet_fu < fuel_is : pellet, pellets
switch_is : switches, switch / schalter / interrupteurs / interruptores / switch / schakelaars
linear_s < switch_is : linear, red switches
tactile_s < switch_is : tactile, brown switches
clicky_s < switch_is : clicky, blue switches
roast_is : roast / röstung / torréfaction / tueste / tostatura / branding
dark_r < roast_is : dark roast, dark-roasted / dunkle röstung
light_r < roast_is : light roast / helle röstung
medium_r < roast_is : medium roast, medium / mittlere röstung, mittel
grind_is : form, grind, beans / mahlgrad / mouture / molienda / macinatura / maling
ground_gr < grind_is : ground coffee, pre-ground, ready-ground / gemahlener kaffee / café moulu / café molido / caffè macinato / gemalen koffie
whole_gr < grind_is : whole beans, whole bean, whole / ganze bohnen / en grains / en grano / in grani / hele bonen
movement_is : movement / uhrwerk / mouvement / movimiento / movimento / uurwerk
quartz_mv < movement_is : quartz / quarz / quartz / cuarzo / quarzo / kwarts
automatic_mv < movement_is : automatic, self-winding / automatik / automatique / automático / automatico / automatisch
sleeve_is : sleeves, sleeve / ärmel / manches / mangas / maniche / mouwen
longsl < sleeve_is : long sleeves, long-sleeved, long sleeve, long / langarm, lang / manches longues, longues / manga larga, largas / maniche lunghe, lunghe / lange mouwen, lang
shortsl < sleeve_is : short sleeves, short-sleeved, short sleeve, short / kurzarm, kurz / manches courtes, courtes / manga corta, cortas / maniche corte, corte / korte mouwen, kort
sleeveless_sl < sleeve_is : sleeveless / ärmellos / sans manches / sin mangas / senza maniche / mouwloos
neck_is : neck, neckline, collar / ausschnitt, kragen / col, encolure / cuello, escote / collo, scollo / hals, kraag
crew_n < neck_is : crew neck, crew, round neck / rundhals / col rond / cuello redondo / girocollo / ronde hals
vneck_n < neck_is : v-neck / v-ausschnitt / col v / cuello en v / scollo a v / v-hals
roll_n < neck_is : roll neck, turtleneck, polo neck / rollkragen / col roulé / cuello alto / dolcevita / coltrui
tech_is : technology / technologie / technologie / tecnología / tecnologia / technologie
infrared_t < tech_is : infrared / infrarot / infrarouge / infrarrojos / infrarossi / infrarood
ionic_t < tech_is : ionic, ion / ionen / ionique / iónica / ionica / ionisch
filter_is : filter type, filter
mineral_f < filter_is : mineral
chemical_f < filter_is : chemical
use_is : use, application, frequency / anwendung / utilisation, application / uso, aplicación / uso / gebruik
daily_u < use_is : once a day, twice a day, twice daily, every day, morning and evening, morning and night, every morning / einmal täglich, zweimal täglich, jeden tag, morgens und abends, jeden morgen / une fois par jour, deux fois par jour, matin et soir, chaque jour / una vez al día, dos veces al día, mañana y noche, cada día / una volta al giorno, due volte al giorno, mattina e sera / eenmaal per dag, tweemaal per dag, 's ochtends en 's avonds
weekly_u < use_is : once a week, twice a week, every week, three times a week / einmal pro woche, einmal wöchentlich, zweimal pro woche, jede woche / une fois par semaine, deux fois par semaine, chaque semaine / una vez por semana, una vez a la semana, dos veces por semana / una volta a settimana, due volte a settimana / eenmaal per week, tweemaal per week
season_is : season, warmth / saison, jahreszeit / saison / temporada, estación / stagione / seizoen
summer_s < season_is : summer duvet, summer-weight, summer sleeping bag, summer tyre / sommerdecke, sommerbettdecke, sommerschlafsack, sommerreifen, sommerjacke / couette d'été, pneu d'été / edredón de verano, nórdico de verano / piumino estivo / zomerdekbed
winter_s < season_is : winter duvet, winter-weight, winter sleeping bag, winter tyre / winterdecke, winterbettdecke, winterschlafsack, winterreifen, winterjacke / couette d'hiver, pneu d'hiver / edredón de invierno, nórdico de invierno / piumino invernale / winterdekbed
process_is : process, processing / aufbereitung / procédé, traitement / proceso, beneficio / lavorazione / verwerking
washed_p < process_is : washed, washed process, fully washed / gewaschen, gewaschene / lavé / lavado / lavato / gewassen
natural_p < process_is : natural-process, natural process, natural processed, dry-processed / trocken aufbereitet / procédé nature / proceso natural / processo naturale
honey_p < process_is : honey-process, honey process, honey processed / honey-aufbereitung / procédé honey / proceso honey
