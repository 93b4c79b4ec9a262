import { lingui } from '@lingui/vite-plugin';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Builds the pages of src/web into dist/pages. The server puts a nonce in place of `__NONCE__` for each answer, so that
 * React Aria may add its few style elements under a strict Content-Security-Policy.
 */
export default defineConfig({
  root: 'src/web',
  build: {
    outDir: '../../dist/pages',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    reportCompressedSize: false,
  },
  html: { cspNonce: '__NONCE__' },
  plugins: [
    react(),
    lingui({ macroTransform: true }),
    tailwindcss(),
    optimizeLocales.vite({
      locales: ['de-CH', 'de-DE', 'en-GB', 'en-US', 'fr-CH', 'fr-FR', 'it-CH', 'it-IT'],
    }),
  ],
  /** `vite`: the pages with hot reload, in front of a Rappen that runs on its usual port. */
  server: {
    port: 5173,
    proxy: { '/api': { target: 'http://127.0.0.1:8080', headers: { origin: 'http://127.0.0.1:8080' } } },
  },
});
