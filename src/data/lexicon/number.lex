# Numbers in words: name = value. Tens and units are put together by the reader.
@number
half = 0.5 : half a, half an, half, one half / halb, halbe, halber, halben, halbes, einen halben, eine halbe, ein halber / un demi, une demi, demi, demie / medio, media / mezzo, mezza / een halve, halve, half
quarter = 0.25 : quarter of a, quarter of an, a quarter / viertel, ein viertel / quart, un quart / cuarto, un cuarto / quarto, un quarto / kwart, een kwart
threequarter = 0.75 : three quarters, three-quarters, three quarters of a, three quarters of an / dreiviertel, drei viertel / trois quarts / tres cuartos / tre quarti / driekwart
third = 0.3333333 : a third, one third / drittel, ein drittel
onehalf = 1.5 : one and a half, one-and-a-half / eineinhalb, anderthalb, einundeinhalb / un et demi, une et demie / uno y medio / uno e mezzo / anderhalf, anderhalve
twohalf = 2.5 : two and a half, two-and-a-half / zweieinhalb / deux et demi / dos y medio / due e mezzo / twee en een half
threehalf = 3.5 : three and a half, three-and-a-half / dreieinhalb
one = 1 : one / eine, ein, eins, einen, einer, einem / un, une / uno, una, un / uno, una, un / één, een
two = 2 : two, twin, pair of, couple of / zwei, beide / deux / dos / due / twee
three = 3 : three, triple / drei / trois / tres / tre / drie
four = 4 : four / vier / quatre / cuatro / quattro / vier
five = 5 : five / fünf / cinq / cinco / cinque / vijf
six = 6 : six, half a dozen, half dozen / sechs / six / seis / sei / zes
seven = 7 : seven / sieben / sept / siete / sette / zeven
eight = 8 : eight / acht / huit / ocho / otto / acht
nine = 9 : nine / neun / neuf / nueve / nove / negen
ten = 10 : ten / zehn / dix / diez / dieci / tien
eleven = 11 : eleven / elf / onze / once / undici / elf
twelve = 12 : twelve, dozen, a dozen / zwölf, dutzend / douze, douzaine / doce, docena / dodici, dozzina / twaalf, dozijn
thirteen = 13 : thirteen / dreizehn / treize / trece / tredici / dertien
fourteen = 14 : fourteen / vierzehn / quatorze / catorce / quattordici / veertien
fifteen = 15 : fifteen / fünfzehn / quinze / quince / quindici / vijftien
sixteen = 16 : sixteen / sechzehn / seize / dieciséis / sedici / zestien
seventeen = 17 : seventeen / siebzehn / dix-sept / diecisiete / diciassette / zeventien
eighteen = 18 : eighteen / achtzehn / dix-huit / dieciocho / diciotto / achttien
nineteen = 19 : nineteen / neunzehn / dix-neuf / diecinueve / diciannove / negentien
twenty = 20 : twenty / zwanzig / vingt / veinte / venti / twintig
twentyfour = 24 : two dozen / vierundzwanzig / vingt-quatre / veinticuatro / ventiquattro / vierentwintig
twentyfive = 25 : - / fünfundzwanzig / vingt-cinq / veinticinco / venticinque / vijfentwintig
thirty = 30 : thirty / dreißig / trente / treinta / trenta / dertig
forty = 40 : forty / vierzig / quarante / cuarenta / quaranta / veertig
fifty = 50 : fifty / fünfzig / cinquante / cincuenta / cinquanta / vijftig
sixty = 60 : sixty / sechzig / soixante / sesenta / sessanta / zestig
seventy = 70 : seventy / siebzig / soixante-dix / setenta / settanta / zeventig
eighty = 80 : eighty / achtzig / quatre-vingts, quatre-vingt / ochenta / ottanta / tachtig
ninety = 90 : ninety / neunzig / quatre-vingt-dix / noventa / novanta / negentig
hundred = 100 : hundred, a hundred / hundert, einhundert / cent / cien, ciento / cento / honderd
twohundred = 200 : - / zweihundert / deux cents / doscientos / duecento / tweehonderd
threehundred = 300 : - / dreihundert / trois cents / trescientos / trecento / driehonderd
fivehundred = 500 : - / fünfhundert / cinq cents / quinientos / cinquecento / vijfhonderd
thousand = 1000 : thousand, a thousand / tausend, eintausend / mille / mil / mille / duizend
million = 1000000 : million / million, millionen / million / millón, millones / milione, milioni / miljoen
@about
about : about, around, approximately, approx, roughly, some, circa, ca, c., ~, ≈, some, or so / etwa, ungefähr, rund, circa, ca, zirka, knappe / environ, à peu près, près de, autour de / aproximadamente, unos, unas, alrededor de, cerca de, aprox / circa, all'incirca, approssimativamente, intorno a / ongeveer, circa, ca, rond de, zo'n
nearly : nearly, almost, just under, close to, just shy of, not quite / fast, knapp, beinahe, nahezu / presque, quasiment / casi / quasi / bijna, haast
@over
over : over, more than, in excess of, upwards of, exceeding, above, well over, > / über, mehr als, weit über / plus de, au-delà de, supérieur à / más de, superior a / oltre, più di, superiore a / meer dan, ruim, boven de, boven
@under
under : under, less than, below, fewer than, no more than, not more than, at most, maximum of, maximum, max, within, cheaper than, or less, or under, or below, <, not even / unter, weniger als, nicht mehr als, höchstens, maximal, max, innerhalb von, günstiger als, billiger als, oder weniger, keine, nicht einmal, nicht mal / moins de, pas plus de, inférieur à, au maximum, maximum, max, au plus, moins cher que, ou moins, même pas, pas même / menos de, no más de, inferior a, como máximo, máximo, más barato que, o menos / meno di, non più di, inferiore a, al massimo, massimo, più economico di, o meno / minder dan, niet meer dan, onder de, hoogstens, maximaal, max, goedkoper dan, of minder
@upto
upto : up to, as much as, as many as, as long as, down to, as low as, as little as, as few as, to a maximum of, until / bis zu, bis / jusqu'à, jusqu à, jusque / hasta / fino a, fino ad / tot, tot wel
@least
least : at least, no less than, not less than, minimum, minimum of, min, from, starting at, starting from, ≥, or more / mindestens, ab, wenigstens, minimum / au moins, minimum, =dès, à partir de / al menos, por lo menos, mínimo, desde, a partir de / almeno, minimo, a partire da / minstens, minimaal, vanaf, ten minste
@range
range : to, through, till, between, and / bis, und, zwischen / à, et, entre / a, hasta, y, entre / a, e, tra, fra / tot, en, tussen
@times
times : x, ×, by, * / mal / sur, par / por / per / bij
