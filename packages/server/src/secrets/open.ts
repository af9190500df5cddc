import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../errors.ts';
import { createSeal, KEY_BYTES, parseKey, type Seal } from './seal.ts';

/** The key that is made where none is set, in the data directory. */
export const KEY_FILE = 'encryption.key';

export interface SealLocation {
  /** The first one seals. */
  encryptionKey?: readonly Uint8Array[] | undefined;
  databaseUrl?: string | undefined;
  dataDir: string;
}

/**
 * The seal of the keys that are set; without any, of a key in the data directory that is made when it is first needed. Undefined when
 * records are elsewhere, where others need the same key: then it has to be set.
 */
export function openSeal({ encryptionKey, databaseUrl, dataDir }: SealLocation): Seal | undefined {
  const [first, ...older] = encryptionKey ?? [];
  if (first !== undefined) return createSeal([first, ...older]);
  if (databaseUrl !== undefined) return undefined;
  let opened: Seal | undefined;
  const seal = () => {
    opened ??= createSeal([ownKey(dataDir)]);
    return opened;
  };
  return {
    seal: (text, owner) => seal().seal(text, owner),
    open: (sealed, owner) => seal().open(sealed, owner),
    isCurrent: (sealed) => seal().isCurrent(sealed),
  };
}

/** Appears under its name only when complete, so that a crash leaves no half of a key. */
function ownKey(dataDir: string): Uint8Array {
  const path = join(dataDir, KEY_FILE);
  const known = readKey(path);
  if (known) return known;
  const draft = `${path}.${process.pid}.new`;
  mkdirSync(dataDir, { recursive: true });
  rmSync(draft, { force: true });
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
    fsyncSync(file);
    linkSync(draft, path);
  } catch (error) {
    // Somebody else was quicker: theirs is the key.
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    closeSync(file);
    rmSync(draft, { force: true });
  }
  return readKey(path) ?? unreadable(path);
}

function readKey(path: string): Uint8Array | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  return parseKey(text.trim()) ?? unreadable(path);
}

function unreadable(path: string): never {
  throw new StartError(`The key in ${path} is not valid: put the one back that was there.`);
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === code;
