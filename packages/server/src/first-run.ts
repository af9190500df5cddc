import type { KeyScope } from '@pharos/core/api/accounts';
import type { Clock } from '@pharos/core/time';
import { sql } from 'kysely';
import type { Config } from './config.ts';
import { StartError } from './errors.ts';
import { createLoginLink } from './features/accounts/login-links.ts';
import { insertKey, newKeyPair } from './features/keys/queries.ts';
import { hashPassword } from './http/passwords.ts';
import { type Ids, sha256 } from './ids.ts';
import { audit } from './store/records/audit.ts';
import type { Records } from './store/records/tables.ts';

/** What the person at the terminal must be told, because it cannot be read anywhere later. */
export interface FirstRun {
  /** Signs the first user in, as long as that user has no password. */
  loginLink: string | undefined;
  /** A key pair that this start made up. */
  keys: { publicKey: string; secretKey: string } | undefined;
}

type Settings = Pick<
  Config,
  'adminEmail' | 'adminPassword' | 'project' | 'publicKey' | 'secretKey' | 'publicUrl'
>;

/** What the steps of a first run have in common. */
interface Run {
  tx: Records;
  settings: Settings;
  now: Date;
  ids: Ids;
  /** Notes what this start changed. */
  note(action: string, subject: string, projectId: string | null): Promise<void>;
}

/** Servers that start together on one database come in one after the other. The number only has to be ours. */
const FIRST_RUN_LOCK = 7070_4317;
const DEFAULT_EMAIL = 'admin@pharos.local';
/** A key made up here is meant for an application; one that the operator chose also sets the project up. */
const MADE_UP_SCOPES: KeyScope[] = ['ingest', 'read'];
const CONFIGURED_SCOPES: KeyScope[] = ['ingest', 'read', 'admin'];

/**
 * Makes sure that somebody can come in: a first user, a project and a key pair, from the settings or made up.
 * What exists is left as it is, so that every start may call it.
 *
 * A user that the settings newly name owns the project: that of the configured key, else the one of the configured
 * name, else the oldest. So an operator comes into an installation whose owners have left. A user who exists already
 * gains no right by being named, for they may have been given another role, or have chosen the address themselves when
 * they accepted an invitation; only a project without any owner gets the user as one.
 * @throws StartError when the configured pair cannot be used.
 */
export async function firstRun(
  records: Records,
  settings: Settings,
  clock: Clock,
  ids: Ids,
): Promise<FirstRun> {
  const passwordHash =
    settings.adminPassword === undefined ? null : await hashPassword(settings.adminPassword);
  return records.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${FIRST_RUN_LOCK})`.execute(tx);
    const now = new Date(clock.nowMs());
    const note: Run['note'] = (action, subject, projectId) =>
      audit(tx, { atMs: clock.nowMs(), projectId, actor: 'system', action, subject, ip: null });
    const run: Run = { tx, settings, now, ids, note };
    const admin = await ensureAdmin(run, passwordHash);
    const project = await ensureProject(run, admin);
    const keys = await ensureKey(run, project);
    const token =
      admin.passwordHash === null ? await createLoginLink(tx, ids, clock.nowMs(), admin.id) : undefined;
    return { loginLink: token && `${settings.publicUrl}/login?token=${token}`, keys };
  });
}

/** The configured user, else the first one there is. */
async function ensureAdmin({ tx, settings, now, ids, note }: Run, passwordHash: string | null) {
  const { adminEmail } = settings;
  const all = tx.selectFrom('users').select(['id', 'passwordHash']);
  const known = await (adminEmail === undefined
    ? all.orderBy('createdAt')
    : all.where('email', '=', adminEmail)
  )
    .limit(1)
    .executeTakeFirst();
  if (known !== undefined) {
    if (known.passwordHash !== null || passwordHash === null) return { ...known, isNew: false };
    await tx.updateTable('users').set({ passwordHash }).where('id', '=', known.id).execute();
    await note('user.password', known.id, null);
    return { ...known, passwordHash, isNew: false };
  }
  const email = adminEmail ?? DEFAULT_EMAIL;
  const admin = { id: ids.id(), email, name: email.split('@', 1)[0] ?? email, passwordHash, createdAt: now };
  await tx.insertInto('users').values(admin).execute();
  await note('user.create', admin.id, null);
  return { ...admin, isNew: true };
}

/** The configured project, else the oldest; made when there is none. */
async function ensureProject({ tx, settings, now, ids, note }: Run, admin: { id: string; isNew: boolean }) {
  const { project: name, publicKey } = settings;
  const known = await (publicKey === undefined
    ? undefined
    : tx.selectFrom('apiKeys').select('projectId').where('publicKey', '=', publicKey).executeTakeFirst());
  const all = tx.selectFrom('projects').select('id').orderBy('createdAt').limit(1);
  const found =
    known?.projectId ??
    (await (name === undefined ? all : all.where('name', '=', name)).executeTakeFirst())?.id;
  const id = found ?? ids.id();
  if (found === undefined) {
    await tx
      .insertInto('projects')
      .values({ id, name: name ?? 'default', createdAt: now })
      .execute();
    await note('project.create', id, id);
  }
  const owners = await tx
    .selectFrom('members')
    .select('userId')
    .where('projectId', '=', id)
    .where('role', '=', 'owner')
    .execute();
  if (admin.isNew || owners.length === 0) {
    await tx
      .insertInto('members')
      .values({ projectId: id, userId: admin.id, role: 'owner', createdAt: now })
      .onConflict((conflict) => conflict.columns(['projectId', 'userId']).doUpdateSet({ role: 'owner' }))
      .execute();
    await note('member.owner', admin.id, id);
  }
  return { id, isNew: found === undefined };
}

async function ensureKey(
  { tx, settings, now, ids, note }: Run,
  project: { id: string; isNew: boolean },
): Promise<FirstRun['keys']> {
  const { publicKey, secretKey } = settings;
  const common = { id: ids.id(), projectId: project.id, createdAt: now, expiresAt: null };
  if (publicKey === undefined || secretKey === undefined) {
    if (!project.isNew) return undefined;
    const pair = newKeyPair(ids);
    await insertKey(tx, { ...common, ...pair, name: 'first key', scopes: MADE_UP_SCOPES });
    await note('key.create', common.id, project.id);
    return pair;
  }
  const known = await tx
    .selectFrom('apiKeys')
    .select(['publicKey', 'secretHash', 'revokedAt', 'expiresAt'])
    .where((where) =>
      where.or([where('publicKey', '=', publicKey), where('secretHash', '=', sha256(secretKey))]),
    )
    .execute();
  const [key] = known;
  if (key === undefined) {
    const name = 'configured key';
    await insertKey(tx, { ...common, publicKey, secretKey, name, scopes: CONFIGURED_SCOPES });
    await note('key.create', common.id, project.id);
  } else if (key.publicKey !== publicKey || key.secretHash !== sha256(secretKey)) {
    throw new StartError(
      'PHAROS_PUBLIC_KEY or PHAROS_SECRET_KEY is in use with another counterpart: choose a new pair.',
    );
  } else {
    requireInForce(key, now);
  }
  return undefined;
}

/** A start that let such a pair pass would leave the application that was given it locked out, without a word. */
function requireInForce(
  { revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date | null },
  now: Date,
): void {
  const end =
    revokedAt !== null
      ? `was revoked on ${revokedAt.toISOString()}`
      : expiresAt !== null && expiresAt <= now
        ? `expired on ${expiresAt.toISOString()}`
        : undefined;
  if (end !== undefined) {
    throw new StartError(
      `The key of PHAROS_PUBLIC_KEY and PHAROS_SECRET_KEY ${end}: set a new pair, or neither of the two.`,
    );
  }
}
