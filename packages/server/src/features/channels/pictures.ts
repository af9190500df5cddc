import type { Notice } from '@pharos/core/channels/notice';
import type { Language } from '@pharos/core/language';
import type { Picture } from '../../pictures/picture.ts';
import { type ProjectScope, scopeTo } from '../../store/scope.ts';
import { untilAborted } from '../../until-aborted.ts';

/** Draws what an incident is about; undefined where there is nothing to draw. */
export type PictureOf = (
  project: ProjectScope,
  incidentId: string,
  language: Language,
  signal: AbortSignal,
) => Promise<Picture | undefined>;

/** Of one message, the first incidents. */
const MOST = 3;
/** A message goes without what is not drawn by then. */
const PATIENCE_MS = 5_000;

/** Pictures of the first incidents of a notice, by the ids of these. One that fails or takes too long is left out. Never rejects. */
export async function picturesOf(
  { project, incidents, language }: Notice,
  pictureOf: PictureOf,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Picture>> {
  const late = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const drawn = await Promise.all(
    incidents.slice(0, MOST).map(async ({ id }) => {
      const drawing = pictureOf(scopeTo(project.id), id, language, late);
      const picture = await untilAborted(drawing, late).catch(() => undefined);
      return picture ? [[id, picture] as const] : [];
    }),
  );
  return new Map(drawn.flat());
}
