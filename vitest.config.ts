import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const source = {
  resolve: { conditions: ['pharos-source'] },
  ssr: { resolve: { conditions: ['pharos-source'] } },
};

/** They bring the SDKs of half the trade with them, so they are run where somebody asked for these, and in CI. */
const hasSdks = existsSync(new URL('e2e/sdks/node_modules', import.meta.url));
const sdks = {
  ...source,
  test: {
    name: 'sdks',
    root: 'e2e/sdks',
    include: ['src/**/*.test.ts'],
    pool: 'forks' as const,
    maxWorkers: 1,
    // Each test is a program and its share of a server.
    maxConcurrency: 2,
    sequence: { groupOrder: 2 },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
};

export default defineConfig({
  ...source,
  test: {
    // Much of a test is waiting for the disk, so a second one finds time even on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        ...source,
        // A property runs hundreds of cases, and a test waits for what it tells, not for how busy the machine is.
        test: {
          name: 'core',
          root: 'packages/core',
          include: ['src/**/*.test.ts'],
          testTimeout: 30_000,
          // Pure functions leave nothing behind, so that modules need not be read anew for each file.
          isolate: false,
        },
      },
      {
        ...source,
        test: {
          name: 'server',
          root: 'packages/server',
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.alone.test.ts'],
          pool: 'forks',
          // Half of what a file takes would be reading the same modules, and starting the same engines, anew.
          isolate: false,
          setupFiles: ['src/testing/leaves-nothing.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...source,
        // What puts something else in place of modules, or measures the process it runs in.
        test: {
          name: 'server-alone',
          root: 'packages/server',
          include: ['src/**/*.alone.test.ts'],
          pool: 'forks',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...source,
        test: {
          name: 'web',
          root: 'packages/web',
          include: ['src/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          testTimeout: 30_000,
          // Pictures of charts take their style sheets with them.
          css: true,
        },
      },
      {
        ...source,
        test: {
          name: 'cli',
          root: 'packages/cli',
          include: ['src/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...source,
        test: {
          name: 'sdk',
          root: 'packages/sdk',
          include: ['src/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { ...source, test: { name: 'demo', root: 'demo', include: ['src/**/*.test.ts'] } },
      {
        ...source,
        test: {
          name: 'e2e',
          root: 'e2e',
          include: ['src/**/*.test.ts'],
          globalSetup: 'src/global-setup.ts',
          pool: 'forks',
          // Journeys come last and one after another: a browser and a server want the machine to themselves.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          expect: { poll: { timeout: 45_000, interval: 100 } },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      ...(hasSdks || process.env.PHAROS_REQUIRE_SERVICES === '1' ? [sdks] : []),
    ],
  },
});
