import { createHash } from 'node:crypto';
import type { ExportTargetInput } from '@pharos/core/exports/export';
import type { Clock } from '@pharos/core/time';
import { AwsV4Signer } from 'aws4fetch';
import { EgressError } from '../../../egress/errors.ts';
import type { Egress } from '../../../egress/guard.ts';
import { type Target, TargetError } from './target.ts';

/** For one file of at most 64 MB. */
const TIMEOUT_MS = 300_000;
/** Answers that pass: too slow, too many, something wrong at the other end. */
const passes = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** A moment as AWS writes it: 20130524T000000Z. */
const amzDate = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

/** A bucket that speaks S3, addressed by its path; each file is one request, signed and through the guarded way out. */
export function s3Target(
  to: Extract<ExportTargetInput, { to: 's3' }>,
  { egress, clock }: { egress: Pick<Egress, 'send'>; clock: Clock },
): Target {
  const base = [to.endpoint.replace(/\/+$/, ''), to.bucket, ...(to.prefix === '' ? [] : [to.prefix])].join(
    '/',
  );
  return {
    async put(path, bytes, signal) {
      const signer = new AwsV4Signer({
        ...{ method: 'PUT', url: `${base}/${path}`, service: 's3', region: to.region },
        ...{ accessKeyId: to.accessKeyId, secretAccessKey: to.secretAccessKey },
        headers: { 'x-amz-content-sha256': createHash('sha256').update(bytes).digest('hex') },
        datetime: amzDate(clock.nowMs()),
      });
      const { url, headers } = await signer.sign();
      const request = { url: url.href, body: bytes, headers: Object.fromEntries(headers) } as const;
      let answer: Awaited<ReturnType<Egress['send']>>;
      try {
        answer = await egress.send(
          { method: 'PUT', isSecret: true, timeoutMs: TIMEOUT_MS, ...request },
          signal,
        );
      } catch (error) {
        if (error instanceof EgressError)
          throw new TargetError(error.message, error.isFinal, { cause: error });
        throw error;
      }
      const { status, body } = answer;
      if (status < 200 || status > 299)
        throw new TargetError(`The bucket answers ${status}${said(body)}`, !passes(status));
    },
  };
}

/** What the answer gives as a reason. */
function said(xml: string): string {
  const [code, message] = ['Code', 'Message'].map(
    (name) => new RegExp(`<${name}>([^<]{1,200})`).exec(xml)?.[1],
  );
  const reason = [code, message].filter((each) => each !== undefined).join(': ');
  return reason === '' ? '.' : `: ${reason}`;
}
