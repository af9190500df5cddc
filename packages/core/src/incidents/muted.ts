import { type Fires, type InhibitionInput, inhibited } from './inhibition.ts';
import { nextStretch, type Silence, silencing } from './silence.ts';

/** Why nobody is told of something that fires, by its id: `silence:<id>` or `incident:<id>`, which it is a symptom of. */
export function mutedBy(
  firing: readonly Fires[],
  { silences, inhibitions }: { silences: readonly Silence[]; inhibitions: readonly InhibitionInput[] },
  nowMs: number,
): Map<string, string> {
  const muted = new Map<string, string>();
  for (const [id, cause] of inhibited(firing, inhibitions)) muted.set(id, `incident:${cause}`);
  for (const { id, labels } of firing) {
    const [silence] = silencing(silences, labels, nowMs);
    if (silence) muted.set(id, `silence:${silence.id}`);
  }
  return muted;
}

/** When a silence begins or ends next, after a moment; undefined when none does. */
export function nextEdge(silences: readonly Silence[], nowMs: number): number | undefined {
  const edges = silences.flatMap((silence) => {
    const stretch = nextStretch(silence, nowMs);
    return stretch ? [stretch.fromMs > nowMs ? stretch.fromMs : stretch.toMs] : [];
  });
  return edges.length === 0 ? undefined : Math.min(...edges);
}
