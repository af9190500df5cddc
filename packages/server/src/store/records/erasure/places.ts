import { groupKey } from '@pharos/core/alerts/evaluate';
import { withoutUser } from '@pharos/core/reports/without-user';
import { type RawBuilder, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** A user of a project, by all ids under which they may be stored. */
export interface Whose {
  project: string;
  ids: readonly string[];
}

type Condition = RawBuilder<boolean>;

/** Where records hold something of a user. */
export interface Place {
  table: keyof Tables;
  /** Rows of the user; of a place that is rewritten, those that may be. */
  where(whose: Whose): Condition;
  /** What stays of a row; undefined: it is no row of theirs. Without it the rows go. */
  rewrite?: Rewrite;
}
export interface Rewrite {
  /** What tells the row apart, and what is rewritten: names of columns. */
  id: string;
  column: string;
  of(value: unknown, ids: ReadonlySet<string>): unknown;
}

const ofProject = ({ project }: Whose) => sql`project_id = ${project}`;
const oneOf = ({ ids }: Whose) => sql.join(ids.map((id) => sql`${id}`));
const any = (conditions: readonly RawBuilder<unknown>[]) => sql`(${sql.join(conditions, sql` or `)})`;

/** Subjects are users where a quota is of users. Of one that is gone nobody knows. */
const ofUsers = sql`not exists (
  select 1 from quotas where quotas.id = quota_id and definition->'scope'->>'type' not in ('user', 'eachUser'))`;
const spentBy = (whose: Whose): Condition =>
  sql<boolean>`${ofProject(whose)} and subject in (${oneOf(whose)}) and ${ofUsers}`;

/** What tells groups of a rule apart: a user of telemetry, or whom a quota counts. */
const namesIn = (labels: RawBuilder<unknown>, whose: Whose) =>
  sql`(${labels}->>'user' in (${oneOf(whose)}) or ${labels}->>'subject' in (${oneOf(whose)}))`;

/** As it stands in JSON, and in JSON within JSON. */
const holds = (column: string, { ids }: Whose) =>
  any(
    ids.map(
      (id) => sql`strpos(${sql.ref(column)}::text, ${JSON.stringify(JSON.stringify(id)).slice(1, -1)}) > 0`,
    ),
  );
const says = (column: string, { ids }: Whose) =>
  any(ids.map((id) => sql`strpos(${sql.ref(column)}::text, ${JSON.stringify(id).slice(1, -1)}) > 0`));

type Standings = Record<string, unknown>;
const withoutGroups = (value: unknown, ids: ReadonlySet<string>): Standings | undefined => {
  const groups = Object.entries(value as Standings);
  const kept = groups.filter(([key]) => !(JSON.parse(key) as string[]).some((part) => ids.has(part)));
  return kept.length === groups.length ? undefined : Object.fromEntries(kept);
};
type Made = NonNullable<Tables['reportRuns']['made']>['__select__'];
const withoutNames = (value: unknown, ids: ReadonlySet<string>): Made | undefined => {
  const made = value as Made;
  const sections = made.sections.map((section) => withoutUser(section, ids));
  return JSON.stringify(sections) === JSON.stringify(made.sections) ? undefined : { ...made, sections };
};

/** All that is a user's in the records, in the order in which it goes. */
export const PLACES: readonly Place[] = [
  { table: 'quotaEvents', where: spentBy },
  { table: 'quotaRaises', where: spentBy },
  {
    table: 'quotas',
    where: (whose) =>
      sql`${ofProject(whose)} and definition->'scope'->>'type' = 'user' and definition->'scope'->>'value' in (${oneOf(whose)})`,
  },
  {
    table: 'deliveries',
    where: (whose) =>
      sql`${ofProject(whose)} and exists (
  select 1 from json_array_elements(notice->'incidents') as told where ${namesIn(sql`(told->'labels')`, whose)})`,
  },
  // What happened to them goes with them.
  { table: 'incidents', where: (whose) => sql`${ofProject(whose)} and ${namesIn(sql`labels`, whose)}` },
  {
    table: 'alertPages',
    where: (whose) =>
      sql`${ofProject(whose)} and ${any(whose.ids.map((id) => sql`group_key::jsonb @> ${groupKey([id])}::jsonb`))}`,
  },
  {
    table: 'alertStandings',
    where: (whose) =>
      sql`rule_id in (select id from alert_documents where ${ofProject(whose)}) and ${holds('standings', whose)}`,
    rewrite: { id: 'rule_id', column: 'standings', of: withoutGroups },
  },
  {
    table: 'reportRuns',
    where: (whose) => sql`${ofProject(whose)} and made is not null and ${says('made', whose)}`,
    rewrite: { id: 'id', column: 'made', of: withoutNames },
  },
];

const inProject = (project: string) => sql`project_id = ${project}`;

/** Settings that people wrote, which may name a user: they are counted, for whoever changes them by hand. */
export const SETTINGS: readonly {
  table: keyof Tables;
  columns: readonly string[];
  of(project: string): RawBuilder<unknown>;
}[] = [
  { table: 'savedViews', columns: ['query'], of: inProject },
  {
    table: 'dashboardVersions',
    columns: ['document'],
    of: (project) => sql`dashboard_id in (select id from dashboards where project_id = ${project})`,
  },
  { table: 'dashboardShares', columns: ['variables'], of: inProject },
  { table: 'alertDocuments', columns: ['definition'], of: inProject },
  { table: 'reports', columns: ['definition'], of: inProject },
  { table: 'annotations', columns: ['title', 'text', 'link'], of: inProject },
];

/** Tables that hold nothing of a user of the project's applications, and why. */
export const NOTHING_OF_USERS: Readonly<Partial<Record<keyof Tables, string>>> = {
  users: 'accounts of Pharos itself',
  loginSessions: 'accounts of Pharos itself',
  loginLinks: 'accounts of Pharos itself',
  members: 'accounts of Pharos itself',
  invitations: 'accounts of Pharos itself',
  projects: 'names of projects',
  apiKeys: 'keys of applications',
  browserKeys: 'keys of pages',
  priceOverrides: 'prices',
  exchangeRates: 'prices',
  repriceJobs: 'sums of what was priced anew',
  savingDismissals: 'suggestions to save money',
  errorNotes: 'what was said of kinds of errors',
  scoreConfigs: 'what scores may say',
  dashboards: 'titles; what they show is in their versions',
  statements: 'what providers state',
  presenceSettings: 'settings without names',
  retention: 'settings without names',
  userPseudonyms: 'the secret of a project, which is of nobody',
  erasureSecrets: 'the secret of a project, which is of nobody',
  erasures: 'a keyed hash of the id; the id itself until the erasure has ended',
  channels: 'how people are told',
  exports: 'what is given out as files, and where',
  exportRuns: 'how far exports are',
  exportFiles: 'names of files that were given out',
  alertLooks: 'when to look again',
  incidentEvents: 'what happened to incidents, and goes with them',
  leases: 'which process does what',
  audit: 'who changed what; of a user a pseudonym or a keyed hash, never the id',
  // Removed where it is known which texts name a file: see features/erasures/files.ts.
  media: 'files, which go by what names them',
};
