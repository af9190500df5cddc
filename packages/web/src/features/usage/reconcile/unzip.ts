/** A file as it is sent: its name and its text. */
export interface TextFile {
  name: string;
  content: string;
}

/** A file that was not taken. */
export interface LeftFile {
  name: string;
  why: 'tooMany' | 'wrongKind' | 'unreadable' | 'badArchive';
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const HEADER_BYTES = 30;
const [STORED, DEFLATED] = [0, 8];

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
 * The CSV and JSON files of an archive, as providers give their exports: at most so many, `bytes` of them together. What is
 * left is named, with why.
 * @throws RangeError when there are more bytes, TypeError when the archive cannot be read.
 */
export async function unzip(
  archive: Uint8Array<ArrayBuffer>,
  most: { bytes: number; files: number },
): Promise<{ files: TextFile[]; left: LeftFile[] }> {
  const files: TextFile[] = [];
  const left: LeftFile[] = [];
  let room = most.bytes;
  for (const entry of entriesOf(archive)) {
    const why = !isText(entry.name) ? 'wrongKind' : files.length >= most.files ? 'tooMany' : undefined;
    const content = why ? undefined : await contentOf(archive, entry, room);
    if (content) {
      room -= content.length;
      files.push({ name: baseName(entry.name), content: new TextDecoder().decode(content) });
    } else {
      left.push({ name: baseName(entry.name), why: why ?? 'unreadable' });
    }
  }
  return { files, left };
}

const isText = (name: string): boolean => /\.(csv|json|tsv|txt)$/i.test(name);
const baseName = (path: string): string => path.split('/').at(-1) ?? path;
/** Folders, and what the systems of those who pack leave behind. */
const isNobodys = (name: string): boolean => /\/$|^__MACOSX|(^|\/)\.[^/]*$/.test(name);

interface Entry {
  name: string;
  method: number;
  /** Packed. */
  size: number;
  /** Of its own header. */
  at: number;
}

/** The files that the directory at the end of an archive names. */
function entriesOf(archive: Uint8Array<ArrayBuffer>): Entry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  let end = archive.length - END_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new TypeError('no archive');
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let rest = view.getUint16(end + 10, true); rest > 0; rest -= 1) {
    if (at + ENTRY_BYTES > archive.length || view.getUint32(at, true) !== ENTRY)
      throw new TypeError('a directory that is cut off');
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(archive.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength));
    const [method, size] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
    if (!isNobodys(name)) entries.push({ name, method, size, at: view.getUint32(at + 42, true) });
    at += ENTRY_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Undefined: packed in a way that is not known, locked, or broken. @throws RangeError when there is no room for it. */
async function contentOf(
  archive: Uint8Array<ArrayBuffer>,
  { method, size, at }: Entry,
  room: number,
): Promise<Uint8Array | undefined> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  if (at + HEADER_BYTES > archive.length) return undefined;
  const isLocked = (view.getUint16(at + 6, true) & 1) === 1;
  const start = at + HEADER_BYTES + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const packed = archive.subarray(start, start + size);
  if (isLocked || packed.length < size || (method !== STORED && method !== DEFLATED)) return undefined;
  if (method === STORED && size > room) throw new RangeError('too large');
  if (method === STORED) return packed;
  return inflated(packed, room).catch((error: unknown) => {
    if (error instanceof RangeError) throw error;
    return undefined;
  });
}
