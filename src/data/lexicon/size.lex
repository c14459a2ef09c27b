@size
xs : ^XS, extra small, x-small / - / - / - / - / -
s : *^S
m : *^M
l : *^L
xl : ^XL, extra large, x-large, extra-large
xxl : ^XXL, ^2XL, xx-large
xxxl : ^XXXL, ^3XL
xxs : ^XXS
one_size : one size, one-size, one size fits all, one size fits most / einheitsgröße, one size / taille unique / talla única / taglia unica / one size
king : king size, king-size, kingsize, super king
queen : queen size, queen-size
double : double bed, double duvet
twin_size : twin size, twin bed, twin-size
single_size : single bed, single duvet
small : size small, small size
large : size large, large size
medium : size medium, medium size
plus_size : plus size, plus-size, plus sizes / große größen / grandes tailles / tallas grandes / taglie forti / grote maten
petite : *petite
travel_size : travel size, travel-size, travel-sized / reisegröße / format voyage / tamaño viaje / formato viaggio / reisformaat
full_size : full-size, full size
