/** Strings up to this length are written by a loop; beyond it the native writer is faster. */
const LOOP_LENGTH = 40;

/**
 * Writes the engine's RowBinary format into one growing buffer: fixed-width values little endian, strings and
 * collections after a variable-length count. Text is always valid UTF-8; a lone surrogate becomes U+FFFD.
 */
export class RowBinary {
  #bytes: Buffer;
  #view: DataView;
  #length = 0;

  constructor(capacity = 1 << 16) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** A copy of what was written; the writer starts anew and keeps its buffer. */
  take(): Uint8Array {
    const copy = new Uint8Array(this.#length);
    copy.set(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return copy;
  }

  /** Drops what was written after `length`, such as half a row. */
  truncate(length: number): void {
    this.#length = length;
  }

  u8(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  u16(value: number): void {
    this.#room(2);
    this.#view.setUint16(this.#length, value, true);
    this.#length += 2;
  }

  u32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }

  u64(value: bigint): void {
    this.#room(8);
    this.#view.setBigUint64(this.#length, value, true);
    this.#length += 8;
  }

  i64(value: bigint): void {
    this.#room(8);
    this.#view.setBigInt64(this.#length, value, true);
    this.#length += 8;
  }

  f64(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Bytes that are encoded already. */
  raw(bytes: Uint8Array): void {
    this.#room(bytes.byteLength);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.byteLength;
  }

  /** A count or length. */
  varint(value: number): void {
    this.#room(5);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Keeps room for a count below 16,384 that is known only later; returns its place for {@link setCount}. */
  reserveCount(): number {
    this.#room(2);
    const place = this.#length;
    this.#length += 2;
    return place;
  }

  setCount(place: number, count: number): void {
    this.#bytes[place] = (count & 0x7f) | 0x80;
    this.#bytes[place + 1] = count >>> 7;
  }

  string(text: string): void {
    const length = text.length;
    if (length <= LOOP_LENGTH) {
      this.#room(length + 1);
      const bytes = this.#bytes;
      const start = this.#length + 1;
      let i = 0;
      for (; i < length; i++) {
        const code = text.charCodeAt(i);
        if (code > 0x7f) break;
        bytes[start + i] = code;
      }
      if (i === length) {
        bytes[start - 1] = length;
        this.#length = start + length;
        return;
      }
    }
    this.#long(text);
  }

  /** The length comes first but is known last, so it is padded to the width that surely fits. */
  #long(text: string): void {
    const most = text.length * 3;
    this.#room(most + 5);
    const width = most < 1 << 7 ? 1 : most < 1 << 14 ? 2 : most < 1 << 21 ? 3 : most < 1 << 28 ? 4 : 5;
    const start = this.#length + width;
    const written = this.#bytes.write(text, start, 'utf8');
    let rest = written;
    for (let i = 0; i < width - 1; i++) {
      this.#bytes[this.#length + i] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[start - 1] = rest;
    this.#length = start + written;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + bytes));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
