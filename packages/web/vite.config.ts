import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** Where `npm run dev` finds a running server. */
const server = process.env.PHAROS_DEV_SERVER ?? 'http://127.0.0.1:7070';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: {
    conditions: ['pharos-source', ...defaultClientConditions],
    alias: { 'react-remove-scroll': fileURLToPath(new URL('src/no-scroll-lock.tsx', import.meta.url)) },
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
            // What most pages need comes in one piece: many small ones are slow to ask for and pack badly.
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
