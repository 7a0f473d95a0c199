import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { checkBudget } from './build/checkBudget.ts';
import { chunkGroups } from './build/chunkGroups.ts';

/** Where the API answers while the console is served by Vite for development. */
const api = process.env['ROLLCALL_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), checkBudget()],
  // The server replaces this word with a fresh nonce each time it answers with index.html.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: fileURLToPath(new URL('../../dist/console', import.meta.url)),
    emptyOutDir: true,
    // A data: address would need a looser content security policy.
    assetsInlineLimit: 0,
    // One sheet: two dozen small ones weigh 5 KB more, each with a dictionary of its own, and cost a request each.
    cssCodeSplit: false,
    rolldownOptions: { output: { codeSplitting: { groups: chunkGroups() } } },
    target: 'es2022',
    chunkSizeWarningLimit: 1000,
    reportCompressedSize: false,
  },
  // The console's own folder is called api as well: its sources are Vite's to answer.
  server: { proxy: { '^/api/(?!.*\\.tsx?(\\?|$))': api, '/oauth': api, '/webhooks': api } },
});
