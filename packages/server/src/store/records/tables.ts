import type { KeyScope, Role } from '@pharos/core/api/accounts';
import type { AnnotationKind } from '@pharos/core/api/annotations';
import type { Erased, ErasureReceipt, ErasureState } from '@pharos/core/api/erasures';
import type { OwnRates, RepriceJob } from '@pharos/core/api/prices';
import type { Reading } from '@pharos/core/api/reconcile';
import type { Dashboard, Variable } from '@pharos/core/dashboards/dashboard';
import type { LocalText } from '@pharos/core/local-text';
import type { QuotaMeasure } from '@pharos/core/quotas/amount';
import type { QuotaInput } from '@pharos/core/quotas/quota';
import type { StatementFacts } from '@pharos/core/reconcile/amounts';
import type { SomeRetention } from '@pharos/core/retention/kinds';
import type { ScoreType } from '@pharos/core/score';
import type { ScoreCategory } from '@pharos/core/score-config';
import type { ColumnType, Generated, JSONColumnType, Kysely } from 'kysely';
import type { ExportTables } from './export-tables.ts';
import type { ToldTables } from './told-tables.ts';

/** The records as PostgreSQL holds them. Secrets and tokens are kept as SHA-256 (hex) only. */
export interface Tables extends ToldTables, ExportTables {
  /** Who of several processes does what only one at a time should do. */
  leases: { name: string; holder: string; leasedUntil: Date };
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
  projects: {
    id: string;
    name: string;
    /** ISO 4217. */
    displayCurrency: Generated<string>;
    createdAt: Date;
  };
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
  browserKeys: {
    id: string;
    projectId: string;
    name: string;
    publicKey: string;
    origins: string[];
    /** By which the app's own server says who a user is. */
    signingSecret: string | null;
    signedUsersOnly: Generated<boolean>;
    createdAt: Date;
    lastUsedAt: Date | null;
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
  priceOverrides: {
    id: string;
    projectId: string;
    model: string;
    provider: string;
    /** '' for everywhere. */
    region: string;
    /** A day; '' for a price that always held. */
    validFrom: string;
    currency: string;
    rates: JSONColumnType<OwnRates>;
    updatedAt: Date;
  };
  /** What a unit of a currency is worth in US dollars from a day on, as decimal text. */
  exchangeRates: {
    projectId: string;
    currency: string;
    validFrom: string;
    usd: string;
    updatedAt: Date;
  };
  repriceJobs: {
    id: string;
    projectId: string;
    fromNs: ColumnType<string, bigint, never>;
    toNs: ColumnType<string, bigint, never>;
    state: RepriceJob['state'];
    spans: number;
    done: number;
    changed: number;
    /** US dollars as decimal text. */
    before: string;
    after: string;
    /** The last span that was looked at. */
    cursor: JSONColumnType<{ startNs: string; traceId: string; spanId: string }> | null;
    error: string;
    createdAt: Date;
    createdBy: string;
    /** Whoever runs it says so until then; afterwards another may go on. */
    leasedUntil: Date;
    finishedAt: Date | null;
  };
  /** Suggestions to save money that somebody does not want to see. */
  savingDismissals: {
    projectId: string;
    key: string;
    reason: string;
    dismissedBy: string;
    dismissedAt: Date;
  };
  /** What somebody said of an error. */
  errorNotes: {
    projectId: string;
    errorGroup: string;
    resolvedAt: Date | null;
    muted: boolean;
    owner: string | null;
    changedBy: string;
    changedAt: Date;
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
  /** A project's own dashboards: what a list of them shows. */
  dashboards: {
    id: string;
    projectId: string;
    /** Counts up with every change, from 1. */
    version: number;
    /** JSON, of which a plain text is one too. */
    title: ColumnType<LocalText, string>;
    description: ColumnType<LocalText, string>;
    widgets: number;
    createdAt: Date;
    updatedAt: Date;
    /** A name: it outlives the account or the key. */
    updatedBy: string;
  };
  /** What dashboards were, and in the latest version are. The oldest go when there are many. */
  dashboardVersions: {
    dashboardId: string;
    version: number;
    document: JSONColumnType<Dashboard>;
    note: string;
    /** The version that was brought back. */
    restoredFrom: number | null;
    at: Date;
    author: string;
  };
  /** Links by which a dashboard is seen without an account. A link that is taken back is deleted. */
  dashboardShares: {
    id: string;
    projectId: string;
    /** Of the project's own or of those that come with Pharos. */
    dashboardId: string;
    tokenHash: string;
    /** A length of time up to now. */
    range: string;
    /** As they were when the link was made, their values settled. */
    variables: JSONColumnType<Variable[]>;
    createdAt: Date;
    createdBy: string;
    expiresAt: Date;
    lastOpenedAt: Date | null;
  };
  /** What happened and is marked on charts. */
  annotations: {
    id: string;
    projectId: string;
    kind: AnnotationKind;
    title: string;
    text: string;
    at: Date;
    /** Null when it took no time. */
    until: Date | null;
    link: string | null;
    createdAt: Date;
  };
  /** What providers state of usage and cost. */
  statements: {
    id: string;
    projectId: string;
    name: string;
    /** What a list of them shows. */
    reading: JSONColumnType<Reading>;
    facts: JSONColumnType<StatementFacts>;
    createdAt: Date;
    createdBy: string;
  };
  /** What may be spent, by whom and in what time. */
  quotas: {
    id: string;
    projectId: string;
    definition: JSONColumnType<QuotaInput>;
    createdAt: Date;
    updatedAt: Date;
    updatedBy: string;
  };
  /** What changes a quota's limit, for good or for a while. Amounts as text; one of the two is null. */
  quotaRaises: {
    id: string;
    projectId: string;
    quotaId: string;
    /** Null: all subjects. */
    subject: string | null;
    newLimit: string | null;
    addition: string | null;
    reason: string;
    createdAt: Date;
    createdBy: string;
    /** Null: for good. */
    expiresAt: Date | null;
    /** Null: nobody ended it before its time. */
    endedAt: Date | null;
    endedBy: string | null;
  };
  /** Thresholds that were crossed, each once in a window and under a limit. Ids rise, so that others may read on. */
  quotaEvents: {
    id: Generated<number>;
    projectId: string;
    quotaId: string;
    quotaName: string;
    subject: string;
    /** In percent. */
    threshold: number;
    measure: QuotaMeasure;
    limitAmount: string;
    used: string;
    windowStart: Date;
    at: Date;
  };
  presenceSettings: {
    projectId: string;
    /** After how long without a word a user is not online any more. */
    windowSeconds: number;
    /** How many are expected in parallel at most. */
    expectedUsers: number | null;
    expectedSessions: number | null;
    expectedRuns: number | null;
  };
  /** In days, by kind; null: for ever. */
  retention: { projectId: string; days: JSONColumnType<SomeRetention> };
  /** What users of a project are hidden by, kept when it is turned off. */
  userPseudonyms: { projectId: string; secret: string; enabled: boolean };
  /** Erasures of users. Whose it was is known by its keyed hash alone when it has ended. */
  erasures: {
    id: string;
    projectId: string;
    state: ErasureState;
    /** HMAC-SHA256 of the id. */
    subject: string;
    /** All ids under which the user may be stored; null when it has ended. */
    ids: JSONColumnType<string[]> | null;
    reason: string;
    askedBy: string;
    createdAt: Date;
    /** What is done next: see features/erasures/steps.ts. */
    phase: 'count' | 'remove' | 'files';
    /** How often all was removed. */
    passes: number;
    erased: JSONColumnType<Erased[]>;
    /** By the hash of their content: those that the user's texts named. */
    files: JSONColumnType<string[]>;
    /** That failed. */
    attempts: number;
    error: string;
    finishedAt: Date | null;
    receipt: JSONColumnType<ErasureReceipt> | null;
  };
  /** What signs the receipts of a project, and makes hashes of ids. */
  erasureSecrets: { projectId: string; secret: string };
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
