@compatibility
iphone : iphone, iphones
ipad : ipad
ios : ^IOS, ios, apple devices, apple device, apple homekit devices
mac : ^Mac, macos, macs, macbook
android : android
windows : ^Windows, windows pc, microsoft windows
linux : linux, ubuntu
chromebook : chromebook, chrome os, chromeos
playstation : playstation, ps5, ps4
xbox : xbox
switch : nintendo switch
samsung_galaxy : samsung galaxy, galaxy s
alexa : alexa, amazon alexa, amazon echo
google_assistant : google assistant, google home, hey google
homekit : homekit, apple homekit, siri
matter : ^Matter, matter protocol
zigbee : zigbee
zwave : z-wave
thread : thread protocol
ifttt : ifttt
carplay : carplay, apple carplay
android_auto : android auto
airplay : airplay
chromecast : chromecast
usb : usb, usb port / usb
usb_c < usb : usb-c, usb c, usb type-c, type-c, type c, usb-c port / usb-c, usb typ c / usb-c
usb_a < usb : usb-a, usb type-a
micro_usb < usb : micro-usb, micro usb
lightning : lightning cable, lightning port, lightning connector, *lightning
thunderbolt : thunderbolt
hdmi : hdmi
displayport : displayport
ethernet : ethernet, rj45, lan port / ethernet, lan-anschluss
vga : vga
dvi : dvi
jack : headphone jack, ^AUX, 3.5 mm jack, 3.5mm jack, aux-in, audio jack, headphone port / kopfhöreranschluss, klinkenanschluss, klinke / prise jack, jack / conector de auriculares, jack / jack, presa cuffie / koptelefoonaansluiting
sd : sd card, sd cards, microsd, micro sd, card reader, sd-card slot / sd-karte, kartenleser, speicherkarte / carte sd, lecteur de carte / tarjeta sd, lector de tarjetas / scheda sd / sd-kaart, kaartlezer
sim : dual sim, dual-sim, esim, nano-sim, sim card
bluetooth : bluetooth
bluetooth_le < bluetooth : bluetooth le, bluetooth low energy, ble
wifi : wi-fi, wifi, wlan / wlan, wifi / wifi
nfc : ^NFC
gps : gps
lte : 4g lte, ^LTE, ^4G
network_5g : ^5G
ant : ant+
pcie : pcie, pci express
nvme : nvme
sata : sata
qi : ^Qi, qi-compatible, qi wireless
magsafe : magsafe
quick_charge : quick charge, usb pd, usb-pd, power delivery
apple_pay : apple pay, google pay, contactless payment, contactless payments / kontaktloses bezahlen / paiement sans contact / pago sin contacto / pagamenti contactless / contactloos betalen
nespresso : nespresso, nespresso-compatible, nespresso compatible, nespresso capsules
dolce_gusto : dolce gusto
keurig : k-cup, keurig
senseo : senseo, coffee pods, coffee pod / kaffeepads / dosettes / monodosis / cialde / koffiepads
induction : induction, induction-compatible, induction hob, induction hobs, induction cooktop, suitable for induction, induction-ready / induktion, induktionsgeeignet, induktionsherd, für induktion geeignet, induktionskochfeld, induktionsherde / induction, compatible induction, plaque à induction, plaques à induction / inducción, apto para inducción, placa de inducción / induzione, piano a induzione, adatto all'induzione, piani a induzione / inductie, geschikt voor inductie, inductiekookplaat
all_hobs : all hob types, all hobs, every hob, all stovetops, all heat sources, every type of hob, all cooktops, any hob, any cooktop / alle herdarten, allen herdarten, alle kochfelder, aller herdarten / tous feux, tous types de feux, tous les feux / todo tipo de cocinas, todas las cocinas, todo tipo de fuegos / tutti i piani cottura, tutti i tipi di fornelli / alle warmtebronnen, alle kookplaten
vesa : vesa
e27 : ^E27
e14 : ^E14
gu10 : ^GU10
aaa_battery : aaa batteries, aaa battery, ^AAA / aaa-batterien / piles aaa / pilas aaa / pile aaa, batterie aaa / aaa-batterijen
aa_battery : aa batteries, aa battery, ^AA / aa-batterien / piles aa / pilas aa / pile aa, batterie aa / aa-batterijen
cr2032 : cr2032
isofix : isofix
obd : obd2, obd-ii
arduino : arduino
raspberry : raspberry pi
steam_deck : steam deck
zoom_app : zoom and teams, microsoft teams, google meet
vr : vr ready, vr-ready, oculus, meta quest
shimano_compat : shimano-compatible
smart_home : smart home, smart-home / smart home, smarthome / maison connectée / hogar inteligente, casa inteligente / casa intelligente, domotica / slim huis, smart home
smartphone_app : app control, app-controlled, companion app, syncs with, syncs to, smartphone app, mobile app, via app, via the app, app-enabled, with the app, app connectivity / app-steuerung, per app, app-gesteuert, appsteuerung / application mobile, via l'application, contrôle par application, application smartphone / control por app, mediante app, aplicación móvil, app móvil / controllo tramite app, tramite app, app dedicata, via app / app-bediening, via de app, via een app
voice_control : voice control, voice-controlled, voice assistant, voice assistants, voice commands, by voice, controlled by your voice, with your voice, responds to your voice / sprachsteuerung, sprachassistent, per sprache, mit deiner stimme, per stimme / commande vocale, assistant vocal, à la voix, par la voix / control por voz, asistente de voz / controllo vocale, assistente vocale / spraakbesturing, stembediening, spraakassistent
universal_fit : universal fit, fits all, fits any, fits every, fits most, universally compatible, works with all, works with any, compatible with all, compatible with any, compatible with every, works with every, works with most, universal adapter / passt auf alle, kompatibel mit allen, universell kompatibel, passend für alle / compatible avec tous, compatible avec toutes, universel, universelle / compatible con todos, compatible con todas, compatible con cualquier, universal / compatibile con tutti, compatibile con tutte, compatibile con qualsiasi, universale / compatibel met alle, past op alle, universeel
