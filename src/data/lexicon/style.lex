# Words beside a material, colour or country that turn a fact into a look: "oak effect", "Italian-style".
@style
inspired : inspired, style, styled, look, looking, effect, coated, coating, plated, plating, veneer, veneered, finish, finished, imitation, faux, print, printed, tone, toned, hue, vibe, vibes, flair, feel, chic, charm, influence, influences, aesthetic, aesthetics, cuisine, cooking, dishes, recipe, recipes, elegance, like / stil, look, optik, beschichtet, beschichtung, furnier, imitat, flair, küche, charme, inspiriert / style, aspect, effet, finition, imitation, façon, inspiré, inspirée, inspiration, cuisine, allure / estilo, acabado, efecto, imitación, inspirado, inspirada, cocina, inspiración / stile, effetto, finitura, simil, ispirato, ispirata, cucina, ispirazione / stijl, imitatie, effect, fineer, geïnspireerd, look, keuken
@code
bluetooth : bluetooth
wifi : wi-fi, wifi, wlan
usb : usb
hdmi : hdmi
displayport : displayport
pcie : pcie
thunderbolt : thunderbolt
android : android
ios : ios
windows : windows
iphone : iphone
ipad : ipad
galaxy : galaxy
pixel_phone : pixel
playstation : playstation
ip_code : ^IP, ipx, ip rating
iso_code : ^ISO, iso
en_code : ^EN
din_code : ^DIN
spf_code : ^SPF, spf, upf, ^LSF, ^FPS, indice spf, factor de protección, lichtschutzfaktor, fattore di protezione / lsf, lichtschutzfaktor / indice / factor / fattore / factor
size_code : size, sizes, shoe size, eu, uk size, us size, eu size / größe, größen, gr., schuhgröße / taille, tailles, pointure / talla, tallas, número / taglia, taglie, numero, misura / maat, maten
model_code : model, version, series, mark, generation, gen, type, edition / modell, version, serie, generation, typ / modèle, version, série, génération / modelo, versión, serie, generación / modello, versione, serie, generazione / model, versie, serie, generatie
class_code : class, grade, level, category, cat, schedule / klasse, stufe, kategorie, wärmeklasse, schutzklasse, energieklasse, effizienzklasse, härtegrad, wärmestufe, garantieklasse / classe, catégorie, niveau / clase, categoría, nivel, grado / classe, categoria, livello / klasse, categorie, niveau
ddr : ddr
standard_code : standard, norm, norme, norma
oeko : oeko-tex standard, oekotex standard
year_code : since, est, established, founded, anno, founded in, established in, dating back to, vintage / seit, gegründet, jahrgang / depuis, fondé en, fondée en, millésime / desde, fundada en, añada, cosecha / dal, fondata nel, annata / sinds, opgericht in, jaargang
grit_code : grit / körnung / grain / grano / grana / korrel
