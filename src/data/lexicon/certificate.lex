@certificate
ip_rating : ^IPX
gots : ^GOTS, global organic textile standard
oekotex : oeko-tex, oekotex, öko-tex, oeko tex, standard 100
fsc : fsc, fsc-certified, forest stewardship council
pefc : pefc
bluesign : bluesign
grs : ^GRS, global recycled standard
rds : ^RDS, responsible down standard
rws : ^RWS, responsible wool standard
bci : ^BCI, better cotton initiative, better cotton
fairtrade : fairtrade, fair trade, fair-trade / fairtrade, fair gehandelt, fair gehandelte, fairem handel / commerce équitable, équitable / comercio justo / commercio equo, equo e solidale / fairtrade, eerlijke handel
rainforest : rainforest alliance
utz : ^UTZ
b_corp : b corp, b-corp, certified b corporation, b corporation
energy_star : energy star
energy_label : energy class, energy label, energy efficiency class, energy rating / energieeffizienzklasse, energieklasse, energielabel / classe énergétique, classe d'efficacité énergétique / clase energética, eficiencia energética clase, etiqueta energética / classe energetica, classe di efficienza energetica / energieklasse, energielabel
ce : ^CE, ce-marked, ce marked, ce-certified, ce mark / ^CE, ce-kennzeichnung, ce-zertifiziert / ^CE, marquage ce / ^CE, marcado ce / ^CE, marchio ce, marcatura ce / ^CE, ce-keurmerk, ce-markering
ukca : ukca
ul : ^UL, ul-listed, ul listed, ul certified
etl : ^ETL, etl-listed, etl listed
fcc : ^FCC, fcc-certified, fcc certified
rohs : rohs
reach : ^REACH
tuv : tüv, tuv, tüv-geprüft, tüv geprüft, tüv süd, tüv rheinland
gs_mark : ^GS, gs-zertifiziert, gs-zeichen, geprüfte sicherheit, gs-geprüft, gs-siegel
vde : ^VDE, vde-geprüft
en_standard : ^EN
iso : iso, iso-certified
din : ^DIN
astm : astm
ansi : ansi
nsf : ^NSF, nsf-certified, nsf certified
fda : ^FDA, fda-approved, fda approved, fda-cleared, fda cleared, fda registered
lfgb : lfgb
usda_organic : usda organic, usda
eu_organic : eu organic, certified organic, organic certified, organic certification, eu bio / eu-bio, bio-zertifiziert, biozertifiziert, bio-siegel, eu-bio-siegel / certifié bio, label bio, agriculture biologique / certificado ecológico, agricultura ecológica, certificación ecológica / certificato biologico, certificazione biologica, agricoltura biologica / biologisch gecertificeerd, biologisch keurmerk
demeter : demeter
bioland : bioland, naturland
soil_association : soil association
cosmos : cosmos organic, cosmos natural, cosmos-certified, ecocert, ^COSMOS
natrue : natrue
leaping_bunny : leaping bunny
peta : peta, peta-approved, peta approved
vegan_society : vegan society, certified vegan, v-label, vegan certified / veganblume
kosher : kosher / koscher / casher, kasher / kosher / kosher / koosjer
halal : halal / halal / halal / halal / halal / halal
blue_angel : blue angel / blauer engel, blauen engel / ange bleu / ángel azul / angelo blu
eu_ecolabel : eu ecolabel, ecolabel / eu-umweltzeichen, umweltzeichen / écolabel / ecolabel, etiqueta ecológica / ecolabel / ecolabel, eu ecolabel
nordic_swan : nordic swan, swan label
cradle : cradle to cradle
carbon_neutral_cert : carbon trust, climate partner, climatepartner
tco : tco certified, ^TCO
epeat : epeat
mil_std : mil-std, mil-std-810, military-grade, military grade, mil-spec, military standard
nf : ^NF
msc : ^MSC, marine stewardship council
asc : ^ASC
pdo : ^PDO, ^DOP, protected designation of origin, d.o.p. / geschützte ursprungsbezeichnung, ^g.U. / ^AOP, appellation d'origine protégée / denominación de origen, denominación de origen protegida / denominazione di origine protetta, ^DOP, ^DOC, ^DOCG / ^BOB
pgi : ^PGI, ^IGP, ^IGT
dermatest : dermatologically tested, dermatologist tested, dermatologist-tested, dermatologist approved, dermatologist-approved, clinically tested, clinically proven, clinically approved, scientifically proven, lab tested, lab-tested, ophthalmologist tested, tested by dermatologists, approved by dermatologists, tested by ophthalmologists / dermatologisch getestet, von dermatologen getestet, von hautärzten getestet, klinisch getestet, hautärztlich getestet, wissenschaftlich bewiesen, klinisch bewiesen / testé dermatologiquement, testé par des dermatologues, testée par des dermatologues, testée dermatologiquement, cliniquement prouvé, cliniquement testé, scientifiquement prouvé / dermatológicamente testado, testado por dermatólogos, probado por dermatólogos, testado dermatológicamente, dermatológicamente probado, clínicamente probado, clínicamente testado / dermatologicamente testato, dermatologicamente testata, clinicamente testato, clinicamente provato / dermatologisch getest, klinisch getest, klinisch bewezen, wetenschappelijk bewezen
hypoallergenic : hypoallergenic, hypo-allergenic, allergy friendly, allergy-friendly, anti-allergenic / hypoallergen, allergikerfreundlich, für allergiker geeignet, allergikergeeignet, antiallergisch, antiallergische / hypoallergénique, antiallergique, anti-allergique / hipoalergénico, hipoalergénica / ipoallergenico, ipoallergenica / hypoallergeen, geschikt voor allergiepatiënten
thx : thx, dolby certified
hires_cert : hi-res audio, hi-res certified
mfi : mfi, mfi-certified, made for iphone
cpsc : cpsc, cpsia
uiaa : uiaa
haccp : haccp
certified_generic : certified, certification, certificate, accredited, quality seal, seal of approval, approved by, endorsed by, tested by, independently tested / zertifiziert, zertifikat, geprüft von, gütesiegel, prüfsiegel, zertifizierte, zertifizierter / certifié, certifiée, certification, homologué, agréé / certificado, certificada, certificación, homologado, homologada / certificato, certificata, certificazione, omologato, omologata / gecertificeerd, gecertificeerde, keurmerk, goedgekeurd door
