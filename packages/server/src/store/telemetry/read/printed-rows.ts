import { setImmediate } from 'node:timers/promises';

const PIECE_BYTES = 16 << 10;
const NEWLINE = 10;

/** Parses JSON lines as the engine prints them, in pieces: whoever waits for the process has its turn in between. */
export async function printedRows<Printed, Row>(
  lines: Uint8Array,
  read: (printed: Printed) => Row,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let from = 0; from < lines.length; ) {
    const end = lines.indexOf(NEWLINE, Math.min(from + PIECE_BYTES, lines.length - 1));
    const to = end < 0 ? lines.length : end;
    const text = Buffer.from(lines.buffer, lines.byteOffset + from, to - from).toString('utf8');
    for (const line of text.split('\n')) if (line !== '') all.push(read(JSON.parse(line) as Printed));
    from = to + 1;
    await setImmediate();
  }
  return all;
}
