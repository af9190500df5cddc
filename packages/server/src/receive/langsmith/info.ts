import type { Plugin } from '../../http/routes.ts';
import { PREFIXES } from './http.ts';

/** The release of LangSmith whose protocol this is: SDKs warn when it is older than what they were made for. */
const VERSION = '0.20.0';
const RUNS_PER_REQUEST = 100;
/**
 * The Python SDK holds what it has compressed against the limit, and we what that unfolds to, which is several times as
 * much; any SDK may go over it by its last run.
 */
const SHARE_OF_BODY = 0.2;

/** `GET /info`, by which an SDK decides how it sends; it asks before it says who it is. */
export const langsmithInfo = (maxBodyBytes: number): Plugin => {
  const info = {
    version: VERSION,
    license_expiration_time: null,
    batch_ingest_config: {
      use_multipart_endpoint: true,
      scale_up_qsize_trigger: 1000,
      scale_up_nthreads_limit: 16,
      scale_down_nempty_trigger: 4,
      size_limit: RUNS_PER_REQUEST,
      size_limit_bytes: Math.floor(maxBodyBytes * SHARE_OF_BODY),
    },
    instance_flags: {
      gzip_body_enabled: true,
      zstd_compression_enabled: true,
      dataset_examples_multipart_enabled: false,
      examples_multipart_enabled: false,
    },
  };
  return (routes) => {
    for (const prefix of PREFIXES)
      routes.get(`${prefix}/info`, { config: { access: 'open' }, schema: { hide: true } }, () => info);
  };
};
