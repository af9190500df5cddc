import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Bytes of a key. */
export const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

/** Keeps secrets so that whoever has the records alone cannot read them. */
export interface Seal {
  /** `owner` is whose secret it is: sealed for one, it opens for no other. */
  seal(text: string, owner: string): string;
  /** @throws SealError when it was not sealed with one of the keys for that owner */
  open(sealed: string, owner: string): string;
  /** Whether it was sealed with the key that seals now. */
  isCurrent(sealed: string): boolean;
}

/** Says what is wrong with what is sealed, and nothing of what is in it. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/**
 * AES-256-GCM. Sealed text says which key it needs, so that keys can be changed: the first one seals, all of them open.
 */
export function createSeal(keys: readonly [Uint8Array, ...Uint8Array[]]): Seal {
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  const [current] = keys;
  return {
    isCurrent: (sealed) => sealed.split('.')[1] === idOf(current),
    seal(text, owner) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current, iv).setAAD(Buffer.from(owner));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, idOf(current), iv.toString('base64url'), body.toString('base64url')].join('.');
    },
    open(sealed, owner) {
      const [version, id = '', iv = '', body = ''] = sealed.split('.');
      const key = byId.get(id);
      if (version !== VERSION) throw new SealError('This is not what was sealed.');
      if (!key)
        throw new SealError(`It was sealed with the key ${id}, which PHAROS_ENCRYPTION_KEY does not list.`);
      const bytes = Buffer.from(body, 'base64url');
      try {
        const options = { authTagLength: TAG_BYTES };
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), options)
          .setAAD(Buffer.from(owner))
          .setAuthTag(bytes.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString(
          'utf8',
        );
      } catch (error) {
        throw new SealError('What was sealed has been changed, or belongs to somebody else.', {
          cause: error,
        });
      }
    },
  };
}

/** Tells keys apart, and nothing of the key. */
const idOf = (key: Uint8Array): string =>
  createHash('sha256').update('pharos key id').update(key).digest('hex').slice(0, 12);

/** The bytes of a key as it is written, in hex or base64; undefined when it is none. */
export function parseKey(text: string): Uint8Array | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(text)) return undefined;
  const key = Buffer.from(text, 'base64');
  return key.length === KEY_BYTES ? key : undefined;
}
