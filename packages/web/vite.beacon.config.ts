import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** `/beacon.js`: the browser's part of the SDK for pages without a bundler, beside the pages of the application. */
export default defineConfig({
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'es2022',
    lib: {
      entry: fileURLToPath(new URL('../sdk/src/browser/script.ts', import.meta.url)),
      formats: ['iife'],
      name: 'pharosBeacon',
      fileName: () => 'beacon.js',
    },
  },
});
