import { timingSafeEqual } from 'node:crypto';
import type { KeyScope } from '@pharos/core/api/accounts';
import type { Clock } from '@pharos/core/time';
import { ApiError } from '../errors.ts';
import { sha256 } from '../ids.ts';
import { remember } from '../store/records/remembered.ts';
import type { Records } from '../store/records/tables.ts';
import { type ProjectScope, scopeTo } from '../store/scope.ts';
import { grants } from './access.ts';
import { type BrowserKeys, createBrowserKeys } from './browser-keys.ts';
import { type Header, readCredentials } from './credentials.ts';
import { LastUse } from './last-use.ts';

/** A caller that proved to hold a key. */
export interface KeyCaller {
  type: 'key';
  keyId: string;
  name: string;
  project: ProjectScope;
  scopes: readonly KeyScope[];
}

/** Recognises API keys, over HTTP and gRPC alike. */
export interface KeyAuth {
  /**
   * The key that the headers carry; undefined when they carry none.
   * @throws ApiError `unauthenticated` when they carry one that is unknown, revoked or expired.
   */
  authenticate(header: Header): Promise<KeyCaller | undefined>;
  /**
   * The key that the headers carry, which must have the scope.
   * @throws ApiError `unauthenticated` or `missing_scope`.
   */
  require(header: Header, scope: KeyScope): Promise<KeyCaller>;
  /** Keys that stand in pages. They are never taken where another key is asked for. */
  browser: Pick<BrowserKeys, 'find' | 'remembers' | 'used'>;
  /** To be called when keys were changed: what is remembered of them is looked up anew. */
  forget(): void;
  /** Resolves when everything about the use of keys is written down. */
  settle(): Promise<void>;
}

interface KnownKey {
  id: string;
  caller: KeyCaller;
  publicKey: string;
  secretHash: string;
  expiresAtMs: number;
  lastUsedAtMs: number;
}

/**
 * Looks keys up in the records and remembers the answer for 30 s; that a secret is unknown too, so that a misconfigured
 * exporter costs no query a request.
 */
export function createKeyAuth(records: Records, clock: Clock): KeyAuth {
  const browser = createBrowserKeys(records, clock);
  const known = remember(clock, (secretHash) => findKey(records, secretHash));
  const lastUse = new LastUse((id, lastUsedAt) =>
    records.updateTable('apiKeys').set({ lastUsedAt }).where('id', '=', id).execute(),
  );

  const authenticate = async (header: Header): Promise<KeyCaller | undefined> => {
    const credentials = readCredentials(header);
    if (credentials === undefined) return undefined;
    const secretHash = sha256(credentials.secret);
    const key = await known.of(secretHash);
    const now = clock.nowMs();
    const right =
      key !== undefined &&
      same(key.secretHash, secretHash) &&
      (credentials.publicKey === undefined || same(key.publicKey, credentials.publicKey));
    if (!right) throw new ApiError('unauthenticated', { message: 'This API key is not known.' });
    if (key.expiresAtMs <= now)
      throw new ApiError('unauthenticated', { message: 'This API key has expired.' });
    lastUse.note(key, now);
    return key.caller;
  };

  return {
    authenticate,
    async require(header, scope) {
      const caller = await authenticate(header);
      if (caller === undefined) throw new ApiError('unauthenticated');
      if (!grants(caller.scopes, scope)) throw missingScope(scope);
      return caller;
    },
    browser,
    forget() {
      known.forget();
      browser.forget();
    },
    async settle() {
      await Promise.all([lastUse.settle(), browser.settle()]);
    },
  };
}

export const missingScope = (scope: KeyScope): ApiError =>
  new ApiError('missing_scope', { message: `This key lacks the scope "${scope}".` });

async function findKey(records: Records, secretHash: string): Promise<KnownKey | undefined> {
  const row = await records
    .selectFrom('apiKeys')
    .selectAll()
    .where('secretHash', '=', secretHash)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      caller: {
        type: 'key',
        keyId: row.id,
        name: row.name,
        project: scopeTo(row.projectId),
        scopes: row.scopes,
      },
      publicKey: row.publicKey,
      secretHash: row.secretHash,
      expiresAtMs: row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
      lastUsedAtMs: row.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY,
    }
  );
}

/** Takes the same time whatever differs. */
const same = (left: string, right: string): boolean =>
  timingSafeEqual(Buffer.from(sha256(left)), Buffer.from(sha256(right)));
