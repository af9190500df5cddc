import { z } from 'zod';

/** What happened at a moment, or for a while, and is marked on every chart: a deploy, an incident, a note. */
export const ANNOTATION_KINDS = ['deploy', 'incident', 'note'] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

/** Since 1970, where all times of Pharos begin. */
const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= 0, { message: 'must not be before 1970' });

export const annotationCreateSchema = z
  .object({
    /** Of the sender's own choice: said again with the same id it is replaced, so that a build may try again. */
    id: z
      .string()
      .regex(/^[\w.:-]{1,64}$/, 'an id is up to 64 letters, digits, _ . : and -')
      .optional(),
    kind: z.enum(ANNOTATION_KINDS).default('note'),
    title: z.string().trim().min(1).max(120),
    text: z.string().max(2000).default(''),
    /** Now when left out. */
    at: moment.optional(),
    /** Its end, when it lasted. */
    until: moment.optional(),
    link: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .optional(),
  })
  .refine(({ at, until }) => !at || !until || Date.parse(at) <= Date.parse(until), {
    path: ['until'],
    message: 'must not be before its start',
  });

export const annotationSchema = z.object({
  id: z.string(),
  kind: z.enum(ANNOTATION_KINDS),
  title: z.string(),
  text: z.string(),
  at: z.string(),
  until: z.string().nullable(),
  link: z.string().nullable(),
});
export type Annotation = z.infer<typeof annotationSchema>;

/** Those that touch the range. */
export const annotationQuery = z.object({
  project: z.string().max(64).optional(),
  from: moment,
  to: moment,
});
