import { z } from 'zod';
import { idIn } from '../../receive/phoenix/global-ids.ts';
import type { NamedProjects } from '../named-projects.ts';

export const DEFAULT_PROJECT = 'default';
/** Which of Phoenix's projects is meant is what instrumentations write into the resource. */
export const PROJECTS: NamedProjects = {
  attribute: 'openinference.project.name',
  fallback: DEFAULT_PROJECT,
};

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
