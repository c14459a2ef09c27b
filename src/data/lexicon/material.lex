@material
weave
metal : metal, metallic construction, all-metal / metall / métal / metal / metallo / metaal
steel < metal : steel / stahl / acier / acero / acciaio / staal
stainless_steel < steel : stainless steel, stainless, inox, 18/8, 18/10, 304 steel / edelstahl, rostfreier stahl, rostfreiem stahl / acier inoxydable, acier inox, inox / acero inoxidable, inoxidable, inox / acciaio inossidabile, acciaio inox, inox / roestvrij staal, rvs, roestvrijstalen, rvs-staal, roestvast staal
carbon_steel < steel : carbon steel, high-carbon steel, high carbon steel / karbonstahl, kohlenstoffstahl / acier au carbone, acier carbone / acero al carbono, acero de carbono / acciaio al carbonio / koolstofstaal
damascus < steel : damascus steel, damascus / damaststahl, damaszener stahl / acier damas, damas / acero de damasco, damasco / acciaio damasco / damaststaal
chrome_vanadium < steel : chrome vanadium, chrome vanadium steel, cr-v, chrome-vanadium / chrom-vanadium, chrom-vanadium-stahl / chrome vanadium / cromo vanadio / cromo vanadio
galvanised_steel < steel : galvanised steel, galvanized steel, galvanised, galvanized / verzinkter stahl, verzinkt / acier galvanisé, galvanisé / acero galvanizado / acciaio zincato / gegalvaniseerd staal
surgical_steel < stainless_steel : surgical steel, surgical stainless steel, 316l, 316 steel / chirurgenstahl / acier chirurgical / acero quirúrgico / acciaio chirurgico / chirurgisch staal
spring_steel < steel : spring steel / federstahl
tool_steel < steel : tool steel / werkzeugstahl
iron < metal : iron, wrought iron / eisen, schmiedeeisen / fer, fer forgé / hierro, hierro forjado / ferro, ferro battuto / ijzer, smeedijzer
cast_iron < iron : cast iron, cast-iron / gusseisen, gusseiserne, gusseisernen / fonte / hierro fundido, hierro colado / ghisa / gietijzer, gietijzeren
aluminium < metal : aluminium, aluminum, alu, alloy, cast aluminium, die-cast aluminium / aluminium, alu / aluminium, alu / aluminio / alluminio / aluminium
titanium < metal : titanium / titan / titane / titanio / titanio / titanium, titaan
copper < metal : copper / kupfer / cuivre / cobre / rame / koper, koperen
brass < metal : brass / messing / laiton / latón / ottone / messing
bronze_metal < metal : *bronze / *bronze / *bronze / *bronce / *bronzo / *brons
zinc < metal : zinc, zamak / zink / zinc / zinc, cinc / zinco / zink
tin < metal : *pewter / *zinn / étain / estaño / *stagno
chrome < metal : chrome, chromium, chromed / chrom, verchromt / chrome, chromé / cromo, cromado / cromo, cromato / chroom, verchroomd
nickel < metal : nickel / nickel / nickel / níquel / nichel / nikkel
magnesium < metal : magnesium alloy, *magnesium / magnesiumlegierung
tungsten < metal : tungsten / wolfram / tungstène / tungsteno / tungsteno / wolfraam
gold_metal < metal : *gold, solid gold, 14k gold, 18k gold, 9ct gold, 18ct gold, yellow gold, white gold / *gold, gelbgold, weißgold / *or, or jaune, or blanc / *oro, oro amarillo, oro blanco / *oro, oro giallo, oro bianco / *goud, geelgoud
rose_gold_metal < gold_metal : *rose gold / *roségold / *or rose / *oro rosa / *oro rosa / *roségoud
gold_plated : 18k gold plated, 18k gold plating, 14k gold plated, 14k gold plating, 24k gold plated, 24k gold plating, gold plated, gold-plated, gold plating, gold vermeil, vermeil / vergoldet, vergoldete, vergoldetes / plaqué or, doré à l'or / chapado en oro, bañado en oro / placcato oro, placcata oro / verguld, vergulde
silver_metal < metal : *silver / *silber / *argent / *plata / *argento / *zilver
sterling < silver_metal : sterling silver, 925 silver, 925 sterling silver, silver 925, 925 / sterlingsilber, 925er silber, 925er sterlingsilber / argent sterling, argent 925, argent massif / plata de ley, plata 925, plata esterlina / argento sterling, argento 925 / sterling zilver, 925 zilver
silver_plated : silver plated, silver-plated / versilbert / plaqué argent, argenté à l'argent / chapado en plata, bañado en plata / placcato argento / verzilverd
platinum < metal : *platinum / *platin / *platine / *platino / *platino
wood : wood, wooden, timber, hardwood, softwood / holz, hölzern, hölzerne, hartholz / bois, bois dur / madera / legno, in legno / hout, houten, hardhout
solid_wood < wood : solid wood, solid hardwood, solid timber / massivholz, vollholz, massives holz / bois massif / madera maciza / legno massello, legno massiccio, massello / massief hout, massiefhout
oak < wood : oak, oak wood / eiche, eichenholz / chêne / roble / rovere, quercia / eiken, eikenhout, eik
solid_oak < oak solid_wood : solid oak / massive eiche, massiveiche, massiver eiche, eiche massiv / chêne massif / roble macizo / rovere massello, rovere massiccio / massief eiken, massief eikenhout
walnut < wood : *walnut, walnut wood, black walnut, american walnut / *nussbaum, nussbaumholz / *noyer / *nogal / *noce / *notenhout, *walnoot
solid_walnut < walnut solid_wood : solid walnut / massiver nussbaum, nussbaum massiv / noyer massif / nogal macizo / noce massello / massief notenhout
beech < wood : beech, beechwood, beech wood / buche, buchenholz / hêtre / haya / faggio / beuken, beukenhout, beuk
birch < wood : birch, birchwood, birch wood / birke, birkenholz / bouleau / abedul / betulla / berken, berkenhout
pine < wood : *pine, pinewood, pine wood, solid pine / kiefer, kiefernholz / *pin, bois de pin / pino, madera de pino / pino, legno di pino / grenen, grenenhout
solid_pine < pine solid_wood : solid pine / massive kiefer / pin massif / pino macizo / pino massello / massief grenen
ash < wood : ash wood, *ash, solid ash / esche, eschenholz / frêne / fresno / frassino / essenhout, essen
maple < wood : *maple, maple wood / *ahorn, ahornholz / *érable / *arce / *acero wood, legno d'acero / *esdoorn, esdoornhout
cherry_wood < wood : cherry wood, cherrywood / kirschholz, kirschbaum / merisier, bois de cerisier / madera de cerezo / ciliegio / kersenhout
acacia < wood : *acacia, acacia wood / *akazie, akazienholz / *acacia / *acacia / *acacia / acaciahout, *acacia
mahogany < wood : mahogany / mahagoni / acajou / caoba / mogano / mahonie
teak < wood : teak, teakwood / teak, teakholz / teck / teca / teak / teak, teakhout
olive_wood < wood : olive wood, olivewood / olivenholz / bois d'olivier / madera de olivo / legno d'ulivo, legno di ulivo / olijfhout
mango_wood < wood : mango wood, mangowood / mangoholz / manguier, bois de manguier / madera de mango / legno di mango / mangohout
rosewood < wood : rosewood / palisander, rosenholz / palissandre / palisandro / palissandro / palissander
cedar < wood : cedar, cedarwood / zeder, zedernholz / cèdre / cedro / cedro / cederhout
spruce < wood : *spruce, spruce wood / fichte, fichtenholz / épicéa / abeto rojo / abete / vurenhout
fir < wood : *fir / *tanne / *sapin / *abeto
ebony < wood : *ebony / ebenholz / ébène / ébano / ebano / ebbenhout
rubberwood < wood : rubberwood, rubber wood / gummibaumholz, kautschukholz / hévéa / madera de caucho / legno di hevea / rubberhout
plywood < wood : plywood, birch plywood / sperrholz, schichtholz / contreplaqué / contrachapado / compensato / multiplex, triplex
veneer : veneer, wood veneer, oak veneer, walnut veneer, veneered / furnier, holzfurnier, eichenfurnier, furniert / placage, plaqué bois, plaqué chêne / chapa, enchapado / impiallacciato, impiallacciatura / fineer, eikenfineer
mdf : mdf, fibreboard, fiberboard, particleboard, particle board, chipboard, engineered wood / mdf, spanplatte, faserplatte, mdf-platte / mdf, aggloméré, panneau de particules / mdf, aglomerado / mdf, truciolare / mdf, spaanplaat
bamboo : bamboo / bambus / bambou / bambú / bambù, bamboo / bamboe
rattan : rattan, wicker, cane webbing / rattan, korbgeflecht / rotin, osier / ratán, mimbre / rattan, vimini / rotan, riet
cork : *cork, cork oak / kork / liège / corcho / sughero / kurk
jute : jute / jute / jute / yute / iuta / jute
hemp : hemp / hanf / chanvre / cáñamo / canapa / hennep
sisal : sisal / sisal / sisal / sisal / sisal / sisal
seagrass : seagrass / seegras / jonc de mer
paper : *paper, kraft paper / *papier, kraftpapier / *papier / *papel / *carta / *papier
cardboard : cardboard, paperboard / karton, pappe / carton / cartón / cartone / karton
plastic : plastic, plastics / kunststoff, plastik / plastique / plástico / plastica / kunststof, plastic
abs < plastic : abs, abs plastic / abs, abs-kunststoff
polypropylene < plastic : polypropylene, ^PP / polypropylen, ^PP / polypropylène / polipropileno / polipropilene / polypropyleen
polyethylene < plastic : polyethylene, hdpe, ldpe, ^PE / polyethylen, hdpe / polyéthylène / polietileno / polietilene / polyethyleen
pvc < plastic : pvc, vinyl / pvc, vinyl / pvc, vinyle / pvc, vinilo / pvc, vinile / pvc, vinyl
polycarbonate < plastic : polycarbonate, makrolon / polycarbonat, polykarbonat / polycarbonate / policarbonato / policarbonato / polycarbonaat
acrylic_plastic < plastic : acrylic, plexiglass, plexiglas, perspex, pmma / acryl, acrylglas, plexiglas / acrylique, plexiglas / acrílico, metacrilato / acrilico, plexiglass / acryl, plexiglas
tritan < plastic : tritan / tritan / tritan / tritan / tritan / tritan
melamine < plastic : melamine / melamin / mélamine / melamina / melamina / melamine
pet_plastic < plastic : rpet, ^PET, recycled pet / rpet, ^PET
tpu < plastic : tpu, tpe, thermoplastic / tpu, tpe
nylon_plastic < plastic : glass-filled nylon
resin : resin, polyresin, epoxy, epoxy resin, poly resin / harz, kunstharz, epoxid / résine, époxy / resina, epoxi / resina, epossidica / hars, kunsthars, epoxy
silicone : silicone, silicon rubber, food-grade silicone / silikon / silicone / silicona / silicone / siliconen, silicone
rubber : rubber, rubberised, rubberized, vulcanised rubber, gum rubber / gummi, kautschuk / caoutchouc / caucho, goma / gomma, caucciù / rubber, rubberen
latex < rubber : latex, natural latex / latex, naturlatex / latex / látex / lattice / latex
natural_rubber < latex : natural rubber / naturkautschuk / caoutchouc naturel / caucho natural / gomma naturale, caucciù naturale / natuurrubber
neoprene : neoprene / neopren / néoprène / neopreno / neoprene / neopreen
eva_foam : eva, eva foam, eva midsole / eva / eva / eva / eva / eva
foam : *foam / schaumstoff, *schaum / *mousse / *espuma / *schiuma, gommapiuma / schuim
memory_foam < foam : memory foam, memory-foam / memory-schaum, memoryschaum, viscoschaum, viskoelastisch / mousse à mémoire de forme, mémoire de forme / espuma viscoelástica, viscoelástica, viscoelástico / memory foam, schiuma memory / traagschuim, memory foam
glass : glass / glas / verre / vidrio, cristal / vetro / glas, glazen
borosilicate < glass : borosilicate, borosilicate glass, pyrex / borosilikat, borosilikatglas / borosilicate, verre borosilicate, verre borosilicaté, borosilicaté / borosilicato, vidrio borosilicato, vidrio de borosilicato / borosilicato, vetro borosilicato / borosilicaatglas, borosilicaat
tempered_glass < glass : tempered glass, toughened glass / sicherheitsglas, gehärtetes glas, einscheiben-sicherheitsglas / verre trempé / vidrio templado / vetro temperato / gehard glas
crystal < glass : crystal glass, lead crystal / kristallglas, bleikristall / verre cristallin / - / vetro cristallo / kristalglas
gorilla_glass < glass : gorilla glass / gorilla glass
mineral_glass < glass : mineral glass, mineral crystal / mineralglas / verre minéral / cristal mineral / vetro minerale / mineraalglas
sapphire : sapphire crystal, sapphire glass, *sapphire, sapphire-crystal / saphirglas / verre saphir, *saphir / cristal de zafiro, *zafiro / vetro zaffiro, *zaffiro / saffierglas
ceramic : ceramic, ceramics, pottery / keramik, keramisch / céramique / cerámica / ceramica / keramiek, keramische, keramisch
porcelain < ceramic : porcelain, china, bone china, fine china / porzellan / porcelaine / porcelana / porcellana / porselein, porseleinen
stoneware < ceramic : stoneware / steinzeug, steingut / grès / gres / gres, grès / steengoed, aardewerk
earthenware < ceramic : earthenware, terracotta / tonware, irdenware, terrakotta / terre cuite, faïence / barro, terracota, loza / terracotta, terraglia / terracotta
enamel : enamel, enamelled, enameled / emaille, emailliert / émail, émaillé, émaillée / esmalte, esmaltado, esmaltada / smalto, smaltato, smaltata / emaille, geëmailleerd
stone : *stone, natural stone / *stein, naturstein / *pierre, pierre naturelle / *piedra, piedra natural / *pietra, pietra naturale / *steen, natuursteen
marble < stone : *marble / *marmor / *marbre / *mármol / *marmo / *marmer, marmeren
granite < stone : granite / granit / granit / granito / granito / graniet
slate < stone : *slate / *schiefer / *ardoise / *pizarra / *ardesia / leisteen
concrete : concrete, cement / beton, zement / béton / hormigón, cemento / cemento, calcestruzzo / beton
quartz < stone : *quartz / *quarz
carbon_fibre : carbon fibre, carbon fiber, carbon-fibre, full carbon, carbon / carbon, kohlefaser, karbon, carbonfaser / carbone, fibre de carbone / fibra de carbono, carbono / fibra di carbonio, carbonio / carbon, koolstofvezel
fibreglass : fibreglass, fiberglass, glass fibre / glasfaser, fiberglas / fibre de verre / fibra de vidrio / fibra di vetro / glasvezel
cotton : cotton, cotton canvas / baumwolle / coton / algodón / cotone / katoen, katoenen
organic_cotton < cotton : organic cotton / bio-baumwolle, biobaumwolle, bio baumwolle / coton bio, coton biologique / algodón orgánico, algodón ecológico, algodón biológico / cotone biologico, cotone organico / biologisch katoen, biokatoen, bio-katoen
pima < cotton : pima cotton, pima, supima / pima-baumwolle, pima / coton pima, pima / algodón pima, pima / cotone pima / pima-katoen
egyptian_cotton < cotton : egyptian cotton / ägyptische baumwolle, ägyptischer baumwolle / coton égyptien / algodón egipcio / cotone egiziano / egyptisch katoen
combed_cotton < cotton : combed cotton, ring-spun cotton, ringspun cotton / gekämmte baumwolle, gekämmter baumwolle / coton peigné / algodón peinado / cotone pettinato / gekamd katoen
denim < weave : denim, *jeans / denim, jeansstoff / denim / denim, tejido vaquero / denim / denim
flannel < weave : flannel, flannelette / flanell / flanelle / franela / flanella / flanel
corduroy < weave : corduroy, cord fabric / cord, cordstoff / velours côtelé / pana / velluto a coste / corduroy, ribfluweel
canvas < weave : canvas / canvas, segeltuch / toile / lona / tela, canvas / canvas
percale < weave : percale / perkal / percale / percal / percalle / perkal
sateen < weave : sateen / satin, mako-satin / satin de coton / - / raso di cotone / katoensatijn
linen : linen, flax, flax linen / leinen, flachs / lin / lino / lino / linnen
wool : wool, woollen, woolen, woolly / wolle, schurwolle / laine / lana / lana / wol, wollen
merino < wool : merino, merino wool / merino, merinowolle / mérinos, laine mérinos, mérino / merino, lana merino / merino, lana merino, merinos / merino, merinowol, merinowollen
cashmere < wool : cashmere / kaschmir, cashmere / cachemire / cachemira, cachemir / cashmere, cachemire / kasjmier
alpaca < wool : alpaca / alpaka / alpaga / alpaca / alpaca / alpaca
mohair < wool : mohair / mohair / mohair / mohair / mohair / mohair
lambswool < wool : lambswool, lamb's wool / lammwolle / laine d'agneau / lana de cordero / lana d'agnello / lamswol
tweed < wool weave : tweed, harris tweed / tweed / tweed / tweed / tweed / tweed
felt < weave : wool felt, felted, *felt / filz, wollfilz / feutre / fieltro / feltro / vilt
fleece < weave : fleece, polar fleece / fleece / polaire / polar, forro polar / pile / fleece
silk : silk, mulberry silk, silken / seide, maulbeerseide / soie / seda / seta / zijde, zijden
velvet < weave : velvet / samt / velours / terciopelo / velluto / fluweel, fluwelen
satin < weave : *satin / *satin / *satin / *satén / *raso / *satijn
polyester : polyester, poly / polyester / polyester / poliéster / poliestere / polyester
recycled_polyester < polyester : recycled polyester / recyceltes polyester, recyceltem polyester / polyester recyclé / poliéster reciclado / poliestere riciclato / gerecycled polyester
nylon : nylon, polyamide, ripstop nylon, cordura / nylon, polyamid, cordura / nylon, polyamide / nailon, poliamida, nylon / nylon, poliammide / nylon, polyamide
elastane : elastane, spandex, lycra / elasthan, elastan / élasthanne / elastano / elastan, elastane, elasthan / elastaan
viscose : viscose, rayon / viskose / viscose / viscosa / viscosa / viscose
modal : modal / modal / modal / modal / modal / modal
lyocell : lyocell, tencel / lyocell, tencel / lyocell, tencel / lyocell, tencel / lyocell, tencel / lyocell, tencel
microfibre < weave : microfibre, microfiber / mikrofaser / microfibre / microfibra / microfibra / microvezel
acrylic_yarn : acrylic yarn, acrylic knit / polyacryl / - / - / - / polyacryl
leather : leather, genuine leather, real leather / =leder, =leders, echtleder, echtes leder, echtem leder / cuir, cuir véritable / cuero, piel auténtica, cuero auténtico, piel genuina / pelle, cuoio, vera pelle / leer, leder, lederen, leren, echt leer
full_grain < leather : full-grain leather, full grain leather, full-grain / vollnarbenleder, vollnarbiges leder, vollnarbigem leder / cuir pleine fleur, pleine fleur / cuero de plena flor, plena flor / pelle pieno fiore, cuoio pieno fiore, pieno fiore / volnerf leer, volnerfleer
top_grain < leather : top-grain leather, top grain leather, top-grain
nappa < leather : nappa, nappa leather, napa / nappa, nappaleder / nappa, cuir nappa / napa / nappa / nappa, nappaleer
suede < leather : suede / wildleder, veloursleder / daim, cuir suédé, nubuck / ante, gamuza / scamosciato, scamosciata, camoscio / suède, suede
nubuck < leather : nubuck / nubuk, nubukleder / - / nobuk / nabuk / nubuck
sheepskin < leather : sheepskin, shearling, lambskin / schaffell, lammfell / peau de mouton, peau d'agneau / piel de oveja, piel de cordero / montone, pelle di pecora / schapenvacht, lamsvacht
cowhide < leather : cowhide, calfskin, calf leather / rindsleder, rindleder, kalbsleder / cuir de vachette, cuir de vache, cuir de veau / piel de vacuno, piel de becerro / pelle bovina, vitello / rundleer, kalfsleer
bonded_leather : bonded leather / verbundleder / cuir reconstitué / cuero reconstituido / cuoio rigenerato
faux_leather : faux leather, vegan leather, imitation leather, synthetic leather, pu leather, leatherette, artificial leather, eco leather, leather-look, ^PU / kunstleder, lederimitat, veganes leder, veganem leder / simili cuir, similicuir, cuir vegan, cuir synthétique, faux cuir, skaï / cuero sintético, polipiel, cuero vegano, piel sintética, símil piel / ecopelle, similpelle, finta pelle, pelle vegana / kunstleer, imitatieleer, veganistisch leer
faux_fur : faux fur / kunstfell / fausse fourrure / piel sintética de pelo, pelo sintético / pelliccia ecologica, ecopelliccia / imitatiebont
fur : fur, real fur, mink / echtpelz, pelz / fourrure / - / pelliccia / bont
down : goose down, duck down, down filling, down fill, down-filled, filled with down, down insulation, pure down, down and feather, feather and down / daune, daunen, gänsedaunen, entendaunen / duvet d'oie, duvet de canard, *duvet / plumón, pluma de ganso / piuma d'oca, piumino d'oca / dons, ganzendons, eendendons
goose_down < down : goose down / gänsedaunen / duvet d'oie / plumón de ganso / piuma d'oca / ganzendons
duck_down < down : duck down / entendaunen / duvet de canard / plumón de pato / piuma d'anatra / eendendons
feather : *feather / *feder
primaloft : primaloft, thinsulate, synthetic down
goretex : gore-tex, goretex / gore-tex, goretex / gore-tex / gore-tex / gore-tex / gore-tex
softshell < weave : softshell / softshell / softshell / softshell / softshell / softshell
mesh < weave : *mesh / *mesh, *netzgewebe / *maille filet / *malla / *mesh
lace < weave : *lace / *spitze / *dentelle / *encaje / *pizzo
terry < weave : terry, terrycloth, terry cloth / frottee, frottier / éponge, tissu éponge / rizo / spugna / badstof
muslin < weave : muslin / musselin / mousseline / muselina / mussola / mousseline
chiffon < weave : chiffon / chiffon / - / chifón / chiffon / chiffon
jersey_fabric < weave : *jersey / *jersey
teflon : teflon, ptfe / teflon, ptfe / téflon, ptfe / teflón, ptfe / teflon, ptfe / teflon, ptfe
beeswax : beeswax / bienenwachs / cire d'abeille / cera de abeja, cera de abejas / cera d'api / bijenwas
soy_wax : soy wax, soya wax / sojawachs / cire de soja / cera de soja / cera di soia / sojawas
paraffin : paraffin, paraffin wax / paraffin / paraffine / parafina / paraffina / paraffine
coconut_wax : coconut wax / kokoswachs
diamond : *diamond / *diamant, *brillant / *diamant / *diamante / *diamante / *diamant
cubic_zirconia : cubic zirconia, zirconia / zirkonia / zircone, oxyde de zirconium / circonita, circonitas / zirconi, zircone / zirkonia
pearl : freshwater pearl, freshwater pearls, cultured pearl, *pearl / süßwasserperlen, zuchtperlen / perle de culture, perles de culture / perla cultivada, perlas cultivadas / perle coltivate / parels
ruby_stone : *ruby
emerald_stone : *emerald
moissanite : moissanite
polystyrene < plastic : polystyrene, styrofoam, eps / styropor, polystyrol / polystyrène / poliestireno / polistirolo / polystyreen
polyurethane < plastic : polyurethane / polyurethan / polyuréthane / poliuretano / poliuretano / polyurethaan
bioplastic < plastic : bioplastic, pla / biokunststoff, pla / bioplastique / bioplástico / bioplastica / bioplastic
recycled_plastic < plastic : recycled plastic, ocean plastic, recycled ocean plastic / recycelter kunststoff, recyceltem kunststoff, recyceltes plastik / plastique recyclé / plástico reciclado / plastica riciclata / gerecycled plastic
wheat_straw : wheat straw
nacre : mother-of-pearl, mother of pearl, nacre / perlmutt, perlmut / nacre / nácar / madreperla / parelmoer
coconut_shell : coconut shell, *coconut / kokosnussschale, *kokosnuss / coque de noix de coco / cáscara de coco / guscio di cocco / kokosnootschaal
coconut_fibre : coir, coconut fibre, coconut fiber / kokosfaser / fibre de coco, coco
buckwheat : buckwheat hulls, *buckwheat
leadglass : lead-free crystal
plaster : *plaster, gypsum / *gips / *plâtre / *yeso / *gesso
wax_canvas < canvas weave : waxed canvas, waxed cotton / gewachste baumwolle / coton huilé, coton ciré / algodón encerado / cotone cerato / gewaxt katoen
oxford_fabric < weave : oxford fabric, oxford cloth
