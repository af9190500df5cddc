import type { Filter } from '@pharos/core/filter';
import { z } from 'zod';
import { idIn } from '../../receive/phoenix/global-ids.ts';

export const DEFAULT_PROJECT = 'default';
/** What instrumentations write into the resource to say which of Phoenix's projects is meant. */
export const PROJECT_ATTRIBUTE = 'openinference.project.name';

export const id = z.string().min(1).max(512);
/** A project by name or by global id. */
export const projectParams = z.object({
  project: id.transform((given) => idIn('Project', given)),
});

/** A parameter that may be repeated. */
export const texts = z.preprocess(
  (value) => (value === undefined ? undefined : [value].flat()),
  z.array(z.string().max(512)).max(1000).optional(),
);
export const moment = z.iso.datetime({ offset: true }).optional();
export const page = (usual: number, most: number) => ({
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(most).default(usual),
});

/** The spans of one of Phoenix's projects; `default` holds all. */
export const ofProject = (project: string): Filter[] =>
  project === DEFAULT_PROJECT ? [] : [{ field: `attr.${PROJECT_ATTRIBUTE}`, op: '=', values: [project] }];

/** The same as filter text. */
export const filterTextOf = (project: string): string =>
  project === DEFAULT_PROJECT ? '' : `attr.${PROJECT_ATTRIBUTE}:${JSON.stringify(project)}`;
