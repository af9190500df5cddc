const BITS_PER_KEY = 12;
const PROBES = 6;

/** FNV-1a over UTF-16 units, from two bases: the two hashes that double hashing needs. */
function hash(key: string, basis: number): number {
  let h = basis;
  for (let i = 0; i < key.length; i++) {
    h ^= key.charCodeAt(i);
    h = Math.imul(h, 16777619);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/**
 * Remembers which keys were ever added, in about 1.5 bytes a key: a Bloom filter in slices that are added as it
 * fills. "No" is certain once the filter is complete; "maybe" costs the caller one look-up. Past `maxSlices` it
 * forgets the oldest slice and is no longer complete.
 */
export class SeenKeys {
  readonly #slices: Uint32Array[] = [];
  readonly #keysPerSlice: number;
  readonly #maxSlices: number;
  #inNewest = 0;
  #complete = false;

  constructor({ keysPerSlice = 1_000_000, maxSlices = 16 } = {}) {
    this.#keysPerSlice = keysPerSlice;
    this.#maxSlices = maxSlices;
  }

  /** True when the key was certainly never added. */
  isNew(key: string): boolean {
    if (!this.#complete) return false;
    const a = hash(key, 0x811c9dc5);
    const b = hash(key, 0x01000193) | 1;
    return this.#slices.every((slice) => !has(slice, a, b));
  }

  add(key: string): void {
    const a = hash(key, 0x811c9dc5);
    const b = hash(key, 0x01000193) | 1;
    if (this.#slices.length === 0 || this.#inNewest >= this.#keysPerSlice) this.#grow();
    const newest = this.#slices.at(-1) as Uint32Array;
    if (has(newest, a, b)) return;
    this.#inNewest += 1;
    const bits = newest.length * 32;
    for (let i = 0; i < PROBES; i++) {
      const bit = ((a + i * b) >>> 0) % bits;
      const word = bit >>> 5;
      newest[word] = (newest[word] as number) | (1 << (bit & 31));
    }
  }

  /** Every key that exists has been added: from now on "no" is certain. Nothing changes once a slice is forgotten. */
  setComplete(): void {
    this.#complete = this.#slices.length < this.#maxSlices;
  }

  #grow(): void {
    this.#slices.push(new Uint32Array(Math.ceil((this.#keysPerSlice * BITS_PER_KEY) / 32)));
    this.#inNewest = 0;
    if (this.#slices.length > this.#maxSlices) {
      this.#slices.shift();
      this.#complete = false;
    }
  }
}

function has(slice: Uint32Array, a: number, b: number): boolean {
  const bits = slice.length * 32;
  for (let i = 0; i < PROBES; i++) {
    const bit = ((a + i * b) >>> 0) % bits;
    if ((((slice[bit >>> 5] as number) >>> (bit & 31)) & 1) === 0) return false;
  }
  return true;
}
