import type { AlertDocument, AlertDocumentKind } from '@pharos/core/alerts/documents';
import type { Standing } from '@pharos/core/alerts/standing';
import type { KeyScope, Role } from '@pharos/core/api/accounts';
import type { AnnotationKind } from '@pharos/core/api/annotations';
import type { OwnRates, RepriceJob } from '@pharos/core/api/prices';
import type { Reading } from '@pharos/core/api/reconcile';
import type { RunState } from '@pharos/core/api/reports';
import type { ChannelKind } from '@pharos/core/channels/config';
import type { Notice } from '@pharos/core/channels/notice';
import type { DeliveryState } from '@pharos/core/channels/outcome';
import type { Dashboard, Variable } from '@pharos/core/dashboards/dashboard';
import type { Page } from '@pharos/core/escalation/page';
import type { Course } from '@pharos/core/incidents/flapping';
import type { FiredRule, IncidentEventKind } from '@pharos/core/incidents/incident';
import type { Language } from '@pharos/core/language';
import type { LocalText } from '@pharos/core/local-text';
import type { QuotaMeasure } from '@pharos/core/quotas/amount';
import type { QuotaInput } from '@pharos/core/quotas/quota';
import type { StatementFacts } from '@pharos/core/reconcile/amounts';
import type { MadeReport } from '@pharos/core/reports/made';
import type { Report, ReportRequest } from '@pharos/core/reports/report';
import type { ScoreType } from '@pharos/core/score';
import type { ScoreCategory } from '@pharos/core/score-config';
import type { ColumnType, Generated, JSONColumnType, Kysely } from 'kysely';
import type { z } from 'zod';

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
  /** What users of a project are hidden by, kept when it is turned off. */
  userPseudonyms: { projectId: string; secret: string; enabled: boolean };
  /** By which ways somebody is told. */
  channels: {
    id: string;
    projectId: string;
    kind: ChannelKind;
    name: string;
    /** Null: as whoever tells something chooses. */
    language: Language | null;
    enabled: boolean;
    /** Without its secrets. */
    config: JSONColumnType<Record<string, z.core.util.JSONType>>;
    /** Its secrets; null when it has none. */
    sealed: string | null;
    /** Names of what is sealed. */
    secrets: string[];
    createdAt: Date;
    updatedAt: Date;
    updatedBy: string;
  };
  /** The outbox: what channels are to tell and have told, a row for each step and channel. */
  deliveries: {
    id: Generated<number>;
    projectId: string;
    channelId: string;
    /** Of the step; unique in its channel. */
    key: string;
    /** What is about one is told in order; '' is about none. */
    subject: string;
    notice: JSONColumnType<Notice>;
    state: DeliveryState;
    attempts: Generated<number>;
    /** Of these, those before somebody sent it again. */
    earlierAttempts: Generated<number>;
    /** How often nobody knew whether it had arrived. */
    maybeRepeated: Generated<number>;
    lastError: string | null;
    /** When it was first to be sent, or sent again by somebody. */
    since: Date;
    /** While it waits, when it is tried; while it is sent, when somebody else may. */
    dueAt: Date;
    createdAt: Date;
    endedAt: Date | null;
  };
  /** Rules, silences, inhibitions, policies and schedules: what a project says of its alerts. */
  alertDocuments: {
    id: string;
    projectId: string;
    kind: AlertDocumentKind;
    definition: JSONColumnType<AlertDocument>;
    createdAt: Date;
    updatedAt: Date;
    updatedBy: string;
  };
  /** How the groups of a rule stand. */
  alertStandings: {
    ruleId: string;
    /** By the keys of groups. */
    standings: JSONColumnType<Record<string, Standing>>;
    /** The moment that the last evaluation was of. */
    evaluatedAt: Date | null;
    dueAt: Date;
    /** Until then somebody evaluates it. */
    leasedUntil: Date | null;
    /** Why the last evaluation failed. */
    error: string | null;
    /** Groups that were forgotten to make room. */
    dropped: Generated<number>;
  };
  /** What fires, or did. One is open of a group of a rule. */
  incidents: {
    id: string;
    projectId: string;
    ruleId: string;
    groupKey: string;
    /** As the rule was when it fired. */
    rule: JSONColumnType<FiredRule>;
    labels: JSONColumnType<Record<string, string>>;
    course: JSONColumnType<Course>;
    value: number | null;
    limitValue: number | null;
    openedAt: Date;
    endedAt: Date | null;
    /** It is well, and over then unless it fires again. */
    endsAt: Date | null;
    acknowledgedAt: Date | null;
    acknowledgedBy: string | null;
    assignee: string | null;
    /** `silence:<id>` or `incident:<id>`. */
    mutedBy: string | null;
  };
  /** What happened to an incident. Ids rise. */
  incidentEvents: {
    id: Generated<number>;
    incidentId: string;
    at: Date;
    kind: IncidentEventKind;
    /** Null: nobody but time and rules. */
    actor: string | null;
    data: JSONColumnType<Record<string, unknown>>;
  };
  /** What was told of incidents that are told together. */
  alertPages: {
    id: string;
    projectId: string;
    policyId: string;
    groupKey: string;
    page: JSONColumnType<Page>;
  };
  /** When it is to be seen who has to be told what in a project. */
  alertLooks: { projectId: string; dueAt: Date; leasedUntil: Date | null };
  /** Reports that are kept, and when a schedule has them made next. */
  reports: {
    id: string;
    projectId: string;
    definition: JSONColumnType<Report>;
    dueAt: Date | null;
    createdAt: Date;
    updatedAt: Date;
    updatedBy: string;
  };
  /** Reports being made, and as they were made. */
  reportRuns: {
    id: string;
    projectId: string;
    /** Null: it was asked for without being kept, or its report is gone. */
    reportId: string | null;
    /** As it was asked for. */
    request: JSONColumnType<ReportRequest>;
    state: RunState;
    step: Generated<number>;
    steps: Generated<number>;
    /** How often it was begun. */
    attempts: Generated<number>;
    /** Whoever makes it says so until then; afterwards another may. */
    leasedUntil: Date | null;
    scheduledFor: Date | null;
    askedBy: string | null;
    createdAt: Date;
    finishedAt: Date | null;
    error: string | null;
    /** By how many channels it was sent. */
    sent: Generated<number>;
    /** What it is of. */
    beginsAt: Date | null;
    endsAt: Date | null;
    made: JSONColumnType<MadeReport> | null;
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
