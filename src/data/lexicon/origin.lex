# Countries, regions and their adjectives. "French press" and "Scandinavian style" are idioms (see idiom.lex).
@origin
europe : europe, european, ^EU, eu-made / europa, europäisch, europäische, europäischer, ^EU / europe, européen, européenne, ^UE / europa, europeo, europea, ^UE / europa, europeo, europea, ^UE / europa, europees, europese, ^EU
italy < europe : italy, italian, tuscany, tuscan, milan, milanese, florence, sicily, sicilian, venice, piedmont, naples, neapolitan, rome, murano, puglia, parma, modena / italien, italienisch, italienische, italienischer, italienischem, italienischen, toskana, sizilien / italie, italien, italienne, toscane, sicile / italia, italiano, italiana, toscana, sicilia / italia, italiano, italiana, italiani, toscana, sicilia, milano / italië, italiaans, italiaanse, toscane, sicilië
germany < europe : germany, german, solingen, bavaria, bavarian, berlin, black forest, munich / deutschland, deutsch, deutsche, deutscher, deutschem, deutschen, solingen, bayern, bayerisch, schwarzwald / allemagne, allemand, allemande / alemania, alemán, alemana / germania, tedesco, tedesca / duitsland, duits, duitse
france < europe : france, french, provence, paris, parisian, brittany, normandy, grasse, burgundy region, champagne region / frankreich, französisch, französische, französischer, französischem, provence, paris / france, français, française, provence, paris, bretagne / francia, francés, francesa / francia, francese, francesi, provenza / frankrijk, frans, franse
spain < europe : spain, spanish, catalonia, andalusia, andalusian, barcelona, madrid, mallorca, catalan / spanien, spanisch, spanische, andalusien / espagne, espagnol, espagnole / españa, español, española, andalucía / spagna, spagnolo, spagnola / spanje, spaans, spaanse
portugal < europe : portugal, portuguese, porto, lisbon, alentejo / portugal, portugiesisch, portugiesische, portugiesischer / portugal, portugais, portugaise / portugal, portugués, portuguesa / portogallo, portoghese / portugal, portugees, portugese
switzerland < europe : switzerland, swiss, zurich, geneva, swiss-made, swiss made / schweiz, schweizer / suisse / suiza, suizo, suiza / svizzera, svizzero, svizzeri / zwitserland, zwitsers, zwitserse
austria < europe : austria, austrian, tyrol, tyrolean, vienna / österreich, österreichisch, österreichische, tirol / autriche, autrichien, autrichienne / austria, austriaco, austriaca / austria, austriaco, austriaca / oostenrijk, oostenrijks
uk < europe : uk, united kingdom, britain, great britain, british, england, english, sheffield, london, yorkshire, staffordshire, northampton, cornwall, cornish / großbritannien, britisch, britische, england, englisch, englische / royaume-uni, britannique, angleterre, anglais, anglaise / reino unido, británico, británica, inglaterra, inglés, inglesa / regno unito, britannico, britannica, inghilterra, inglese / verenigd koninkrijk, brits, britse, engeland, engels, engelse
scotland < uk : scotland, scottish, edinburgh, outer hebrides, harris tweed, islay, highlands / schottland, schottisch, schottische / écosse, écossais, écossaise / escocia, escocés, escocesa / scozia, scozzese / schotland, schots, schotse
wales < uk : *wales, welsh
ireland < europe : ireland, irish, donegal, dublin / irland, irisch, irische / irlande, irlandais, irlandaise / irlanda, irlandés, irlandesa / irlanda, irlandese / ierland, iers, ierse
netherlands < europe : netherlands, holland, dutch, amsterdam / niederlande, niederländisch, holland, holländisch / pays-bas, néerlandais, néerlandaise, hollande / países bajos, holanda, holandés, holandesa / paesi bassi, olanda, olandese / nederland, nederlands, nederlandse, holland, hollands
belgium < europe : belgium, belgian, brussels, flanders / belgien, belgisch, belgische, belgischer / belgique, belge / bélgica, belga / belgio, belga / belgië, belgisch, belgische
scandinavia < europe : scandinavia, scandinavian, nordic / skandinavien, skandinavisch, skandinavische, skandinavischer, nordisch, nordische / scandinavie, scandinave, nordique / escandinavia, escandinavo, nórdico / scandinavia, scandinavo, nordico / scandinavië, scandinavisch, scandinavische
sweden < scandinavia europe : sweden, swedish, stockholm / schweden, schwedisch, schwedische, schwedischer / suède, suédois, suédoise / suecia, sueco, sueca / svezia, svedese / zweden, zweeds, zweedse
norway < scandinavia europe : norway, norwegian / norwegen, norwegisch, norwegische, norwegischer / norvège, norvégien, norvégienne / noruega, noruego, noruega / norvegia, norvegese / noorwegen, noors, noorse
denmark < scandinavia europe : denmark, danish, copenhagen / dänemark, dänisch, dänische, dänischer, dänisches / danemark, danois, danoise / dinamarca, danés, danesa / danimarca, danese / denemarken, deens, deense
finland < scandinavia europe : finland, finnish / finnland, finnisch, finnische / finlande, finlandais, finlandaise / finlandia, finlandés, finlandesa / finlandia, finlandese / finland, fins, finse
iceland < scandinavia europe : iceland, icelandic / island, isländisch, isländische / islande, islandais, islandaise / islandia, islandés, islandesa / islanda, islandese / ijsland, ijslands
poland < europe : poland, polish-made, ^POLISH / polen, polnisch, polnische, polnischer / pologne, polonais, polonaise / polonia, polaco, polaca / polonia, polacco, polacca / polen, pools, poolse
czech < europe : czechia, czech republic, czech, bohemian crystal, bohemia / tschechien, tschechisch, tschechische, böhmen, böhmisch / tchéquie, tchèque, république tchèque / chequia, checo, checa, república checa / cechia, ceco, repubblica ceca / tsjechië, tsjechisch
hungary < europe : hungary, hungarian / ungarn, ungarisch / hongrie, hongrois, hongroise / hungría, húngaro / ungheria, ungherese / hongarije, hongaars
greece < europe : greece, greek, crete, cretan, kalamata / griechenland, griechisch, griechische, kreta / grèce, grec, grecque, crète / grecia, griego, griega, creta / grecia, greco, greca, creta / griekenland, grieks, griekse, kreta
turkey : turkish, türkiye, made in turkey, from turkey, anatolia / türkei, türkisch, türkische / turquie, turc, turque / turquía, turco, turca / turchia, turco, turca / turkije, turks, turkse
romania < europe : romania, romanian / rumänien / roumanie, roumain / rumanía, rumano / romania, rumeno / roemenië
bulgaria < europe : bulgaria, bulgarian / bulgarien / bulgarie / bulgaria, búlgaro / bulgaria / bulgarije
lithuania < europe : lithuania, lithuanian / litauen / lituanie / lituania / lituania / litouwen
latvia < europe : latvia, latvian / lettland
estonia < europe : estonia, estonian / estland
slovenia < europe : slovenia, slovenian / slowenien
slovakia < europe : slovakia, slovak / slowakei
croatia < europe : croatia, croatian / kroatien
serbia < europe : serbia, serbian
ukraine < europe : ukraine, ukrainian / ukraine
russia : russia, russian / russland / russie
usa : usa, united states, american, america, u.s.a., ^US, california, californian, texas, texan, new york, brooklyn, vermont, oregon, maine, kentucky, usa-made / vereinigte staaten, amerikanisch, amerikanische, ^USA, kalifornien / états-unis, américain, américaine, californie / estados unidos, estadounidense, americano, americana, california / stati uniti, americano, americana, california / verenigde staten, amerikaans, amerikaanse
canada : canada, canadian, quebec / kanada, kanadisch, kanadische / canada, canadien, canadienne / canadá, canadiense / canada, canadese / canada, canadees
mexico : mexico, mexican, oaxaca / mexiko, mexikanisch / mexique, mexicain / méxico, mexicano / messico, messicano / mexico, mexicaans
brazil : brazil, brazilian / brasilien, brasilianisch, brasilianischer / brésil, brésilien, brésilienne / brasil, brasileño, brasileña / brasile, brasiliano, brasiliana / brazilië, braziliaans, braziliaanse
colombia : colombia, colombian / kolumbien, kolumbianisch, kolumbianischer / colombie, colombien, colombienne / colombia, colombiano / colombia, colombiano / colombia, colombiaans, colombiaanse
peru : peru, peruvian / peru, peruanisch, peruanischer / pérou, péruvien, péruvienne / perú, peruano, peruana / perù, peruviano / peru, peruaans
ecuador : ecuador, ecuadorian / ecuador / équateur / ecuador, ecuatoriano / ecuador
argentina : argentina, argentinian, argentine, patagonia / argentinien / argentine / argentina / argentina / argentinië
chile : chile, chilean / chile
guatemala : guatemala, guatemalan / guatemala
honduras : honduras, honduran
costa_rica : costa rica, costa rican
jamaica : jamaica, jamaican
africa : africa, african / afrika, afrikanisch / afrique, africain / áfrica, africano / africa, africano / afrika, afrikaans
ethiopia < africa : ethiopia, ethiopian, yirgacheffe, sidamo / äthiopien, äthiopisch, äthiopischer / éthiopie, éthiopien / etiopía, etíope / etiopia, etiope / ethiopië, ethiopisch
kenya < africa : kenya, kenyan / kenia, kenianisch / kenya / kenia / kenya / kenia
morocco < africa : morocco, moroccan, marrakech / marokko, marokkanisch, marokkanisches / maroc, marocain, marocaine / marruecos, marroquí / marocco, marocchino / marokko, marokkaans, marokkaanse
egypt < africa : egypt, egyptian / ägypten, ägyptisch, ägyptische, ägyptischer / égypte, égyptien / egipto, egipcio / egitto, egiziano / egypte, egyptisch
south_africa < africa : south africa, south african / südafrika, südafrikanisch / afrique du sud / sudáfrica / sudafrica / zuid-afrika
ghana < africa : ghana, ghanaian / ghana
madagascar < africa : madagascar, madagascan / madagaskar / madagascar / madagascar / madagascar
tunisia < africa : tunisia, tunisian / tunesien / tunisie / túnez / tunisia / tunesië
asia : asia, asian / asien, asiatisch / asie, asiatique / asia, asiático / asia, asiatico / azië, aziatisch
china < asia : made in china, from china, chinese, china-made, manufactured in china, shenzhen, guangdong, in china / aus china, in china, chinesisch, chinesische / en chine, chine, chinois, chinoise / en china, de china, chino, china / in cina, cina, cinese / in china, uit china, chinees, chinese
japan < asia : japan, japanese, kyoto, tokyo, uji, osaka, okayama, seki / japan, japanisch, japanische, japanischer, japanischem, japanisches / japon, japonais, japonaise / japón, japonés, japonesa / giappone, giapponese / japan, japans, japanse
korea < asia : korea, korean, south korea, south korean / korea, koreanisch, koreanische, südkorea / corée, coréen, coréenne / corea, coreano, coreana / corea, coreano, coreana / korea, koreaans, koreaanse
taiwan < asia : taiwan, taiwanese / taiwan / taïwan / taiwán / taiwan / taiwan
vietnam < asia : vietnam, vietnamese / vietnam, vietnamesisch / vietnam / vietnam / vietnam / vietnam
thailand < asia : thailand, thai / thailand, thailändisch / thaïlande / tailandia / tailandia / thailand
indonesia < asia : indonesia, indonesian, bali, balinese, sumatra, java coffee / indonesien, indonesisch, bali / indonésie, bali / indonesia, bali / indonesia, bali / indonesië, bali
india < asia : india, indian, darjeeling, assam, jaipur, rajasthan / indien, indisch, indische, indischer / inde, indien, indienne / india, indio, hindú / india, indiano, indiana / india, indiaas, indiase
bangladesh < asia : bangladesh, bangladeshi / bangladesch / bangladesh
pakistan < asia : pakistan, pakistani, himalayan, himalaya / pakistan, himalaya / pakistan, himalaya
nepal < asia : nepal, nepalese / nepal, nepalesisch / népal / nepal / nepal / nepal
sri_lanka < asia : sri lanka, sri lankan, ceylon / sri lanka, ceylon / sri lanka, ceylan / sri lanka, ceilán / sri lanka, ceylon / sri lanka, ceylon
philippines < asia : philippines, filipino
cambodia < asia : cambodia, cambodian
iran < asia : iran, persian, iranian / persien, persisch
israel : israel, israeli
australia : australia, australian, tasmania, tasmanian / australien, australisch, australische / australie, australien, australienne / australia, australiano, australiana / australia, australiano / australië, australisch
new_zealand : new zealand / neuseeland, neuseeländisch, neuseeländischer / nouvelle-zélande, néo-zélandais, néo-zélandaise / nueva zelanda, neozelandés / nuova zelanda, neozelandese / nieuw-zeeland, nieuw-zeelands
mediterranean : mediterranean / mittelmeer, mediterran / méditerranée / mediterráneo / mediterraneo / middellandse zee
alps < europe : *alpine, *alps / *alpen
local : locally made, locally sourced, locally grown, locally produced, homegrown, made locally / regional, aus der region, heimisch, heimische / local, production locale / local, producción local / locale, a km 0 / lokaal, uit de regio
