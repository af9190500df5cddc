/** A file as it is sent: its name and its text. */
export interface TextFile {
  name: string;
  content: string;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const MOST_ENTRIES = 200;

export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** Unpacks one entry, and stops when it turns out larger than what is left. */
async function inflated(packed: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    size += piece.value.length;
    if (size > most) {
      await reader.cancel();
      throw new RangeError('too large');
    }
    pieces.push(piece.value as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/**
 * The CSV and JSON files of an archive, as providers give their exports; `most` bytes of them together.
 * @throws RangeError when there is more, TypeError when the archive cannot be read.
 */
export async function unzip(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<TextFile[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new TypeError('no archive');
  const entries = Math.min(view.getUint16(end + 10, true), MOST_ENTRIES);
  const files: TextFile[] = [];
  let at = view.getUint32(end + 16, true);
  let left = most;
  for (let i = 0; i < entries && at + 46 <= bytes.length && view.getUint32(at, true) === ENTRY; i += 1) {
    const [method, size] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const local = view.getUint32(at + 42, true);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (!/\.(csv|json|tsv|txt)$/i.test(name) || name.startsWith('__MACOSX')) continue;
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = bytes.subarray(start, start + size);
    if (method !== 0 && method !== 8) throw new TypeError('packed in a way that is not known');
    const content = method === 0 ? packed : await inflated(packed, left);
    left -= content.length;
    if (left < 0) throw new RangeError('too large');
    files.push({ name: name.split('/').at(-1) ?? name, content: new TextDecoder().decode(content) });
  }
  return files;
}
