# Names that a text must not bring in unless the product's own facts do.
@brand
apple : ^Apple, apple inc, macbook, airpods, apple watch
samsung : samsung, galaxy buds
sony : sony, playstation
lg : ^LG
philips : philips
bosch : bosch
siemens : siemens
dyson : dyson
bose : bose
jbl : jbl
sennheiser : sennheiser
beats_brand : beats by dre
anker : anker
xiaomi : xiaomi
huawei : huawei
oneplus : oneplus
nokia : nokia
motorola : motorola
google_brand : google pixel, google nest
microsoft : microsoft, surface pro
dell : ^Dell
hp_brand : ^HP, hewlett-packard
lenovo : lenovo, thinkpad
asus : asus
acer : ^Acer
msi : ^MSI
logitech : logitech
razer : razer
corsair : corsair
steelseries : steelseries
intel : intel
amd : ^AMD
nvidia : nvidia
canon : ^Canon
nikon : nikon
fujifilm : fujifilm, fuji
gopro : gopro
dji : dji
garmin : garmin
fitbit : fitbit
polar_brand : ^Polar
suunto : suunto
casio : casio, g-shock
seiko : seiko
rolex : rolex
omega : ^Omega
swatch : swatch
tissot : tissot
fossil_brand : ^Fossil
nike : nike
adidas : adidas
puma : ^Puma
reebok : reebok
asics : asics
new_balance : new balance
under_armour : under armour
salomon : salomon
columbia : columbia sportswear
north_face : north face
patagonia_brand : patagonia inc
arcteryx : arc'teryx
mammut : mammut
deuter : deuter
osprey : ^Osprey
vaude : vaude
jack_wolfskin : jack wolfskin
fjallraven : fjällräven
levis : levi's, levis
gucci : gucci
prada : prada
chanel : chanel
dior : dior
hermes : hermès
louis_vuitton : louis vuitton
burberry : burberry
ralph_lauren : ralph lauren
tommy : tommy hilfiger
calvin : calvin klein
hugo : hugo boss
zara : ^Zara
hm : ^H&M
uniqlo : uniqlo
ikea : ikea
kitchenaid : kitchenaid
delonghi : de'longhi, delonghi
nespresso_brand : nespresso machines by, nespresso quality
krups : krups
tefal : tefal
rowenta : rowenta
moulinex : moulinex
braun_brand : braun oral-b, ^Braun GmbH
oral_b : oral-b
miele : miele
aeg : ^AEG
electrolux : electrolux
whirlpool : whirlpool corporation
smeg : smeg
breville : breville
ninja : ninja foodi
vitamix : vitamix
nutribullet : nutribullet
instant_pot : instant pot
le_creuset : le creuset
staub : ^Staub
wmf : wmf
fissler : fissler
zwilling : zwilling
wusthof : wüsthof
victorinox : victorinox
tupperware : tupperware
stanley : ^Stanley
yeti : ^Yeti
thermos : ^Thermos brand
hydro_flask : hydro flask
contigo : contigo
camelbak : camelbak
makita : makita
dewalt : dewalt
milwaukee : milwaukee tools
metabo : metabo
hilti : hilti
festool : festool
einhell : einhell
karcher : kärcher, karcher
gardena : gardena
husqvarna : husqvarna
stihl : stihl
black_decker : black & decker, black+decker
lego : lego
playmobil : playmobil
duplo : duplo
mattel : mattel
hasbro : hasbro
barbie : barbie
ravensburger : ravensburger
schleich : schleich
fisher_price : fisher-price
disney : disney
nintendo : nintendo
xbox_brand : xbox live by microsoft
loreal : l'oréal, l'oreal
nivea : nivea
garnier : garnier
maybelline : maybelline
estee : estée lauder
clinique : clinique
lancome : lancôme
la_roche : la roche-posay
cerave : cerave
the_ordinary : the ordinary serum
kiehls : kiehl's
vichy : ^Vichy
eucerin : eucerin
aveda : aveda
olaplex : olaplex
gillette : gillette
dove_brand : ^Dove soap
nestle : nestlé, nestle
lindt : lindt
milka : milka
lavazza : lavazza
illy : ^Illy
starbucks : starbucks
twinings : twinings
haribo : haribo
nutella : nutella
ferrero : ferrero
coca_cola : coca-cola
pepsi : pepsi
red_bull : red bull
shimano : shimano
sram : ^SRAM
trek : ^Trek bikes
giant : ^Giant bikes
wilson : ^Wilson
yonex : yonex
babolat : babolat
speedo : speedo
thule : thule
coleman : ^Coleman
weber : ^Weber
tempur : tempur
casper : ^Casper
roomba : roomba, irobot
ecovacs : ecovacs
roborock : roborock
shark : ^Shark vacuum
tesla : tesla
bmw : ^BMW
mercedes : mercedes
ring_brand : ^Ring doorbell
sonos : sonos
marshall : ^Marshall
jabra : jabra
akg : ^AKG
kindle : kindle
sandisk : sandisk
kingston : kingston
seagate : seagate
western_digital : western digital
tplink : tp-link
netgear : netgear
amazon : amazon
walmart : walmart
ebay : ebay
aliexpress : aliexpress
hoover : ^Hoover
bissell : bissell
duracell : duracell
varta : varta
energizer : energizer
velcro : velcro
ray_ban : ray-ban
oakley : oakley
samsonite : samsonite
rimowa : rimowa
eastpak : eastpak
herschel : herschel
birkenstock : birkenstock
crocs : crocs
vans : ^Vans
converse : ^Converse
timberland : timberland
ugg : ^UGG
dr_martens : dr martens, dr. martens
clarks : clarks
pampers : pampers
philips_avent : avent
chicco : chicco
bugaboo : bugaboo
maxi_cosi : maxi-cosi
tonies : tonies
pandora : pandora
swarovski : swarovski
tiffany : tiffany & co
cartier : cartier
moleskine : moleskine
lamy : ^Lamy
parker : ^Parker pen
montblanc : montblanc
faber : faber-castell
staedtler : staedtler
