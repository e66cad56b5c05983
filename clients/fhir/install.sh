#!/usr/bin/env bash
# LHC-Forms comes as the archive that its authors built: npm would resolve every package that it was
# built from, for minutes, and none of them is needed.
set -euo pipefail
cd "$(dirname "$0")"
version=40.1.3
sha512=58baee4e6f817159da7c2d2b480437fdc36a871bdc941531c811baf1ab9bfee85ad8d68af47f1965c1174d3b8e46e1b3cc2b74c1aedfbe1ba2799b5c0c874fcd

npm ci --ignore-scripts --no-audit --no-fund
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack "lforms@$version" --silent --pack-destination "$folder"
echo "$sha512  $folder/lforms-$version.tgz" | sha512sum --check --quiet
mkdir -p node_modules/lforms
tar --extract --gzip --file "$folder/lforms-$version.tgz" --directory node_modules/lforms --strip-components 1
