import { DecodeError, TooLarge } from '../intake/errors.ts';
import { MAX_PARTS_PER_REQUEST } from './limits.ts';

/** Three levels of JSON make one of OTLP, so this is far beyond what any attribute may nest. */
const MAX_JSON_DEPTH = 1000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[` and `{`, `]` and `}` differ in this bit alone. */
const CURLY = 0x20;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** How many objects and arrays a request has held so far, when it is parsed piece by piece. */
export interface SpentContainers {
  containers: number;
}

/**
 * Parses a body as JSON. Throws DecodeError when it is none or nests absurdly, TooLarge when it holds too many
 * objects and arrays. Both are looked for first: on such input JSON.parse alone takes seconds and a gigabyte.
 */
export function parseJson(body: Uint8Array, spent: SpentContainers = { containers: 0 }): unknown {
  checkShape(body, spent);
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch (error) {
    throw new DecodeError(`malformed JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

function checkShape(body: Uint8Array, spent: SpentContainers): void {
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i] as number;
    if (byte === QUOTE) {
      for (i++; i < body.length && body[i] !== QUOTE; i++) if (body[i] === BACKSLASH) i++;
    } else if ((byte | CURLY) === OPEN) {
      if (++depth > MAX_JSON_DEPTH) throw new DecodeError('malformed JSON: nested too deeply');
      spent.containers++;
    } else if ((byte | CURLY) === CLOSE) depth--;
  }
  if (spent.containers > MAX_PARTS_PER_REQUEST)
    throw new TooLarge(`more than ${MAX_PARTS_PER_REQUEST} objects and arrays in one request`);
}
