// What kb_site/packed.py packed: a JSON value as GB 18030, deflated (RFC 1951), in base 85.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

// Five digits are four bytes; digits missing at the end are the highest, and their bytes are left out.
function fromBase85(text) {
  const value = new Map(Array.from(DIGITS, (digit, i) => [digit, i]));
  const bytes = new Uint8Array(Math.ceil(text.length / 5) * 4);
  for (let at = 0, to = 0; at < text.length; at += 5, to += 4) {
    let number = 0;
    for (let i = at; i < at + 5; i += 1) number = number * 85 + (i < text.length ? value.get(text[i]) : 84);
    for (let i = 0; i < 4; i += 1) bytes[to + i] = Math.floor(number / 2 ** (24 - 8 * i));
  }
  return bytes.subarray(0, Math.floor((text.length * 4) / 5));
}

// A canonical Huffman code by the lengths of its codes: how many codes have each length, and what they mean, in order.
function codesOf(lengths) {
  const counts = new Array(16).fill(0);
  for (const length of lengths) counts[length] += length ? 1 : 0;
  const meant = Array.from(lengths.keys()).filter((one) => lengths[one]);
  return { counts, meant: meant.sort((a, b) => lengths[a] - lengths[b] || a - b) };
}

// Lengths and distances of what is repeated: a code's least value; each has its number of extra bits.
function valuesOf(first, each, bits) {
  const least = [first];
  bits.forEach((more) => least.push(least[least.length - 1] + each * 2 ** more));
  return least;
}

const LENGTH_BITS = Array.from({ length: 29 }, (_, i) => (i < 8 || i === 28 ? 0 : (i >> 2) - 1));
const LENGTHS = [...valuesOf(3, 1, LENGTH_BITS).slice(0, 28), 258];
const DISTANCE_BITS = Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i >> 1) - 1));
const DISTANCES = valuesOf(1, 1, DISTANCE_BITS);
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function inflate(bytes) {
  let out = new Uint8Array(bytes.length * 4);
  let size = 0;
  let at = 0;
  let held = 0;
  let count = 0;
  const take = (n) => {
    for (; count < n; count += 8, at += 1) held |= bytes[at] << count;
    const value = held & ((1 << n) - 1);
    held >>>= n;
    count -= n;
    return value;
  };
  const room = (more) => {
    if (size + more <= out.length) return;
    const larger = new Uint8Array((size + more) * 2);
    larger.set(out);
    out = larger;
  };
  const next = ({ counts, meant }) => {
    for (let code = 0, first = 0, index = 0, length = 1; ; length += 1) {
      if (!count) {
        held = bytes[at];
        at += 1;
        count = 8;
      }
      code |= held & 1;
      held >>>= 1;
      count -= 1;
      if (code < first + counts[length]) return meant[index + code - first];
      index += counts[length];
      first = (first + counts[length]) * 2;
      code *= 2;
    }
  };
  const fixed = () => [
    codesOf(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
    codesOf(new Array(30).fill(5)),
  ];
  const given = () => {
    const literals = take(5) + 257;
    const distances = take(5) + 1;
    const own = new Array(19).fill(0);
    for (let i = 0, n = take(4) + 4; i < n; i += 1) own[CODE_ORDER[i]] = take(3);
    const code = codesOf(own);
    const lengths = [];
    while (lengths.length < literals + distances) {
      const one = next(code);
      if (one < 16) lengths.push(one);
      else {
        const repeated = one === 16 ? lengths[lengths.length - 1] : 0;
        const times = one === 16 ? take(2) + 3 : one === 17 ? take(3) + 3 : take(7) + 11;
        for (let i = 0; i < times; i += 1) lengths.push(repeated);
      }
    }
    return [codesOf(lengths.slice(0, literals)), codesOf(lengths.slice(literals))];
  };
  for (let last = 0; !last; ) {
    last = take(1);
    const kind = take(2);
    if (kind === 0) {
      count = held = 0;
      const length = bytes[at] + bytes[at + 1] * 256;
      room(length);
      out.set(bytes.subarray(at + 4, at + 4 + length), size);
      at += 4 + length;
      size += length;
      continue;
    }
    const [literals, distances] = kind === 1 ? fixed() : given();
    for (let code = next(literals); code !== 256; code = next(literals)) {
      room(258);
      if (code < 256) {
        out[size] = code;
        size += 1;
        continue;
      }
      const length = LENGTHS[code - 257] + take(LENGTH_BITS[code - 257]);
      const distance = next(distances);
      const back = DISTANCES[distance] + take(DISTANCE_BITS[distance]);
      for (const end = size + length; size < end; size += 1) out[size] = out[size - back];
    }
  }
  return out.subarray(0, size);
}

function unpack(packed) {
  return JSON.parse(new TextDecoder("gb18030").decode(inflate(fromBase85(packed))));
}
