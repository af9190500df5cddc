import { userIdsIn } from '@pharos/core/conventions/user-ids';
import type { RawLog } from '@pharos/core/log-events';
import type { JsonRecord } from '@pharos/core/message-parts';
import type { MetricPoint } from '@pharos/core/metric-points/point';
import type { Score } from '@pharos/core/score';
import type { Span } from '@pharos/core/span';
import type { ReceivedFragment } from '../intake/decoded.ts';
import { asTheyAre, type HideUser } from '../pseudonym.ts';
import { replacedIn, replacingIds } from '../replace-ids.ts';

/** What was said is not looked at: a word that is somebody's id may mean something else there. */
const CONTENT = new Set(['input', 'output', 'inputs', 'outputs']);

/** The span by its user's pseudonym, wherever else it tells an id as well. */
export function withHiddenUser(span: Span, hide: HideUser): Span {
  if (hide === asTheyAre) return span;
  const { userId, attributes, resource, events, links } = span;
  const told = [attributes, resource, ...[...events, ...links].map((each) => each.attributes)];
  const replace = replacingIds([userId, ...told.flatMap(userIdsIn)], hide);
  if (replace === undefined) return span;
  return {
    ...span,
    userId: hide(userId),
    tags: replace('tags', span.tags),
    attributes: replacedIn(attributes, replace),
    resource: replacedIn(resource, replace),
    events: events.map((event) => ({ ...event, attributes: replacedIn(event.attributes, replace) })),
    links: links.map((link) => ({ ...link, attributes: replacedIn(link.attributes, replace) })),
  };
}

/** A piece of a span, by what it tells alone: it is kept as it was said. */
export function withHiddenBody(
  fragment: ReceivedFragment,
  { userId, attributes }: Pick<Span, 'userId' | 'attributes'>,
  hide: HideUser,
): ReceivedFragment {
  const replace = replacingIds([userId, ...userIdsIn(attributes)], hide);
  if (replace === undefined) return fragment;
  const body: JsonRecord = Object.fromEntries(
    Object.entries(fragment.body).map(([key, value]) => [
      key,
      CONTENT.has(key) ? value : replace(key, value),
    ]),
  );
  return { ...fragment, body };
}

export function withHiddenUserOfLog(log: RawLog, hide: HideUser): RawLog {
  if (hide === asTheyAre) return log;
  const { attributes, resource } = log;
  const replace = replacingIds([attributes, resource].flatMap(userIdsIn), hide);
  if (replace === undefined) return log;
  return { ...log, attributes: replacedIn(attributes, replace), resource: replacedIn(resource, replace) };
}

export function withHiddenUserOfPoint(point: MetricPoint, hide: HideUser): MetricPoint {
  if (hide === asTheyAre) return point;
  const { attributes, metric } = point;
  const replace = replacingIds([attributes, metric.resource].flatMap(userIdsIn), hide);
  if (replace === undefined) return point;
  return {
    ...point,
    attributes: replacedIn(attributes, replace),
    metric: { ...metric, resource: replacedIn(metric.resource, replace) },
  };
}

/** End users judge by their id; others by who they are. */
export const withHiddenAuthor = <Told extends Score>(score: Told, hide: HideUser): Told =>
  score.source === 'feedback' ? { ...score, author: hide(score.author) } : score;
