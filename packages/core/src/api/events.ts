import { z } from 'zod';
import { pageOf, projectQuery } from './common.ts';
import { at, country, id, label, locale, page } from './report-fields.ts';

/*
 * What users do, as an application names it: `POST /api/v1/events`, in batches, each told again without harm.
 */

export const EVENT_LIMITS = { properties: 50, propertyName: 128, propertyText: 1024 } as const;

const property = z.union([z.string().max(EVENT_LIMITS.propertyText), z.number(), z.boolean()], {
  error: `a property is a text of at most ${EVENT_LIMITS.propertyText} characters, a number, true or false`,
});

/**
 * One thing that a user did. Told apart by its id and its time: told again with both it is stored once. Without an id its content
 * is its id; without either, each telling is an event of its own, that happens now.
 */
export const eventReportSchema = z
  .strictObject({
    /** What was done: `order placed`. */
    name: id,
    eventId: label.default(''),
    userId: label.default(''),
    sessionId: label.default(''),
    traceId: label.default(''),
    agent: label.default(''),
    page: page.default(''),
    platform: label.default(''),
    country: country.default(''),
    locale: locale.default(''),
    properties: z
      .record(z.string().min(1).max(EVENT_LIMITS.propertyName), property)
      .refine((all) => Object.keys(all).length <= EVENT_LIMITS.properties, {
        error: `an event has at most ${EVENT_LIMITS.properties} properties`,
      })
      .default({}),
    at,
  })
  .refine(({ userId, sessionId }) => userId !== '' || sessionId !== '', {
    error: 'an event is of a user (userId) or of a session (sessionId)',
  })
  .refine(({ eventId, at: time }) => eventId === '' || time !== undefined, {
    path: ['at'],
    error: 'an event with an id needs its time as well, so that it is stored once however often it is sent',
  });
export type EventReport = z.infer<typeof eventReportSchema>;

const range = projectQuery.extend({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().max(1024).optional(),
});

/** Without a start the seven days before its end or now. */
export const eventListQuery = range.extend({
  name: id.optional(),
  user: id.optional(),
  session: id.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type EventListQuery = z.infer<typeof eventListQuery>;

/** '' where it was not said. */
export const eventSchema = z.object({
  eventId: z.string(),
  time: z.string(),
  name: z.string(),
  userId: z.string(),
  sessionId: z.string(),
  traceId: z.string(),
  agent: z.string(),
  page: z.string(),
  platform: z.string(),
  country: z.string(),
  locale: z.string(),
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type ApiEvent = z.infer<typeof eventSchema>;
export const eventPageSchema = pageOf(eventSchema);

export const eventNamesQuery = range.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type EventNamesQuery = z.infer<typeof eventNamesQuery>;

/** Events of a range by name, the most frequent first. */
export const eventNameSchema = z.object({
  name: z.string(),
  count: z.number(),
  users: z.number(),
  /** Within the range. */
  lastSeen: z.string(),
});
export type EventName = z.infer<typeof eventNameSchema>;
export const eventNamesPageSchema = pageOf(eventNameSchema);
