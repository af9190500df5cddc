const SLOTS = 4096;
const MAX_BYTES = 64;

/**
 * Turns bytes into strings and remembers short ASCII ones: attribute names and many values repeat thousands of
 * times in a batch, and recognising the bytes is several times cheaper than making the string again. Fixed in
 * size; a newcomer takes the slot of whoever hashed there before, so hostile input can only make it miss.
 */
export class StringCache {
  private readonly slots: string[] = new Array<string>(SLOTS).fill('');

  /** The UTF-8 text of `bytes[start, end)`; invalid sequences become U+FFFD. */
  text(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length === 0) return '';
    if (length > MAX_BYTES) return bytes.toString('utf8', start, end);
    let hash = length;
    let seen = 0;
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number;
      hash = (Math.imul(hash, 31) + byte) | 0;
      seen |= byte;
    }
    if (seen > 0x7f) return bytes.toString('utf8', start, end);
    const slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    const known = this.slots[slot] as string;
    if (known.length === length && isSame(known, bytes, start)) return known;
    const text = bytes.toString('latin1', start, end);
    this.slots[slot] = text;
    return text;
  }
}

function isSame(text: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
