#!/usr/bin/env bash
# How the two fonts beside this came about: Inter 4.1 from the npm package inter-ui, cut down with
# fonttools (pip install fonttools brotli) to the Latin alphabets, Vietnamese among them, and the
# signs that a report uses. Kerning and tabular figures are kept, hinting is not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source=${1:?the folder of the unpacked package inter-ui}
latin=U+20-7E,U+A0-17F,U+18F,U+192,U+1A0-1A1,U+1AF-1B0,U+1CD-1DC,U+1E6-1E7,U+1EA-1EB,U+1F8-1FB
latin+=,U+200-21B,U+237,U+259,U+2BB-2BC,U+2C6-2C7,U+2D8-2DD,U+300-304,U+306-30C,U+31B,U+323-328
latin+=,U+1E00-1EF9
signs=U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC
signs+=,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265,U+25CB,U+25CF,U+25B2,U+25BC,U+25B3
signs+=,U+25BD,U+2713,U+2717
for weight in Regular SemiBold; do
  pyftsubset "$source/web/Inter-$weight.woff2" --output-file="Inter-$weight.ttf" \
    --unicodes="$latin,$signs" --layout-features=kern,tnum,ccmp,mark,mkmk,locl --no-hinting \
    --name-IDs=0,1,2,3,4,5,6,13,14 --drop-tables+=DSIG,meta
  python3 -c 'import sys; from fontTools.ttLib import TTFont
font = TTFont(sys.argv[1]); font.flavor = None; font.save(sys.argv[1])' "Inter-$weight.ttf"
done
cp "$source/LICENSE.txt" LICENSE.txt
