import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

/**
 * Builds the pages beside the old ones and takes their place only when all is there, so that a build that fails leaves
 * what was. Texts lie compressed beside themselves: the server compresses nothing while it runs.
 *
 * `node scripts/pages/build-pages.ts FINGERPRINT`: what they are built of, kept for scripts/launch/ensure-pages.mjs.
 */
const root = join(import.meta.dirname, '../..');
const target = join(root, 'dist/pages');
const fresh = `${target}.new`;
const COMPRESSIBLE = /\.(js|css|svg|json)$/;

await build({
  configFile: join(root, 'vite.config.ts'),
  root: join(root, 'src/web'),
  logLevel: 'warn',
  build: { outDir: fresh, emptyOutDir: true },
});
compressFiles(join(fresh, 'assets'));
writeFileSync(join(fresh, '.built-of'), process.argv[2] ?? '');
rmSync(target, { recursive: true, force: true });
renameSync(fresh, target);

function compressFiles(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => COMPRESSIBLE.test(file))) {
    const path = join(folder, name);
    const bytes = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    );
  }
}
