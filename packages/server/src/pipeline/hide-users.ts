import type { RawLog } from '@pharos/core/log-events';
import type { JsonRecord } from '@pharos/core/message-parts';
import type { MetricPoint } from '@pharos/core/metric-points/point';
import type { Score } from '@pharos/core/score';
import type { Attributes, AttributeValue, Span } from '@pharos/core/span';
import type { ReceivedFragment } from '../intake/decoded.ts';
import type { HideUser } from '../pseudonym.ts';

const USER_ID = 'user.id';
/** What was said is not looked at: a word that is somebody's id may mean something else there. */
const CONTENT = new Set(['input', 'output', 'inputs', 'outputs']);

/** The span by its user's pseudonym, wherever its attributes tell the id as well. */
export function withHiddenUser(span: Span, hide: HideUser): Span {
  const { userId } = span;
  const pseudonym = hide(userId);
  if (pseudonym === userId) return span;
  return {
    ...span,
    userId: pseudonym,
    attributes: hiddenIn(span.attributes, userId, pseudonym),
    resource: hiddenIn(span.resource, userId, pseudonym),
  };
}

/** A piece of a span, whose user is told by all that is known of it: it is kept as it was said. */
export const withHiddenBody = (
  fragment: ReceivedFragment,
  userId: string,
  hide: HideUser,
): ReceivedFragment =>
  hide(userId) === userId
    ? fragment
    : {
        ...fragment,
        body: Object.fromEntries(
          Object.entries(fragment.body).map(([key, value]) => [
            key,
            CONTENT.has(key) ? value : replaced(value, userId, hide(userId)),
          ]),
        ) as JsonRecord,
      };

/** Records and points name a user by this one attribute. */
export function withHiddenAttribute<Told extends RawLog | MetricPoint>(told: Told, hide: HideUser): Told {
  const userId = told.attributes.get(USER_ID);
  if (typeof userId !== 'string' || hide(userId) === userId) return told;
  return { ...told, attributes: hiddenIn(told.attributes, userId, hide(userId)) };
}

/** End users judge by their id; others by who they are. */
export const withHiddenAuthor = <Told extends Score>(score: Told, hide: HideUser): Told =>
  score.source === 'feedback' ? { ...score, author: hide(score.author) } : score;

const hiddenIn = (attributes: Attributes, userId: string, pseudonym: string): Attributes =>
  new Map([...attributes].map(([key, value]) => [key, replaced(value, userId, pseudonym) as AttributeValue]));

/** The value with the id replaced where it is the whole of a text, in JSON within a text too. */
function replaced(value: unknown, userId: string, pseudonym: string): unknown {
  if (typeof value === 'string') {
    return value === userId
      ? pseudonym
      : value.replaceAll(JSON.stringify(userId), () => JSON.stringify(pseudonym));
  }
  if (Array.isArray(value)) return value.map((each) => replaced(each, userId, pseudonym));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, replaced(inner, userId, pseudonym)]),
  );
}
