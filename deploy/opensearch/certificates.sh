#!/bin/sh
# 造自己的发证机构、三个节点和管理员的证书，各两年：certificates.sh [文件夹] [节点 …]
# ca-key.pem 造完就拿走，放在别处：有它的人能冒充任何节点。
set -eu
umask 077
folder=${1:-$(dirname "$0")/certificates}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- search-1 search-2 search-3
days=730
mkdir -p "$folder"
cd "$folder"
[ -e ca.pem ] && { echo "$folder 里已经有证书；要重造的，先移走。" >&2; exit 1; }
openssl req -x509 -newkey rsa:3072 -sha256 -nodes -days "$days" -keyout ca-key.pem -out ca.pem \
    -subj "/O=shuiguan/CN=shuiguan CA" -addext "keyUsage=critical,keyCertSign,cRLSign" 2>/dev/null
for name in "$@" admin; do
    mkdir -p "$name"
    openssl req -newkey rsa:3072 -sha256 -nodes -keyout "$name/node-key.pem" -out "$name/node.csr" -subj "/O=shuiguan/CN=$name" 2>/dev/null
    printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=CA:FALSE\n' "$name" > "$name/extensions"
    openssl x509 -req -sha256 -days "$days" -in "$name/node.csr" -CA ca.pem -CAkey ca-key.pem -CAcreateserial \
        -extfile "$name/extensions" -out "$name/node.pem" 2>/dev/null
    rm "$name/node.csr" "$name/extensions"
    cp ca.pem "$name/ca.pem"
done
# 节点在容器里用 1000 号用户读。
chmod 644 ca.pem
[ "$(id -u)" = 0 ] && chown -R 1000:1000 "$@" || true
echo "造好了：$folder。请把 ca-key.pem 拿走。"
