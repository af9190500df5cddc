import type { Channel, ChannelName } from '@pharos/core/api/channels';
import type { ChannelKind } from '@pharos/core/channels/config';
import type { Selectable } from 'kysely';
import { ApiError } from '../../errors.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { SplitConfig } from './sealed-config.ts';

/** Of a project. */
export const MAX_CHANNELS = 100;

export type ChannelRow = Selectable<Tables['channels']>;

export interface ChannelValues extends SplitConfig {
  name: string;
  language: ChannelRow['language'];
  enabled: boolean;
  author: string;
  at: Date;
}

/** In order of making. */
export const channelRows = (records: Records, project: ProjectScope): Promise<ChannelRow[]> =>
  records
    .selectFrom('channels')
    .selectAll()
    .where('projectId', '=', project)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();

/** In order of making; nothing of where they lead is read. */
export const channelNames = (records: Records, project: ProjectScope): Promise<ChannelName[]> =>
  records
    .selectFrom('channels')
    .select(['id', 'kind', 'name'])
    .where('projectId', '=', project)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();

/** Undefined when the project has no such channel. */
export const channelRow = (
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<ChannelRow | undefined> =>
  records
    .selectFrom('channels')
    .selectAll()
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();

const columnsOf = ({ name, language, enabled, config, sealed, secrets, author, at }: ChannelValues) => ({
  ...{ name, language, enabled, sealed, secrets, updatedAt: at, updatedBy: author },
  config: JSON.stringify(config),
});

/** @throws ApiError when there are too many */
export async function insertChannel(
  tx: Records,
  project: ProjectScope,
  { id, kind, ...values }: { id: string; kind: ChannelKind } & ChannelValues,
): Promise<ChannelRow> {
  const { count } = await tx
    .selectFrom('channels')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('projectId', '=', project)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MAX_CHANNELS)
    throw new ApiError('conflict', { message: `There are ${MAX_CHANNELS} channels already.` });
  return tx
    .insertInto('channels')
    .values({ id, kind, projectId: project, createdAt: values.at, ...columnsOf(values) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Undefined when the project has no such channel. */
export const updateChannel = (
  tx: Records,
  project: ProjectScope,
  id: string,
  values: ChannelValues,
): Promise<ChannelRow | undefined> =>
  tx
    .updateTable('channels')
    .set(columnsOf(values))
    .where('projectId', '=', project)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();

/** With what it had to deliver. False when the project has no such channel. */
export async function deleteChannel(tx: Records, project: ProjectScope, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('channels')
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** As it is given out: of secrets, only their names. */
export const presentChannel = (row: ChannelRow): Channel => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  language: row.language,
  enabled: row.enabled,
  config: row.config,
  secrets: row.secrets,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  updatedBy: row.updatedBy,
});
