import { timingSafeEqual } from 'node:crypto';
import type { Role } from '@pharos/core/api/accounts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import { sha256 } from '../ids.ts';
import type { Records } from '../store/records/tables.ts';
import { type ProjectScope, scopeTo } from '../store/scope.ts';
import { type Access, atLeast, grants, type ProjectAccess, roleOfKey } from './access.ts';
import { type KeyAuth, type KeyCaller, missingScope } from './keys.ts';
import type { SessionCookie } from './session-cookie.ts';
import { csrfTokenOf, type Sessions, type UserCaller } from './sessions.ts';

export type Caller = KeyCaller | UserCaller;

/** Proof of a right to one project. */
export interface Grant {
  project: ProjectScope;
  role: Role;
}

export interface AuthParts {
  records: Records;
  keys: KeyAuth;
  sessions: Sessions;
  cookie: SessionCookie;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Admits a request to a route or throws. Afterwards `request.caller` says who asks and `request.grant` for which
 * project; nothing below this looks at headers or cookies.
 */
export async function admit(
  parts: AuthParts,
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (access === 'open') return;
  const caller = (await keyOf(parts, request)) ?? (await userOf(parts, request, reply));
  if (caller === undefined) throw new ApiError('unauthenticated');
  request.caller = caller;
  if (access === 'signedIn') return;
  if (access === 'user') {
    if (caller.type !== 'user') throw new ApiError('user_required');
    return;
  }
  request.grant = await grantTo(parts, caller, access, namedProject(request));
}

/** Whether somebody who was admitted to a project, and whose request goes on, would be admitted again. */
export async function stillAdmitted(
  parts: AuthParts,
  access: ProjectAccess,
  request: FastifyRequest,
): Promise<boolean> {
  try {
    const token = parts.cookie.read(request);
    const caller =
      (await keyOf(parts, request)) ?? (token && (await parts.sessions.find(token))?.caller) ?? undefined;
    if (!caller) return false;
    const { project } = await grantTo(parts, caller, access, request.project);
    return project === request.project;
  } catch {
    // They connect again, and are told what is the matter.
    return false;
  }
}

/**
 * The caller's right to a project; a key carries its own, which need not be named.
 * @throws ApiError when they have not the right that is asked.
 */
export async function grantTo(
  parts: Pick<AuthParts, 'records'>,
  caller: Caller,
  access: ProjectAccess,
  projectId: string | undefined,
): Promise<Grant> {
  if (caller.type === 'key') return grantOfKey(caller, access, projectId);
  const grant = await grantOfUser(parts, caller, projectId);
  if (!atLeast(grant.role, access.role)) {
    throw new ApiError('forbidden', { message: `This needs the role "${access.role}" in the project.` });
  }
  return grant;
}

function keyOf({ keys }: AuthParts, request: FastifyRequest): Promise<KeyCaller | undefined> {
  return keys.authenticate((name) => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  });
}

async function userOf(
  { sessions, cookie }: AuthParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<UserCaller | undefined> {
  const token = cookie.read(request);
  if (token === undefined) return undefined;
  const session = await sessions.find(token);
  if (session === undefined) return undefined;
  if (!SAFE_METHODS.has(request.method)) {
    cookie.refuseOtherSites(request);
    const sent = request.headers['x-csrf-token'];
    if (typeof sent !== 'string' || !timingSafeEqual(digest(sent), digest(csrfTokenOf(token)))) {
      throw new ApiError('csrf');
    }
  }
  if (session.prolonged) cookie.write(reply, token);
  return session.caller;
}

const digest = (text: string): Buffer => Buffer.from(sha256(text));

/** The project that the path or the query names. */
function namedProject(request: FastifyRequest): string | undefined {
  const { projectId } = request.params as { projectId?: string };
  const { project } = request.query as { project?: unknown };
  if (typeof projectId === 'string') return projectId;
  return typeof project === 'string' && project !== '' ? project : undefined;
}

function grantOfKey(caller: KeyCaller, access: ProjectAccess, projectId: string | undefined): Grant {
  if (access.scope === null) throw new ApiError('user_required');
  if (!grants(caller.scopes, access.scope)) throw missingScope(access.scope);
  if ((projectId ?? caller.project) !== caller.project) throw new ApiError('not_found');
  return { project: caller.project, role: roleOfKey(caller.scopes) };
}

/** A project that the user is no member of is, to that user, not there. */
async function grantOfUser(
  { records }: Pick<AuthParts, 'records'>,
  caller: UserCaller,
  projectId: string | undefined,
): Promise<Grant> {
  if (projectId === undefined) throw new ApiError('project_required');
  const member = await records
    .selectFrom('members')
    .select('role')
    .where('projectId', '=', projectId)
    .where('userId', '=', caller.userId)
    .executeTakeFirst();
  if (member === undefined) throw new ApiError('not_found');
  return { project: scopeTo(projectId), role: member.role };
}
