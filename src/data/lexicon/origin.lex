# Countries, regions and their adjectives. "French press" and "Scandinavian style" are idioms (see idiom.lex).
@origin
europe : europe, european, ^EU, eu-made / europa, europäisch, europäische, europäischer, ^EU / europe, européen, européenne, ^UE / europa, europeo, europea, ^UE / europa, europeo, europea, ^UE / europa, europees, europese, ^EU
italy < europe : italy, italian / italien, italienisch, italienische, italienischer, italienischem, italienischen / italie, italien, italienne / italia, italiano, italiana / italia, italiano, italiana, italiani / italië, italiaans, italiaanse
italy_tuscany < italy europe : tuscany, tuscan, florence / toskana / toscane / toscana, toscano / toscana, toscano / toscane
italy_sicily < italy europe : sicily, sicilian / sizilien, sizilianisch / sicile, sicilien / sicilia, siciliano / sicilia, siciliano, siciliana / sicilië
italy_piedmont < italy europe : piedmont, piedmontese / piemont / piémont / piamonte / piemonte, piemontese / piemonte
italy_naples < italy europe : naples, neapolitan
italy_venice < italy europe : venice, venetian, murano
italy_puglia < italy europe : puglia, apulia
italy_milan < italy europe : milan, milanese
italy_parma < italy europe : parma, modena, emilia
italy_rome < italy europe : rome, roman
germany < europe : germany, german / deutschland, deutsch, deutsche, deutscher, deutschem, deutschen / allemagne, allemand, allemande / alemania, alemán, alemana / germania, tedesco, tedesca / duitsland, duits, duitse
germany_solingen < germany europe : solingen
germany_bavaria < germany europe : bavaria, bavarian, munich / bayern, bayerisch, bayerische, münchen / bavière / baviera / baviera / beieren
germany_black_forest < germany europe : black forest / schwarzwald / forêt-noire / selva negra / foresta nera / zwarte woud
germany_berlin < germany europe : berlin
france < europe : france, french, burgundy region, champagne region / frankreich, französisch, französische, französischer, französischem / france, français, française / francia, francés, francesa / francia, francese, francesi / frankrijk, frans, franse
france_provence < france europe : provence, provençal, grasse / provence / provence / provenza / provenza / provence
france_paris < france europe : paris, parisian
france_brittany < france europe : brittany
france_normandy < france europe : normandy
france_bordeaux_region < france europe : bordeaux region
france_alsace < france europe : alsace
france_marseille < france europe : marseille
spain < europe : spain, spanish / spanien, spanisch, spanische / espagne, espagnol, espagnole / españa, español, española / spagna, spagnolo, spagnola / spanje, spaans, spaanse
spain_catalonia < spain europe : catalonia, catalan, barcelona
spain_andalusia < spain europe : andalusia, andalusian, jaén, sevilla / andalusien / andalousie / andalucía, andaluz / andalusia / andalusië
spain_mallorca < spain europe : mallorca
spain_madrid < spain europe : madrid
spain_galicia < spain europe : galicia
spain_rioja < spain europe : rioja
portugal < europe : portugal, portuguese, porto, lisbon, alentejo / portugal, portugiesisch, portugiesische, portugiesischer / portugal, portugais, portugaise / portugal, portugués, portuguesa / portogallo, portoghese / portugal, portugees, portugese
switzerland < europe : switzerland, swiss, zurich, geneva, swiss-made, swiss made / schweiz, schweizer / suisse / suiza, suizo, suiza / svizzera, svizzero, svizzeri / zwitserland, zwitsers, zwitserse
austria < europe : austria, austrian, tyrol, tyrolean, vienna / österreich, österreichisch, österreichische, tirol / autriche, autrichien, autrichienne / austria, austriaco, austriaca / austria, austriaco, austriaca / oostenrijk, oostenrijks
uk < europe : uk, united kingdom, britain, great britain, british, england, english / großbritannien, britisch, britische, england, englisch, englische / royaume-uni, britannique, angleterre, anglais, anglaise / reino unido, británico, británica, inglaterra, inglés, inglesa / regno unito, britannico, britannica, inghilterra, inglese / verenigd koninkrijk, brits, britse, engeland, engels, engelse
uk_sheffield < uk europe : sheffield
uk_london < uk europe : london
uk_yorkshire < uk europe : yorkshire
uk_staffordshire < uk europe : staffordshire
uk_northampton < uk europe : northampton
uk_cornwall < uk europe : cornwall, cornish
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
usa : usa, united states, american, america, u.s.a., ^US, usa-made / vereinigte staaten, amerikanisch, amerikanische, ^USA / états-unis, américain, américaine / estados unidos, estadounidense, americano, americana / stati uniti, americano, americana / verenigde staten, amerikaans, amerikaanse
usa_california < usa : california, californian
usa_texas < usa : texas, texan
usa_new_york < usa : new york, brooklyn
usa_vermont < usa : vermont
usa_oregon < usa : oregon
usa_maine < usa : maine
usa_kentucky < usa : kentucky
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
japan < asia : japan, japanese / japan, japanisch, japanische, japanischer, japanischem, japanisches / japon, japonais, japonaise / japón, japonés, japonesa / giappone, giapponese / japan, japans, japanse
japan_kyoto < japan : kyoto, uji
japan_tokyo < japan : tokyo
japan_osaka < japan : osaka
japan_okayama < japan : okayama
japan_seki < japan : seki
korea < asia : korea, korean, south korea, south korean / korea, koreanisch, koreanische, südkorea / corée, coréen, coréenne / corea, coreano, coreana / corea, coreano, coreana / korea, koreaans, koreaanse
taiwan < asia : taiwan, taiwanese / taiwan / taïwan / taiwán / taiwan / taiwan
vietnam < asia : vietnam, vietnamese / vietnam, vietnamesisch / vietnam / vietnam / vietnam / vietnam
thailand < asia : thailand, thai / thailand, thailändisch / thaïlande / tailandia / tailandia / thailand
indonesia < asia : indonesia, indonesian, bali, balinese, sumatra, java coffee / indonesien, indonesisch, bali / indonésie, bali / indonesia, bali / indonesia, bali / indonesië, bali
india < asia : india, indian / indien, indisch, indische, indischer / inde, indien, indienne / india, indio, hindú / india, indiano, indiana / india, indiaas, indiase
india_darjeeling < india : darjeeling
india_assam < india : assam
india_jaipur < india : jaipur, rajasthan
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
