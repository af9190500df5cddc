import type { KeyScope, Role } from '@pharos/core/api/accounts';
import type { ScoreType } from '@pharos/core/score';
import type { ScoreCategory } from '@pharos/core/score-config';
import type { Generated, JSONColumnType, Kysely } from 'kysely';

/** The records as PostgreSQL holds them. Secrets and tokens are kept as SHA-256 (hex) only. */
export interface Tables {
  users: {
    id: string;
    /** Lower case. */
    email: string;
    name: string;
    /** argon2id; null until the user chose a password. */
    passwordHash: string | null;
    createdAt: Date;
  };
  loginSessions: { tokenHash: string; userId: string; createdAt: Date; expiresAt: Date };
  /** One-time links that sign a user in. */
  loginLinks: { tokenHash: string; userId: string; expiresAt: Date };
  projects: { id: string; name: string; createdAt: Date };
  members: { projectId: string; userId: string; role: Role; createdAt: Date };
  invitations: {
    id: string;
    projectId: string;
    tokenHash: string;
    email: string | null;
    role: Role;
    createdAt: Date;
    expiresAt: Date;
  };
  apiKeys: {
    id: string;
    projectId: string;
    name: string;
    publicKey: string;
    secretHash: string;
    secretHint: string;
    scopes: KeyScope[];
    createdAt: Date;
    lastUsedAt: Date | null;
    expiresAt: Date | null;
    /** A revoked key is kept: spans name the key they came with. */
    revokedAt: Date | null;
  };
  savedViews: {
    id: string;
    projectId: string;
    userId: string;
    page: string;
    name: string;
    query: string;
    createdAt: Date;
  };
  /** USD per million tokens as decimal text; null: this bucket has no price. */
  priceOverrides: {
    id: string;
    projectId: string;
    model: string;
    provider: string;
    input: string | null;
    cachedRead: string | null;
    cacheWrite: string | null;
    output: string | null;
    updatedAt: Date;
  };
  /** What scores of a name may say. */
  scoreConfigs: {
    id: string;
    projectId: string;
    name: string;
    type: ScoreType;
    min: number | null;
    max: number | null;
    categories: JSONColumnType<ScoreCategory[]>;
    description: string;
    archived: boolean;
    createdAt: Date;
    updatedAt: Date;
  };
  /** Files that go with telemetry; the bytes are in the store of media. */
  media: {
    projectId: string;
    /** Unique in the project; made of the hash. */
    id: string;
    sha256: string;
    contentType: string;
    bytes: number;
    /** Signs the URLs under which the bytes are sent and read. */
    secret: string;
    createdAt: Date;
    /** Null until all bytes are kept. */
    uploadedAt: Date | null;
  };
  /** Who changed what. Append-only, and outlives what it speaks of. */
  audit: {
    id: Generated<number>;
    at: Date;
    projectId: string | null;
    /** `user:<id>`, `key:<id>`, `anonymous` or `system`. */
    actor: string;
    action: string;
    subject: string;
    ip: string | null;
  };
}

/** The store of records: typed SQL in the PostgreSQL dialect, whichever driver runs it. */
export type Records = Kysely<Tables>;
