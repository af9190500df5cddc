import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What it takes to start a worker thread from a file. */
export interface WorkerFile {
  filename: string;
  execArgv?: string[];
}

/**
 * The worker `<name>` beside the module whose `import.meta.url` is given. Compiled modules start compiled workers;
 * source modules (tests, development) start sources, which need a loader of their own in the thread.
 */
export function workerFile(name: string, moduleUrl: string): WorkerFile {
  if (!moduleUrl.endsWith('.ts')) return { filename: new URL(`${name}.js`, moduleUrl).href };
  const loader = pathToFileURL(createRequire(moduleUrl).resolve('tsx')).href;
  return {
    filename: new URL(`${name}.ts`, moduleUrl).href,
    execArgv: ['--import', loader, '--conditions=pharos-source'],
  };
}
