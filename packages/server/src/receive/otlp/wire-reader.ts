import { DecodeError } from '../../intake/errors.ts';
import { BAD_ID, PartBudget } from '../limits.ts';
import { StringCache } from './string-cache.ts';

const MAX_GROUP_DEPTH = 64;
const TWO_32 = 0x1_0000_0000;

/** Names and values are remembered apart, so that values which never repeat cannot push the names out. */
const names = new StringCache();
const values = new StringCache();

/**
 * Reads the protobuf wire format in place. `pos` only moves forward; every length is checked against the message
 * it stands in, and each message ends with {@link close}, so nothing is ever read past the body unnoticed.
 * Throws DecodeError on anything malformed.
 */
export class WireReader {
  pos = 0;
  readonly end: number;
  private readonly bytes: Buffer;
  private readonly view: DataView;
  readonly budget = new PartBudget();
  private high = 0;

  constructor(body: Uint8Array) {
    this.bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    this.view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    this.end = body.byteLength;
  }

  /** Field number and wire type as one number: `field << 3 | type`. */
  tag(): number {
    const byte = this.bytes[this.pos++] as number;
    return byte < 0x80 ? byte : this.longVarint(byte) >>> 0;
  }

  /** Visits the fields with this tag (which must be length-delimited) and steps over the others. */
  each(tag: number, end: number, visit: (fieldEnd: number) => void): void {
    while (this.pos < end) {
      const found = this.tag();
      if (found === tag) {
        const fieldEnd = this.fieldEnd(end);
        visit(fieldEnd);
        this.pos = fieldEnd;
      } else this.skip(found, end);
    }
    this.close(end);
  }

  /** A varint as uint32, its higher bits cut off: enums, counts, booleans. */
  uint32(): number {
    const byte = this.bytes[this.pos++] as number;
    return byte < 0x80 ? byte : this.longVarint(byte) >>> 0;
  }

  /** A signed 64-bit varint: a number when it is safe to be one, else a bigint. */
  int64(): number | bigint {
    const first = this.bytes[this.pos++] as number;
    if (first < 0x80) return first;
    const low = this.longVarint(first) >>> 0;
    const high = this.high | 0;
    const value = high * TWO_32 + low;
    return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low);
  }

  double(end: number): number {
    const at = this.advance(8, end);
    return this.view.getFloat64(at, true);
  }

  fixed64(end: number): bigint {
    const at = this.advance(8, end);
    return this.view.getBigUint64(at, true);
  }

  sfixed64(end: number): bigint {
    return BigInt.asIntN(64, this.fixed64(end));
  }

  /** A zigzag varint of 32 bits. */
  sint32(): number {
    const bits = this.uint32();
    return (bits >>> 1) ^ -(bits & 1);
  }

  /** Reads a length and returns where that field ends. */
  fieldEnd(end: number): number {
    let length = this.bytes[this.pos++] as number;
    if (length >= 0x80) {
      length = this.longVarint(length) >>> 0;
      if (this.high !== 0) throw truncated();
    }
    const fieldEnd = this.pos + length;
    // Also false for NaN, which is what a length read past the body gives.
    if (fieldEnd <= end) return fieldEnd;
    throw truncated();
  }

  /** Text that is expected to come again and again: attribute names. */
  name(end: number): string {
    const fieldEnd = this.fieldEnd(end);
    const text = names.text(this.bytes, this.pos, fieldEnd);
    this.pos = fieldEnd;
    return text;
  }

  string(end: number): string {
    const fieldEnd = this.fieldEnd(end);
    const text = values.text(this.bytes, this.pos, fieldEnd);
    this.pos = fieldEnd;
    return text;
  }

  /** Bytes as base64 text. */
  base64(end: number): string {
    const fieldEnd = this.fieldEnd(end);
    const text = this.bytes.toString('base64', this.pos, fieldEnd);
    this.pos = fieldEnd;
    return text;
  }

  /** An id as lower-case hex; '' when it is empty or all zeros, BAD_ID when it has another size. */
  id(size: number, end: number): string {
    const fieldEnd = this.fieldEnd(end);
    const start = this.pos;
    this.pos = fieldEnd;
    if (fieldEnd === start) return '';
    if (fieldEnd - start !== size) return BAD_ID;
    let any = 0;
    for (let i = start; i < fieldEnd; i++) any |= this.bytes[i] as number;
    return any === 0 ? '' : this.bytes.toString('hex', start, fieldEnd);
  }

  /** Steps over a field that nobody asked for, whatever it holds. */
  skip(tag: number, end: number, depth = 0): void {
    if (tag < 8) throw new DecodeError('malformed protobuf: field number 0');
    switch (tag & 7) {
      case 0:
        this.int64();
        return;
      case 1:
        this.advance(8, end);
        return;
      case 2:
        this.pos = this.fieldEnd(end);
        return;
      case 3:
        this.skipGroup(tag, end, depth);
        return;
      case 5:
        this.advance(4, end);
        return;
      default:
        throw new DecodeError('malformed protobuf: unknown wire type');
    }
  }

  /** To be called where a message ends: its fields must end exactly there. */
  close(end: number): void {
    if (this.pos !== end) throw truncated();
  }

  private skipGroup(start: number, end: number, depth: number): void {
    if (depth > MAX_GROUP_DEPTH) throw new DecodeError('malformed protobuf: groups nested too deeply');
    while (this.pos < end) {
      const tag = this.tag();
      if ((tag & 7) !== 4) this.skip(tag, end, depth + 1);
      else if (tag >>> 3 === start >>> 3) return;
      else break;
    }
    throw new DecodeError('malformed protobuf: group without its end');
  }

  private advance(count: number, end: number): number {
    const at = this.pos;
    this.pos += count;
    if (this.pos > end) throw truncated();
    return at;
  }

  /** The rest of a varint whose first byte has a successor; returns the low 32 bits, `high` holds the others. */
  private longVarint(first: number): number {
    let low = first & 0x7f;
    let high = 0;
    for (let shift = 7; shift < 70; shift += 7) {
      const byte = this.bytes[this.pos++];
      if (byte === undefined) throw truncated();
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift > 28) high |= bits << (shift - 32);
      else if (shift === 28) high |= bits >>> 4;
      if (byte < 0x80) {
        this.high = high >>> 0;
        return low;
      }
    }
    throw new DecodeError('malformed protobuf: varint longer than ten bytes');
  }
}

const truncated = () => new DecodeError('malformed protobuf: a field ends after its message');
