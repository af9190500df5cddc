import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

/** Where `npm run dev` finds a running server. */
const server = process.env.PHAROS_DEV_SERVER ?? 'http://127.0.0.1:7070';

/** Modules that the first page imports; what it loads later is not among them. */
function isFirst(id: string, graph: Graph): boolean {
  if (first.size === 0) {
    const wanted: string[] = JSON.parse(readFileSync(here('first-page.json'), 'utf8')).map(here);
    for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
      if (first.has(next)) continue;
      first.add(next);
      if (!BARREL.test(next)) wanted.push(...(graph.getModuleInfo(next)?.importedIds ?? []));
    }
  }
  return first.has(id);
}
const first = new Set<string>();
/** They import all that anybody uses of them, of which the first page needs little. */
const BARREL = /node_modules\/(lucide-react|radix-ui)\//;

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: {
    conditions: ['pharos-source', ...defaultClientConditions],
    alias: { 'react-remove-scroll': here('src/no-scroll-lock.tsx') },
  },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // For scripts/check-size.mjs: which chunk needs which.
    manifest: true,
    // No inline data: URLs for modules and no polyfill script: the page's content security policy forbids them.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Its settings have to stand before the first schema is made, in whatever chunk that is.
          groups: [
            { name: 'parsing', test: /node_modules\/zod\/|src\/parsing\.ts$/ },
            // What the first page is made of comes in one piece: many small ones are slow to ask for and pack badly.
            { name: (id, graph) => (isFirst(id, graph) ? 'first' : null), debugName: 'first' },
            // And what most others need: the first page does not wait for it.
            { name: 'shared', minShareCount: 16 },
          ],
        },
      },
    },
  },
  // The page keeps its own host: the server refuses changes that another site sends.
  server: {
    proxy: Object.fromEntries(
      ['/api', '/v1', '/openapi.json'].map((path) => [path, { target: server, changeOrigin: false }]),
    ),
  },
});
