import { z } from 'zod';
import { KEY_FORM_NAMES } from '../key-forms.ts';
import { currencySchema } from './prices.ts';

export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** `ingest` may only send; `read` may only ask; `admin` may also change settings of its project. */
export const KEY_SCOPES = ['ingest', 'read', 'admin'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

const email = z.email().max(254);
/** Least length of a password, wherever one is chosen. */
export const MIN_PASSWORD = 10;
const password = z.string().min(MIN_PASSWORD, `at least ${MIN_PASSWORD} characters`).max(512);

export const userSchema = z.object({ id: z.string(), email: z.string(), name: z.string() });
export const projectSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** ISO 4217: in what its pages show amounts, by the project's own exchange rates. Answers of the API are in US dollars. */
  displayCurrency: z.string(),
  createdAt: z.string(),
});
export const membershipSchema = projectSchema.extend({ role: z.enum(ROLES) });

/** Who is asking: a signed-in user with projects, or a key with its one project. */
export const meSchema = z.object({
  user: userSchema.nullable(),
  projects: z.array(membershipSchema),
  /** Send it back as `x-csrf-token` with every change made with the session cookie. */
  csrfToken: z.string().nullable(),
});
export type Me = z.infer<typeof meSchema>;

export const loginSchema = z.object({ email, password: z.string().min(1).max(512) });
export const linkLoginSchema = z.object({ token: z.string().min(1).max(256) });
export const passwordChangeSchema = z.object({ current: z.string().max(512).optional(), password });

const projectName = z.string().trim().min(1).max(80);
export const projectCreateSchema = z.object({ name: projectName });
/** What is left out stays. */
export const projectUpdateSchema = z
  .object({ name: projectName.optional(), displayCurrency: currencySchema.optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'nothing to change');
export type ProjectUpdate = z.infer<typeof projectUpdateSchema>;

export const memberSchema = userSchema.extend({ role: z.enum(ROLES), since: z.string() });
export const memberUpdateSchema = z.object({ role: z.enum(ROLES) });

export const invitationSchema = z.object({
  id: z.string(),
  email: z.string().nullable(),
  role: z.enum(ROLES),
  expiresAt: z.string(),
});
export const invitationCreateSchema = z.object({
  email: email.optional(),
  role: z.enum(ROLES).default('member'),
});
/** The link is shown once. */
export const invitationCreatedSchema = invitationSchema.extend({ link: z.string() });
/** What an invitation is for, shown to whoever holds its link. */
export const invitationPreviewSchema = z.object({
  projectName: z.string(),
  email: z.string().nullable(),
  role: z.enum(ROLES),
});
export const invitationAcceptSchema = z.object({
  token: z.string().min(1).max(256),
  email,
  name: z.string().trim().min(1).max(80),
  password,
});

export const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  publicKey: z.string(),
  /** Last four characters of the secret. */
  secretHint: z.string(),
  scopes: z.array(z.enum(KEY_SCOPES)),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
});
export type ApiKey = z.infer<typeof keySchema>;
export const keyCreateSchema = z.object({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(z.enum(KEY_SCOPES)).min(1),
  /** For clients that look at the first letters of a key. */
  form: z.enum(KEY_FORM_NAMES).default('pharos'),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
/** The secret is shown once and stored only as a hash. */
export const keyCreatedSchema = keySchema.extend({ secretKey: z.string() });

export const savedViewSchema = z.object({
  id: z.string(),
  page: z.string().max(32),
  name: z.string().trim().min(1).max(80),
  /** The query string of the page. */
  query: z.string().max(8192),
});
export type SavedView = z.infer<typeof savedViewSchema>;
export const savedViewCreateSchema = savedViewSchema.omit({ id: true });
