import type { DecodedBatch } from '../../intake/decoded.ts';

/** Of OTLP, in place of what the resource says. */
export const PROJECT_HEADER = 'x-project-name';

/** What says to which of Phoenix's projects a span belongs. */
const ATTRIBUTE = 'openinference.project.name';

/** Spans sent under a project's name belong to it, whatever their resource says. */
export function ofPhoenixProject(batch: DecodedBatch, project: string): DecodedBatch {
  if (project === '') return batch;
  for (const resource of new Set(batch.spans.map((span) => span.resource))) resource.set(ATTRIBUTE, project);
  return batch;
}
