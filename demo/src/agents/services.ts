import type { Service } from '../tape.ts';

/** The programs the agents live in. */
export const service = (
  name: string,
  version: string,
  language: string,
  environment: string,
  instance = 1,
): Service => ({ name, version, language, environment, instance: `${name}-${instance}` });
