import { join } from 'node:path';
import type { ExportTarget, ExportTargetInput } from '@pharos/core/exports/export';
import type { Clock } from '@pharos/core/time';
import { EgressError } from '../../../egress/errors.ts';
import type { Egress } from '../../../egress/guard.ts';
import { checkedUrl } from '../../../egress/target.ts';
import { ApiError } from '../../../errors.ts';
import { type Seal, SealError } from '../../../secrets/seal.ts';
import type { Sealing } from '../../../store/records/reseal.ts';
import { diskTarget } from './disk.ts';
import { s3Target } from './s3.ts';
import { type Target, TargetError } from './target.ts';

export interface TargetParts {
  /** Under which exports to disk lie, a folder a project; undefined: there are none. */
  directory: string | undefined;
  seal: Seal | undefined;
  egress: Pick<Egress, 'send'>;
  /** Whether URLs without TLS may be asked. */
  http: boolean;
  clock: Clock;
}

interface Kept {
  id: string;
  projectId: string;
  definition: { target: ExportTarget };
  sealed: string | null;
}

/** Where exports go, and how their secrets are kept. */
export interface Targets {
  /** Whether there is a directory for files. */
  disk: boolean;
  /** A target as it is kept. @throws ApiError when this server cannot write there, whatever is there */
  split(exportId: string, target: ExportTargetInput): { target: ExportTarget; sealed: string | null };
  /** @throws SealError when its secrets cannot be opened; TargetError when there is no such target any more */
  of(kept: Kept): Target;
  /** One that is not kept. */
  given(projectId: string, target: ExportTargetInput): Target;
}

/** Under which the keys of targets are sealed. */
export const EXPORTS: Sealing = { table: 'exports', ownerOf: (id) => `export:${id}` };
const { ownerOf } = EXPORTS;

export function createTargets({ directory, seal, egress, http, clock }: TargetParts): Targets {
  const given = (projectId: string, target: ExportTargetInput): Target => {
    if (target.to === 's3') return s3Target(target, { egress, clock });
    if (directory === undefined)
      throw new TargetError('This server keeps no exports on its disk: PHAROS_EXPORT_DIR is not set.', true);
    return diskTarget(join(directory, projectId, target.directory));
  };
  return {
    disk: directory !== undefined,
    given,
    split(exportId, target) {
      if (target.to === 'disk') {
        if (directory !== undefined) return { target, sealed: null };
        const message =
          'This server keeps no exports on its disk: its operator has to set PHAROS_EXPORT_DIR.';
        throw new ApiError('conflict', { message });
      }
      const { secretAccessKey, ...shown } = target;
      mayBeAsked(target.endpoint, http);
      if (!seal)
        throw new ApiError('conflict', {
          message:
            'This server has no key to keep secrets with: its operator has to set PHAROS_ENCRYPTION_KEY.',
        });
      return { target: shown, sealed: seal.seal(secretAccessKey, ownerOf(exportId)) };
    },
    of({ id, projectId, definition: { target }, sealed }) {
      if (target.to === 'disk') return given(projectId, target);
      if (!seal || sealed === null)
        throw new SealError('There is no key to open it with: PHAROS_ENCRYPTION_KEY is not set.');
      return given(projectId, { ...target, secretAccessKey: seal.open(sealed, ownerOf(id)) });
    },
  };
}

function mayBeAsked(endpoint: string, http: boolean): void {
  try {
    checkedUrl(endpoint, { http });
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    const { message } = error;
    throw new ApiError('invalid_request', { message, details: [{ path: '/target/endpoint', message }] });
  }
}
