import type { FastifyInstance } from 'fastify';
import { ApiError } from '../errors.ts';
import { DOORS, type Door, dutyOf, type ProcessRole, rolesServing } from '../roles.ts';
import type { Access } from './access.ts';

/** Whoever may send telemetry comes in by the one door, whoever asks by the other, but for these. */
const EXCEPTIONS: Readonly<Record<string, readonly Door[]>> = {
  // A process about itself, whatever it does.
  'GET /healthz': [],
  'GET /readyz': [],
  'GET /metrics': [],
  'GET /openapi.json': [],
  // Who a key is: the first thing that is tried against any address.
  'GET /api/v1/me': DOORS,
  // Probes of other systems' SDKs, before they send or ask anything.
  'GET /info': DOORS,
  'GET /api/v1/info': DOORS,
  'GET /api/public/health': DOORS,
  'GET /api/public/ready': DOORS,
  'GET /arize_phoenix_version': DOORS,
  // What applications say, and people on a page as well.
  'POST /api/v1/scores': DOORS,
  'POST /api/v1/annotations': DOORS,
  // Sent with what stands in for a key.
  'POST /api/v1/beacon': ['ingest'],
  'PUT /api/public/media/:projectId/:mediaId/content': ['ingest'],
};

/** The doors that a route stands behind; none: it answers in every role. */
export function doorsOf(method: string, url: string, access: Access): readonly Door[] {
  const known = EXCEPTIONS[`${method === 'HEAD' ? 'GET' : method} ${url}`];
  return known ?? (typeof access === 'object' && access.scope === 'ingest' ? ['ingest'] : ['query']);
}

/** Answers what stands behind a door that is shut in this role with the role that serves it. Before anything is asked of the caller. */
export function guardDoors(server: FastifyInstance, role: ProcessRole): void {
  const open = dutyOf(role).doors;
  if (open.length === DOORS.length) return;
  server.addHook('onRequest', async ({ method, routeOptions: { url = '', config } }) => {
    if (config.access === undefined) return;
    const doors = doorsOf(method, url, config.access);
    if (doors.length === 0 || doors.some((door) => open.includes(door))) return;
    const roles = rolesServing(doors);
    throw new ApiError('wrong_role', {
      message: `This process has the role ${role}. Processes of the role ${roles.join(' or ')} serve this.`,
      details: { role, servedBy: roles },
    });
  });
}
