import type { Attributes, AttributeValue } from '@pharos/core/span';
import { MAX_ATTRIBUTES, MAX_VALUE_DEPTH } from '../limits.ts';
import type { WireReader } from './wire-reader.ts';

/**
 * Reads a KeyValue into `into`; a repeated key takes the later value. Returns how many values were left out:
 * the attribute itself when the map is full, or parts of it that lie too deep.
 */
export function readAttribute(reader: WireReader, end: number, into: Attributes): number {
  if (into.size >= MAX_ATTRIBUTES) {
    reader.pos = end;
    return 1;
  }
  const cut = { count: 0 };
  let key = '';
  let value: AttributeValue = null;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x0a) key = reader.name(end);
    else if (tag === 0x12) value = readAnyValue(reader, reader.fieldEnd(end), 1, cut);
    else reader.skip(tag, end);
  }
  reader.close(end);
  reader.budget.part();
  into.set(key, value);
  return cut.count;
}

/** Reads an AnyValue; what is nested deeper than allowed becomes null and is counted in `cut`. */
export function readAnyValue(
  reader: WireReader,
  end: number,
  depth: number,
  cut: { count: number },
): AttributeValue {
  let value: AttributeValue = null;
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 0x0a:
        value = reader.string(end);
        break;
      case 0x10:
        value = reader.int64() !== 0;
        break;
      case 0x18:
        value = reader.int64();
        break;
      case 0x21:
        value = reader.double(end);
        break;
      case 0x2a:
      case 0x32: {
        const fieldEnd = reader.fieldEnd(end);
        if (depth < MAX_VALUE_DEPTH) {
          value =
            tag === 0x2a ? readArray(reader, fieldEnd, depth, cut) : readObject(reader, fieldEnd, depth, cut);
        } else {
          value = null;
          cut.count++;
          reader.pos = fieldEnd;
        }
        break;
      }
      case 0x3a:
        value = reader.base64(end);
        break;
      default:
        reader.skip(tag, end);
    }
  }
  reader.close(end);
  return value;
}

function readArray(reader: WireReader, end: number, depth: number, cut: { count: number }): AttributeValue[] {
  const items: AttributeValue[] = [];
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x0a) {
      reader.budget.part();
      items.push(readAnyValue(reader, reader.fieldEnd(end), depth + 1, cut));
    } else reader.skip(tag, end);
  }
  reader.close(end);
  return items;
}

/** Without a prototype, so that no key of a sender can mean anything. */
function readObject(
  reader: WireReader,
  end: number,
  depth: number,
  cut: { count: number },
): { [key: string]: AttributeValue } {
  const object: { [key: string]: AttributeValue } = Object.create(null);
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag !== 0x0a) {
      reader.skip(tag, end);
      continue;
    }
    const entryEnd = reader.fieldEnd(end);
    let key = '';
    let value: AttributeValue = null;
    while (reader.pos < entryEnd) {
      const entryTag = reader.tag();
      if (entryTag === 0x0a) key = reader.name(entryEnd);
      else if (entryTag === 0x12) value = readAnyValue(reader, reader.fieldEnd(entryEnd), depth + 1, cut);
      else reader.skip(entryTag, entryEnd);
    }
    reader.close(entryEnd);
    reader.budget.part();
    object[key] = value;
  }
  reader.close(end);
  return object;
}
