import type { ExportFileFormat } from '@pharos/core/exports/export';

/** How many rows a printed file has, by itself: what is stored may have changed since it was asked. */
export const rowsIn: Readonly<Record<ExportFileFormat, (bytes: Uint8Array) => number>> = {
  jsonl: linesIn,
  parquet: parquetRows,
};

const NEWLINE = 10;
function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

/** Types of Thrift's compact protocol, of which the end of a Parquet file is. */
const [TRUE, FALSE, BYTE, DOUBLE, BINARY, LIST, SET, STRUCT] = [1, 2, 3, 7, 8, 9, 10, 12];
/** Its third field is the number of rows. */
const ROWS_FIELD = 3;
/** The length of the end, and the mark of the format after it. */
const TAIL_BYTES = 8;

function parquetRows(file: Uint8Array): number {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  let at = bytes.length - TAIL_BYTES - bytes.readUInt32LE(bytes.length - TAIL_BYTES);

  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const skip = (type: number, inList = false): void => {
    if (type === TRUE || type === FALSE) at += inList ? 1 : 0;
    else if (type === BYTE) at += 1;
    else if (type === DOUBLE) at += 8;
    else if (type === BINARY) skipBytes(Number(varint()));
    else if (type === LIST || type === SET) skipList();
    else if (type === STRUCT) fields(skip);
    else varint();
  };
  const skipBytes = (count: number) => {
    at += count;
  };
  const skipList = () => {
    const head = bytes.readUInt8(at++);
    const size = head >> 4 === 15 ? Number(varint()) : head >> 4;
    for (let i = 0; i < size; i++) skip(head & 15, true);
  };
  /** Calls for each field of a structure; whoever is called reads past it. */
  const fields = (read: (type: number, inList: false, id: number) => void) => {
    let id = 0;
    for (let head = bytes.readUInt8(at++); head !== 0; head = bytes.readUInt8(at++)) {
      id = head >> 4 === 0 ? Number(zigzag(varint())) : id + (head >> 4);
      read(head & 15, false, id);
    }
  };

  let rows: number | undefined;
  fields((type, _, id) => {
    if (id === ROWS_FIELD) rows = Number(zigzag(varint()));
    else skip(type);
  });
  if (rows === undefined) throw new Error('The file says nothing of its rows.');
  return rows;
}

const zigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);
