// WebCrypto is missing on pages without https, and awaiting it for thousands of small inputs takes longer than the
// hashing. Constants and steps: https://csrc.nist.gov/pubs/fips/180-4/upd1/final

const primes: number[] = [];
for (let candidate = 2; primes.length < 64; candidate += 1) {
  if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
}

function fraction(root: number) {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

const initial = primes.slice(0, 8).map((prime) => fraction(prime ** (1 / 2)));
const rounds = primes.map((prime) => fraction(prime ** (1 / 3)));

function rotate(word: number, by: number) {
  return (word >>> by) | (word << (32 - by));
}

const schedule = new Int32Array(64);
const block = new Uint8Array(64);
const words = new DataView(block.buffer);

/** Hashes at most 55 bytes, the maximum of one block. */
export function sha256(input: Uint8Array): Uint8Array {
  block.fill(0);
  block.set(input);
  block[input.length] = 0x80;
  words.setUint32(60, input.length * 8);
  expand();
  const digest = new DataView(new ArrayBuffer(32));
  compress().forEach((word, index) => {
    digest.setInt32(index * 4, word);
  });
  return new Uint8Array(digest.buffer);
}

function at(index: number) {
  return schedule[index] ?? 0;
}

function expand(): void {
  for (let index = 0; index < 16; index += 1) schedule[index] = words.getInt32(index * 4);
  for (let index = 16; index < 64; index += 1) {
    const early = at(index - 15);
    const late = at(index - 2);
    const low = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const high = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[index] = at(index - 16) + low + at(index - 7) + high;
  }
}

function compress(): number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = initial;
  for (let index = 0; index < 64; index += 1) {
    const mixed = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const chosen = (e & f) ^ (~e & g);
    const first = (h + mixed + chosen + (rounds[index] ?? 0) + at(index)) | 0;
    const stirred = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (stirred + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + (initial[index] ?? 0)) | 0);
}
